import type { Diagnosis } from '../doctor.ts';
import { STALE_MS } from '../facts/past.ts';
import { coversScope } from '../facts/refusal-sources.ts';
import { clientOf, isSameClient } from '../facts/refused-client.ts';
import { REQUEST_LIFE_MS } from '../gateway/requests.ts';
import { type Paired, type Pending, type Refusal, shapeOf } from '../model/catalogue.ts';
import { type Facts, factOf, known, unknown, valueIn } from '../model/fact.ts';
import type { Finding, RefusedClient, Remedy } from '../model/report.ts';
import { stages } from '../model/rule.ts';
import { judge, type Lookup } from '../rules/conditions.ts';

/**
 * What a second look shows of a remedy:
 * - `connected`: the device that was refused has been let in
 * - `approved`: it is approved and has not tried again yet
 * - `refused-anew`: it is approved, and was refused since for another reason
 * - `fixed`: the finding is gone, and one can see as far as it was
 * - `untried`: what still shows is from before, and the client has not tried again yet
 * - `still-there`: the finding is not gone, or the device not approved
 * - `unknown`: what would tell could not be learnt
 */
export type Outcome = 'connected' | 'approved' | 'refused-anew' | 'fixed' | 'untried' | 'still-there' | 'unknown';

/** What a remedy set out to change. */
export interface Aim {
  readonly finding: Pick<Finding, 'rule' | 'client' | 'stage' | 'evidence'>;
  readonly remedy: Pick<Remedy, 'changes'>;
  /** The device that was to be approved; null: the remedy approves nobody. */
  readonly deviceId: string | null;
  /** Its request, where that is known. */
  readonly request?: Pick<Pending, 'requestId' | 'roles' | 'scopes'> | undefined;
  /** From when on what happens tells of the remedy, in ms since 1970: of an approval its beginning, else its end. */
  readonly since: number;
  /** When the look was, in ms since 1970. */
  readonly now: number;
}

/** Compares a look with what a remedy set out to change. */
export function verify(after: Diagnosis, aim: Aim): Outcome {
  return aim.deviceId === null ? verifyChange(after, aim) : verifyApproval(after.facts, aim.deviceId, aim);
}

/** A finding of the same cause counts for the same client only; facts that the remedy was to change, for themselves. */
function verifyChange({ facts, report }: Diagnosis, { finding, remedy, since, now }: Aim): Outcome {
  const refusal = finding.client && newestOf(finding.client, facts);
  const truth = remedy.changes ? judge(remedy.changes, lookAfter(facts, refusal)).truth : 'unknown';
  const same = report.findings.find(
    ({ rule, client }) => rule === finding.rule && isSameClient(client, finding.client),
  );
  if (same) {
    const at = same.client?.at ?? null;
    return truth !== false && at !== null && at < since ? 'untried' : 'still-there';
  }
  // A refusal that is merely too old to tell of now is gone without anything being mended.
  if (truth === false && isOutlived(finding, refusal?.at ?? 0, now)) return 'still-there';
  if (!isReached({ facts, report }, finding)) return 'unknown';
  if (truth === true) return 'fixed';
  if (isOutlived(finding, refusal?.at ?? finding.client?.at ?? now, now))
    return finding.client && wasLetIn(facts, finding.client, since) ? 'fixed' : 'unknown';
  return isInSight(facts, finding) && (truth === false || report.verdict !== 'inconclusive') ? 'fixed' : 'unknown';
}

const isOutlived = ({ client }: Aim['finding'], at: number, now: number) => client !== undefined && now - at > STALE_MS;

/**
 * Whether a connection gets past the place at which the finding was. What breaks before hides it: a gateway that is down
 * refuses nobody.
 */
function isReached({ facts, report }: Diagnosis, { stage, client }: Aim['finding']): boolean {
  const place = stages.indexOf(stage);
  const broken = valueIn(facts, 'path.broken') ?? null;
  // At the upgrade the gateway answers the doctor's own connection, as it may answer nobody else.
  const isOwn = broken === 'upgrade' && stage !== broken;
  if (broken !== null && !isOwn && (stages as readonly string[]).indexOf(broken) <= place) return false;
  return !report.findings.some(
    (other) =>
      other.severity === 'error' &&
      other.certainty !== 'possible' &&
      stages.indexOf(other.stage) < place &&
      (other.client === undefined || (client !== undefined && isSameClient(other.client, client))),
  );
}

/** Whether what the finding rested on can still be read. What was not looked for this time tells nothing. */
function isInSight(facts: Facts, { client, evidence }: Aim['finding']): boolean {
  const rests = [...evidence.map(({ fact }) => fact), ...(client ? ['refusals'] : [])];
  return rests.every((id) => facts[id as keyof Facts]?.status !== 'unknown');
}

