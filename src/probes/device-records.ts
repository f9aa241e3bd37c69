import type { Row } from '../host/host.ts';
import type { Paired, Pending } from '../model/catalogue.ts';
import { parseJson } from '../model/json.ts';

/** A request dies five minutes after its client last asked. */
export const REQUEST_LIFE_MS = 300_000;

/** A device as JSON files, `devices list --json` and the columns of SQLite name its parts. Anything may be missing. */
export type RawDevice = Readonly<Record<string, unknown>>;

export function pendingOf(item: RawDevice, now: number): Pending {
  const askedAt = number(item.ts);
  const renewedAt = number(item.refreshedAtMs) ?? askedAt;
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

/** `surfaces`: the node surfaces that wait, by device; undefined: what would tell was not read. */
export function pairedOf(item: RawDevice, surfaces: ReadonlyMap<string, string> | undefined): Paired {
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
    approvedAt: number(item.approvedAtMs),
    seenAt: number(item.lastSeenAtMs) ?? lastUse(item.tokens),
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
    number(token?.revokedAtMs) === null ? [] : [text(token?.role) ?? key],
  );
}

/** JSON state keeps no last connection, but when each token was used. */
function lastUse(tokens: unknown): number | null {
  if (tokens === null || typeof tokens !== 'object') return null;
  const times = Object.values(tokens).map((token: RawDevice | null) => number(token?.lastUsedAtMs) ?? 0);
  return Math.max(0, ...times) || null;
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

const text = (value: unknown) =>
  typeof value === 'string' && value !== '' ? value.replace(/\s+/g, ' ').slice(0, 500) : null;
export const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const texts = (value: unknown) =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(
    (item): item is string => typeof item === 'string',
  );
