import { isDeepStrictEqual } from 'node:util';
import {
  type ArrayNode,
  type MemberNode,
  type ObjectNode,
  parse,
  type Token,
  type ValueNode,
} from '@humanwhocodes/momoa';
import JSON5 from 'json5';
import type { SettingEdit } from '../model/report.ts';
import { isPlainName, type Style, styleOf, written } from './json5-style.ts';
import { insert, lineStart, type Splice, spliced } from './splice.ts';

/**
 * The text of an openclaw.json after one setting was changed in it: only that setting is written anew, so that comments,
 * order, quotes and commas elsewhere stay as they are. Undefined where that can't be done for certain, and where there
 * is nothing to change.
 */
export function changeSettings(text: string, edit: SettingEdit): string | undefined {
  // JSON5 warns on the terminal of these two, which JavaScript once took for line ends.
  if (/[\u2028\u2029]/.test(text)) return undefined;
  const source = sourceOf(text);
  const splices = source && editOf(source, edit);
  if (!splices || splices.length === 0) return undefined;
  const changed = spliced(text, splices);
  return changed !== text && isAsMeant(text, changed, edit) ? changed : undefined;
}

interface Source {
  readonly text: string;
  readonly root: ObjectNode;
  readonly tokens: readonly Token[];
  readonly style: Style;
}

function sourceOf(text: string): Source | undefined {
  try {
    const { body, tokens = [] } = parse(text, { mode: 'json5', ranges: true, tokens: true });
    return body.type === 'Object' ? { text, root: body, tokens, style: styleOf(text, tokens) } : undefined;
  } catch {
    return undefined;
  }
}

function editOf(source: Source, { key, value }: SettingEdit): readonly Splice[] | undefined {
  const names = key.split('.');
  if (!names.every(isPlainName)) return undefined;
  let object = source.root;
  for (const [index, name] of names.entries()) {
    // Another file has a say in what stands there.
    if (object.members.some((member) => nameOf(member) === '$include')) return undefined;
    const found = object.members.filter((member) => nameOf(member) === name);
    if (found.length > 1) return undefined;
    const [member] = found;
    const rest = names.slice(index + 1);
    if (!member) return value === null ? undefined : addMember(source, object, name, nested(rest, value));
    if (rest.length === 0)
      return value === null ? removeMember(source, object, member) : setValue(source, member.value, value);
    if (member.value.type !== 'Object') return undefined;
    object = member.value;
  }
  return undefined;
}

const nested = (names: readonly string[], value: unknown): unknown =>
  names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);

const nameOf = ({ name }: MemberNode): string => (name.type === 'String' ? name.value : name.name);

function setValue(source: Source, node: ValueNode, value: unknown): readonly Splice[] | undefined {
  const [start, end] = rangeOf(node);
  const more = node.type === 'Array' && Array.isArray(value) ? itemsMore(source, node, value) : undefined;
  if (more) return more;
  if (commentsIn(source, start, end).length > 0) return undefined;
  const line = lineIndent(source.text, start);
  return [{ start, end, by: written(value, source.style, isManyLines(source.text, start, end) ? line : null) }];
}

/** A list that keeps its items and gets more at its end; undefined: it is another list. */
function itemsMore(source: Source, list: ArrayNode, value: readonly unknown[]): readonly Splice[] | undefined {
  const { elements } = list;
  const [start, end] = rangeOf(list);
  const old = JSON5.parse(source.text.slice(start, end)) as unknown[];
  const last = elements.at(-1);
  const kept = value.slice(0, old.length);
  if (!last || value.length <= old.length || !isDeepStrictEqual(kept, old)) return undefined;
  const texts = value.slice(old.length).map((item) => written(item, source.style, null));
  return insertAfter(source, rangeOf(last.value), end - 1, texts);
}

function addMember(source: Source, object: ObjectNode, name: string, value: unknown): readonly Splice[] | undefined {
  const { text, style } = source;
  const [start, end] = rangeOf(object);
  const last = object.members.at(-1);
  const write = (indent: string | null) => `${style.name(name)}: ${written(value, style, indent)}`;
  if (last) {
    const isLines = isManyLines(text, start, end);
    return insertAfter(source, rangeOf(last), end - 1, [write(isLines ? lineIndent(text, rangeOf(last)[0]) : null)]);
  }
  const outer = lineIndent(text, start);
  const inner = outer + style.indent;
  const comma = style.hasTrailingCommas ? ',' : '';
  const rest = text.slice(start + 1, end - 1);
  const close = /^\s*$/.test(rest) && !rest.includes('\n') ? `\n${outer}` : '';
  return [insert(start + 1, `\n${inner}${write(inner)}${comma}${close}`)];
}

