import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePackages } from './debian.ts';
import { freePort } from './gateway.ts';
import { until } from './until.ts';

/** A real sshd with keys, settings and a port of its own: nothing of this machine's ssh is read or changed. */
export interface SshServer {
  readonly port: number;
  /** For `ssh -F`: who connects, with which key, and which hosts are known; none is to begin with. */
  readonly clientConfig: string;
  /** How often somebody has logged in so far. */
  logins(): number;
  stop(): Promise<void>;
}

/** `env`: the environment of what is run there; `lan`: an address that it listens on beside loopback. Needs root. */
export async function startSshServer(
  folder: string,
  env: Readonly<Record<string, string>>,
  lan?: string,
): Promise<SshServer> {
  await ensurePackages(['openssh-server', 'openssh-client']);
  const file = (name: string) => join(folder, name);
  for (const name of ['host', 'user'])
    await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)], { stdin: 'ignore' });
  const port = await freePort();
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...(lan === undefined ? [] : [`ListenAddress ${lan}`]),
    `HostKey ${file('host')}`,
    `AuthorizedKeysFile ${file('user.pub')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin yes',
    `SetEnv ${Object.entries(env)
      .map(([name, value]) => `${name}="${value}"`)
      .join(' ')}`,
  ];
  await writeFile(file('sshd_config'), `${settings.join('\n')}\n`);
  const clientConfig = file('ssh_config');
  await writeFile(
    clientConfig,
    `IdentityFile ${file('user')}\nIdentitiesOnly yes\nUserKnownHostsFile ${file('known_hosts')}\nStrictHostKeyChecking ask\n`,
  );
  // Where it puts its children for as long as nobody has logged in.
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  // Into a file: who is still logged in would hold a pipe open.
  const stderr = { file: file('sshd.log') };
  const argv = ['-D', '-e', '-f', file('sshd_config')];
  const sshd = execa('/usr/sbin/sshd', argv, { reject: false, stdin: 'ignore', stdout: 'ignore', stderr });
  await listening(port);
  return {
    port,
    clientConfig,
    logins: () => readFileSync(file('sshd.log'), 'utf8').split('Accepted publickey for').length - 1,
    async stop() {
      sshd.kill('SIGTERM');
      await sshd;
    },
  };
}

/** A tunnel to the server, as a user holds it open. Returns what closes it. */
export async function openTunnel(
  { port, clientConfig }: SshServer,
  { near, far }: { readonly near: number; readonly far: number },
): Promise<() => Promise<void>> {
  const trusting = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'];
  const argv = ['-F', clientConfig, ...trusting, '-p', String(port), '-N', '-L', `${near}:127.0.0.1:${far}`];
  const ssh = execa('ssh', [...argv, 'root@127.0.0.1'], { reject: false, stdin: 'ignore' });
  await listening(near);
  return async () => {
    ssh.kill('SIGTERM');
    await ssh;
  };
}

function listening(port: number): Promise<true> {
  const late = () => new Error(`nothing listens on port ${port} after 20 s`);
  return until(async () => (await listens(port)) || undefined, { timeoutMs: 20_000, everyMs: 100, late });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (does: boolean) => {
      socket.destroy();
      resolve(does);
    };
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}
