import { existsSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

/** What marks an ssh of the doctor's own, that only reads and asks nobody. */
const SILENT = 'BatchMode=yes';

/** How long a login may take, in ms; then each call tries its own, and tells what is wrong. */
const LOGIN_MS = 8000;

/** The socket of each login by the argv that made it; `null`: none can be shared, `undefined`: it failed. */
const sockets = new Map<string, Promise<string | null | undefined>>();

/**
 * An ssh of the doctor's own goes through one login, for as long as the doctor runs: a firewall that counts them, such as
 * `ufw limit` with six in thirty seconds, would shut its user out. The ssh of Windows can't share one, and where the
 * user's settings share one already, theirs it is.
 */
export async function throughOneLogin(argv: readonly string[]): Promise<readonly string[]> {
  const [ssh = '', ...rest] = argv;
  if (ssh !== 'ssh' || !rest.includes(SILENT) || process.platform === 'win32') return argv;
  const login = argv.slice(0, -1);
  const key = JSON.stringify(login);
  const socket = sockets.get(key) ?? open(login);
  sockets.set(key, socket);
  const path = await socket;
  if (path && existsSync(path)) return [ssh, '-o', `ControlPath=${path}`, ...rest];
  // It failed or was cut off: the call itself tells why, and the next one tries anew.
  if (path !== null) sockets.delete(key);
  return argv;
}

async function open([ssh = 'ssh', ...rest]: readonly string[]): Promise<string | null | undefined> {
  const settings = await execa(ssh, ['-G', ...rest], { reject: false, stdin: 'ignore', timeout: LOGIN_MS });
  if (settings.exitCode !== 0 || /^controlpath (?!none$)/m.test(settings.stdout)) return null;
  const folder = await mkdtemp(join(tmpdir(), 'openclaw-doctor-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // The name of a socket has 104 bytes at most, and ssh makes it under a longer one.
  const path = join(folder, 's');
  if (path.length > 80) return null;
  // It ends with its input, and that with the doctor, however that ends.
  const holding = ['-o', 'ControlMaster=yes', '-o', `ControlPath=${path}`, '-o', 'ControlPersist=no', ...rest, 'cat'];
  const master = execa(ssh, holding, {
    reject: false,
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    cleanup: false,
    // Ctrl-C is for what runs on the terminal.
    detached: true,
  });
  master.unref();
  (master.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  let hasEnded = false;
  master.then(() => {
    hasEnded = true;
  });
  const until = Date.now() + LOGIN_MS;
  while (!hasEnded && !existsSync(path) && Date.now() < until) await sleep(20);
  return existsSync(path) ? path : undefined;
}
