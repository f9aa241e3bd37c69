import { compareVersions, parseVersion } from '../gateway/version.ts';
import type { DatabaseResult, Row } from '../host/host.ts';
import type { Paired, Pending } from '../model/catalogue.ts';
import { type Facts, known, unknown } from '../model/fact.ts';
import type { Context } from './context.ts';
import { pathsOf } from './paths.ts';

/** Where a gateway keeps its pairing: a folder of this machine, or one in a container, which is copied out. */
export type StatePlace =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'container'; readonly command: readonly string[]; readonly name: string; readonly path: string };

/** A request dies five minutes after its client last asked. */
export const REQUEST_LIFE_MS = 300_000;

const MAX_STATE = 256 * 1024 * 1024;

const QUERIES = [
  'SELECT request_id, device_id, display_name, platform, client_id, client_mode, role, roles_json, scopes_json, remote_ip, is_repair, ts, refreshed_at_ms FROM device_pairing_pending LIMIT 1000',
  'SELECT device_id, display_name, client_id, role, roles_json, approved_scopes_json, scopes_json, remote_ip, approved_at_ms, last_seen_at_ms FROM device_pairing_paired LIMIT 1000',
];

/**
 * The pending and the paired devices. Up to 2026.7 they are in JSON files, from 2026.8.1 in SQLite; 2026.7 has an
 * SQLite file too, which says nothing of pairing yet.
 */
export async function probeDevices(context: Context, place: StatePlace, version: string | undefined): Promise<Facts> {
  const [json, sqlite] = await Promise.all([readJson(context, place), readSqlite(context, place)]);
  const parsed = parseVersion(version ?? '');
  const first = parseVersion('2026.7.2-beta.7');
  const isSqlite = parsed && first ? compareVersions(parsed, first) >= 0 : undefined;
  const now = context.host.now();
  if (isSqlite === false || (isSqlite === undefined && sqlite.status === 'absent')) return jsonFacts(json, place, now);
  if (isSqlite === undefined && json.status === 'ok' && !holdsRows(sqlite)) return jsonFacts(json, place, now);
  return sqliteFacts(sqlite, place, now);
}

type JsonFiles =
  | { readonly status: 'ok'; readonly pending: string; readonly paired: string }
  | { readonly status: 'absent' }
  | { readonly status: 'unknown'; readonly reason: string };

async function readJson({ host, aim }: Context, place: StatePlace): Promise<JsonFiles> {
  if (place.kind === 'folder') {
    const { join } = pathsOf(host.machine);
    const [pending, paired] = await Promise.all(
      ['pending.json', 'paired.json'].map((name) => host.readText({ path: join(place.path, 'devices', name) })),
    );
    const problem = [pending, paired].find((read) => read?.status === 'denied' || read?.status === 'failed');
    if (problem && 'reason' in problem) return { status: 'unknown', reason: problem.reason };
    const text = (read: typeof pending) => (read?.status === 'ok' ? read.text : '{}');
    if (pending?.status !== 'ok' && paired?.status !== 'ok') return { status: 'absent' };
    return { status: 'ok', pending: text(pending), paired: text(paired) };
  }
  const argv = [...place.command, 'cp', `${place.name}:${place.path}/devices`, '-'];
  const got = await host.archive({ argv, timeoutMs: aim.timeoutMs, maxBytes: MAX_STATE });
  if (got.status === 'absent') return { status: 'absent' };
  if (got.status !== 'ok')
    return { status: 'unknown', reason: got.status === 'timeout' ? `${argv.join(' ')}: no answer` : got.reason };
  const text = (name: string) => got.files.find((file) => file.path.endsWith(`devices/${name}`))?.text ?? '{}';
  return { status: 'ok', pending: text('pending.json'), paired: text('paired.json') };
}

async function readSqlite({ host, aim }: Context, place: StatePlace): Promise<DatabaseResult> {
  if (place.kind === 'folder') {
    const path = pathsOf(host.machine).join(place.path, 'state', 'openclaw.sqlite');
    // Without the file there is nothing that a newer Node could read.
    const listed = await host.list({ path: pathsOf(host.machine).dirname(path), only: ['openclaw.sqlite'] });
    const isThere = listed.status === 'ok' && listed.entries.some(({ name }) => name === 'openclaw.sqlite');
    if (listed.status === 'absent' || (listed.status === 'ok' && !isThere)) return { status: 'absent' };
    return host.database({ from: { path }, queries: QUERIES });
  }
  const argv = [...place.command, 'cp', `${place.name}:${place.path}/state`, '-'];
  const from = { argv, timeoutMs: aim.timeoutMs, maxBytes: MAX_STATE, file: 'openclaw.sqlite' };
  return host.database({ from, queries: QUERIES });
}

function holdsRows(result: DatabaseResult): boolean {
  return result.status === 'ok' && result.results.some((rows) => rows.length > 0);
}

