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

/** Reads on, page by page, until the footer offers what waits for that. */
export async function readUntil(terminal: Terminal, offer: string, timeoutMs?: number): Promise<void> {
  let left = '';
  for (;;) {
    // Another count of lines than before the last page.
    const screen = await terminal.waitFor(
      new RegExp(`${offer}| (?!${left || '-'} )\\d+ more lines?: space`),
      timeoutMs,
    );
    if (screen.includes(offer)) return;
    left = / (\d+) more lines?: space/.exec(screen)?.[1] ?? '';
    terminal.press(' ');
  }
}
