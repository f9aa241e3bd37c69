/** What stands behind the words that a command begins with; undefined where it begins otherwise, or is no more than them. */
export function wordsBehind(argv: readonly string[], first: readonly string[]): readonly string[] | undefined {
  const begins = first.length > 0 && first.length < argv.length && first.every((part, index) => argv[index] === part);
  return begins ? argv.slice(first.length) : undefined;
}
