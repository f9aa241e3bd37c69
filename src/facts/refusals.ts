import { type Peer, peerOf, type Surroundings } from '../gateway/peer.ts';
import type { Paired, Pending, Refusal } from '../model/catalogue.ts';
import { type Fact, type Facts, known, unknown, valueIn } from '../model/fact.ts';
import type { SeenEvent } from '../probes/logs.ts';

/**
 * A refusal older than this, whose request waits no more, tells nothing of now: requests live five minutes after the
 * last try, and a client that still wanted in would have tried again.
 */
export const STALE_MS = 10 * 60_000;

/** What text that somebody handed in says of refusals. */
export type TextRefusal = Pick<Refusal, 'symptom' | 'why' | 'remote' | 'requestId' | 'client' | 'source'>;

interface Sources {
  readonly events: Fact<readonly SeenEvent[]>;
  readonly told: readonly TextRefusal[];
  readonly facts: Facts;
  readonly surroundings: Surroundings;
  /** ms since 1970: now, or when the evidence was captured. */
  readonly now: number;
}

/** Brings log, state and text together: who was refused, what stands behind the address, and whether it is over. */
export function refusalFacts({ events, told, facts, surroundings, now }: Sources): Facts {
  const pendingFact = facts['devices.pending'];
  const pending = valueIn(facts, 'devices.pending');
  const paired = valueIn(facts, 'devices.paired') ?? [];
  const seen = events.status === 'known' ? events.value : [];
  if (events.status === 'unknown' && pending === undefined && told.length === 0) {
    const reason = pendingFact?.status === 'unknown' ? `${events.reason}; ${pendingFact.reason}` : events.reason;
    return { refusals: unknown(reason), 'refusals.past': unknown(reason), 'refusals.other': unknown(reason) };
  }
  const live = (pending ?? []).filter((request) => request.expired !== true);
  const waiting = live.map((request) => fromPending(request, surroundings, pendingFact));
  const logged = seen.flatMap((event) => fromEvent(event, surroundings));
  const texts = told.map((refusal) => fromText(refusal, surroundings));
  const judged = [...waiting, ...newestPerClient(logged), ...texts]
    .map((refusal) => ({
      ...refusal,
      live: refusal.live ?? (pending && refusal.requestId !== null ? false : null),
      past: isPast(refusal, { live, pending, paired, seen, now }),
    }))
    .filter((refusal) => !isCovered(refusal, waiting))
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  const source = [
    ...new Set([...judged.map((refusal) => refusal.source ?? ''), ...sourcesOf(events, pendingFact)]),
  ].join(', ');
  return {
    refusals: known(judged, source),
    'refusals.past': known(judged.filter((refusal) => refusal.past).length, source),
    'refusals.other': known(otherReasons(seen, paired, now), source),
  };
}

/** Closes that are no verdict on a client: a connection that ended by itself, a gateway that starts. */
const NO_VERDICT = [1000, 1001, 1005, 1006, 1012, 1013];

/** Refusals of late for anything but pairing, the newest of each reason; one whose client got in since is over. */
function otherReasons(seen: readonly SeenEvent[], paired: readonly Paired[], now: number): string[] {
  const reasons = new Map<string, string>();
  for (const event of seen) {
    if (event.kind !== 'refused' || NO_VERDICT.includes(event.code) || isPairing(event)) continue;
    const { at, remote } = event;
    if (at === null || now - at > STALE_MS) continue;
    if (paired.some((device) => device.remoteIp === remote && (device.seenAt ?? 0) > at)) continue;
    reasons.set(event.reason, `«${event.reason}» to ${remote ?? 'a client'}`);
  }
  return [...reasons.values()];
}

function isPairing(event: Extract<SeenEvent, { kind: 'refused' }>): boolean {
  return event.cause === 'pairing-required' || /^pairing required/.test(event.reason);
}

function sourcesOf(events: Fact<unknown>, pending: Fact<unknown> | undefined): string[] {
  return [events, pending].flatMap((fact) => (fact?.status === 'known' ? [fact.source] : []));
}

function fromPending(request: Pending, surroundings: Surroundings, fact: Fact<unknown> | undefined): Refusal {
  return {
    at: request.renewedAt,
    symptom: 'pairing-required',
    why: request.isRepair ? null : 'not-paired',
    remote: request.remoteIp,
    remoteIs: peerWord(request.remoteIp, null, surroundings),
    forwarded: null,
    origin: null,
    host: null,
    client: request.client,
    who: clientInWords(request.client, null),
    deviceId: request.deviceId,
    requestId: request.requestId,
    roles: request.roles,
    scopes: request.scopes,
    live: true,
    past: false,
    source: fact?.status === 'known' ? fact.source : 'the pending list',
  };
}

