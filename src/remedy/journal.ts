import type { Finding, Remedy, Step } from '../model/report.ts';
import { isRoute } from '../model/route.ts';
import type { Undo } from './undo.ts';

/** One remedy as it was carried out: what the journal keeps, so that it can be taken back, or gone on with. */
export interface Run {
  readonly schema: typeof SCHEMA;
  /** The name of its file. */
  readonly id: string;
  /** ms since 1970. */
  readonly startedAt: number;
  /** Which patient it was for. */
  readonly aim: RunAim;
  readonly finding: Omit<Finding, 'remedies'>;
  /** As it was agreed to. */
  readonly remedy: Remedy;
  /** One for each step of the remedy. */
  readonly steps: readonly StepRecord[];
  /** `open`: not ended; what became of it tells `isHalfWay`. */
  readonly status: 'open' | 'over' | 'given-up' | 'taken-back';
}

const SCHEMA = 1;

/** What of the user's options says which gateway is meant. */
export interface RunAim {
  readonly url?: string;
  readonly container?: string;
  readonly stateDir?: string;
  readonly profile?: string;
}

export interface StepRecord {
  /** `claimed`: the user did it elsewhere. `running`, of a run of before: the doctor ended in the midst of it. */
  readonly status: 'waiting' | 'running' | 'done' | 'claimed' | 'failed' | 'stopped';
  /** When it got there, in ms since 1970. */
  readonly at: number | null;
  readonly undo: readonly Undo[];
  /** How many of them were taken back or can't be. */
  readonly takenBack: readonly number[];
}

export function beginRun(
  finding: Finding,
  remedy: Remedy,
  { aim, at, salt }: { readonly aim: RunAim; readonly at: number; readonly salt: string },
): Run {
  const { remedies: _, ...rest } = finding;
  const steps = remedy.steps.map((): StepRecord => ({ status: 'waiting', at: null, undo: [], takenBack: [] }));
  const id = `${new Date(at).toISOString().replace(/[-:.]/g, '')}-${salt}`;
  return { schema: SCHEMA, id, startedAt: at, aim, finding: rest, remedy, steps, status: 'open' };
}

/** The run with what became of one of its steps. */
export function withStep(run: Run, index: number, change: Partial<StepRecord>): Run {
  return { ...run, steps: run.steps.map((step, at) => (at === index ? { ...step, ...change } : step)) };
}

/** Whether a run that is not over is of this remedy. */
export function isSameFix(run: Run, { rule }: Pick<Finding, 'rule'>, { id }: Pick<Remedy, 'id'>): boolean {
  return run.status === 'open' && run.finding.rule === rule && run.remedy.id === id;
}

