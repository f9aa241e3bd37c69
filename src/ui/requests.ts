import { REQUEST_LIFE_MS } from '../gateway/requests.ts';
import type { Pending } from '../model/catalogue.ts';
import { valueIn } from '../model/fact.ts';
import { deviceOf } from '../remedy/verify.ts';
import { isOwn, whyMeant } from '../requests/meant.ts';
import { type State, stepOf } from './state.ts';

/** The requests that still live, the one that the diagnosis is about first. Undefined: they could not be read. */
export function liveRequests(state: State): readonly Pending[] | undefined {
  const pending = state.diagnosis ? valueIn(state.diagnosis.facts, 'devices.pending') : undefined;
  const live = pending?.filter((request) => request.requestId !== null && timeLeftMs(request, state) > 0);
  const rank = (request: Pending) =>
    state.diagnosis && isOwn(request, state.diagnosis.facts)
      ? 0
      : whyIsMeant(request, live ?? [], state) === null
        ? 2
        : 1;
  return live?.sort((a, b) => rank(a) - rank(b) || (b.askedAt ?? 0) - (a.askedAt ?? 0));
}

/** How long a request still lives unless its client asks again, in ms. */
export function timeLeftMs(request: Pending, { now, diagnosis, patient }: State): number {
  // A recording tells of its own time: there a request lives on as it was found.
  if (patient === 'evidence') return request.expired === true ? 0 : REQUEST_LIFE_MS;
  const asked = request.renewedAt ?? request.askedAt;
  return asked === null || !diagnosis ? REQUEST_LIFE_MS : asked + REQUEST_LIFE_MS - now;
}

/** Why this request is the one that the diagnosis is about, in a sentence; null where nothing tells. */
export function whyIsMeant(request: Pending, waiting: readonly Pending[], state: State): string | null {
  if (!state.treatment || !state.diagnosis) return null;
  const evidence = state.treatment.finding.evidence.find(({ fact }) => /^(?!gateway|client)\w+\.client$/.test(fact));
  const sought = {
    requestId: stepOf(state).approves?.requestId ?? null,
    deviceId: refusedDevice(state),
    client: typeof evidence?.value === 'string' ? evidence.value : null,
  };
  return whyMeant(request, waiting, sought, state.diagnosis.facts);
}

/** The device that the treatment is about, from the finding's evidence or from the list of requests. */
export function refusedDevice(state: State): string | null {
  const shown = state.treatment?.finding.evidence.find(({ fact }) => fact.endsWith('.deviceId'))?.value;
  if (typeof shown === 'string') return shown;
  const named = stepOf(state).approves?.requestId ?? null;
  return named !== null && state.diagnosis ? deviceOf(state.diagnosis, named) : null;
}

/** Whether two requests ask for the same, for the same device, from the same place: consent to one is consent to the other. */
export function asksTheSame(a: Pending, b: Pending): boolean {
  const key = ({ deviceId, name, client, mode, platform, roles, scopes, remoteIp, isRepair }: Pending) =>
    JSON.stringify([deviceId, name, client, mode, platform, [...roles].sort(), [...scopes].sort(), remoteIp, isRepair]);
  return key(a) === key(b);
}
