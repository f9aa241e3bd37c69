import type { Diagnosis } from '../doctor.ts';
import type { Pending } from '../model/catalogue.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import { isMeasure } from '../model/measure.ts';
import type { Effect } from '../remedy/effect.ts';
import { mayGo } from '../remedy/restarts.ts';
import { type Outcome, verify } from '../remedy/verify.ts';
import { stillTheSame, withCursor } from './approving.ts';
import { finish } from './chain.ts';
import { mustChooseGateway } from './gateways.ts';
import { outcomeOfMeasure } from './hardening.ts';
import { liveRequests } from './requests.ts';
import { leftHalfWay } from './resume.ts';
import { type Running, type State, stepOf, type Treatment, type Waiting } from './state.ts';
import { isAtClient } from './treat.ts';
import { clientWords } from './words.ts';

/** How long a restart may take to show, in ms. */
export const SETTLE_MS = 30_000;
/** How long a gateway that restarts may be away, in ms. */
export const RETURN_MS = 60_000;

const UNREADABLE = 'Who is approved could not be read just now: the next look may tell.';

/** What a look that has just ended means on the present screen. `effect`: what it shows of the step before it. */
export function afterLook(state: State, effect: Effect = { status: 'unknown' }): State {
  switch (state.screen.kind) {
    case 'looking':
      return diagnosed(state);
    case 'approving':
      return withCursor(state, state.screen);
    case 'confirming':
      return stillTheSame(state, state.screen);
    case 'checking':
    case 'waiting':
      return verified(state, effect);
    case 'running':
      return lookedAfter(state, state.screen, effect);
    case 'done':
      return lookedOn(state);
    default:
      return state;
  }
}

function diagnosed(state: State): State {
  const isHealthy = state.diagnosis?.report.verdict === 'healthy';
  const next = { ...state, outcome: isHealthy ? null : state.outcome, showsAll: false };
  if (state.canAim && mustChooseGateway(state.diagnosis)) return { ...next, screen: { kind: 'choosing', at: 0 } };
  const left = leftHalfWay(next);
  // Asked about once: whoever said «later» knows of it.
  if (left) return { ...next, asked: [...next.asked, left.id], screen: { kind: 'resuming', run: left } };
  return { ...next, screen: { kind: 'diagnosis', at: 0 } };
}

/**
 * Whether the gateway has only just been started anew by the step and doesn't answer yet: what it was refused for can't
 * show then, and that nothing answers is no new problem.
 */
function isAway({ treatment, diagnosis, now }: State, outcome: Outcome): boolean {
  if (!treatment || !diagnosis || now - treatment.since >= RETURN_MS) return false;
  const isRunning = valueIn(diagnosis.facts, 'gateway.running');
  if (!mayShow(treatment, outcome) || (treatment.remedy.risk === 'none' && isRunning !== true)) return false;
  // What stops it on purpose goes on to what starts it again.
  const isStopped = !isAtLast(treatment) && isRunning === false;
  return !isStopped && isUnanswered(diagnosis.facts);
}

/** Whether the change already shows, and the gateway may be about to go for it. */
function isGoing({ treatment, diagnosis, now }: State, outcome: Outcome): boolean {
  if (!treatment || !diagnosis || !mayShow(treatment, outcome)) return false;
  return mayGo(treatment.remedy, diagnosis.facts, { since: treatment.since, now });
}

/** Whether a step at the gateway may have helped. */
function mayShow(treatment: Treatment, outcome: Outcome): boolean {
  return (outcome === 'fixed' || outcome === 'unknown') && !isAtClient(stepOf({ treatment }));
}

/** Whether a connection to the gateway ended before it, or it says itself that it still starts. */
export function isUnanswered(facts: Facts): boolean {
  const tcp = valueIn(facts, 'path.tcp');
  const http = valueIn(facts, 'path.http');
  if (valueIn(facts, 'path.ready') === false) return true;
  return (tcp != null && tcp !== 'ok') || (http != null && http !== 'ok' && http !== 'proxy-attribution');
}

