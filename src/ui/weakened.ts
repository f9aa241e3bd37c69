import type { Facts } from '../model/fact.ts';
import { factOf } from '../model/fact.ts';
import type { Remedy } from '../model/report.ts';
import { isUndoable, type Run, undoPlan } from '../remedy/journal.ts';
import { judge } from '../rules/conditions.ts';
import type { State } from './state.ts';

/** What weakens security, and still does so by all that is known. */
export interface Weakening {
  readonly remedy: Remedy;
  /** What the doctor can take it back by; null: nothing but words. */
  readonly by: 'key' | 'command' | null;
  /** Whether it was done is known; else the user said so, and nothing that was seen tells. */
  readonly isKnown: boolean;
}

/** The state with its run among those that weaken security: the end reminds of them. */
export function reminded(state: State): State {
  const { run, weakened } = state;
  if (run?.remedy.risk !== 'weakens-security' || weakened.includes(run)) return state;
  const isOther = ({ id }: Run) => id !== run.id;
  return { ...state, weakened: [...weakened.filter(isOther), run] };
}

/** What is weaker than before: nothing where nothing was changed, or all of it was taken back. */
export function weakenings({ weakened, run, diagnosis }: State): readonly Weakening[] {
  const all = weakened.flatMap((past): readonly Weakening[] => {
    const isDone = isUndoable(past);
    const truth = claimTruth(past, diagnosis?.facts ?? {});
    if (past.status === 'taken-back' || (!isDone && truth === false)) return [];
    const canUndo = undoPlan(past).length > 0;
    const by = !canUndo ? null : past === run ? 'key' : 'command';
    return [{ remedy: past.remedy, by, isKnown: isDone || truth === true }];
  });
  // Done once more it is still one.
  return all.filter(({ remedy }, index) => all.findLastIndex((other) => other.remedy.id === remedy.id) === index);
}

/** Whether what the remedy was to change is so, where the user says that it was done elsewhere. */
function claimTruth({ remedy, steps }: Run, facts: Facts): boolean | 'unknown' {
  if (!steps.some(({ status }) => status === 'claimed')) return false;
  if (!remedy.changes) return 'unknown';
  return judge(remedy.changes, (name) => factOf(facts, name as keyof Facts)).truth;
}

/** The reminder of it, with the way back. */
export function weakeningWords({ remedy, by, isKnown }: Weakening): string {
  const { title, tradeOff, takeBack } = remedy;
  const doctor =
    by === 'key'
      ? 'u takes it back.'
      : by === 'command'
        ? 'openclaw-doctor fix --undo takes it back, once what was done since is taken back.'
        : '';
  const byHand = by !== null || takeBack === undefined ? '' : takeBack;
  return [
    `${title}.`,
    tradeOff,
    isKnown ? 'It stays so until you take it back.' : 'If you did it, it stays so until you take it back.',
    doctor,
    byHand,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}