/** What of the aim tells which gateway is meant. */
export function runAimOf({ url, container, stateDir, profile }: RunAim): RunAim {
  const all = { url, container, stateDir, profile };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Whether a run was for the patient that is meant now: whatever the user names must be the same. */
export function fits(run: Run, aim: RunAim): boolean {
  return (Object.keys(aim) as (keyof RunAim)[]).every((key) => run.aim[key] === aim[key]);
}

/** Whether something was done and something that the doctor could do was not. */
export function isHalfWay(run: Run): boolean {
  return run.status === 'open' && run.steps.some(isBegun) && nextStep(run) !== undefined;
}

/** The step to go on with: the first that is not done, where one is left that is more than words. */
export function nextStep(run: Run): number | undefined {
  const left = (index: number) => !isBehind(run.steps[index]);
  const isWork = (step: Step, index: number) => left(index) && (step.run !== undefined || step.change !== undefined);
  if (!run.remedy.steps.some(isWork)) return undefined;
  return run.remedy.steps.findIndex((_, index) => left(index));
}

/** Whether there is something to take back, or to say of why it can't be. */
export function isUndoable(run: Run): boolean {
  const isMore = ({ kind }: Undo) => kind !== 'again';
  if (run.status === 'taken-back') return false;
  return run.steps.some((step) => hasHappened(step) && step.undo.some(isMore)) || undoPlan(run).length > 0;
}

/** A piece of undoing a run: which of the undos of which step. */
export interface UndoStep {
  readonly step: number;
  readonly undo: number;
  readonly what: Undo;
}

/** What is left to take back, in order: the last step first, restarts at the end and each only once. */
export function undoPlan(run: Run): readonly UndoStep[] {
  const all = run.steps.flatMap((record, step) =>
    record.undo.flatMap((what, undo) => {
      // A restart that failed may have left the gateway down.
      const counts = hasHappened(record) || (what.kind === 'again' && record.status === 'failed');
      return counts && !record.takenBack.includes(undo) ? [{ step, undo, what }] : [];
    }),
  );
  const first = all.filter(({ what }) => what.kind === 'command' || what.kind === 'file').toReversed();
  const ran = run.steps.flatMap(({ undo, takenBack }) => takenBack.map((index) => JSON.stringify(undo[index])));
  const restarts = all.filter(({ what }, index) => {
    const text = JSON.stringify(what);
    const isLast = all.findLastIndex((other) => JSON.stringify(other.what) === text) === index;
    return what.kind === 'again' && isLast && !ran.includes(text);
  });
  // What makes the container anew, or restarts it, starts it as well.
  const starts = (what: Undo | undefined) => what?.kind === 'again' && !what.byItself;
  const startsIt =
    restarts.some(({ what }) => starts(what)) ||
    run.steps.some(({ undo, takenBack }) => takenBack.some((index) => starts(undo[index])));
  const wanted = restarts.filter(({ what }) => !(startsIt && what.kind === 'again' && what.byItself));
  const hasEffect = first.length > 0 || run.steps.some(({ takenBack }) => takenBack.length > 0);
  // A restart by itself takes nothing back.
  return [...first, ...(hasEffect ? wanted : restarts.filter((piece) => isLeftDown(run, piece)))];
}

/** Whether the fix stopped the gateway and came to no step that runs it again. */
function isLeftDown({ steps }: Run, { step, what }: UndoStep): boolean {
  if (what.kind !== 'again' || !what.byItself) return false;
  return !steps
    .slice(step + 1)
    .some(({ status, undo }) => status === 'done' && undo.some(({ kind }) => kind === 'again'));
}

/** Why some of it stays, a sentence each. */
export function staying(run: Run): readonly string[] {
  return run.steps.flatMap((record) =>
    hasHappened(record) ? record.undo.flatMap((undo) => (undo.kind === 'by-hand' ? [undo.why] : [])) : [],
  );
}

/** The run once a piece of it was taken back; over where that was the last. */
export function withTakenBack(run: Run, { step, undo }: UndoStep): Run {
  const record = run.steps[step];
  const next = withStep(run, step, { takenBack: [...(record?.takenBack ?? []), undo] });
  return undoPlan(next).length === 0 ? { ...next, status: 'taken-back' } : next;
}

const isBegun = ({ status }: StepRecord) => status !== 'waiting';
const isBehind = (record: StepRecord | undefined) => record?.status === 'done' || record?.status === 'claimed';
/** A command that was stopped, or whose end nobody saw, may have done its work. */
const hasHappened = ({ status }: StepRecord) => status === 'done' || status === 'stopped' || status === 'running';

/** A run as a file of the journal holds it; undefined where it is none. */
export function readRun(value: unknown): Run | undefined {
  const run = value as Run | null;
  const isRun =
    run?.schema === SCHEMA &&
    typeof run.id === 'string' &&
    typeof run.startedAt === 'number' &&
    typeof run.finding?.rule === 'string' &&
    Array.isArray(run.remedy?.steps) &&
    Array.isArray(run.steps) &&
    run.steps.length === run.remedy.steps.length &&
    run.remedy.steps.every(isStep) &&
    run.steps.every((record) => Array.isArray(record?.undo) && record.undo.every(isUndo));
  return isRun ? run : undefined;
}

const isArgv = (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');

function isStep(step: Step | null): boolean {
  return (
    typeof step?.say === 'string' &&
    typeof step.where === 'string' &&
    (step.run === undefined || isArgv(step.run)) &&
    hasWay(step)
  );
}

const hasWay = ({ route }: { readonly route?: unknown }) => route === undefined || isRoute(route);

function isUndo(undo: Undo | null): boolean {
  switch (undo?.kind) {
    case 'command':
      return isArgv(undo.argv) && hasWay(undo) && typeof undo.holds?.kind === 'string';
    case 'again':
      return isArgv(undo.argv) && hasWay(undo);
    case 'file':
      return typeof undo.written?.path === 'string' && typeof undo.written.backup === 'string';
    case 'by-hand':
      return typeof undo.why === 'string';
    default:
      return false;
  }
}
