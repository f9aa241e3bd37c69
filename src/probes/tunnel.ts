import type { Tunnel } from '../facts/ssh.ts';
import { parseSshTarget, sshArgv } from '../facts/ssh-target.ts';
import type { Context } from './context.ts';

/** The tunnel whose near end has this port, of a program of this user's own; undefined: none is seen. */
export async function probeTunnel({ host, aim }: Context, port: number): Promise<Tunnel | undefined> {
  const { platform, uid, env } = host.machine;
  if (platform === 'win32' || uid === null) return undefined;
  // Whoever runs the doctor through sudo holds the tunnel as themselves; that of anybody else leads nobody anywhere.
  const user = uid === 0 && env.SUDO_UID ? env.SUDO_UID : String(uid);
  const listed = await host.exec({
    argv: ['ps', '-u', user, '-o', 'args='],
    timeoutMs: aim.timeoutMs,
    // What other programs were started with is nobody's business.
    keep: { anchors: [`${port}:`], lines: 100 },
  });
  if (listed.status !== 'exited' || listed.code !== 0) return undefined;
  const tunnel = listed.stdout
    .split('\n')
    .flatMap(tunnelsIn)
    .find((candidate) => candidate.port === port);
  if (!tunnel) return undefined;
  // One that could not have the port goes on without it.
  const { status, ...found } = await host.listeners({ port, timeoutMs: aim.timeoutMs });
  if (status !== 'ok' || !('listeners' in found)) return undefined;
  return found.listeners.some(({ process }) => /^(?:ssh|autossh)$/.test(process)) ? tunnel : undefined;
}

/** The options of ssh that take an argument. */
const WITH_ARGUMENT = 'bceilmopBDEFIJLOPQRSwW';
/** What a shell would take for anything else than a word is no name that a process list hands on for certain. */
const WORD = /^[\w~./@:+][\w~./@:+-]*$/;

/** Options of `-o` that say where ssh connects to, and as whom. */
const OF_TARGET = /^(?:HostKeyAlias|HostName|IdentityFile|Port|ProxyJump|User)=[\w~./@:+-]+$/i;

/**
 * The tunnels of a command line as the process list shows it: its arguments joined with spaces. Where a word stands behind
 * the host, that may be a command, or the rest of an argument with spaces of which the host is a part.
 */
export function tunnelsIn(line: string): readonly Tunnel[] {
  const [program = '', ...words] = line.trim().split(/\s+/);
  if (!/(?:^|\/)ssh$/.test(program)) return [];
  const forwards: string[] = [];
  const kept: string[] = [];
  let user: string | null = null;
  let port: number | null = null;
  let host: string | undefined;
  let isCertain = true;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!/^-./.test(word)) {
      if (host !== undefined) {
        isCertain = false;
        break;
      }
      host = word;
      continue;
    }
    const letter = [...word.slice(1)].findIndex((sign) => WITH_ARGUMENT.includes(sign));
    if (letter === -1) continue;
    const option = word.charAt(letter + 1);
    const attached = word.slice(letter + 2);
    const value = attached === '' ? (words[++at] ?? '') : attached;
    if (option === 'L') forwards.push(value);
    if (option === 'l' && /^[A-Za-z0-9_][\w.+-]*$/.test(value)) user = value;
    if (option === 'p' && /^\d{1,5}$/.test(value)) port = Number(value);
    if ('iFJ'.includes(option) && WORD.test(value)) kept.push(`-${option}`, value);
    if (option === 'o' && OF_TARGET.test(value)) kept.push('-o', value);
  }
  const target = host === undefined ? undefined : parseSshTarget(host.replace(/^ssh:\/\//, ''));
  if (!target) return [];
  const [program0 = 'ssh', ...rest] = sshArgv({
    user: target.user ?? user,
    host: target.host,
    port: port ?? target.port,
  });
  const argv = isCertain ? [program0, ...kept, ...rest] : null;
  return forwards.flatMap((forward) => {
    const [, near, to = '', far] = FORWARD.exec(forward) ?? [];
    if (near === undefined) return [];
    return [{ argv, to: to.replace(/^\[|\]$/g, ''), toPort: Number(far), port: Number(near) }];
  });
}

/** `[bind:]port:host:hostport` */
const FORWARD = /^(?:(?:\[[^\]]*\]|[^:[\]]*):)?(\d{1,5}):(\[[^\]]+\]|[^:[\]]+):(\d{1,5})$/;