/** Further items or members behind the last one, on lines of their own where it has one. `close`: the closing bracket. */
function insertAfter(
  { text, tokens }: Source,
  [start, end]: readonly [number, number],
  close: number,
  texts: readonly string[],
): readonly Splice[] {
  const behind = tokens.filter((token) => rangeOf(token)[0] >= end && rangeOf(token)[1] <= close);
  const comma = behind.find(({ type }) => type === 'Comma');
  const at = comma ? rangeOf(comma)[1] : end;
  // What is said of the last one on its own line stays with it.
  let after = at;
  for (const token of behind) {
    const [from, to] = rangeOf(token);
    if (from >= after && !text.slice(after, from).includes('\n')) after = to;
  }
  const isOwnLine = /^\s*$/.test(text.slice(lineStart(text, start), start));
  if (!isOwnLine || !text.slice(after, close).includes('\n')) {
    const list = texts.join(', ');
    return [insert(at, comma ? ` ${list},` : `, ${list}`)];
  }
  const indent = lineIndent(text, start);
  const lines = texts.map((item) => `\n${indent}${item}`).join(',');
  return [...(comma ? [] : [insert(end, ',')]), insert(after, `${lines}${comma ? ',' : ''}`)];
}

function removeMember(source: Source, object: ObjectNode, member: MemberNode): readonly Splice[] | undefined {
  const { text, tokens } = source;
  const [start, end] = rangeOf(member);
  // What is said inside of it would go with it.
  if (commentsIn(source, start, end).length > 0) return undefined;
  const close = rangeOf(object)[1] - 1;
  const index = object.members.indexOf(member);
  const next = object.members[index + 1];
  const until = next ? rangeOf(next)[0] : close;
  const comma = commaIn(tokens, end, until);
  const before = object.members[index - 1];
  const orphan = comma || !before ? undefined : commaIn(tokens, rangeOf(before)[1], start);
  const last = comma ? rangeOf(comma)[1] : end;
  if (commentsIn(source, end, last).length > 0) return undefined;
  const from = lineStart(text, start);
  const lineEnd = text.indexOf('\n', last);
  const isWholeLine =
    /^\s*$/.test(text.slice(from, start)) && lineEnd !== -1 && /^\s*$/.test(text.slice(last, lineEnd));
  const gap = /^[ \t]*/.exec(text.slice(last))?.[0].length ?? 0;
  const gone = isWholeLine ? { start: from, end: lineEnd + 1, by: '' } : { start, end: last + gap, by: '' };
  return [...(orphan ? [{ start: rangeOf(orphan)[0], end: rangeOf(orphan)[1], by: '' }] : []), gone];
}

const commaIn = (tokens: readonly Token[], from: number, to: number): Token | undefined =>
  tokens.find((token) => token.type === 'Comma' && rangeOf(token)[0] >= from && rangeOf(token)[1] <= to);

function commentsIn({ tokens, text }: Source, from: number, to: number): readonly string[] {
  return tokens
    .filter(({ type }) => type === 'LineComment' || type === 'BlockComment')
    .map(rangeOf)
    .filter(([start, end]) => start >= from && end <= to)
    .map(([start, end]) => text.slice(start, end).trimEnd());
}

const rangeOf = ({ range: [start = 0, end = 0] = [] }: { readonly range?: readonly number[] }) => [start, end] as const;

const isManyLines = (text: string, start: number, end: number) => text.slice(start, end).includes('\n');

/** What the line of a place begins with. */
function lineIndent(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? '';
}

/** Whether the edit did what it was meant to do, and nothing besides: by another parser than the one that made it. */
function isAsMeant(before: string, after: string, { key, value }: SettingEdit): boolean {
  try {
    const [old, now] = [JSON5.parse(before), JSON5.parse(after)] as [Values, Values];
    const names = key.split('.');
    const last = names.pop() ?? '';
    let place = old;
    for (const name of names) {
      if (!Object.hasOwn(place, name)) place[name] = {};
      place = place[name] as Values;
    }
    if (value === null) delete place[last];
    else place[last] = value;
    const comments = [before, after].map((text) => {
      const source = sourceOf(text);
      return source && commentsIn(source, 0, text.length);
    });
    const isSameOrder = JSON.stringify(old) === JSON.stringify(now);
    return isDeepStrictEqual(old, now) && isSameOrder && isDeepStrictEqual(comments[0], comments[1]);
  } catch {
    return false;
  }
}

type Values = Record<string, unknown>;
