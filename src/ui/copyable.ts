import { shellAt } from '../facts/shell.ts';
import { routed } from '../model/route.ts';
import { type Shell, written } from '../model/shell.ts';
import { typedArgv } from '../remedy/run.ts';
import { commandFor } from './answer.ts';
import { type State, stepOf } from './state.ts';

/** What `c` copies from the present screen: the command as it is typed in its shell, else the lines or the change. */
export function copyable(state: State): string | undefined {
  const { screen, treatment } = state;
  if (state.showsHelp || !treatment) return undefined;
  if (screen.kind === 'confirming') {
    const argv = commandFor(state, screen.answer, screen.request);
    return argv && commandText(state, routed(argv, stepOf(state).route));
  }
  if (screen.kind !== 'step') return undefined;
  const step = stepOf(state);
  const argv = typedArgv(step, step.approves?.requestId ?? undefined);
  return argv ? commandText(state, argv) : (step.snippet?.text ?? step.change?.diff);
}

/** The shell on this machine, as far as the newest look tells. */
export function shellHere({ diagnosis }: State): Shell {
  return shellAt('host', diagnosis?.facts ?? {});
}

function commandText(state: State, argv: readonly string[]): string | undefined {
  const typed = written(argv, stepOf(state).shell ?? 'sh');
  return typed.status === 'ok' ? typed.words.join(' ') : undefined;
}
