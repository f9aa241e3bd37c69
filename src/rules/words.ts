import type { Lookup } from './conditions.ts';

/** `{refusal.remote}`, or `{refusal.remote|an address}` with words for when it isn't known; `{gateway.exec...}` in argv. */
const PLACEHOLDER = /\{([a-zA-Z][\w.-]*?)(\.\.\.)?(?:\|([^{}]*))?\}/g;

/** The names of the facts that a text puts in, and whether it has other words for each. */
export function placeholdersOf(text: string): readonly { readonly name: string; readonly optional: boolean }[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '', , fallback]) => ({
    name,
    optional: fallback !== undefined,
  }));
}

const WITH_SPACE = new RegExp(`( ?)${PLACEHOLDER.source}`, 'g');

/** The text with facts put in. A fact that isn't known becomes its other words, or «unknown»; no words leave no gap. */
export function fillText(text: string, look: Lookup): string {
  return renderText(text, (name, fallback) => inWords(look(name)) ?? fallback ?? 'unknown');
}

/** The text with words put in for each fact that it names; `fallback` are its other words, undefined where it has none. */
export function renderText(text: string, tell: (name: string, fallback: string | undefined) => string): string {
  return text.replace(WITH_SPACE, (_, space: string, name: string, __, fallback?: string) => {
    const words = tell(name, fallback);
    return words === '' ? '' : space + words;
  });
}

/**
 * The argv with facts put in, or undefined where one that it needs isn't known. A list in its place alone is spread;
 * `{name...|}` is left out where there is nothing to spread.
 */
export function fillArgv(argv: readonly string[], look: Lookup): readonly string[] | undefined {
  const out: string[] = [];
  for (const part of argv) {
    const spread = /^\{([\w.-]+?)\.\.\.(\|)?\}$/.exec(part);
    if (spread) {
      const fact = look(spread[1] ?? '');
      if (fact.status === 'unknown' || !Array.isArray(fact.value) || fact.value.length === 0) {
        if (spread[2] === undefined) return undefined;
        continue;
      }
      out.push(...fact.value.map(String));
      continue;
    }
    const missing = placeholdersOf(part).some(({ name, optional }) => !optional && inWords(look(name)) === undefined);
    if (missing) return undefined;
    out.push(fillText(part, look));
  }
  return out;
}

function inWords(fact: ReturnType<Lookup>): string | undefined {
  if (fact.status === 'unknown' || fact.value === null) return undefined;
  if (Array.isArray(fact.value)) return fact.value.length > 0 ? fact.value.join(', ') : undefined;
  return String(fact.value);
}

/** The words of a title, which may begin with words for the client: «the CLI …». */
export function fillTitle(text: string, look: Lookup): string {
  return fillText(text, look).replace(/^(?:the|an?) /, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}
