/** A key that the footer names, and what it says that it does. */
export interface Hint {
  readonly key: string;
  readonly does: string;
}

/** The footer's keys: the last lines of a screen, apart from what is above by an empty one. Empty while there is none. */
export function footerOf(screen: string): readonly Hint[] {
  const hints = lastParagraph(screen).flatMap((line) => line.split(/ {3,}/));
  const parsed = hints.map((hint) => /^(enter|esc|arrows|[a-z?]) (\S.*)$/.exec(hint.trim()));
  return parsed.every((found) => found !== null) ? parsed.map(([, key = '', does = '']) => ({ key, does })) : [];
}

/** What stands above the footer. */
export function bodyOf(screen: string): string {
  const lines = screen.split('\n');
  return lines.slice(0, lines.length - lastParagraph(screen).length).join('\n');
}

/** Whether there is more to read below. */
export const isCut = (screen: string) => /more lines?: space shows/.test(screen);

/** The command that a step shows, or names in its words, as it would be typed. */
export function commandOn(text: string): string | undefined {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('$ '));
  if (first === -1) return / run: (openclaw .*?) This is an? [\w ]+: nothing runs/.exec(flowing(text))?.[1];
  let last = first;
  while (lines[last]?.endsWith(' \\')) last++;
  return lines
    .slice(first, last + 1)
    .map((line) => line.slice(2).replace(/\\$/, '').trim())
    .join(' ');
}

/** The step on a screen, without what ran before and stays above it. Undefined where there is none. */
export function stepOn(text: string): string | undefined {
  const at = [...text.matchAll(/^(?:Step \d+ of \d+|The only step), /gm)].at(-1)?.index;
  return at === undefined ? undefined : text.slice(at);
}

/** Text without its line breaks, in which words can be looked for. */
export const flowing = (text: string) => text.replace(/\s+/g, ' ').trim();

function lastParagraph(screen: string): readonly string[] {
  const lines = screen.split('\n');
  return lines.slice(lines.lastIndexOf('') + 1);
}
