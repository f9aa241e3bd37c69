import type { Written } from './shell.ts';
import { outsideQuotes, windowsArgument } from './windows-argument.ts';

/**
 * An argv as it is typed in cmd. It must read the same twice: a program installed by npm is a batch file, which hands its
 * line to cmd once more. So nothing rests on carets, which the first reading takes off, and no sign of cmd's stands
 * outside quotes.
 */
export function cmdWords(argv: readonly string[]): Written {
  const line = argv.join(' ');
  if (/[\u0000-\u001f\u007f]/.test(line)) return unsafe('a line break or a control character');
  if (/[%!]/.test(line)) return unsafe('% or !, which it takes for a variable,');
  const words = argv.map(word);
  // An odd quote would turn what follows inside out.
  const isSafe = words.every((text) => text.split('"').length % 2 === 1 && !/[&|<>^()]/.test(outsideQuotes(text)));
  if (!isSafe || argv[0]?.includes('"')) return unsafe('these quotes');
  return { status: 'ok', shell: 'cmd', words };
}

/** A slash in the name of a program begins an option, unless it is quoted. */
function word(part: string, index: number): string {
  const plain = index === 0 ? /^[\w.:\\-]+$/ : /^[\w@+.:/\\-]+$/;
  return plain.test(part) ? part : windowsArgument(part);
}

function unsafe(what: string): Written {
  return { status: 'unsafe', reason: `cmd can’t carry ${what} safely` };
}
