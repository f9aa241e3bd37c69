import { REQUEST_LIFE_MS } from '../gateway/requests.ts';
import { compareVersions, parseVersion } from '../gateway/version.ts';
import type { DatabaseResult } from '../host/host.ts';
import { type Facts, known, unknown } from '../model/fact.ts';
import type { Context } from './context.ts';
import { camel, listedSurface, pairedOf, pendingOf, type RawDevice, surfaceMap, time } from './device-records.ts';
import { pathsOf } from './paths.ts';

/** Where a gateway keeps its pairing: a folder of this machine, or one in a container, which is copied out. */
export type StatePlace =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'container'; readonly command: readonly string[]; readonly name: string; readonly path: string };

const MAX_STATE = 256 * 1024 * 1024;

const QUERIES = [
  'SELECT request_id, device_id, display_name, platform, client_id, client_mode, role, roles_json, scopes_json, remote_ip, is_repair, ts, refreshed_at_ms FROM device_pairing_pending LIMIT 1000',
  // Tokens stay where they are: only the roles whose token is revoked are asked for.
  "SELECT device_id, display_name, platform, client_id, role, roles_json, approved_scopes_json, scopes_json, remote_ip, created_at_ms, approved_at_ms, last_seen_at_ms, last_seen_reason, (SELECT json_group_array(key) FROM json_each(tokens_json) WHERE json_extract(value, '$.revokedAtMs') IS NOT NULL) AS revoked_roles_json, json_extract(pending_node_surface_json, '$.requestId') AS node_request_id FROM device_pairing_paired LIMIT 1000",
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
  | {
      readonly status: 'ok';
      readonly pending: string;
      readonly paired: string;
      /** The requests of node surfaces; undefined: they could not be read. */
      readonly surfaces: string | undefined;
    }
  | { readonly status: 'absent' }
  | { readonly status: 'unknown'; readonly reason: string };

async function readJson({ host, aim }: Context, place: StatePlace): Promise<JsonFiles> {
  if (place.kind === 'folder') {
    const { join } = pathsOf(host.machine);
    const [pending, paired, surfaces] = await Promise.all(
      ['devices/pending.json', 'devices/paired.json', 'nodes/pending.json'].map((name) =>
        host.readText({ path: join(place.path, ...name.split('/')) }),
      ),
    );
    const problem = [pending, paired].find((read) => read?.status === 'denied' || read?.status === 'failed');
    if (problem && 'reason' in problem) return { status: 'unknown', reason: problem.reason };
    const text = (read: typeof pending) => (read?.status === 'ok' ? read.text : '{}');
    if (pending?.status !== 'ok' && paired?.status !== 'ok') return { status: 'absent' };
    const isTold = surfaces?.status === 'ok' || surfaces?.status === 'absent';
    return {
      status: 'ok',
      pending: text(pending),
      paired: text(paired),
      surfaces: isTold ? text(surfaces) : undefined,
    };
  }
  const argv = [...place.command, 'cp', `${place.name}:${place.path}/devices`, '-'];
  const got = await host.archive({ argv, timeoutMs: aim.timeoutMs, maxBytes: MAX_STATE });
  if (got.status === 'absent') return { status: 'absent' };
  if (got.status !== 'ok')
    return { status: 'unknown', reason: got.status === 'timeout' ? `${argv.join(' ')}: no answer` : got.reason };
  const text = (name: string) => got.files.find((file) => file.path.endsWith(`devices/${name}`))?.text ?? '{}';
  const surfaces = await nodesInContainer({ host, aim }, place);
  return { status: 'ok', pending: text('pending.json'), paired: text('paired.json'), surfaces };
}

async function nodesInContainer(
  { host, aim }: Context,
  place: Extract<StatePlace, { kind: 'container' }>,
): Promise<string | undefined> {
  const argv = [...place.command, 'cp', `${place.name}:${place.path}/nodes`, '-'];
  const got = await host.archive({ argv, timeoutMs: aim.timeoutMs, maxBytes: MAX_STATE });
  if (got.status === 'absent') return '{}';
  return got.status === 'ok'
    ? (got.files.find((file) => file.path.endsWith('nodes/pending.json'))?.text ?? '{}')
    : undefined;
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
  const requests = listFact(json.pending, `${source}/pending.json`, (item) => pendingOf(item, now));
  const beside = {
    surfaces: surfacesIn(json.surfaces, now),
    pending: requests.status === 'known' ? requests.value : undefined,
  };
  return {
    'devices.store': known('json', source),
    'devices.pending': requests,
    'devices.paired': listFact(json.paired, `${source}/paired.json`, (item) => pairedOf(item, beside)),
  };
}

/** The node surfaces that wait, by device: up to 2026.7 their requests live as long as those of devices. */
function surfacesIn(json: string | undefined, now: number): ReadonlyMap<string, string> | undefined {
  if (json === undefined) return undefined;
  const requests = listFact(json, 'nodes/pending.json', (item) => item);
  if (requests.status === 'unknown') return undefined;
  return surfaceMap(
    requests.value
      .filter((item) => now - (time(item.ts) ?? 0) <= REQUEST_LIFE_MS)
      .map((item) => [item.nodeId, item.requestId]),
  );
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
  const [asking = [], paired = []] = sqlite.results;
  const pending = asking.map((row) => pendingOf(camel(row), now));
  return {
    'devices.store': known('sqlite', source),
    'devices.pending': known(pending, source),
    'devices.paired': known(
      paired.map((row) =>
        pairedOf(camel(row), { surfaces: surfaceMap([[row.device_id, row.node_request_id]]), pending }),
      ),
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
  const pending = (listed.pending ?? []).map((item) => pendingOf(item, now));
  return {
    'devices.store': unknown('a listing does not tell where it comes from'),
    'devices.pending': known(pending, source),
    'devices.paired': known(
      (listed.paired ?? []).map((item) => pairedOf(item, { surfaces: listedSurface(item), pending })),
      source,
    ),
  };
}

/** The newest time that a listing bears: for captures, whose own time isn't known. */
export function newestTime(text: string): number {
  return [...text.matchAll(/"(?:ts|refreshedAtMs|approvedAtMs|lastSeenAtMs)":\s*(\d{13})/g)].reduce(
    (newest, match) => Math.max(newest, Number(match[1])),
    0,
  );
}

function placeName(place: StatePlace, file: string): string {
  return place.kind === 'folder' ? `${place.path}/${file}` : `${place.path}/${file} in the container ${place.name}`;
}
