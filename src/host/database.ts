import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type * as Sqlite from 'node:sqlite';
import type { DatabaseRequest, DatabaseResult, Row } from './host.ts';
import { fileProblem } from './real.ts';

/** How often a copy is made anew because the database was written to meanwhile. */
const TRIES = 3;

/**
 * Queries a private copy: opening the original, even to read, would leave `-shm` and `-wal` files beside it that may
 * belong to another user. The log (`-wal`) is copied along, for it holds what was written last.
 */
export async function database({ from, queries }: DatabaseRequest): Promise<DatabaseResult> {
  const sqlite = loadSqlite();
  if (sqlite === undefined) {
    const reason = `reading OpenClaw's SQLite state needs Node 22.13 or later; this is Node ${process.versions.node}`;
    return { status: 'unsupported', reason };
  }
  const folder = await privateFolder();
  try {
    let problem: DatabaseResult = { status: 'failed', reason: 'the database could not be copied' };
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const copy = 'path' in from ? await copyFromDisk(from.path, folder) : await copyFromArchive(from, folder);
      if (typeof copy !== 'string') return copy;
      try {
        return { status: 'ok', results: query(sqlite, copy, queries) };
      } catch (error) {
        problem = { status: 'failed', reason: (error as Error).message };
      }
    }
    return problem;
  } finally {
    await rm(folder, { recursive: true, force: true });
    copies.delete(folder);
  }
}

const copies = new Set<string>();
let areCopiesWatched = false;

/** A folder for this user alone. The copy holds credentials: it goes, too, when the doctor is interrupted. */
async function privateFolder(): Promise<string> {
  if (!areCopiesWatched) process.once('exit', removeCopies);
  areCopiesWatched = true;
  const folder = await mkdtemp(join(tmpdir(), 'openclaw-doctor-'));
  copies.add(folder);
  return folder;
}

function removeCopies(): void {
  for (const folder of copies) rmSync(folder, { recursive: true, force: true });
}

/** `node:sqlite`, without the warning that it is experimental: the user can do nothing about it. */
function loadSqlite(): typeof Sqlite | undefined {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:sqlite') as typeof Sqlite | undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

function query(sqlite: typeof Sqlite, path: string, queries: readonly string[]): Row[][] {
  const db = new sqlite.DatabaseSync(path);
  try {
    // A view of that name could compute without end, and nothing could stop it.
    const views = db
      .prepare("SELECT name FROM sqlite_master WHERE type <> 'table' AND type <> 'index' LIMIT 100")
      .all();
    const isAsked = ({ name }: { name?: unknown }) => queries.some((sql) => sql.includes(` FROM ${String(name)} `));
    if (views.some(isAsked)) throw new Error('a table of the state is a view');
    return queries.map((sql) =>
      db
        .prepare(sql)
        .all()
        .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))),
    );
  } finally {
    db.close();
  }
}

function plain(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return null;
}

type Problem = Exclude<DatabaseResult, { status: 'ok' }>;

/** Copies the log before and after the database: where it changed meanwhile, the two don't belong together. */
async function copyFromDisk(path: string, folder: string): Promise<string | Problem> {
  const copy = join(folder, basename(path));
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const before = await fingerprint(path);
      await copyFile(path, copy);
      await rm(`${copy}-wal`, { force: true });
      await copyFile(`${path}-wal`, `${copy}-wal`).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      if ((await fingerprint(path)) === before) break;
    }
    return copy;
  } catch (error) {
    return fileProblem(error, path);
  }
}

async function fingerprint(path: string): Promise<string> {
  const parts = await Promise.all(
    [path, `${path}-wal`].map((file) =>
      stat(file).then(
        (info) => `${info.size}:${info.mtimeMs}`,
        () => 'none',
      ),
    ),
  );
  return parts.join(' ');
}

async function copyFromArchive(
  from: Extract<DatabaseRequest['from'], { argv: readonly string[] }>,
  folder: string,
): Promise<string | Problem> {
  const { tarBytes } = await import('./process.ts');
  const got = await tarBytes(from);
  if (got.status === 'timeout') return { status: 'failed', reason: `no answer within ${from.timeoutMs} ms` };
  if (got.status !== 'ok') return got;
  const { parseTar } = await import('nanotar');
  const copy = join(folder, from.file);
  let found = false;
  // nanotar reads the whole memory behind the bytes; a small Buffer shares that with others.
  for (const { name, type, data } of parseTar(new Uint8Array(got.bytes))) {
    const file = basename(name);
    if (type !== 'file' || (file !== from.file && file !== `${from.file}-wal`)) continue;
    if (file === from.file) found = true;
    await writeFile(join(folder, file), data ?? new Uint8Array(), { mode: 0o600 });
  }
  return found ? copy : { status: 'absent' };
}
