import { execa } from 'execa';
import { adminPath, cacheId } from './paths.ts';

/** The device that the engine's default network hangs on. Not docker0, which may be another engine's. */
export const bridgeName = `ocd${cacheId}`;

/** Makes the bridge with an address that no other interface of this machine uses, the same one while it exists. */
export async function ensureBridge(): Promise<void> {
  const interfaces = await addresses();
  if (interfaces.some(({ name }) => name === bridgeName)) return;
  const second = [29, 28, 27, 26, 25, 24].find((n) => !interfaces.some(({ ip }) => ip.startsWith(`172.${n}.`)));
  if (second === undefined) throw new Error('Every network that the lab could use, 172.24 to 172.29, is taken.');
  await removeBridge();
  await ip(['link', 'add', bridgeName, 'type', 'bridge']);
  await ip(['addr', 'add', `172.${second}.0.1/16`, 'dev', bridgeName]);
  await ip(['link', 'set', bridgeName, 'up']);
}

/** Fine to call when there is none. */
export async function removeBridge(): Promise<void> {
  await ip(['link', 'delete', bridgeName]).catch(() => undefined);
}

/** Every IPv4 address here. Not from node:os, which leaves out a bridge that nothing is attached to yet. */
async function addresses(): Promise<{ readonly name: string; readonly ip: string }[]> {
  const lines = (await ip(['-4', '-oneline', 'addr', 'show'])).split('\n').filter(Boolean);
  return lines.map((line) => {
    const [, name = '', , ip = ''] = line.split(/\s+/);
    return { name, ip };
  });
}

async function ip(args: readonly string[]): Promise<string> {
  const { stdout } = await execa('ip', args, { env: { PATH: adminPath }, stdin: 'ignore', timeout: 20_000 });
  return stdout;
}
