import { describe, expect, it } from 'vitest';
import { bin, root } from '../support/bundle.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';
import { resized, still } from './resized.ts';

const start = (cols: number, rows: number) =>
  openTerminal({
    // What stood there before must stay.
    argv: [
      '/bin/sh',
      '-c',
      'echo before; exec "$@"',
      'sh',
      process.execPath,
      bin,
      '--from',
      'fixtures/containers/02-compose-network',
    ],
    cwd: root,
    cols,
    rows,
    env: { CI: undefined, HOME: '/nonexistent', LANG: 'C.UTF-8', STY: undefined, XTERM_VERSION: undefined },
  });

// As tall as a frame is once its lines are broken: what a terminal has scrolled away nobody can take back.
it.skipIf(process.platform === 'win32').each([
  ['a tall terminal', 100, 80, [90, 60, 41, 80, 120, 50]],
  ['a small one', 100, 50, [80, 100, 70]],
])(
  'no torn frame is left in %s that is made narrower and wider',
  { timeout: 20_000 },
  async (_, cols, rows, widths) => {
    const terminal = start(cols, rows);
    await terminal.waitFor('q leave');
    for (const width of widths) {
      await resized(terminal, width, rows);
      const text = terminal.history();
      expect(text.split('\n')[0]).toBe('before');
      // Of each once: the title's mark and the first heading.
      expect([width, text.split('✗ The gateway').length - 1, text.split('Seen').length - 1]).toEqual([width, 1, 1]);
    }
    terminal.press('q');
    await terminal.exited;
  },
);

describe.skipIf(process.platform === 'win32')('a frame that has become taller than the terminal', () => {
  /** How often the frame's title is there, with all that has scrolled away. */
  const titles = (terminal: Terminal) => terminal.history().match(/^✗ The gateway/gm)?.length ?? 0;

  it('is gone once the terminal is large again, and what stood there before is not', { timeout: 20_000 }, async () => {
    const terminal = start(80, 24);
    await terminal.waitFor('q leave');
    await still(terminal, 0);
    for (const [cols, rows] of [
      [40, 12],
      [30, 8],
      [200, 60],
    ] as const)
      await resized(terminal, cols, rows);
    expect(terminal.screen()).toContain('The way to the gateway');
    expect(terminal.history().split('\n').slice(0, 2)).toEqual([
      'before',
      '✗ The gateway sees a client as 172.18.0.1, not as local',
    ]);
    expect(titles(terminal)).toBe(1);
    terminal.press('q');
    await terminal.exited;
  });

  it('leaves its top behind hardly more than once while a window is dragged', { timeout: 20_000 }, async () => {
    const terminal = start(80, 24);
    await terminal.waitFor('q leave');
    await still(terminal, 0);
    const before = terminal.raw().length;
    for (let cols = 78; cols >= 40; cols -= 2) {
      terminal.resize(cols, 12 + Math.floor((cols - 40) / 4));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await still(terminal, before);
    expect(terminal.screen()).toMatch(/\? help$/);
    // A busy machine may pause in the midst of it.
    expect(titles(terminal)).toBeLessThan(6);
    terminal.press('q');
    await terminal.exited;
    expect(terminal.modes()).toMatchObject({ cursorVisible: true });
  });
});