function fromEvent(event: SeenEvent, surroundings: Surroundings): Refusal[] {
  const nothing = {
    at: event.at,
    why: null,
    remote: null,
    remoteIs: null,
    forwarded: null,
    origin: null,
    host: null,
    client: null,
    who: 'a client',
    deviceId: null,
    requestId: null,
    roles: [],
    scopes: [],
    live: null,
    past: false,
    source: event.source,
  };
  if (event.kind === 'missing-scope') {
    return [{ ...nothing, symptom: 'missing-scope', who: 'a client without a device', scopes: [event.scope] }];
  }
  if (event.kind !== 'refused' || !isPairing(event)) return [];
  return [
    {
      ...nothing,
      symptom: 'pairing-required',
      why: event.why,
      remote: event.remote,
      remoteIs: peerWord(event.remote, event.local, surroundings),
      forwarded: event.forwarded,
      origin: event.origin,
      host: event.host,
      who: clientInWords(null, event.origin),
      deviceId: event.deviceId,
      requestId: event.requestId,
    },
  ];
}

function fromText(told: TextRefusal, surroundings: Surroundings): Refusal {
  return {
    ...told,
    at: null,
    remoteIs: peerWord(told.remote, null, surroundings),
    forwarded: null,
    origin: null,
    host: null,
    who: clientInWords(told.client, null),
    deviceId: null,
    roles: [],
    scopes: [],
    live: null,
    past: false,
  };
}

function peerWord(remote: string | null, local: string | null, surroundings: Surroundings): Peer | null {
  return remote === null ? null : peerOf(remote, local, surroundings);
}

/** What the user calls it. */
export function clientInWords(client: string | null, origin: string | null): string {
  if (client === 'cli' || client === 'openclaw-tui') return 'the CLI';
  if (client === 'openclaw-control-ui' || client === 'webchat-ui' || origin !== null) return 'a browser';
  if (client === 'node-host') return 'a node';
  if (client === 'openclaw-ios' || client === 'openclaw-android') return 'a phone';
  if (client === 'openclaw-macos') return 'the Mac app';
  return 'a client';
}

/** Of a client that tries again and again the newest try tells; without a device, clients are told by their address. */
function newestPerClient(refusals: readonly Refusal[]): Refusal[] {
  const newest = new Map<string, Refusal>();
  for (const refusal of refusals) {
    const key = `${refusal.symptom} ${refusal.deviceId ?? `${refusal.remote} ${refusal.origin}`}`;
    const other = newest.get(key);
    if (!other || (refusal.at ?? 0) >= (other.at ?? 0)) newest.set(key, refusal);
  }
  return [...newest.values()];
}

/** A refusal in the log whose request waits in the list is told by the list, which knows more of it. */
function isCovered(refusal: Refusal, waiting: readonly Refusal[]): boolean {
  if (refusal.live === true || refusal.symptom !== 'pairing-required') return false;
  return waiting.some(
    (other) =>
      (refusal.requestId !== null && refusal.requestId === other.requestId) ||
      (refusal.deviceId !== null && refusal.deviceId === other.deviceId) ||
      // Older logs name neither.
      (refusal.requestId === null &&
        refusal.deviceId === null &&
        refusal.remote !== null &&
        refusal.remote === other.remote),
  );
}

interface Since {
  readonly live: readonly Pending[];
  readonly pending: readonly Pending[] | undefined;
  readonly paired: readonly Paired[];
  readonly seen: readonly SeenEvent[];
  readonly now: number;
}

/**
 * Whether the device was accepted since, or nobody asks any more. A refusal whose request waits is never past. Somebody
 * else's connection says nothing: behind address translation all clients come from one address, so that a client that
 * shows no device is taken for another one's only where that one was refused, and then approved.
 */
function isPast(refusal: Refusal, { live, paired, seen, now }: Since): boolean {
  if (refusal.live === true) return false;
  const { at, deviceId, remote } = refusal;
  const isLater = (time: number | null) => time !== null && at !== null && time >= at;
  const device = deviceId === null ? undefined : paired.find((candidate) => candidate.deviceId === deviceId);
  if (device) {
    // A device that is paired can be refused for more than it has; that it wasn't paired is over.
    if (refusal.why === 'not-paired' || isLater(device.seenAt) || isLater(device.approvedAt)) return true;
  }
  if (at === null) return false;
  if (deviceId === null) {
    const approved = paired.some(
      (candidate) => isLater(candidate.approvedAt) && (remote === null || candidate.remoteIp === remote),
    );
    if (approved) return true;
  }
  const accepted = seen.some(
    (event) =>
      (event.kind === 'approved' && event.deviceId === deviceId && isLater(event.at)) ||
      (event.kind === 'accepted' &&
        deviceId === null &&
        refusal.origin !== null &&
        refusal.remoteIs !== 'nat' &&
        event.remote === remote &&
        isLater(event.at)),
  );
  if (accepted) return true;
  const waits = live.some((request) => request.requestId === refusal.requestId);
  return !waits && now - at > STALE_MS;
}
