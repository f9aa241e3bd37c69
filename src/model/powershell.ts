import type { Written } from './shell.ts';
import { outsideQuotes, windowsArgument } from './windows-argument.ts';

/**
 * An argv as it is typed in PowerShell on Windows, so that 5.1 and 7 hand the same on. They differ where an argument is
 * empty, has a double quote, or ends in a backslash after a space: 5.1 sets its quotes without a look at those. For a
 * program that is known to be an .exe `--%` leaves the line as it is; others may be scripts, for which there is no way.
 */
export function powershellWords(argv: readonly string[]): Written {
  const [program = '', ...rest] = argv;
  if (/[\u0000-\u001f\u007f]/.test(argv.join(' '))) return unsafe('a line break or a control character');
  if (program === '' || program.includes('"')) return unsafe('this name of a program');
  const isExe = PROGRAMS.has(program.toLowerCase()) || /\.exe$/i.test(program);
  const name = PLAIN.test(program) ? [program] : ['&', quoted(program)];
  if (rest.some(isHandedOnDifferently)) {
    const verbatim = isExe ? verbatimLine(rest) : undefined;
    return verbatim === undefined ? unsafe('these quotes') : ok([...name, `--% ${verbatim}`]);
  }
  // What is no .exe may be a batch file, whose line cmd reads once more.
  if (!isExe && rest.some((part) => /[&|<>^%!()]/.test(part))) return unsafe('signs that a batch file reads anew');
  return ok([...name, ...rest.map(word)]);
}

/** Programs that a step may name and that are an .exe wherever they are installed. */
const PROGRAMS: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'ssh', 'wsl', 'node', 'tailscale']);

const PLAIN = /^[A-Za-z_][\w./\\:-]*$/;
const NUMBER = /^(?=[-+.]*\d)[-+]?(?:0[xb][\da-f]+|\d*\.?\d*(?:e[-+]?\d+)?)[a-z]{0,4}$/i;

/**
 * Bare words are text to PowerShell unless they look like a number, or begin with a dash and have a colon or a point,
 * where it cuts them in two; it swallows a bare `--`.
 */
function word(part: string): string {
  const isPlain = /^[\w./\\:+-][\w./\\:+@=-]*$/.test(part) && !NUMBER.test(part);
  return isPlain && !/^-(?:.*[.:]|-?$)/.test(part) ? part : quoted(part);
}

/** PowerShell takes typographic quotes for quotes as well; doubled, each stands for itself. */
function quoted(part: string): string {
  return `'${part.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
}

function isHandedOnDifferently(part: string): boolean {
  return part === '' || part.includes('"') || /\s.*\\$/.test(part);
}

/** The line after `--%`, where PowerShell still fills in variables and ends at a pipe outside quotes. */
function verbatimLine(parts: readonly string[]): string | undefined {
  const line = parts.map((part) => (/^[\w@+=:,./\\-]+$/.test(part) ? part : windowsArgument(part))).join(' ');
  return line.includes('%') || /[|&;]/.test(outsideQuotes(line)) ? undefined : line;
}

function ok(words: readonly string[]): Written {
  return { status: 'ok', shell: 'powershell', words };
}

function unsafe(what: string): Written {
  return { status: 'unsafe', reason: `PowerShell can’t carry ${what} safely` };
}
