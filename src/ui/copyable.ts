import { shellAt } from '../facts/shell.ts';
import { type Shell, written } from '../model/shell.ts';
import { argvOf } from '../remedy/run.ts';
import { commandFor } from './answer.ts';
import { type State, stepOf } from './state.ts';

/** What `c` copies from the present screen: the command as it is typed in its shell, else the lines or the change. */
export function copyable(state: State): string | undefined {
  const { screen, treatment } = state;
  if (state.showsHelp || !treatment) return undefined;
  if (screen.kind === 'confirming') return commandText(state, commandFor(state, screen.answer, screen.request));
  if (screen.kind !== 'step') return undefined;
  const step = stepOf(state);
  const argv = argvOf(step, step.approves?.requestId ?? undefined) ?? step.run;
  return argv ? commandText(state, argv) : (step.snippet?.text ?? step.change?.diff);
}

/** The shell at a place of a step, as far as the newest look tells. */
export function shellFor({ diagnosis }: State, where: string): Shell {
  return shellAt(where, diagnosis?.facts ?? {});
}

function commandText(state: State, argv: readonly string[] | undefined): string | undefined {
  if (!argv) return undefined;
  const typed = written(argv, shellFor(state, stepOf(state).where));
  return typed.status === 'ok' ? typed.words.join(' ') : undefined;
}
