import type { Terminal } from './terminal.ts';

export type Press = readonly [offer: string, key: string];

const ENTER = '\r';

/** The keys from a diagnosis to the list of who waits, by the first option. */
export const TO_WAITING = [
  ['enter options', ENTER],
  ['enter take this one', ENTER],
  ['enter see who asks', ENTER],
] as const satisfies readonly Press[];

/** Waits for each offer and presses its key: before the footer offers it, a key counts for nothing. */
export async function pressAll(terminal: Terminal, presses: readonly Press[], timeoutMs?: number): Promise<void> {
  for (const [offer, key] of presses) {
    await terminal.waitFor(offer, timeoutMs);
    terminal.press(key);
  }
}
