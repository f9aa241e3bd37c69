import { execa } from 'execa';
import type { ArchiveFile, ArchiveRequest, ArchiveResult, ExecRequest, ExecResult } from './host.ts';
import { GRACE_MS, groupOf, watchForEnd } from './process-group.ts';
import { decode, LastLines } from './real.ts';
import { throughOneLogin } from './ssh-sharing.ts';

const MAX_OUTPUT = 8 * 1024 * 1024;
const MAX_FILE = 4 * 1024 * 1024;

/** Runs `argv`, never through a shell and never with this terminal as its input. */
export async function exec({ argv, timeoutMs, keep }: ExecRequest): Promise<ExecResult> {
  const stdout = keep ? new LastLines(keep.anchors, keep.lines) : new Bounded(MAX_OUTPUT);
  const stderr = keep ? new LastLines(keep.anchors, keep.lines) : new Bounded(MAX_OUTPUT);
  const ended = await run(
    argv,
    timeoutMs,
    (chunk) => stdout.push(chunk),
    (chunk) => stderr.push(chunk),
  );
  stdout.end();
  stderr.end();
  const text = (output: LastLines | Bounded) => (output instanceof Bounded ? output.text() : output.lines().join('\n'));
  if (ended.status === 'exited') {
    const truncated = stdout instanceof Bounded && stdout.truncated;
    return { status: 'exited', code: ended.code, stdout: text(stdout), stderr: text(stderr), truncated };
  }
  if (ended.status === 'timeout') return { status: 'timeout', stdout: text(stdout), stderr: text(stderr) };
  return ended;
}

/** Reads the tar archive that `argv` prints. Absent where the program says that there is no such file. */
export async function archive(request: ArchiveRequest): Promise<ArchiveResult> {
  const got = await tarBytes(request);
  if (got.status !== 'ok') return got;
  const { parseTar } = await import('nanotar');
  const files: ArchiveFile[] = [];
  // nanotar reads the whole memory behind the bytes; a small Buffer shares that with others.
  for (const { name, type, data } of parseTar(new Uint8Array(got.bytes))) {
    if (type !== 'file') continue;
    const bytes = Buffer.from(data ?? []);
    const isText = bytes.length <= MAX_FILE && !bytes.subarray(0, 4096).includes(0);
    files.push({ path: name, size: bytes.length, text: isText ? decode(bytes) : null });
  }
  return { status: 'ok', files };
}

/** The raw archive, for files that aren't text. */
export async function tarBytes({
  argv,
  timeoutMs,
  maxBytes,
}: ArchiveRequest): Promise<{ status: 'ok'; bytes: Buffer<ArrayBuffer> } | Exclude<ArchiveResult, { status: 'ok' }>> {
  const stdout = new Bounded(maxBytes);
  const stderr = new Bounded(64 * 1024);
  const ended = await run(
    argv,
    timeoutMs,
    (chunk) => stdout.push(chunk),
    (chunk) => stderr.push(chunk),
  );
  if (ended.status === 'timeout') return ended;
  if (ended.status === 'missing') return { status: 'failed', reason: `${argv[0]} is not installed` };
  if (ended.status === 'failed') return ended;
  if (ended.code !== 0 && !(ended.code === 1 && hasOnlyChanged(stderr.text()))) {
    const reason = stderr.text().trim();
    return /no such|not find|does not exist/i.test(reason) ? { status: 'absent' } : { status: 'failed', reason };
  }
  if (stdout.truncated) return { status: 'failed', reason: `over ${Math.round(maxBytes / 1024 / 1024)} MB` };
  return { status: 'ok', bytes: stdout.bytes() };
}

/** What GNU tar says, and ends with 1, of a file that is being written to: whoever reads the archive sees whether it holds. */
const hasOnlyChanged = (stderr: string) =>
  stderr
    .trim()
    .split('\n')
    .every((line) => /file changed as we read it$/.test(line));

