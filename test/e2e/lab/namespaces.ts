import { networkInterfaces } from 'node:os';
import { execa } from 'execa';
import { adminPath } from './paths.ts';

/** Another machine on a LAN with this one, as a network namespace. */
export interface LanPeer {
  /** The address of this machine on that LAN. */
  readonly hostAddress: string;
  /** The address of the peer. */
  readonly address: string;
  /** Runs `argv` there. Doesn't throw when that fails. */
  run(
    argv: readonly string[],
    options?: { readonly env?: Readonly<Record<string, string | undefined>>; readonly timeoutMs?: number },
  ): Promise<{ readonly exitCode: number | undefined; readonly stdout: string; readonly stderr: string }>;
  /** `argv` to start there, for a program that something else runs, such as a terminal. */
  argv(argv: readonly string[]): readonly string[];
  stop(): Promise<void>;
}

/** Names and addresses carry the process id, so that two runs at once don't meet. Needs root and iproute2. */
export async function startLanPeer(): Promise<LanPeer> {
  const name = `ocd-lan-${process.pid}`;
  const device = `ocdl${process.pid}`;
  const lan = freeLan(process.pid);
  await remove(name, device);
  await ip(['netns', 'add', name]);
  try {
    await ip(['link', 'add', device, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name]);
    await ip(['addr', 'add', `${lan}.1/24`, 'dev', device]);
    await ip(['link', 'set', device, 'up']);
    await ip(['-n', name, 'addr', 'add', `${lan}.2/24`, 'dev', 'eth0']);
    await ip(['-n', name, 'link', 'set', 'eth0', 'up']);
    await ip(['-n', name, 'link', 'set', 'lo', 'up']);
    await ip(['-n', name, 'route', 'add', 'default', 'via', `${lan}.1`]);
  } catch (error) {
    await remove(name, device);
    throw error;
  }
  const inside = (argv: readonly string[]) => ['ip', 'netns', 'exec', name, ...argv];
  return {
    hostAddress: `${lan}.1`,
    address: `${lan}.2`,
    argv: inside,
    async run(argv, { env = {}, timeoutMs = 120_000 } = {}) {
      const options = { env: { PATH: adminPath, ...env }, reject: false, stdin: 'ignore', timeout: timeoutMs } as const;
      const { exitCode, stdout, stderr } = await execa('ip', inside(argv).slice(1), options);
      return { exitCode, stdout, stderr };
    },
    stop: () => remove(name, device),
  };
}

/** The first three numbers of a network that this machine has no address in: a run that was killed leaves its own behind. */
function freeLan(first: number): string {
  const taken = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  const lans = Array.from({ length: 256 }, (_, index) => `10.88.${(first + index) % 256}`);
  const free = lans.find((lan) => !taken.some((address) => address.startsWith(`${lan}.`)));
  if (free === undefined)
    throw new Error('no network 10.88.x.0 is free: ip netns list shows what is left of other runs');
  return free;
}

async function remove(name: string, device: string): Promise<void> {
  await ip(['link', 'delete', device]).catch(() => undefined);
  await ip(['netns', 'delete', name]).catch(() => undefined);
}

async function ip(args: readonly string[]): Promise<void> {
  await execa('ip', args, { env: { PATH: adminPath }, stdin: 'ignore', timeout: 20_000 });
}
