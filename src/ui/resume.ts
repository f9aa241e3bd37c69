import { isHalfWay, nextStep, type Run } from '../remedy/journal.ts';
import type { State } from './state.ts';

/** The newest fix that was left half-way and was for this patient; undefined: none was. */
export function leftHalfWay(state: State): Run | undefined {
  if (state.patient === 'evidence') return undefined;
  return state.past.find((run) => !state.asked.includes(run.id) && isHalfWay(run) && isForPatient(run, state));
}

/** Whether a run was for the gateway that is looked at. */
export function isForPatient(run: Run, { aim, container }: Pick<State, 'aim' | 'container'>): boolean {
  const chosen = container ?? aim.container;
  return (
    run.aim.url === aim.url &&
    run.aim.stateDir === aim.stateDir &&
    run.aim.profile === aim.profile &&
    (chosen === undefined || run.aim.container === chosen)
  );
}

/** Enter: on with the first step that is not done, as it was agreed to. It is shown whole like any other. */
export function resume(state: State): State {
  const { screen } = state;
  if (screen.kind !== 'resuming') return state;
  const { run } = screen;
  const step = nextStep(run) ?? 0;
  const { remedy } = run;
  const finding = { ...run.finding, remedies: [remedy] };
  return {
    ...state,
    run,
    // Whoever leaves it half-way once more is asked once more.
    asked: state.asked.filter((id) => id !== run.id),
    container: run.aim.container !== undefined && state.canAim ? run.aim.container : state.container,
    treatment: {
      finding,
      remedy,
      step,
      deviceId: null,
      request: null,
      begunAt: run.startedAt,
      shownAt: state.now,
      before: state.diagnosis?.facts ?? {},
      since: state.now,
    },
    outcome: null,
    screen: { kind: 'step', note: noteOn(run.steps[step]?.status) },
  };
}

function noteOn(status: Run['steps'][number]['status'] | undefined): string | null {
  switch (status) {
    case 'running':
      return 'The doctor ended in the midst of this step: it may be done already.';
    case 'failed':
      return 'This step failed when it was tried.';
    case 'stopped':
      return 'This step was stopped in the midst of it.';
    default:
      return null;
  }
}

/** What the doctor sees beside a fix that was left half-way. */
export function nowFound({ diagnosis }: Pick<State, 'diagnosis'>): string {
  const found = diagnosis?.report.findings[0]?.title;
  if (found !== undefined) return `Now the doctor finds: ${found}`;
  const isHealthy = diagnosis?.report.verdict === 'healthy';
  return isHealthy ? 'Now the doctor finds nothing wrong.' : 'Now the doctor can’t tell what is wrong.';
}

/** The fix stays as far as it got, and nobody is asked about it again. */
export function giveUp(state: State): State {
  const { screen } = state;
  if (screen.kind !== 'resuming') return state;
  return {
    ...state,
    run: { ...screen.run, status: 'given-up' },
    screen: { kind: 'diagnosis', at: 0 },
  };
}

/** What is under way becomes a fix of before: the look that follows finds it, where it is half-way. */
export function setAside(state: State): State {
  const { run, past } = state;
  return run ? { ...state, run: null, past: [run, ...past.filter(({ id }) => id !== run.id)] } : state;
}