type Ended =
  | { status: 'exited'; code: number }
  | { status: 'missing' }
  | { status: 'timeout' }
  | { status: 'failed'; reason: string };

/** How long a program that was interrupted from the terminal has to end by itself, in ms. */
const ASKED_GRACE_MS = 2000;

export interface RunOptions {
  /** Aborted where the program shall end now. */
  readonly signal?: AbortSignal | undefined;
  /** The program may ask on this terminal, which is its own until it has ended. */
  readonly asks?: boolean | undefined;
}

/** Ends by itself, or `timeoutMs` after its start, or by the signal: then with all that it has started. */
export async function run(
  argv: readonly string[],
  timeoutMs: number,
  onStdout: (chunk: Buffer) => void,
  onStderr: (chunk: Buffer) => void,
  { signal, asks = false }: RunOptions = {},
): Promise<Ended> {
  const [file, ...args] = await throughOneLogin(argv);
  if (file === undefined) throw new Error('an empty argv');
  // A session of its own has no terminal: who wants to ask there is told so at once, and takes nobody's keys.
  const isSession = !asks && process.platform !== 'win32';
  watchForEnd();
  const subprocess = execa(file, args, {
    buffer: false,
    reject: false,
    stdin: 'ignore',
    encoding: 'buffer',
    windowsHide: true,
    cleanup: false,
    detached: isSession,
  });
  subprocess.stdout?.on('data', onStdout);
  subprocess.stderr?.on('data', onStderr);
  const group = subprocess.pid === undefined ? undefined : groupOf(subprocess.pid, { isSession });
  const timers: NodeJS.Timeout[] = [];
  let isOver = false;
  let onAbort = () => {};
  const left = new Promise<'left'>((resolve) => {
    const giveUp = () => {
      isOver = true;
      // Whoever left the group can keep the pipes open after the program itself is gone.
      timers.push(setTimeout(() => resolve('left'), GRACE_MS * 2));
    };
    const onDeadline = () => {
      // What a program that has ended left running is meant to run.
      if (subprocess.exitCode === null) group?.end();
      giveUp();
    };
    onAbort = () => {
      const end = () => {
        group?.end();
        giveUp();
      };
      // What has the terminal got its Ctrl-C from there, and may have to put the terminal in order.
      if (asks) timers.push(setTimeout(end, ASKED_GRACE_MS));
      else end();
      isOver = true;
    };
    timers.push(setTimeout(onDeadline, timeoutMs));
  });
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const result = await Promise.race([subprocess, left]);
  for (const timer of timers) clearTimeout(timer);
  signal?.removeEventListener('abort', onAbort);
  group?.forget();
  if (result === 'left') {
    subprocess.stdout?.destroy();
    subprocess.stderr?.destroy();
    subprocess.unref();
    return { status: 'timeout' };
  }
  if (isOver) return { status: 'timeout' };
  if (result.exitCode !== undefined) return { status: 'exited', code: result.exitCode };
  const code = result.code ?? (result.cause as NodeJS.ErrnoException | undefined)?.code;
  // EACCES: a folder of the PATH can't be looked into, or what has the name can't be run.
  if (code === 'ENOENT' || code === 'EACCES') return { status: 'missing' };
  return { status: 'failed', reason: result.shortMessage ?? `${file} could not be run` };
}

/** Output up to a bound; what comes after it is dropped and told. */
class Bounded {
  readonly #max: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  truncated = false;

  constructor(max: number) {
    this.#max = max;
  }

  push(chunk: Buffer): void {
    const room = this.#max - this.#size;
    if (chunk.length > room) this.truncated = true;
    if (room <= 0) return;
    const part = chunk.subarray(0, room);
    this.#chunks.push(part);
    this.#size += part.length;
  }

  end(): void {}

  bytes(): Buffer<ArrayBuffer> {
    return Buffer.concat(this.#chunks);
  }

  text(): string {
    return decode(this.bytes());
  }
}
