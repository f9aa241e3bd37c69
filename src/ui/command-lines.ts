import { shellText } from '../model/shell.ts';

/**
 * An argv in lines of at most `width` columns, broken between its words; a line that goes on ends in a backslash, so
 * that all of it can be copied into a POSIX shell.
 */
export function commandLines(argv: readonly string[], width: number): readonly string[] {
  const [first = '', ...rest] = argv.map((part) => shellText([part]));
  const lines: string[] = [];
  let line = first;
  for (const [index, word] of rest.entries()) {
    // Room for ` \` where a further word may follow.
    const room = index === rest.length - 1 ? width : width - 2;
    if (line.length + 1 + word.length <= room) line += ` ${word}`;
    else {
      lines.push(`${line} \\`);
      line = word;
    }
  }
  return [...lines, line];
}
