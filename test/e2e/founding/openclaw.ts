import { runCli } from '../lab/openclaw.ts';
import type { HostLab } from './host-lab.ts';

/** Runs the real CLI on the gateway's host, as its user; what it prints, whether it did well or not. */
export async function runOpenclaw({ version, place }: HostLab, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await runCli(version, { home: place.home, args, env: { OPENCLAW_NO_RESPAWN: '1' } });
  return `${stdout}\n${stderr}`;
}
