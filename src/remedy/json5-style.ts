import type { Token } from '@humanwhocodes/momoa';

/** How somebody writes JSON5, for what is written beside it. */
export interface Style {
  readonly indent: string;
  /** The last of several lines has a comma as well. */
  readonly hasTrailingCommas: boolean;
  /** A name as most names are written. */
  readonly name: (name: string) => string;
  readonly quote: '"' | "'";
}

/** Names that need no quotes and mean nothing else in JavaScript: those of OpenClaw's settings. */
export const isPlainName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_]*$/.test(name);

export function styleOf(text: string, tokens: readonly Token[]): Style {
  const textOf = ({ range }: Token) => text.slice(range?.[0], range?.[1]);
  const meant = tokens.filter(({ type }) => type !== 'LineComment' && type !== 'BlockComment');
  const names = meant.filter((_, index) => meant[index + 1]?.type === 'Colon');
  const bare = names.filter(({ type }) => type !== 'String').length;
  const quotes = meant.filter(({ type }) => type === 'String').map((token) => textOf(token).charAt(0));
  const quote = quotes.filter((each) => each === "'").length * 2 > quotes.length ? "'" : '"';
  const isTrailing = (token: Token, index: number) =>
    token.type === 'Comma' && /^(?:RBrace|RBracket)$/.test(meant[index + 1]?.type ?? '');
  const isPlain = bare * 2 > names.length;
  return {
    indent: /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ',
    hasTrailingCommas: meant.some(isTrailing),
    name: (name) => (isPlain ? name : inQuotes(name, quote)),
    quote,
  };
}

/** A value as it is written; `indent`: what its line begins with, where it may take several; null: on one line. */
export function written(value: unknown, style: Style, indent: string | null): string {
  if (typeof value === 'string') return inQuotes(value, style.quote);
  if (value === null || typeof value !== 'object') return String(value);
  const isShort = Array.isArray(value) && value.length < 2;
  const inner = indent === null || isShort ? null : indent + style.indent;
  const parts = Array.isArray(value)
    ? value.map((item) => written(item, style, inner))
    : Object.entries(value).map(([name, item]) => `${style.name(name)}: ${written(item, style, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  if (inner === null)
    return Array.isArray(value) ? `${open}${parts.join(', ')}${close}` : `${open} ${parts.join(', ')} ${close}`;
  const lines = parts.map((part) => `${inner}${part}`).join(',\n');
  return `${open}\n${lines}${style.hasTrailingCommas ? ',' : ''}\n${indent}${close}`;
}

function inQuotes(text: string, quote: '"' | "'"): string {
  const json = JSON.stringify(text);
  return quote === '"' ? json : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
