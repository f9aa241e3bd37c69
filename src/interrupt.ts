/**
 * What Ctrl-C does while it is a signal: it leaves at once, unless something has more to put in order. One listener stays
 * for the whole run and asks here, for taking a listener away drops a signal that has come but wasn't handed on yet.
 */
let act = (): void => process.exit(130);

export function onInterrupt(instead: () => void): void {
  act = instead;
}

export function listenForInterrupt(): void {
  process.on('SIGINT', () => act());
}
