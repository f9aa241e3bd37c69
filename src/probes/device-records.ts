import { REQUEST_LIFE_MS } from '../gateway/requests.ts';
import { bounded, visibleOnLine } from '../host/clean.ts';
import type { Row } from '../host/host.ts';
import type { Paired, Pending } from '../model/catalogue.ts';
import { parseJson } from '../model/json.ts';

/** A device as JSON files, `devices list --json` and the columns of SQLite name its parts. Anything may be missing. */
export type RawDevice = Readonly<Record<string, unknown>>;

export function pendingOf(item: RawDevice, now: number): Pending {
  const askedAt = time(item.ts);
  const renewedAt = time(item.refreshedAtMs) ?? askedAt;
  return {
    requestId: text(item.requestId),
    deviceId: text(item.deviceId),
    name: text(item.displayName),
    client: text(item.clientId),
    mode: text(item.clientMode),
    platform: text(item.platform),
    roles: texts(item.roles ?? item.role),
    scopes: texts(item.scopes),
    remoteIp: text(item.remoteIp),
    isRepair: item.isRepair === true || item.isRepair === 1,
    askedAt,
    renewedAt,
    expired: renewedAt === null ? null : now - renewedAt > REQUEST_LIFE_MS,
  };
}

/** What else the state tells of paired devices. */
interface Beside {
  /** The node surfaces that wait, by device; undefined: what would tell was not read. */
  readonly surfaces: ReadonlyMap<string, string> | undefined;
  /** Undefined: they could not be read. */
  readonly pending: readonly Pending[] | undefined;
}

export function pairedOf(item: RawDevice, { surfaces, pending }: Beside): Paired {
  const revoked = revokedIn(item);
  const nodeRequestId = surfaces?.get(text(item.deviceId) ?? '') ?? null;
  return {
    deviceId: text(item.deviceId),
    name: text(item.displayName),
    client: text(item.clientId),
    platform: text(item.platform),
    roles: texts(item.roles ?? item.role).filter((role) => !revoked.includes(role)),
    scopes: texts(item.approvedScopes ?? item.scopes),
    remoteIp: text(item.remoteIp),
    approvedAt: time(item.approvedAtMs),
    ...lastTimes(item, pending),
    nodeSurfaceWaits: surfaces === undefined ? null : nodeRequestId !== null,
    nodeRequestId,
  };
}

/** Node surfaces by device, of pairs of device and request as they were read. */
export const surfaceMap = (pairs: readonly (readonly [unknown, unknown])[]): ReadonlyMap<string, string> =>
  new Map(
    pairs.flatMap(([device, request]) => {
      const [deviceId, requestId] = [text(device), text(request)];
      return deviceId !== null && requestId !== null ? [[deviceId, requestId] as const] : [];
    }),
  );

/** A listing names the surface that waits from 2026.8.1 on, where it says how a device was approved. */
export function listedSurface(item: RawDevice): ReadonlyMap<string, string> | undefined {
  const surface = item.pendingNodeSurface as RawDevice | null | undefined;
  return 'approvedVia' in item || surface != null ? surfaceMap([[item.deviceId, surface?.requestId]]) : undefined;
}

/** The roles whose token is revoked: JSON keeps tokens by role, `devices list --json` as a list. */
function revokedIn(item: RawDevice): readonly string[] {
  if (item.tokens === null || typeof item.tokens !== 'object') return texts(item.revokedRoles);
  return Object.entries(item.tokens).flatMap(([key, token]: [string, RawDevice | null]) =>
    time(token?.revokedAtMs) === null ? [] : [text(token?.role) ?? key],
  );
}

/**
 * What a gateway calls «seen» before it lets anybody in: it took the device's token, and the pairing check is still to
 * come (2026.7 and later); it approved its own CLI at its start (2026.9).
 */
const BEFORE_LETTING_IN = ['device-token-auth', 'runtime-token-startup'];

/**
 * When the device was last let in, and when its token was last taken. Up to 2026.6 gateways write down the token's use
 * only. What can stop a device after that leaves a request: where none came since, it was let in. A device that was
 * approved only once was handed its token as it was let in first: a page goes on showing it, which hides that.
 */
function lastTimes(
  { deviceId, createdAtMs, approvedAtMs, lastSeenAtMs, lastSeenReason, tokens }: RawDevice,
  pending: readonly Pending[] | undefined,
): Pick<Paired, 'seenAt' | 'usedAt'> {
  const seen = time(lastSeenAtMs);
  const reason = text(lastSeenReason);
  const uses = tokens !== null && typeof tokens === 'object' ? Object.values(tokens) : [];
  const used = Math.max(0, ...uses.map((token: RawDevice | null) => time(token?.lastUsedAtMs) ?? 0)) || null;
  const asksSince = (at: number) =>
    pending?.some((request) => request.deviceId === deviceId && (request.renewedAt ?? request.askedAt ?? at) >= at);
  if (reason !== null && BEFORE_LETTING_IN.includes(reason)) {
    const usedAt = used ?? seen;
    const isFirst = reason === 'device-token-auth' && time(createdAtMs) !== null && createdAtMs === approvedAtMs;
    const wasLetIn = isFirst && usedAt !== null && asksSince(usedAt) === false;
    return { seenAt: wasLetIn ? usedAt : null, usedAt };
  }
  if (seen !== null || used === null) return { seenAt: seen, usedAt: used };
  return { seenAt: asksSince(used) === false ? used : null, usedAt: used };
}

/** A row with OpenClaw's names: `remote_ip` is `remoteIp`, `scopes_json` is `scopes`, parsed. */
export function camel(row: Row): RawDevice {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const name = column.replace(/_json$/, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      return [name, column.endsWith('_json') && typeof value === 'string' ? parseJson(value) : value];
    }),
  );
}

const MAX_TEXT = 500;

const text = (value: unknown) =>
  typeof value === 'string' && value !== '' ? bounded(visibleOnLine(value), MAX_TEXT) : null;
/** ms since 1970; null for what no calendar holds. */
export const time = (value: unknown) => (typeof value === 'number' && Math.abs(value) <= 8.64e15 ? value : null);
const texts = (value: unknown) =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).flatMap((item) =>
    typeof item === 'string' ? [bounded(visibleOnLine(item), MAX_TEXT)] : [],
  );
