import { createReadStream } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Redactor } from './clean.ts';
import type {
  Entry,
  GrepRequest,
  GrepResult,
  Host,
  ListRequest,
  ListResult,
  Machine,
  ReadRequest,
  ReadResult,
} from './host.ts';
import { readMachine } from './machine.ts';

const MAX_TEXT = 4 * 1024 * 1024;
const MAX_LINE = 16 * 1024;

/**
 * This machine. Each call loads what it needs when it is first made: a run that asks for no process pays for no execa.
 * `redactor` is shared with whatever else must know the same secrets by the same names.
 */
export function createHost(redactor = new Redactor()): Host {
  const clean = async <T>(result: Promise<T>): Promise<T> => redactor.clean(await result);
  let machine: Machine | undefined;
  return {
    // Evidence is judged without a look at this machine.
    get machine() {
      machine ??= redactor.clean(readMachine());
      return machine;
    },
    now: () => Date.now(),
    exec: async (request) => clean((await import('./process.ts')).exec(request)),
    archive: async (request) => clean((await import('./process.ts')).archive(request)),
    database: async (request) =>
      redactor.clean(await (await import('./database.ts')).database(request), { isData: true }),
    readText: (request) => clean(readText(request)),
    grep: (request) => clean(grep(request)),
    list: (request) => clean(list(request)),
    lookup: async (request) => clean((await import('./network.ts')).lookup(request)),
    connect: async (request) => clean((await import('./network.ts')).connect(request)),
    request: async (request) => clean((await import('./network.ts')).request(request)),
    listeners: async (request) => clean((await import('./listeners.ts')).listeners(request)),
  };
}

async function readText({ path, maxBytes = MAX_TEXT }: ReadRequest): Promise<ReadResult> {
  try {
    // A pipe or a device would block or never end.
    const { size } = await regularFile(path);
    const file = await open(path, 'r');
    try {
      // Files of /proc say that they are empty.
      const buffer = Buffer.alloc(Math.min(maxBytes, size > 0 ? size : 64 * 1024));
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return { status: 'ok', text: decode(buffer.subarray(0, filled)), size, truncated: size > filled };
    } finally {
      await file.close();
    }
  } catch (error) {
    return fileProblem(error, path);
  }
}

async function grep({ path, anchors, lines, timeoutMs }: GrepRequest): Promise<GrepResult> {
  try {
    const { size } = await regularFile(path);
    const kept = new LastLines(anchors, lines);
    const stream = createReadStream(path, { highWaterMark: 1024 * 1024 });
    const timer = setTimeout(() => stream.destroy(new DeadlineError()), timeoutMs);
    let complete = true;
    try {
      for await (const chunk of stream) kept.push(chunk as Buffer);
      kept.end();
    } catch (error) {
      if (!(error instanceof DeadlineError)) throw error;
      complete = false;
    } finally {
      clearTimeout(timer);
    }
    return { status: 'ok', lines: kept.lines(), size, complete };
  } catch (error) {
    return fileProblem(error, path);
  }
}

async function list({ path, only }: ListRequest): Promise<ListResult> {
  try {
    const names = (await readdir(path)).filter((name) => only?.includes(name) ?? true);
    const entries: Entry[] = [];
    for (const name of names.sort().slice(0, 5000)) {
      const info = await lstat(join(path, name)).catch(() => undefined);
      if (info === undefined) continue;
      entries.push({
        name,
        kind: info.isFile() ? 'file' : info.isDirectory() ? 'directory' : 'other',
        size: info.size,
        uid: info.uid,
        mode: info.mode & 0o7777,
        changedAt: Math.round(info.mtimeMs),
      });
    }
    return { status: 'ok', entries };
  } catch (error) {
    return fileProblem(error, path);
  }
}

async function regularFile(path: string) {
  const info = await stat(path);
  if (!info.isFile()) throw new Error(`${path} is not a file`);
  return info;
}

type FileProblem = { status: 'absent' } | { status: 'denied'; reason: string } | { status: 'failed'; reason: string };

/** The result that stands for an error of the file system. */
export function fileProblem(error: unknown, path: string): FileProblem {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { status: 'absent' };
  if (code === 'EACCES' || code === 'EPERM') return { status: 'denied', reason: `no permission to read ${path}` };
  return { status: 'failed', reason: message };
}

/** Text of a file or a program; Windows tools write UTF-16 with or without a mark. */
export function decode(bytes: Buffer): string {
  const isUtf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe) ||
    (bytes.length >= 4 && bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0 && bytes[3] === 0);
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8');
}

/** The last `count` lines of a stream of bytes that hold one of the anchors, in memory that doesn't grow with it. */
export class LastLines {
  readonly #pattern: RegExp;
  readonly #count: number;
  readonly #ring: string[] = [];
  #rest: Buffer = Buffer.alloc(0);

  constructor(anchors: readonly string[], count: number) {
    this.#pattern = anyOf(anchors);
    this.#count = count;
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = bytes.lastIndexOf(10);
    const whole = bytes.subarray(0, end + 1);
    this.#rest = bytes.subarray(end + 1);
    // A file without line ends must not pile up; what is cut off here is longer than any line that is read.
    if (this.#rest.length > MAX_LINE) this.#rest = this.#rest.subarray(-MAX_LINE);
    this.#search(whole);
  }

  end(): void {
    this.#search(this.#rest);
    this.#rest = Buffer.alloc(0);
  }

  lines(): readonly string[] {
    return this.#ring.slice(-this.#count);
  }

  #search(bytes: Buffer): void {
    // A byte a character: no decoding, and places in the text are places in the bytes.
    const text = bytes.toString('latin1');
    const pattern = this.#pattern;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const start = text.lastIndexOf('\n', match.index) + 1;
      const next = text.indexOf('\n', match.index);
      const end = next === -1 ? text.length : next;
      this.#ring.push(bytes.subarray(start, Math.min(end, start + MAX_LINE)).toString('utf8'));
      if (this.#ring.length > this.#count * 2) this.#ring.splice(0, this.#ring.length - this.#count);
      pattern.lastIndex = end;
      if (next === -1) return;
    }
  }
}

/** One expression for all anchors, in whatever case; one pass over the text is faster than a search for each. */
function anyOf(anchors: readonly string[]): RegExp {
  const bytes = [...new Set(anchors.map((anchor) => Buffer.from(anchor.toLowerCase()).toString('latin1')))];
  const needed = bytes.filter((anchor) => !bytes.some((other) => other !== anchor && anchor.includes(other)));
  return new RegExp(needed.map((anchor) => anchor.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');
}

class DeadlineError extends Error {}
