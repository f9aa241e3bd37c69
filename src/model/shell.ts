/** An argv as one would type it in a POSIX shell: for reading and pasting, never for running. */
export function shellText(argv: readonly string[]): string {
  return argv.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", `'\\''`)}'`)).join(' ');
}
