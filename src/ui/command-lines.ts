import type { Shell, Written } from '../model/shell.ts';

/** What says at the end of a line that the command goes on, and how the next one begins. */
const GOES_ON: Readonly<Record<Shell, readonly [end: string, start: string]>> = {
  sh: [' \\', ''],
  powershell: [' `', ''],
  // The first sign after cmd's caret means nothing to it: that must not be a quote.
  cmd: [' ^', ' '],
};

/**
 * A command in lines of at most `width` columns, broken between its words in the way of its shell, so that all of it can
 * be copied into that.
 */
export function commandLines({ shell, words }: Extract<Written, { status: 'ok' }>, width: number): readonly string[] {
  const [end, start] = GOES_ON[shell];
  const [first = '', ...rest] = words;
  const lines: string[] = [];
  let line = first;
  for (const [index, word] of rest.entries()) {
    // Room for what says that the line goes on, where a further word may follow.
    const room = index === rest.length - 1 ? width : width - end.length;
    if (line.length + 1 + word.length <= room) line += ` ${word}`;
    else {
      lines.push(line + end);
      line = start + word;
    }
  }
  return [...lines, line];
}