/** After a step: on to the next one, to waiting, or to the end. */
function verified(state: State, effect: Effect): State {
  const { screen, treatment, diagnosis } = state;
  if (!treatment || !diagnosis || (screen.kind !== 'checking' && screen.kind !== 'waiting')) return state;
  const { deviceId } = treatment;
  const outcome = outcomeOf(state, treatment, diagnosis);
  const told = { ...state, outcome };
  const isOver = outcome === 'connected' || outcome === 'fixed' || outcome === 'refused-anew';
  const doubt = deviceId === null ? doubted(told, effect) : undefined;
  if (isMeasure(treatment.finding)) return doubt ?? afterMeasure(told, treatment, outcome, effect);
  if (doubt && !isOver) return doubt;
  if (isAway(state, outcome) || isGoing(state, outcome)) return wait(told, 'return', null);
  if (isOver && !isStopped(state, treatment)) return finish(state, outcome);
  if (outcome === 'approved') return wait(told, 'attempt', changedDevice(state, treatment));
  if (deviceId !== null) {
    if (screen.kind === 'waiting' && outcome === 'unknown') return wait(told, 'attempt', UNREADABLE);
    return notApproved(told, outcome);
  }
  if (doubt) return doubt;
  if (!isAtLast(treatment)) return nextStep(told, treatment, trustIn(told, effect));
  // The client's user may take their time; what has been tried since and still fails will not mend itself for long.
  const isLate = screen.kind === 'waiting' && state.now - screen.since >= SETTLE_MS;
  if (isLate && outcome !== 'untried') return finish(state, outcome);
  const isClients = outcome === 'untried' || isAtClient(stepOf(state));
  return wait(told, isClients ? 'client' : 'effect', null);
}

/** A measure is taken step by step to its last: where it shows before, what follows belongs to it all the same. */
function afterMeasure(state: State, treatment: Treatment, outcome: Outcome, effect: Effect): State {
  if (!isAtLast(treatment)) return nextStep(state, treatment, trustIn(state, effect));
  const isLate = state.screen.kind === 'waiting' && state.now - state.screen.since >= SETTLE_MS;
  // What a browser keeps shows days later, if at all.
  const isWaitedFor = outcome === 'still-there' && !isAtClient(stepOf(state)) && !isLate;
  return isWaitedFor ? wait(state, 'effect', null) : finish(state, outcome);
}

/** Whether a step has stopped the gateway, and a later one starts it again: until then nothing shows that was wrong. */
function isStopped({ run }: State, treatment: Treatment): boolean {
  const stops = run?.steps.some(({ undo }) => undo.some((one) => one.kind === 'again' && one.byItself)) ?? false;
  return stops && !isAtLast(treatment);
}

const isAtLast = ({ step, remedy }: Treatment) => step === remedy.steps.length - 1;

/**
 * A step that by this look is not done: what rests on it is not begun without the user's word. What a last command was
 * to change may show only after a while.
 */
function doubted(state: State, effect: Effect): State | undefined {
  const { screen, treatment } = state;
  if (screen.kind !== 'checking' || effect.status !== 'undone' || !treatment) return undefined;
  if (!screen.claimed && isAtLast(treatment)) return undefined;
  const said = screen.claimed
    ? 'Looked again, and it is still as it was'
    : 'The command ended well, and it is still as it was';
  return { ...state, outcome: null, screen: { kind: 'step', note: `${said}: ${effect.shows}.`, doubt: true } };
}

/** `n` on a step that the doctor doubts, and enter where a command that failed has done its work all the same. */
export function goOn(state: State): State {
  const { screen, treatment } = state;
  if (!treatment) return state;
  if (screen.kind === 'running' && screen.answer !== 'reject' && screen.effect?.status === 'done')
    return {
      ...state,
      treatment: { ...treatment, since: state.now },
      probes: [],
      screen: { kind: 'checking', claimed: false },
    };
  if (screen.kind !== 'step' || !screen.doubt) return state;
  if (!isAtLast(treatment)) return nextStep(state, treatment, 'by your word: the doctor saw it as it was');
  return wait(state, isAtClient(stepOf(state)) ? 'client' : 'effect', null);
}