/** Whether that client's device was approved, or got in, since. */
function wasLetIn(facts: Facts, client: RefusedClient, since: number): boolean {
  return (valueIn(facts, 'devices.paired') ?? []).some(
    ({ deviceId, approvedAt, seenAt, usedAt }) =>
      deviceId === client.deviceId && [approvedAt, seenAt, usedAt].some((at) => at !== null && at >= since),
  );
}

const newestOf = (client: RefusedClient, facts: Facts): Refusal | undefined =>
  valueIn(facts, 'refusals')?.find((refusal) => isSameClient(clientOf(refusal), client));

/** Facts by their ids; under a pick's name the newest refusal of the same client. */
function lookAfter(facts: Facts, refusal: Refusal | undefined): Lookup {
  return (name) => {
    if (shapeOf(name)) return factOf(facts, name as keyof Facts);
    const field = name.split('.')[1] ?? '';
    if (!refusal || !(field in refusal)) return unknown('no refusal of that client is told of any more');
    return known(refusal[field as keyof Refusal], refusal.source ?? 'the refusals');
  };
}

/** How far the clocks of gateway and doctor may be apart, in ms. */
const LEEWAY_MS = 60_000;
/** Gateways of old write down a token's use a moment before the request of who is refused after it. */
const SETTLED_MS = 1000;

function verifyApproval(facts: Facts, deviceId: string, { request, since, now }: Aim): Outcome {
  const paired = valueIn(facts, 'devices.paired');
  if (paired === undefined) return 'unknown';
  const asking = (valueIn(facts, 'devices.pending') ?? []).filter(
    (other) => other.deviceId === deviceId && other.expired !== true,
  );
  // A device that is paired may ask for more: while that waits, nothing was approved.
  const isTheOne = ({ requestId, askedAt }: Pending) =>
    request ? requestId === request.requestId : (askedAt ?? 0) < since;
  if (asking.some(isTheOne)) return 'still-there';
  const device = paired.find((candidate) => candidate.deviceId === deviceId);
  if (!device) return 'still-there';
  const isFresh = (device.approvedAt ?? since) >= since - LEEWAY_MS;
  // It was paired before, and the request has gone without being approved.
  if (!isFresh && request && !covers(device, request)) return 'still-there';
  const from = isFresh ? (device.approvedAt ?? since) : since;
  const seenAt =
    device.seenAt !== null && device.seenAt >= from ? device.seenAt : usedAfter(device, { from, asking, now });
  if (wasRefused(facts, device, { from: seenAt ?? from, asking, now })) return 'refused-anew';
  const isProven = seenAt !== undefined && (device.usedAt !== seenAt || now - seenAt >= SETTLED_MS);
  return isProven ? 'connected' : 'approved';
}

/**
 * When the device's token was taken since, where it was let in by that. What can stop it afterwards leaves a request,
 * which waits five minutes: 2026.7 and later write down no more of a page that goes on with the token it has.
 */
function usedAfter({ approvedAt, usedAt }: Paired, { from, asking, now }: Since): number | undefined {
  if (approvedAt === null || usedAt === null || usedAt < from || usedAt < approvedAt) return undefined;
  const asked = asking.some(({ renewedAt, askedAt }) => (renewedAt ?? askedAt ?? now) >= usedAt);
  return asked || now - usedAt >= REQUEST_LIFE_MS ? undefined : usedAt;
}

function covers(device: Paired, { roles, scopes }: Pick<Pending, 'roles' | 'scopes'>): boolean {
  return (
    roles.every((role) => device.roles.includes(role)) && scopes.every((scope) => coversScope(device.scopes, scope))
  );
}

interface Since {
  readonly from: number;
  readonly asking: readonly Pending[];
  readonly now: number;
}

/** Whether the device was refused, or had to ask for more, since `from`. */
function wasRefused(facts: Facts, device: Paired, { from, asking, now }: Since): boolean {
  if (asking.some(({ renewedAt, askedAt }) => (renewedAt ?? askedAt ?? now) >= from)) return true;
  return (valueIn(facts, 'refusals') ?? []).some(
    (refusal) => !refusal.past && refusal.at !== null && refusal.at >= from && isOf(refusal, device),
  );
}

/** A refusal that names no device is the device's where it is of the same kind of client, at an address of its own. */
function isOf(refusal: Refusal, { deviceId, client, remoteIp }: Paired): boolean {
  if (refusal.deviceId !== null) return refusal.deviceId === deviceId;
  const address = refusal.forwarded ?? refusal.remote;
  const isShared = refusal.remoteIs === 'nat' && refusal.forwarded === null;
  return !isShared && address !== null && address === remoteIp && refusal.client !== null && refusal.client === client;
}

/** The device behind a request, while it still waits. */
export function deviceOf(diagnosis: Diagnosis, requestId: string): string | null {
  return (
    valueIn(diagnosis.facts, 'devices.pending')?.find((request) => request.requestId === requestId)?.deviceId ?? null
  );
}