function jsonFacts(json: JsonFiles, place: StatePlace, now: number): Facts {
  const source = placeName(place, 'devices');
  if (json.status === 'unknown') return noDevices(json.reason);
  if (json.status === 'absent') {
    return nothingYet(source);
  }
  return {
    'devices.store': known('json', source),
    'devices.pending': listFact(json.pending, `${source}/pending.json`, (item) => pendingOf(item, now)),
    'devices.paired': listFact(json.paired, `${source}/paired.json`, pairedOf),
  };
}

/** Reads an object of items keyed by id, as OpenClaw writes them, or `devices list --json`'s arrays. */
function listFact<T>(text: string, source: string, read: (item: RawDevice) => T) {
  try {
    const items = Object.values(JSON.parse(text) as Record<string, RawDevice>);
    return known(items.filter((item) => item !== null && typeof item === 'object').map(read), source);
  } catch {
    return unknown(`${source} can't be parsed`);
  }
}

function sqliteFacts(sqlite: DatabaseResult, place: StatePlace, now: number): Facts {
  const source = placeName(place, 'state/openclaw.sqlite');
  if (sqlite.status === 'absent') {
    return nothingYet(source);
  }
  if (sqlite.status !== 'ok')
    return noDevices(/no such table/.test(sqlite.reason) ? `${source} keeps no pairing` : sqlite.reason);
  const [pending = [], paired = []] = sqlite.results;
  return {
    'devices.store': known('sqlite', source),
    'devices.pending': known(
      pending.map((row) => pendingOf(camel(row), now)),
      source,
    ),
    'devices.paired': known(
      paired.map((row) => pairedOf(camel(row))),
      source,
    ),
  };
}

/** The facts where nobody has asked to pair yet. */
function nothingYet(source: string): Facts {
  const nothing = `${source} is not there`;
  return {
    'devices.store': known(null, nothing),
    'devices.pending': known([], nothing),
    'devices.paired': known([], nothing),
  };
}

/** The facts where pairing state can't be read. */
export function noDevices(reason: string): Facts {
  return { 'devices.store': unknown(reason), 'devices.pending': unknown(reason), 'devices.paired': unknown(reason) };
}

/** The facts of a captured `devices list --json`. Throws where the text is none. */
export function listedDevices(text: string, source: string, now: number): Facts {
  const listed = JSON.parse(text) as { pending?: RawDevice[]; paired?: RawDevice[] };
  if (!Array.isArray(listed.pending) && !Array.isArray(listed.paired)) throw new Error(`${source} holds no devices`);
  return {
    'devices.store': unknown('a listing does not tell where it comes from'),
    'devices.pending': known(
      (listed.pending ?? []).map((item) => pendingOf(item, now)),
      source,
    ),
    'devices.paired': known((listed.paired ?? []).map(pairedOf), source),
  };
}

/** The newest time that a listing bears: for captures, whose own time isn't known. */
export function newestTime(text: string): number {
  return [...text.matchAll(/"(?:ts|refreshedAtMs|approvedAtMs|lastSeenAtMs)":\s*(\d{13})/g)].reduce(
    (newest, match) => Math.max(newest, Number(match[1])),
    0,
  );
}

/** A device as JSON files, `devices list --json` and the columns of SQLite name its parts. Anything may be missing. */
type RawDevice = Readonly<Record<string, unknown>>;

function pendingOf(item: RawDevice, now: number): Pending {
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

function pairedOf(item: RawDevice): Paired {
  return {
    deviceId: text(item.deviceId),
    name: text(item.displayName),
    client: text(item.clientId),
    roles: texts(item.roles ?? item.role),
    scopes: texts(item.approvedScopes ?? item.scopes),
    remoteIp: text(item.remoteIp),
    approvedAt: number(item.approvedAtMs),
    seenAt: number(item.lastSeenAtMs) ?? lastUse(item.tokens),
  };
}

/** JSON state keeps no last connection, but when each token was used. */
function lastUse(tokens: unknown): number | null {
  if (tokens === null || typeof tokens !== 'object') return null;
  const times = Object.values(tokens).map((token: RawDevice | null) => number(token?.lastUsedAtMs) ?? 0);
  return Math.max(0, ...times) || null;
}

/** A row with OpenClaw's names: `remote_ip` is `remoteIp`, `scopes_json` is `scopes`, parsed. */
function camel(row: Row): RawDevice {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const name = column.replace(/_json$/, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      return [name, column.endsWith('_json') && typeof value === 'string' ? parseOr(value) : value];
    }),
  );
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function placeName(place: StatePlace, file: string): string {
  return place.kind === 'folder' ? `${place.path}/${file}` : `${place.path}/${file} in the container ${place.name}`;
}

const text = (value: unknown) =>
  typeof value === 'string' && value !== '' ? value.replace(/\s+/g, ' ').slice(0, 500) : null;
const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const texts = (value: unknown) =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(
    (item): item is string => typeof item === 'string',
  );
