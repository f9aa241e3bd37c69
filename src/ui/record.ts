import { beginRun, type Run, type StepRecord, withStep } from '../remedy/journal.ts';
import { undoOf, undoOfFile } from '../remedy/undo.ts';
import type { Event } from './event.ts';
import { type State, stepOf, type Treatment } from './state.ts';

/** The state with what has just happened to a step in its run: the controller writes that down. */
export function recorded(before: State, after: State, event: Event): State {
  const run = runAfter(before, after, event);
  return run === after.run ? after : { ...after, run };
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
    return step(after, treatment, { status: 'claimed', undo: [] });
  const isMeasured = screen.kind === 'hardening' && screen.last !== null && screen.last.outcome !== 'still-there';
  const isDone = screen.kind === 'done' && screen.outcome !== 'still-there';
  const isOver = (isDone || isMeasured) && was.kind !== screen.kind;
  return isOver && run?.status === 'open' ? { ...run, status: 'over' } : run;
}

const STATUS = { ok: 'done', failed: 'failed', cancelled: 'stopped' } as const;

function isUnderWay(screen: State['screen']): boolean {
  return (screen.kind === 'running' || screen.kind === 'writing') && screen.result === null;
}

/** The run of this treatment with what became of its present step. A step that is done once more begins a run anew. */
function step(state: State, { finding, remedy, step: index }: Treatment, change: Partial<StepRecord>): Run {
  const { run, now } = state;
  const isSame = run?.status === 'open' && run.finding.rule === finding.rule && run.remedy.id === remedy.id;
  const status = run?.steps[index]?.status;
  const isAnew = change.status !== 'done' && (status === 'done' || status === 'claimed');
  const aim = { ...state.aim, ...(state.container === null ? {} : { container: state.container }) };
  const current = run && isSame && !isAnew ? run : beginRun(finding, remedy, { aim, at: now, salt: 'walkthrough' });
  return withStep(current, index, { at: now, ...change });
}
