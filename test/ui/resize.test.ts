import { expect, it } from 'vitest';
import { bin, root } from '../support/bundle.ts';
import { openTerminal } from '../support/terminal.ts';

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
const pause = () => new Promise((resolve) => setTimeout(resolve, 250));

// As tall as a frame is once its lines are broken: what a terminal has scrolled away nobody can take back.
it.skipIf(process.platform === 'win32').each([
  ['a tall terminal', 100, 80, [90, 60, 41, 80, 120, 50]],
  ['a small one', 100, 50, [80, 100, 70]],
])('no torn frame is left in %s that is made narrower and wider', async (_, cols, rows, widths) => {
  const terminal = start(cols, rows);
  await terminal.waitFor('q leave');
  for (const width of widths) {
    terminal.resize(width, rows);
    await pause();
    const text = terminal.history();
    expect(text.split('\n')[0]).toBe('before');
    // Of each once: the title's mark and the first heading.
    expect([width, text.split('✗ The gateway').length - 1, text.split('Seen').length - 1]).toEqual([width, 1, 1]);
  }
  terminal.press('q');
  await terminal.exited;
});
