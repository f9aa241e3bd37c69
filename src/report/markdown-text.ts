/**
 * Text from outside as Markdown that GitHub shows as that text and nothing else: no markup, no HTML, no link, no
 * mention, no reference to an issue or commit. A word that could be any of these becomes code, in which GitHub sees
 * none of them; so do names, addresses and options, which read better that way.
 */
export function inline(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word, index) => (index === 0 ? atStart(word) : wordText(word)))
    .join(' ');
}

/** The same in a cell of a table, where a bar would end it even in code. */
export function cell(text: string): string {
  return inline(text.replaceAll('|', '¦'));
}

/** Text as code, on one line. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  const ticks = '`'.repeat(longestRun(line) + 1);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${ticks}${space}${line}${space}${ticks}`;
}

/** Lines as a block of code, which nothing in them can end. `indent`: the column of a list item's text. */
export function fenced(lines: readonly string[], language: string, indent = ''): readonly string[] {
  const all = lines.flatMap((line) => line.split(/\r\n?|\n/));
  const ticks = '`'.repeat(Math.max(3, ...all.map((line) => longestRun(line) + 1)));
  return [`${ticks}${language}`, ...all, ticks].map((line) => (line === '' ? '' : `${indent}${line}`));
}

/** A link that shows its address; as code where it isn't one of the web. */
export function link(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol) ? `<${parsed.href}>` : code(url);
}

/** A first word could begin a list or underline a heading. */
function atStart(word: string): string {
  if (/^[-+=]+$/.test(word)) return `\\${word}`;
  return /^\d+[.)]$/.test(word) ? `${word.slice(0, -1)}\\${word.slice(-1)}` : wordText(word);
}

/** Quotation marks and punctuation around code stay outside it. */
function wordText(word: string): string {
  if (!SPECIAL.test(word)) return word;
  let [start, end] = [0, word.length];
  while (OPENING.includes(word.charAt(start)) && start < end) start++;
  // A bracket that opens in the code closes in it.
  const closing = word.includes('(', start) ? CLOSING.replace(')', '') : CLOSING;
  while (closing.includes(word.charAt(end - 1)) && end > start) end--;
  const core = word.slice(start, end);
  return SPECIAL.test(core) ? `${word.slice(0, start)}${code(core)}${word.slice(end)}` : code(word);
}

const OPENING = `«"'(“‘`;
const CLOSING = `.,;:!?)»"'”’…`;

const SPECIAL = new RegExp(
  [
    // Characters of Markdown and HTML, and those that GitHub makes formulas, mentions and references of.
    '[\\\\`*_\\[\\]<>&|~$#@{}^]',
    // Addresses that become links by themselves.
    ':\\/\\/|^\\W*www\\.',
    // :emoji:, and GH-1 or another tracker's reference.
    ':[\\w+-]+:|(?<!\\w)[a-z]{2,}-\\d',
    // What may be the name of a commit, a device or a request.
    '(?<!\\w)[0-9a-f]{7,}(?!\\w)',
    // Options, settings, files, paths and addresses of the network: only for the reader's sake.
    '^\\W?--?\\w|\\w{2}\\.\\w|\\d\\.\\d|\\w=|^\\W?\\/[\\w.]|\\/.*\\/',
  ].join('|'),
  'iu',
);

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
