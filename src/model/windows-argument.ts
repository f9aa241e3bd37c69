/**
 * An argument in double quotes as programs on Windows take their command line apart: a backslash counts as itself unless
 * a quote follows. https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
 */
export function windowsArgument(argument: string): string {
  return `"${argument.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

/**
 * The part of a line that stands outside double quotes for a shell that knows no `\"`: there its own signs mean what they
 * mean to it.
 */
export function outsideQuotes(line: string): string {
  return line
    .split('"')
    .filter((_, index) => index % 2 === 0)
    .join('');
}
