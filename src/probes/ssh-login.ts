import type { ExecResult, Failed, Host, Machine } from '../host/host.ts';
import { routed } from '../model/route.ts';
import { shellText } from '../model/shell.ts';

/** A machine that was logged in to, and how. */
export interface Login {
  /** The argv of ssh that asks nobody anything, its target last. */
  readonly ssh: readonly string[];
  readonly machine: Machine;
  /** Lets what is done there wait until there is room for it. */
  readonly inTurn: Turnstile;
}

/** Constant: nothing that anybody else wrote stands in it. */
const WHO_AND_WHERE = 'uname -s; id -u; echo "$HOME"; hostname -I 2>/dev/null';

/** Logs in once to learn what is needed to read files there. Whatever ssh would ask, nobody answers. */
export async function logIn(
  host: Host,
  ssh: readonly string[],
  timeoutMs: number,
): Promise<{ readonly status: 'ok'; readonly login: Login } | Failed> {
  const key = ssh.join(' ');
  const last = refused.get(key);
  if (last && host.now() - last.at < AGAIN_MS) return { status: 'failed', reason: last.reason };
  const [program = 'ssh', ...rest] = ssh;
  const silent = [program, '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=5', ...rest];
  const told = await host.exec({ argv: overSsh(silent, ['sh', '-c', WHO_AND_WHERE]), timeoutMs });
  if (told.status !== 'exited') return { status: 'failed', reason: failureOf(told, ssh) };
  if (told.code === 255) {
    const reason = refusalWords(told.stderr, ssh);
    if (isRefusal(told.stderr)) refused.set(key, { reason, at: host.now() });
    return { status: 'failed', reason };
  }
  const [system = '', uid = '', home = '', addresses = ''] = told.stdout.split('\n').map((line) => line.trim());
  const platform = system === 'Linux' ? 'linux' : system === 'Darwin' ? 'darwin' : undefined;
  if (platform === undefined || !home.startsWith('/'))
    return {
      status: 'failed',
      reason: `${targetOf(ssh)} has no POSIX shell, or one that prints more than it is asked`,
    };
  const machine: Machine = {
    platform,
    nodeVersion: '',
    uid: /^\d+$/.test(uid) ? Number(uid) : null,
    home,
    env: { HOME: home },
    addresses: addresses
      .split(/\s+/)
      .filter((address) => address !== '')
      .map((address) => ({ name: '', address, internal: false })),
  };
  return { status: 'ok', login: { ssh: silent, machine, inTurn: turnstile(AT_ONCE) } };
}

/** A server that has ten logins waiting begins to drop them, and takes as many sessions in one. */
const AT_ONCE = 4;

type Turnstile = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so many pass at a time; the others wait. */
function turnstile(atOnce: number): Turnstile {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free === 0) await new Promise<void>((go) => waiting.push(go));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** Where who looks again and again knocks once a minute: servers shut out whoever fails too often. */
const AGAIN_MS = 60_000;
const refused = new Map<string, { readonly reason: string; readonly at: number }>();

const isRefusal = (stderr: string) => /permission denied|host key verification|passphrase/i.test(stderr);

/** `user@host`, as whoever named it wrote it. */
export const targetOf = (ssh: readonly string[]): string => ssh.at(-1) ?? '';

/** `ssh://user@host:2222`, as container engines take it. */
export function urlOf(ssh: readonly string[]): string {
  const port = ssh[ssh.indexOf('-p') + 1];
  return `ssh://${targetOf(ssh)}${ssh.includes('-p') ? `:${port}` : ''}`;
}

/** The argv that runs another at the end of the login. */
export const overSsh = (ssh: readonly string[], argv: readonly string[]) => routed(argv, { argv: ssh, hands: 'sh' });

function refusalWords(stderr: string, ssh: readonly string[]): string {
  const last = stderr.trim().split('\n').at(-1)?.trim() ?? '';
  const asks = isRefusal(stderr)
    ? `: while it reads, the doctor answers no question of ssh's. Once \`${shellText(ssh)}\` logs in without one, it can; it tries once a minute`
    : '';
  return `ssh could not log in to ${targetOf(ssh)} (${last || 'it gave no reason'})${asks}`;
}

function failureOf(told: Exclude<ExecResult, { status: 'exited' }>, ssh: readonly string[]): string {
  if (told.status === 'missing') return `${ssh[0]} is not installed here`;
  return told.status === 'timeout' ? `ssh to ${targetOf(ssh)} gave no answer in time` : told.reason;
}
