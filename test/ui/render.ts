import { EventEmitter } from 'node:events';
import { render as draw } from 'ink';
import type { ReactElement } from 'react';
import { settled } from './clock.ts';

interface Size {
  readonly columns: number;
  readonly rows?: number;
}

/**
 * Draws into a terminal of that size, and tells what stands there. ink-testing-library's own terminal is always 100
 * columns wide and has no rows.
 */
export async function render(tree: ReactElement, { columns, rows = 24 }: Size) {
  let frame = '';
  const stdout = Object.assign(new EventEmitter(), {
    columns,
    rows,
    write: (text: string) => {
      frame = text;
      return true;
    },
  });
  const stdin = Object.assign(new EventEmitter(), {
    isTTY: true,
    waiting: null as string | null,
    read() {
      const text = this.waiting;
      this.waiting = null;
      return text;
    },
    setEncoding: () => {},
    setRawMode: () => {},
    resume: () => {},
    pause: () => {},
    ref: () => {},
    unref: () => {},
  });
  const ink = draw(tree, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  await settled();
  await settled();
  return {
    screen: () =>
      frame
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n')
        .trimEnd(),
    press: async (keys: string) => {
      stdin.waiting = keys;
      stdin.emit('readable');
      await settled();
      await settled();
    },
    unmount: () => ink.unmount(),
  };
}