/** What is not over after one of several steps has not failed. */
function nextStep(state: State, treatment: Treatment, trust: string | null): State {
  const before = state.diagnosis?.facts ?? {};
  const next = { ...treatment, step: treatment.step + 1, shownAt: state.now, before };
  const note = trust === null ? null : `Step ${next.step} is taken as done ${trust}.`;
  return { ...state, outcome: null, treatment: next, screen: { kind: 'step', note } };
}

/** On what a step is taken as done that nobody saw done; null: it was run here, or shows. */
function trustIn({ screen }: State, effect: Effect): string | null {
  const isClaimed = screen.kind === 'checking' && screen.claimed;
  return isClaimed && effect.status === 'unknown'
    ? 'by your word: nothing that the doctor sees tells whether it is'
    : null;
}

/** After a command that failed or was stopped: it may have done its work, or half of it. */
function lookedAfter(state: State, screen: Running, effect: Effect): State {
  if (screen.result === null || screen.effect) return state;
  const shown = screen.answer === null ? effect : effectOfAnswer(state, screen);
  return { ...state, screen: { ...screen, effect: shown } };
}

function effectOfAnswer(state: State, { answer, requestId }: Running): Effect {
  const { treatment, diagnosis } = state;
  if (!treatment || !diagnosis) return { status: 'unknown' };
  if (answer === 'reject') {
    const waiting = liveRequests(state);
    if (!waiting) return { status: 'unknown' };
    const isThere = waiting.some((request) => request.requestId === requestId);
    return isThere
      ? { status: 'undone', shows: 'the request still waits' }
      : { status: 'done', shows: 'the request is gone' };
  }
  const outcome = outcomeOf(state, treatment, diagnosis);
  if (outcome === 'unknown') return { status: 'unknown' };
  return outcome === 'still-there'
    ? { status: 'undone', shows: 'the device is not approved' }
    : { status: 'done', shows: 'the device is approved' };
}

/** The last screen goes on looking: the client's next attempt may show the next error, or the same one again. */
function lookedOn(state: State): State {
  const { screen, treatment, diagnosis } = state;
  if (screen.kind !== 'done' || !treatment || !diagnosis) return state;
  const outcome = outcomeOf(state, treatment, diagnosis);
  // A gateway that is busy restarts late.
  if (isAway(state, outcome)) return wait({ ...state, outcome }, 'return', null);
  // A look that could not read everything takes nothing back.
  return finish(state, outcome === 'unknown' ? screen.outcome : outcome);
}

function outcomeOf(
  state: State,
  { finding, remedy, deviceId, request, ...treatment }: Treatment,
  diagnosis: Diagnosis,
): Outcome {
  if (isMeasure(finding)) return outcomeOfMeasure(state, finding);
  const since = deviceId === null ? treatment.since : treatment.begunAt;
  return verify(diagnosis, { finding, remedy, deviceId, request: request ?? undefined, since, now: state.now });
}

function wait(state: State, what: Waiting['for'], note: string | null): State {
  const since = state.screen.kind === 'waiting' ? state.screen.since : state.now;
  return { ...state, screen: { kind: 'waiting', for: what, since, note } };
}

/** The device is not among the approved ones, or those can't be read. */
function notApproved(state: State, outcome: Outcome): State {
  const isClaim = state.screen.kind === 'checking' && state.screen.claimed;
  if (!isClaim || outcome === 'unknown') return finish(state, outcome);
  const note = 'Looked again: the device is not approved yet.';
  return { ...state, outcome: null, screen: { kind: 'step', note } };
}

/** A client that shows another device each time can be approved for ever. */
function changedDevice({ diagnosis }: State, { deviceId, since }: Treatment): string | null {
  const facts = diagnosis?.facts ?? {};
  const approved = valueIn(facts, 'devices.paired')?.find((device) => device.deviceId === deviceId);
  const isTwin = (request: Pending) =>
    request.deviceId !== deviceId &&
    request.client === approved?.client &&
    request.remoteIp === approved?.remoteIp &&
    (request.askedAt ?? 0) > since;
  const twin = valueIn(facts, 'devices.pending')?.find(isTwin);
  if (!approved || !twin) return null;
  return (
    `${clientWords(twin)} at ${twin.remoteIp} now asks as another device. If that is the same client, it does not keep ` +
    'its identity (a container without a volume, a private window): approving it again will not last.'
  );
}
