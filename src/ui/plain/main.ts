import { createInterface } from 'node:readline';
import { exitCodes } from '../../exit-code.ts';
import { shellText } from '../../model/shell.ts';
import type { Controller } from '../controller.ts';
import { linear, themeOf } from '../theme.ts';
import { talk } from './talk.ts';
import { sameView, viewText } from './view.tsx';

const SIGNALS = ['SIGTERM', 'SIGHUP'] as const;
/** Longer lines read badly, however wide the terminal is. */
const MAX_COLUMNS = 100;

/** Talks until the controller has ended. The terminal stays as it is: its own line editing, nothing is drawn. */
export async function talkThrough(controller: Controller, print: (text: string) => void): Promise<void> {
  const interrupt = () => controller.send({ type: 'interrupt' });
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const theme = linear(themeOf(process.env, process.platform));
  const columns = () => Math.min(process.stdout.columns || 80, MAX_COLUMNS);
  const input = createInterface({ input: process.stdin, terminal: false });
  const takeBack = controller.handsOver(async (argv, run) => {
    // What is typed now is for the command. Node learns a moment after the pause that nobody listens.
    input.pause();
    await new Promise(setImmediate);
    print(`Running, Ctrl-C stops it: ${shellText(argv)}\n`);
    return run().finally(() => input.resume());
  });
  try {
    const take = talk({
      controller,
      view: (state) => viewText(state, theme, columns()),
      same: sameView,
      print: (text) => print(theme.text(text)),
      now: Date.now,
    });
    input.on('line', take);
    input.on('close', () => take(null));
    // What comes after begins a line of its own: the prompt stands before the cursor, and the terminal writes ^C there.
    if ((await controller.ended) === exitCodes.interrupted) print('\n');
  } finally {
    takeBack();
    input.removeAllListeners();
    input.close();
    process.stdin.pause();
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}
