import type { Finding, Remedy, Step } from '../model/report.ts';
import { routed } from '../model/route.ts';
import { isSameFix } from '../remedy/journal.ts';
import { withoutListing } from '../remedy/listing.ts';
import { argvOf, type RunResult, runsHere } from '../remedy/run.ts';
import { approvingAt, rejectedAt } from './approving.ts';
import { liveRequests, refusedDevice } from './requests.ts';
import { setAside } from './resume.ts';
import { type Running, type State, stepOf, type Treatment } from './state.ts';
import { write } from './writing.ts';

/** Lines of output that are kept of one command. */
export const MAX_LINES = 200;

/** Goes to the first step of a remedy. */
export function begin(state: State, finding: Finding, remedy: Remedy): State {
  const { now } = state;
  const taken = asTaken(state, remedy);
  const target = { deviceId: null, request: null };
  const before = state.diagnosis?.facts ?? {};
  const times = { begunAt: now, shownAt: now, since: now };
  const treatment: Treatment = { finding, remedy: taken, step: 0, ...target, ...times, before };
  const { run } = state;
  const goesOn = run !== null && isSameFix(run, finding, remedy);
  return { ...(goesOn ? state : setAside(state)), treatment, outcome: null, screen: { kind: 'step', note: null } };
}

/** The remedy with the steps that will be shown: of a recorded patient nobody's requests are there to choose from. */
export function asTaken({ patient, diagnosis }: State, remedy: Remedy): Remedy {
  return patient === 'machine' ? withoutListing(remedy, diagnosis?.facts ?? {}) : remedy;
}

/** Enter on a step: who asks, where it approves somebody; else it runs, where it can run here. */
export function openStep(state: State): State {
  const { treatment } = state;
  if (!treatment) return state;
  const step = stepOf(state);
  if (state.patient === 'evidence') {
    const isLast = treatment.step === treatment.remedy.steps.length - 1;
    return isLast ? state : { ...state, treatment: { ...treatment, step: treatment.step + 1 } };
  }
  if (!runsHere(step)) return state;
  if (step.approves) return { ...state, screen: approvingAt(state, null) };
  if (step.change) return write(state, step.change);
  const argv = argvOf(step);
  return argv ? run(state, argv, null) : state;
}

/** Runs exactly what the user saw: the argv of the step, by the way to its place. */
export function run(state: State, there: readonly string[], about: Answered | null): State {
  if (state.patient === 'evidence') return state;
  const { requestId = null, answer = null, deviceId = null } = about ?? {};
  const argv = routed(there, stepOf(state).route);
  const screen = { kind: 'running', argv, there, requestId, answer, deviceId, lines: [], result: null } as const;
  return { ...state, screen: { ...screen, since: state.now } };
}

/** The request that a command approves or rejects. */
type Answered = Pick<Running, 'requestId' | 'answer' | 'deviceId'>;

/** The user says that the step is done: a look tells. */
export function claim(state: State): State {
  const { screen, treatment, patient } = state;
  const isAtStep = screen.kind === 'step' || screen.kind === 'approving';
  const hasFailed = (screen.kind === 'running' || screen.kind === 'writing') && screen.result !== null;
  if (!treatment || patient === 'evidence' || !(isAtStep || hasFailed)) return state;
  const step = stepOf(state);
  const deviceId = step.approves ? refusedDevice(state) : treatment.deviceId;
  const request = treatment.request ?? liveRequests(state)?.find((asked) => asked.deviceId === deviceId) ?? null;
  // What the client tried while its user was at this step counts; what it tried before a setting was changed does not.
  const since = isAtClient(step) ? treatment.shownAt : state.now;
  return {
    ...state,
    treatment: { ...treatment, deviceId, request, since },
    probes: [],
    screen: { kind: 'checking', claimed: true },
  };
}

/** Whether a step is done where the client is. */
export function isAtClient({ where }: Step): boolean {
  return where === 'client' || where === 'browser';
}

/** A command has ended: into the transcript with it. After one that went well the doctor looks again. */
export function ended(state: State, result: RunResult): State {
  const { screen, treatment, transcript } = state;
  if (screen.kind !== 'running' || screen.result !== null || !treatment) return state;
  const ran = { kind: 'command' as const, id: transcript.length, argv: screen.argv, lines: screen.lines, result };
  const told = { ...state, transcript: [...transcript, ran] };
  if (result.status !== 'ok') return { ...told, screen: { ...screen, result } };
  if (screen.answer === 'reject') return { ...told, screen: rejectedAt(state, screen) };
  return {
    ...told,
    treatment: { ...treatment, since: state.now },
    probes: [],
    screen: { kind: 'checking', claimed: false },
  };
}
