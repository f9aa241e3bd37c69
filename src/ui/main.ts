import type { Hand } from '../hand.ts';
import type { Harden } from '../hardening/open.ts';
import { onInterrupt } from '../interrupt.ts';
import { type RunAim, undoPlan } from '../remedy/journal.ts';
import { runStep } from '../remedy/run.ts';
import type { Session } from '../session.ts';
import { createController } from './controller.ts';
import type { State } from './state.ts';

/** Drawn with keys, or as text that is read from top to bottom and answered by lines. */
export type Manner = 'drawn' | 'plain';

interface Means {
  readonly manner: Manner;
  readonly hand: Hand | undefined;
  readonly harden: Harden;
  readonly aim: RunAim;
}

/**
 * Leads the user from the diagnosis to a connection, in the terminal. Resolves with the exit code; the terminal is as it
 * was by then.
 */
export async function walkthrough(
  session: Session,
  clean: (text: string) => string,
  { manner, hand, harden, aim }: Means,
): Promise<number> {
  const begunAt = Date.now();
  // The first look is under way before React and Ink are loaded: both take their time, side by side.
  const controller = createController({
    session,
    clean,
    hand,
    harden,
    aim,
    ...(manner === 'plain' ? { run: runAloud } : {}),
  });
  // Until Ink has the keyboard, Ctrl-C is a signal: leaving at once would leave the cursor hidden that Ink may just have hid.
  // While a command has the terminal, Ctrl-C is for the command, which gets it, too.
  onInterrupt(() => controller.send({ type: controller.isHandedOver() ? 'cancel' : 'interrupt' }));
  if (manner === 'drawn') {
    process.once('exit', showCursor);
    const { draw } = await import('./draw.tsx');
    if (controller.state().exit === null) await draw(controller);
  } else {
    const { talkThrough } = await import('./plain/main.ts');
    if (controller.state().exit === null) await talkThrough(controller, print);
  }
  const code = await controller.ended;
  if (canTakeBack(controller.state(), begunAt)) print('What was done can be taken back: openclaw-doctor fix --undo\n');
  await controller.commandEnded();
  // Probes that still wait for an answer would hold the process for seconds after the user has left.
  if (controller.isBusy()) process.exit(code);
  return code;
}

/** Whether something was done since the start that the doctor can take back. */
function canTakeBack({ run, past }: State, begunAt: number): boolean {
  const own = [...(run ? [run] : []), ...past.filter(({ startedAt }) => startedAt >= begunAt)];
  return own.some((one) => undoPlan(one).length > 0);
}

/** What a command says is said at once, line by line. */
const runAloud: typeof runStep = (argv, onLine, options) =>
  runStep(
    argv,
    (line) => {
      print(`${line}\n`);
      onLine(line);
    },
    options,
  );

function print(text: string): void {
  process.stdout.write(text);
}

function showCursor(): void {
  process.stdout.write('\u001b[?25h');
}
