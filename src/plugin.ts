/**
 * Whether a command line makes a Nagios plugin of the doctor: that report is the one on standard output. It must be
 * known of a command line that is wrong, too, so the words are looked at as they are.
 */
export function isPlugin(argv: readonly string[]): boolean {
  return argv.some((word, at) => word === '--format=nagios' || (word === 'nagios' && argv[at - 1] === '--format'));
}
