import { clientInWords } from '../facts/refusal-sources.ts';
import type { Pending } from '../model/catalogue.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import { isFromHere, originOf } from './origin.ts';

/** The client that a diagnosis is about, as far as it tells. */
export interface Sought {
  readonly requestId: string | null;
  readonly deviceId: string | null;
  /** cli, openclaw-control-ui, … */
  readonly client: string | null;
}

/**
 * Why this of the requests that wait is the one that the diagnosis is about, in a sentence; null where nothing tells.
 * Addresses and names prove nothing: whose it is can say only who compares its id with what the client shows.
 */
export function whyMeant(
  request: Pending,
  waiting: readonly Pending[],
  { requestId, deviceId, client }: Sought,
  facts: Facts,
): string | null {
  if (isOwn(request, facts)) return 'Yours: this device is the openclaw of your account on this machine.';
  const isNamed = (other: Pending) => requestId !== null && other.requestId === requestId;
  const isDevice = (other: Pending) => deviceId !== null && other.deviceId === deviceId;
  if (isNamed(request)) return `The diagnosis is about this one, ${standingOf(request, waiting)}.`;
  if (isDevice(request)) {
    return requestId === null
      ? 'The diagnosis is about this device.'
      : 'The device of the diagnosis: it has asked anew, so its request has another id.';
  }
  // Once the one that is meant is known, no other can be.
  if (waiting.length < 2 || waiting.some((other) => isNamed(other) || isDevice(other))) return null;
  const who = clientInWords(client, null);
  if (client !== null && isOnly(request, waiting, (other) => clientInWords(other.client, null) === who))
    return `The diagnosis is about ${who}, and no other one waits.`;
  return isOnly(request, waiting, (other) => isFromHere(originOf(other, facts)))
    ? 'The only one that comes from this host.'
    : null;
}

/** Whether the device is that of this user's own state: the one sign that proves something. */
export function isOwn({ deviceId }: Pending, facts: Facts): boolean {
  return deviceId !== null && valueIn(facts, 'client.devices')?.includes(deviceId) === true;
}

function standingOf(request: Pending, waiting: readonly Pending[]): string {
  if (waiting.length === 1) return 'the only one that waits';
  const alike = waiting.filter((other) => other.client === request.client && other.remoteIp === request.remoteIp);
  if (alike.length > 1) return `the newest of ${alike.length} alike: compare the id with what your client shows`;
  const who = clientInWords(request.client, null);
  return isOnly(request, waiting, (other) => clientInWords(other.client, null) === who)
    ? `and ${who} asks in no other`
    : `the only one from ${request.remoteIp ?? 'an address that is not noted'}`;
}

function isOnly(request: Pending, waiting: readonly Pending[], fits: (other: Pending) => boolean): boolean {
  return fits(request) && waiting.filter(fits).length === 1;
}
