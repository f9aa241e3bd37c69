import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, open, readdir, realpath, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type {
  Disk,
  KeepResult,
  NotDone,
  ReplaceRequest,
  ReplaceResult,
  RestoreRequest,
  RestoreResult,
  WholeFile,
} from './disk.ts';

/** A larger file is none that somebody wrote. */
const MAX_BYTES = 1024 * 1024;

/** The disk of this machine. `uid`: this user; null on Windows, where access rights alone decide. */
export function createDisk(uid: number | null = process.getuid?.() ?? null): Disk {
  return {
    read: ({ path }) => settled(path, () => read(path, uid)),
    replace: (request) => settled(request.path, () => replace(request, uid)),
    restore: (request) => settled(request.path, () => restore(request, uid)),
    keep: ({ path, text }) => settled(path, () => keep(path, text)),
    names: ({ path }) => readdir(path).catch(() => []),
    remove: ({ path }) => unlink(path).catch(() => {}),
  };
}

class NotDoneError extends Error {
  readonly result: NotDone;
  constructor(status: NotDone['status'], reason: string) {
    super(reason);
    this.result = { status, reason };
  }
}

async function settled<T>(path: string, work: () => Promise<T>): Promise<T | NotDone> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotDoneError) return error.result;
    const { code, message } = error as NodeJS.ErrnoException;
    switch (code) {
      case 'ENOENT':
      case 'ENOTDIR':
        return { status: 'absent', reason: `${path} is not there` };
      case 'EACCES':
      case 'EPERM':
        return { status: 'denied', reason: `this user may not write ${path} or its folder` };
      case 'EROFS':
        return { status: 'denied', reason: `${path} is on a disk that can only be read` };
      case 'ENOSPC':
      case 'EDQUOT':
        return { status: 'failed', reason: 'the disk is full' };
      case 'EBUSY':
        return { status: 'failed', reason: `${path} is in use: it may be mounted by itself` };
      case 'ELOOP':
        return { status: 'changed', reason: `${path} has become a link` };
      default:
        return { status: 'failed', reason: message };
    }
  }
}

interface Seen {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly links: number;
}

/** The bytes of a regular file and whose it is, from one and the same opened file. */
async function look(path: string): Promise<Seen> {
  // Opening a pipe would wait for its other end.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const { size, uid, gid, mode, nlink } = await file.stat();
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) throw new NotDoneError('failed', `${path} is not a file`);
    if (size > MAX_BYTES) throw new NotDoneError('failed', `${path} is too large`);
    const bytes = await file.readFile();
    return { bytes, sha256: sha256Of(bytes), uid, gid, mode: mode & 0o7777, links: nlink };
  } finally {
    await file.close();
  }
}

async function read(asked: string, uid: number | null): Promise<WholeFile> {
  const path = await realpath(asked);
  const seen = await look(path);
  const text = seen.bytes.toString('utf8');
  // What isn't UTF-8 would come back as something else.
  if (!Buffer.from(text, 'utf8').equals(seen.bytes)) throw new NotDoneError('failed', `${path} is not UTF-8 text`);
  const isOwn = uid === null || ([0, uid].includes(seen.uid) && (seen.mode & 0o022) === 0);
  return { status: 'ok', path, text, sha256: seen.sha256, isOwn };
}

/** The file, if it is still the same and this user's to change. */
async function mine(path: string, sha256: string, uid: number | null): Promise<Seen> {
  const seen = await look(path);
  if (seen.sha256 !== sha256) throw new NotDoneError('changed', `${path} was changed meanwhile`);
  // Written anew, the file would be this user's. Root can give it back.
  if (uid !== null && uid !== 0 && seen.uid !== uid)
    throw new NotDoneError('denied', `${path} belongs to another user: run the doctor as that user`);
  if (seen.links > 1)
    throw new NotDoneError('failed', `${path} has another name elsewhere, a hard link, which would keep the old text`);
  await access(path, constants.W_OK);
  return seen;
}

async function replace({ path, sha256, text, backup }: ReplaceRequest, uid: number | null): Promise<ReplaceResult> {
  const before = await mine(path, sha256, uid);
  const bytes = Buffer.from(text, 'utf8');
  const fresh = beside(path);
  const made: string[] = [];
  try {
    await create(backup, before.bytes, before, made);
    await create(fresh, bytes, before, made);
    // Once more: writing to a slow disk takes its time.
    await mine(path, sha256, uid);
    await rename(fresh, path);
  } catch (error) {
    for (const file of made) await unlink(file).catch(() => {});
    throw error;
  }
  await syncFolder(path);
  return { status: 'ok', sha256: sha256Of(bytes) };
}

async function restore({ path, backup, written, kept }: RestoreRequest, uid: number | null): Promise<RestoreResult> {
  await mine(path, written, uid);
  const old = await look(backup);
  if (old.sha256 !== kept) throw new NotDoneError('changed', `${backup} is not what was kept`);
  await rename(backup, path);
  await syncFolder(path);
  return { status: 'ok' };
}

async function keep(path: string, text: string): Promise<KeepResult> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = beside(path);
  const made: string[] = [];
  try {
    await create(fresh, Buffer.from(text, 'utf8'), { mode: 0o600 }, made);
    await rename(fresh, path);
  } catch (error) {
    for (const file of made) await unlink(file).catch(() => {});
    throw error;
  }
  return { status: 'ok' };
}

/** A new file with these bytes, safely on the disk, readable by nobody whom the model file doesn't let. */
async function create(
  path: string,
  bytes: Buffer,
  like: { readonly mode: number; readonly uid?: number; readonly gid?: number },
  made: string[],
): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new NotDoneError('failed', `${path} is already there`);
  }
  made.push(path);
  try {
    await file.writeFile(bytes);
    const { uid, gid } = await file.stat();
    const isOthers = like.uid !== undefined && like.gid !== undefined && (uid !== like.uid || gid !== like.gid);
    if (isOthers && process.platform !== 'win32') await file.chown(like.uid ?? uid, like.gid ?? gid);
    // Giving a file away takes some bits of its mode, and the umask did before.
    if (process.platform !== 'win32') await file.chmod(like.mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

function beside(path: string): string {
  return join(dirname(path), `.${basename(path)}.openclaw-doctor-${randomBytes(6).toString('hex')}`);
}

/** A name is safe once its folder is on the disk; Windows has no such call. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), constants.O_RDONLY).catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
