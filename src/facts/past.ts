import { stageOf } from '../gateway/symptoms.ts';
import type { Paired, Pending, Refusal } from '../model/catalogue.ts';
import { stages } from '../model/rule.ts';
import type { SeenEvent } from '../probes/logs.ts';
import { coversScope } from './refusal-sources.ts';

/**
 * A refusal older than this, whose request waits no more, tells nothing of now: requests live five minutes after the
 * last try, and a client that still wanted in would have tried again.
 */
export const STALE_MS = 10 * 60_000;

interface Since {
  readonly live: readonly Pending[];
  readonly paired: readonly Paired[];
  readonly seen: readonly SeenEvent[];
  readonly refusals: readonly Refusal[];
  /** ms since 1970: now, or when the evidence was captured. */
  readonly now: number;
}

/**
 * Whether the client got further since, or nobody asks any more. A refusal whose request waits is never past. Somebody
 * else's connection says nothing: behind address translation all clients come from one address, so that a client that
 * shows no device is taken for another one's only where that one was refused, and then approved.
 */
export function isPast(refusal: Refusal, since: Since): boolean {
  if (refusal.live === true) return false;
  const { at, deviceId } = refusal;
  const { live, paired, seen, now } = since;
  const device = deviceId === null ? undefined : paired.find((candidate) => candidate.deviceId === deviceId);
  const isUpgrade = /-upgrade$/.test(refusal.why ?? '') || refusal.symptom === 'device-token-scopes';
  if (device && isUpgrade && hasUpgrade(refusal, device)) return true;
  // A device that connects with what it has may still be refused when it asks for more.
  if (device && at !== null && !isUpgrade && isLater(lastTry(device), at)) return true;
  // A device that is paired can be refused for more than it has; that it wasn't paired is over.
  if (device && refusal.symptom === 'pairing-required') {
    if (refusal.why === 'not-paired' || (at !== null && isLater(device.approvedAt, at))) return true;
  }
  if (at === null) return false;
  // What an approval gives, an approval ends; what else was wrong ended with the next connection.
  const needsApproval = refusal.symptom === 'pairing-required' || refusal.symptom === 'missing-scope';
  if (needsApproval ? isApprovedSince(refusal, at, since) : isSeenSince(refusal, at, paired)) return true;
  if (seen.some((event) => isAcceptance(event, refusal, at)) || isOvertaken(refusal, at, since)) return true;
  const waits = live.some((request) => request.requestId === refusal.requestId);
  return !waits && now - at > STALE_MS;
}

/** Whether the device has by now what it asked for; of an upgrade that doesn't say what for, that isn't known. */
function hasUpgrade({ why, roles, scopes, platform }: Refusal, device: Paired): boolean {
  if (why === 'metadata-upgrade') return platform !== null && platform === device.platform;
  if (roles.length === 0 && scopes.length === 0) return false;
  return (
    roles.every((role) => device.roles.includes(role)) && scopes.every((scope) => coversScope(device.scopes, scope))
  );
}

/** When it last got past the check of its token: to be refused after that, it is refused anew. */
const lastTry = ({ seenAt, usedAt }: Paired) =>
  seenAt === null && usedAt === null ? null : Math.max(seenAt ?? 0, usedAt ?? 0);

const isLater = (time: number | null, than: number) => time !== null && time >= than;

function isApprovedSince(refusal: Refusal, at: number, { paired }: Since): boolean {
  if (refusal.deviceId !== null) return false;
  return paired.some(
    (candidate) => isLater(candidate.approvedAt, at) && (refusal.remote === null || isFrom(candidate, refusal)),
  );
}

/** Of a proxied device the gateway keeps the client that the proxy named. */
function isFrom({ remoteIp }: Paired, { remote, forwarded }: Refusal): boolean {
  return remoteIp === (forwarded ?? remote);
}

/** A device from the same address connected since. An address that many share says nothing. */
function isSeenSince(refusal: Refusal, at: number, paired: readonly Paired[]): boolean {
  const { remoteIs, forwarded } = refusal;
  if (remoteIs === 'nat' && forwarded === null) return false;
  return paired.some((device) => isFrom(device, refusal) && isLater(lastTry(device), at));
}

function isAcceptance(event: SeenEvent, refusal: Refusal, at: number): boolean {
  if (event.kind === 'approved') return event.deviceId === refusal.deviceId && isLater(event.at, at);
  return (
    event.kind === 'accepted' &&
    refusal.deviceId === null &&
    refusal.origin !== null &&
    refusal.remoteIs !== 'nat' &&
    event.remote === refusal.remote &&
    isLater(event.at, at)
  );
}

/** The same client got further since: what stopped it before stops it no more. */
function isOvertaken(refusal: Refusal, at: number, { refusals }: Since): boolean {
  const order = stageIndex(refusal);
  return refusals.some(
    (other) =>
      isLater(other.at, at + 1) && stageIndex(other) > order && isSameClient(refusal, other) && other.remote !== null,
  );
}

function isSameClient(a: Refusal, b: Refusal): boolean {
  if (a.deviceId !== null && b.deviceId !== null) return a.deviceId === b.deviceId;
  const isSameKind = a.client === null || b.client === null || a.client === b.client;
  return a.remote === b.remote && a.origin === b.origin && isSameKind;
}

const stageIndex = ({ symptom }: Refusal) => stages.indexOf(stageOf(symptom ?? '') ?? 'resolve');

/** Of a client that tries again and again the newest try tells; without a device, clients are told by their address. */
export function newestPerClient(refusals: readonly Refusal[]): Refusal[] {
  const newest = new Map<string, Refusal>();
  for (const refusal of refusals) {
    const key = `${refusal.symptom} ${refusal.deviceId ?? `${refusal.remote} ${refusal.origin} ${refusal.client}`}`;
    const other = newest.get(key);
    if (!other || (refusal.at ?? 0) >= (other.at ?? 0)) newest.set(key, refusal);
  }
  return [...newest.values()];
}

/** A refusal in the log whose request waits in the list is told by the list, which knows more of it. */
export function isCovered(refusal: Refusal, waiting: readonly Refusal[]): boolean {
  if (refusal.live === true || refusal.symptom !== 'pairing-required') return false;
  return waiting.some(
    (other) =>
      (refusal.requestId !== null && refusal.requestId === other.requestId) ||
      (refusal.deviceId !== null && refusal.deviceId === other.deviceId) ||
      // Older logs name neither.
      (refusal.requestId === null &&
        refusal.deviceId === null &&
        refusal.remote !== null &&
        refusal.remote === other.remote &&
        refusal.forwarded === other.forwarded),
  );
}
