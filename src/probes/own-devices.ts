import { type Facts, known, unknown } from '../model/fact.ts';
import type { Context } from './context.ts';
import { pathsOf } from './paths.ts';
import type { StateFolder } from './state-folder.ts';

/** The device id alone: the keys beside it never come in. */
const QUERY = 'SELECT device_id FROM device_identities LIMIT 20';

/**
 * The devices as which the programs of this user show themselves to gateways. Up to 2026.7 the id is a line of a file in
 * the state folder, from 2026.8.1 on a row of its SQLite file; a folder that was taken along has both.
 */
export async function probeOwnDevices({ host }: Context, folder: StateFolder): Promise<Facts> {
  const { names, path, problem } = folder;
  if (names === undefined) return ownDevices(unknown(problem));
  const { join } = pathsOf(host.machine);
  const [file, table] = [join(path, 'identity', 'device.json'), join(path, 'state', 'openclaw.sqlite')];
  const [lines, rows] = await Promise.all([
    names.includes('identity')
      ? host.grep({ path: file, anchors: ['"deviceId"'], lines: 1, timeoutMs: TIMEOUT_MS })
      : NOTHING,
    names.includes('state') ? host.database({ from: { path: table }, queries: [QUERY] }) : NOTHING,
  ]);
  // Without the table nothing is known of the newer versions, which says that they were never here.
  const isTold = (status: string) => status === 'ok' || status === 'absent';
  const failed = [lines, rows].find(({ status }) => !isTold(status));
  const found = [
    ...(lines.status === 'ok' ? lines.lines.flatMap(deviceIdIn) : []),
    ...(rows.status === 'ok'
      ? (rows.results[0] ?? []).flatMap(({ device_id: id }) => deviceIdIn(`"deviceId":"${id}"`))
      : []),
  ];
  if (found.length === 0 && failed && 'reason' in failed && !/no such table/.test(failed.reason))
    return ownDevices(unknown(failed.reason));
  return ownDevices(known([...new Set(found)], `the state folder ${path}`));
}

const TIMEOUT_MS = 2000;
const NOTHING = { status: 'absent' } as const;

const ownDevices = (fact: NonNullable<Facts['client.devices']>): Facts => ({ 'client.devices': fact });

/** Ids are SHA-256 in hexadecimal digits; what a file may hold besides is nobody's business. */
function deviceIdIn(line: string): readonly string[] {
  const id = /"deviceId"\s*:\s*"([0-9a-f]{64})"/.exec(line)?.[1];
  return id === undefined ? [] : [id];
}
