import { beginRun, isSameFix, type Run, type StepRecord, withStep } from '../remedy/journal.ts';
import { undoOf, undoOfFile } from '../remedy/undo.ts';
import type { Event } from './event.ts';
import { setAside } from './resume.ts';
import { type State, stepOf, type Treatment } from './state.ts';

/** The state with what has just happened to a step in its run: the controller writes that down. */
export function recorded(before: State, after: State, event: Event): State {
  const run = runAfter(before, after, event);
  if (run === after.run) return after;
  // What was done of another fix, or of this one an earlier time, can still be taken back.
  const set = after.run && run?.id !== after.run.id ? setAside(after) : after;
  return { ...set, run };
}

function runAfter(before: State, after: State, event: Event): Run | null {
  const { screen, treatment, run } = after;
  const was = before.screen;
  if (isUnderWay(screen) && !isUnderWay(was) && treatment) {
    const request = was.kind === 'confirming' ? was.request : undefined;
    const facts = after.diagnosis?.facts ?? {};
    const undo = screen.kind === 'running' ? undoOf(screen.there, facts, request, stepOf(after)) : [];
    return step(after, treatment, { status: 'running', undo });
  }
  if (isUnderWay(was) && before.treatment) {
    if (event.type === 'ran') return step(before, before.treatment, { status: STATUS[event.result.status] });
    if (event.type === 'cancel') return step(before, before.treatment, { status: 'stopped' });
    if (event.type === 'wrote') {
      const { result } = event;
      if (result.status !== 'ok' || was.kind !== 'writing') return step(before, before.treatment, { status: 'failed' });
      return step(before, before.treatment, {
        status: 'done',
        undo: undoOfFile(was.change, result, before.diagnosis?.facts ?? {}),
      });
    }
  }
  if (event.type === 'claim' && screen.kind === 'checking' && was.kind !== 'checking' && treatment)
    // What has run can be taken back, whoever did it once more.
    return was.kind === 'step' && was.doubt && hasRun(before)
      ? run
      : step(after, treatment, { status: 'claimed', undo: [] });
  if (event.type === 'go-on' && before.treatment && screen !== was) {
    return hasRun(before)
      ? run
      : step(before, before.treatment, { status: was.kind === 'running' ? 'done' : 'claimed' });
  }
  // A step that is said to be done and by the look is not, is not.
  if (screen.kind === 'step' && screen.doubt && was.kind === 'checking' && was.claimed && treatment && !hasRun(after))
    return step(after, treatment, { status: 'waiting' });
  const isMeasured = screen.kind === 'hardening' && screen.last !== null && screen.last.outcome !== 'still-there';
  const isDone = screen.kind === 'done' && screen.outcome !== 'still-there';
  const isOver = (isDone || isMeasured) && was.kind !== screen.kind;
  return isOver && run?.status === 'open' ? { ...run, status: 'over' } : run;
}

const STATUS = { ok: 'done', failed: 'failed', cancelled: 'stopped' } as const;

function isUnderWay(screen: State['screen']): boolean {
  return (screen.kind === 'running' || screen.kind === 'writing') && screen.result === null;
}

/** Whether the present step has run well, in this fix. */
function hasRun({ run, treatment }: State): boolean {
  return treatment !== null && run?.steps[treatment.step]?.status === 'done' && run.status === 'open';
}

/** What begins a step that was done before once more. */
const ANEW: readonly (StepRecord['status'] | undefined)[] = ['running', 'claimed'];

/** The run of this treatment with what became of its present step. A step that is done once more begins a run anew. */
function step(state: State, { finding, remedy, step: index }: Treatment, change: Partial<StepRecord>): Run {
  const { run, now } = state;
  const isSame = run !== null && isSameFix(run, finding, remedy);
  const status = run?.steps[index]?.status;
  const isAnew = ANEW.includes(change.status) && (status === 'done' || status === 'claimed');
  const aim = { ...state.aim, ...(state.container === null ? {} : { container: state.container }) };
  const current = run && isSame && !isAnew ? run : beginRun(finding, remedy, { aim, at: now, salt: 'walkthrough' });
  return withStep(current, index, { at: now, ...change });
}
