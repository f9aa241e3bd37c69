import type { Terminal } from '../support/terminal.ts';

/** Gives the terminal another size, until what it shows has been drawn anew and stands still. */
export async function resized(terminal: Terminal, cols: number, rows: number): Promise<void> {
  const before = terminal.raw().length;
  terminal.resize(cols, rows);
  await still(terminal, before);
}

/** Once it has written more than `before`, and nothing since for a moment. */
export async function still(terminal: Terminal, before: number): Promise<void> {
  for (let length = before, quiet = 0; quiet < 6; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = terminal.raw().length;
    quiet = now === length && now > before ? quiet + 1 : 0;
    length = now;
  }
}
