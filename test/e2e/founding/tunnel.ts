import { execa } from 'execa';
import type { LanPeer } from '../lab/namespaces.ts';
import { adminPath } from '../lab/paths.ts';
import type { SshServer } from '../lab/sshd.ts';
import { until } from '../lab/until.ts';

/**
 * Runs `ssh -N -L NEAR:… USER@HOST` on the other machine of the LAN, as its user holds it open: with their login in the
 * place of USER, and what else their own ssh knows of that host. Returns what ends it.
 */
export async function openTunnelOn(peer: LanPeer, server: SshServer, command: string): Promise<() => Promise<void>> {
  const [program = '', ...args] = command.replace('USER@', 'root@').split(' ');
  const known = ['-F', server.clientConfig, '-p', String(server.port), '-o', 'StrictHostKeyChecking=accept-new'];
  const [ip = '', ...inside] = peer.argv([program, ...known, ...args]);
  const ssh = execa(ip, inside, { env: { PATH: adminPath }, reject: false, stdin: 'ignore' });
  const near = /-L (\d+):/.exec(command)?.[1];
  const listens = async () =>
    (await peer.run(['ss', '--listening', '--tcp', '--numeric'])).stdout.includes(`:${near} `) || undefined;
  const close = async () => {
    ssh.kill('SIGTERM');
    await ssh;
  };
  try {
    await until(listens, { timeoutMs: 20_000, everyMs: 100, late: () => new Error(`no tunnel by: ${command}`) });
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}
