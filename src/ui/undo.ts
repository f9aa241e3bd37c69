import { valueIn } from '../model/fact.ts';
import { isUndoable, type Run, type UndoStep, undoPlan, withTakenBack } from '../remedy/journal.ts';
import type { RunResult } from '../remedy/run.ts';
import { argvBack, obstacleTo } from '../remedy/undo.ts';
import { isForPatient } from './resume.ts';
import { NOTHING_TYPED, type State } from './state.ts';
import { MAX_LINES } from './treat.ts';
import { toldOf } from './writing.ts';

/** The run that `u` takes back on this screen; undefined: none. */
export function undoableHere(state: State): Run | undefined {
  const { screen, run, patient } = state;
  if (patient === 'evidence') return undefined;
  switch (screen.kind) {
    case 'diagnosis':
      return newestUndoable(state);
    case 'resuming':
      return isUndoable(screen.run) ? screen.run : undefined;
    case 'running':
    case 'writing':
      return screen.result !== null && run && undoPlan(run).length > 0 ? run : undefined;
    case 'step':
    case 'waiting':
      return run && undoPlan(run).length > 0 ? run : undefined;
    case 'done':
    case 'hardening':
      return run && isUndoable(run) ? run : undefined;
    default:
      return undefined;
  }
}

/** The last fix of this patient of which something can be taken back, as far as the look tells. */
function newestUndoable(state: State): Run | undefined {
  const { run, past, diagnosis } = state;
  const facts = diagnosis?.facts ?? {};
  const all = run ? [run, ...past.filter(({ id }) => id !== run.id)] : past;
  const name = valueIn(facts, 'gateway.name') ?? null;
  const isHere = ({ aim }: Run) => aim.container === undefined || name === null || aim.container === name;
  const canBe = (one: Run) => undoPlan(one).some(({ what }) => obstacleTo(what, facts) === undefined);
  return all
    .toSorted((a, b) => b.startedAt - a.startedAt)
    .find((one) => isForPatient(one, state) && isHere(one) && canBe(one));
}

/** `u`: shows what would be taken back, a piece at a time. */
export function startUndo(state: State): State {
  const run = undoableHere(state);
  if (!run) return state;
  return {
    ...state,
    run,
    screen: { kind: 'undoing', before: state.screen, busy: null, failure: null, ...NOTHING_TYPED },
  };
}

/** The piece that comes next; undefined once nothing is left. */
export function nextUndo({ run }: State): UndoStep | undefined {
  return run ? undoPlan(run)[0] : undefined;
}

/** Why the next piece stays as it is; undefined: nothing is against taking it back. */
export function obstacleNow(state: State): string | undefined {
  const next = nextUndo(state);
  return next && obstacleTo(next.what, state.diagnosis?.facts ?? {});
}

/** Enter: the user's word for the piece that is shown whole, or that one which can't be taken back stays. */
export function undoNext(state: State): State {
  const { screen, run } = state;
  const next = nextUndo(state);
  if (screen.kind !== 'undoing' || screen.busy || !next || !run) return state;
  if (obstacleNow(state) !== undefined) return { ...state, run: withTakenBack(run, next) };
  return { ...state, screen: { ...screen, ...NOTHING_TYPED, failure: null, busy: { since: state.now, lines: [] } } };
}

/** A piece was taken back, or wasn't. */
export function undone(state: State, result: RunResult): State {
  const { screen, run, transcript } = state;
  const next = nextUndo(state);
  if (screen.kind !== 'undoing' || !screen.busy || !next || !run) return state;
  const { what } = next;
  const argv = 'argv' in what ? argvBack(what) : undefined;
  const told = argv
    ? {
        ...state,
        transcript: [
          ...transcript,
          { kind: 'command' as const, id: transcript.length, argv, lines: screen.busy.lines, result },
        ],
      }
    : toldOf(
        state,
        result.status === 'ok' ? 'The file is as it was.' : 'The file is left as it is.',
        result.status === 'ok',
      );
  if (result.status === 'ok')
    return { ...told, run: withTakenBack(run, next), screen: { ...screen, busy: null, failure: null } };
  const failure = result.status === 'failed' ? result.reason : 'it was stopped';
  return { ...told, screen: { ...screen, busy: null, failure } };
}

/** Output of the command that takes something back. */
export function undoLines(state: State, lines: readonly string[]): State {
  const { screen } = state;
  if (screen.kind !== 'undoing' || !screen.busy) return state;
  const { busy } = screen;
  return { ...state, screen: { ...screen, busy: { ...busy, lines: [...busy.lines, ...lines].slice(-MAX_LINES) } } };
}
