import type { Pending } from '../model/catalogue.ts';
import { valueIn } from '../model/fact.ts';
import { REQUEST_LIFE_MS } from '../probes/device-records.ts';
import { deviceOf } from '../remedy/verify.ts';
import { type State, stepOf } from './state.ts';

/** The requests that still live, the one that the diagnosis is about first. Undefined: they could not be read. */
export function liveRequests(state: State): readonly Pending[] | undefined {
  const pending = state.diagnosis ? valueIn(state.diagnosis.facts, 'devices.pending') : undefined;
  return pending
    ?.filter((request) => request.requestId !== null && timeLeftMs(request, state) > 0)
    .sort((a, b) => Number(isMeant(b, state)) - Number(isMeant(a, state)) || (b.askedAt ?? 0) - (a.askedAt ?? 0));
}

/** How long a request still lives unless its client asks again, in ms. */
export function timeLeftMs(request: Pending, { now, diagnosis, patient }: State): number {
  // A recording tells of its own time: there a request lives on as it was found.
  if (patient === 'evidence') return request.expired === true ? 0 : REQUEST_LIFE_MS;
  const asked = request.renewedAt ?? request.askedAt;
  return asked === null || !diagnosis ? REQUEST_LIFE_MS : asked + REQUEST_LIFE_MS - now;
}

/** Whether the diagnosis is about this request, or about the device that asked anew with it. */
export function isMeant(request: Pending, state: State): boolean {
  const named = stepOf(state).approves?.requestId ?? null;
  if (named === null || !state.treatment) return false;
  if (request.requestId === named) return true;
  const device = refusedDevice(state);
  return device !== null && request.deviceId === device;
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
