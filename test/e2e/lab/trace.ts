import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** All by which a gateway could tell that somebody was there. Two are equal when nobody was. */
export interface Trace {
  /** Of its state folder, `-rw------- 0/0 214 2026-11-22T16:08:18.544Z 3f5e… openclaw.json` each. */
  readonly files: readonly string[];
  readonly devices: Devices;
  /** What it printed and logged, line by line. */
  readonly log: readonly string[];
}

/** The devices that wait and those that are paired, as the gateway stores them. */
export interface Devices {
  readonly pending: readonly object[];
  readonly paired: readonly object[];
}

/**
 * A trace less the journal of its database, to which a gateway writes on its own, now and then; over many seconds it may.
 * That a look leaves that alone, too, is no-trace.test.ts's matter.
 */
export function withoutJournal({ files, ...rest }: Trace): Trace {
  return { ...rest, files: files.filter((file) => !/openclaw\.sqlite-(?:wal|shm):/.test(file)) };
}

/** Looks until two looks are equal: a gateway that has just started or spoken to somebody still writes. */
export async function settled<T>(look: () => Promise<T>): Promise<T> {
  for (let last = await look(), tries = 0; tries < 20; tries++) {
    await sleep(5000);
    const now = await look();
    if (JSON.stringify(now) === JSON.stringify(last)) return now;
    last = now;
  }
  throw new Error('the gateway does not come to rest');
}

/** The trace that lies in `stateDir` and in the files of its log. */
export async function traceIn(stateDir: string, logs: readonly string[]): Promise<Trace> {
  const texts = await Promise.all(logs.map((file) => readFile(file, 'utf8')));
  return {
    files: await filesIn(stateDir),
    devices: await devicesIn(stateDir),
    log: texts.flatMap((text) => text.trimEnd().split('\n')),
  };
}

/** Read as they lie there, for asking the gateway would leave a trace. */
export async function devicesIn(stateDir: string): Promise<Devices> {
  const database = join(stateDir, 'state', 'openclaw.sqlite');
  const inDatabase = await devicesInDatabase(database);
  if (inDatabase !== undefined) return inDatabase;
  const list = async (name: string) => {
    const file = join(stateDir, 'devices', name);
    return existsSync(file) ? Object.values<object>(JSON.parse(await readFile(file, 'utf8'))) : [];
  };
  return { pending: await list('pending.json'), paired: await list('paired.json') };
}

/** Undefined where it keeps no devices: no such file, no such tables, or 2026.7's, which are empty. */
async function devicesInDatabase(path: string): Promise<Devices | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-e2e-'));
  const copy = join(folder, 'openclaw.sqlite');
  try {
    await copyFile(path, copy);
    await copyFile(`${path}-wal`, `${copy}-wal`).catch(() => undefined);
    const db = new DatabaseSync(copy);
    const rows = (table: string) => db.prepare(`SELECT * FROM ${table}`).all();
    const devices = { pending: rows('device_pairing_pending'), paired: rows('device_pairing_paired') };
    db.close();
    return devices.pending.length + devices.paired.length === 0 ? undefined : devices;
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const lines = await Promise.all(names.map((name) => describe(folder, join(folder, name))));
  return lines.filter((line) => line !== undefined).sort();
}

/** Folders have sizes of their file system's own; undefined for what has gone meanwhile. */
async function describe(root: string, path: string): Promise<string | undefined> {
  try {
    const { mode, uid, gid, size, mtime, isDirectory } = await stateOf(path);
    const content = isDirectory
      ? ''
      : createHash('sha256')
          .update(await readFile(path))
          .digest('hex');
    const about = [(mode & 0o7777).toString(8), `${uid}/${gid}`, isDirectory ? 'folder' : size, mtime, content];
    return `${relative(root, path)}: ${about.join(' ')}`;
  } catch {
    return undefined;
  }
}

async function stateOf(path: string) {
  const found = await lstat(path);
  const { mode, uid, gid, size } = found;
  return { mode, uid, gid, size, mtime: found.mtime.toISOString(), isDirectory: found.isDirectory() };
}
