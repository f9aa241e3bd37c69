import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The bundle that `npm run build` made; `npm test` builds it first. */
export const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundle to its end, without a terminal. */
export function runBundle(
  args: readonly string[],
  { input = '', env = {}, node = process.execPath, nodeArgs = [] as readonly string[] } = {},
): Run {
  const { status, stdout, stderr } = spawnSync(node, [...nodeArgs, bin, ...args], {
    cwd: root,
    input,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: '1', HOME: '/nonexistent', DOCKER_HOST: 'unix:///nonexistent', ...env },
  });
  return { code: status, stdout, stderr };
}

/** Starts the bundle and gives the process. */
export function startBundle(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, [bin, ...args], {
    cwd: root,
    env: { ...process.env, HOME: '/nonexistent', DOCKER_HOST: 'unix:///nonexistent', ...env },
  });
}

/** What a process that was started prints until it ends, and its exit code. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Run> {
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part: Buffer) => {
    stdout += part;
  });
  child.stderr.on('data', (part: Buffer) => {
    stderr += part;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}
