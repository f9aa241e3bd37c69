import { cmdWords } from './cmd.ts';
import { powershellWords } from './powershell.ts';

/** What a command is typed into; sh stands for every shell that reads as POSIX says, and for fish. */
export type Shell = 'sh' | 'powershell' | 'cmd';

/** A command as it is typed in a shell, word by word, or why that shell can't carry it. */
export type Written =
  | { readonly status: 'ok'; readonly shell: Shell; readonly words: readonly string[] }
  | { readonly status: 'unsafe'; readonly reason: string };

/** An argv as one would type it in a POSIX shell: for reading and pasting, never for running. */
export function shellText(argv: readonly string[]): string {
  return shWords(argv).join(' ');
}

/** An argv as it is typed in `shell`. Quotes that PowerShell can't hand on are written for cmd, if that can. */
export function written(argv: readonly string[], shell: Shell): Written {
  switch (shell) {
    case 'sh':
      return { status: 'ok', shell, words: shWords(argv) };
    case 'cmd':
      return cmdWords(argv);
    case 'powershell': {
      const own = powershellWords(argv);
      const other = own.status === 'ok' ? own : cmdWords(argv);
      return other.status === 'ok' ? other : own;
    }
    default:
      return shell satisfies never;
  }
}

function shWords(argv: readonly string[]): readonly string[] {
  return argv.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll(OUTSIDE, `'\\$&'`)}'`));
}

/** What leaves the quotes: the quote itself, and a backslash that fish would read as an escape of what comes next. */
const OUTSIDE = /'|\\(?=[\\']|$)/g;
