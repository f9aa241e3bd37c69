import { spawn } from 'node:child_process';
import { mkdir, open, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { bridgeName, ensureBridge, removeBridge } from './bridge.ts';
import { adminPath, engineFolder } from './paths.ts';
import { say } from './progress.ts';
import { until } from './until.ts';

/** A Docker engine to talk to: `unix://…` for DOCKER_HOST, and its own client. */
export interface Engine {
  readonly dockerHost: string;
  /** Runs `docker ARGS`. Throws when it fails, unless told not to. */
  docker(
    args: readonly string[],
    options?: { readonly reject?: boolean; readonly timeoutMs?: number; readonly input?: string | Uint8Array },
  ): Promise<DockerResult>;
}

export interface DockerResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they came. */
  readonly all: string;
}

export interface RunningEngine extends Engine {
  /**
   * False beside another engine: this one then leaves the firewall alone, as taking it over would cut the other's
   * published ports. Published ports work all the same, but the gateway sees a LAN client as the bridge, and
   * containers may not reach each other.
   */
  readonly ownsFirewall: boolean;
  /** Removes the containers and ends the engine; what it stored stays for the next run. */
  stop(): Promise<void>;
}

/** The engine that setup.ts started, for the process of a test. */
export function engineAt(dockerHost: string): Engine {
  return {
    dockerHost,
    async docker(args, { reject = true, timeoutMs = 120_000, input = '' } = {}) {
      const env = { DOCKER_HOST: dockerHost };
      const result = await execa('docker', args, { env, reject, timeout: timeoutMs, input, all: true });
      return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr, all: result.all };
    },
  };
}

const socketFile = join(engineFolder, 'docker.sock');
const pidFile = join(engineFolder, 'docker.pid');
const logFile = join(engineFolder, 'dockerd.log');
const execRoot = join(engineFolder, 'exec');
const dataRoot = join(engineFolder, 'data');

/** Starts a real engine with all it stores under the cache. One that a crashed run left behind is taken over. */
export async function startEngine(): Promise<RunningEngine> {
  refuseLongPaths();
  await mkdir(engineFolder, { recursive: true });
  const engine = engineAt(`unix://${socketFile}`);
  const ownsFirewall = (await takeOver(engine)) ?? (await start(engine));
  await removeLeftovers(engine);
  return { ...engine, ownsFirewall, stop: () => stop(engine) };
}

/** Whether the engine that is there already owns the firewall; null where none is of use. */
async function takeOver(engine: Engine): Promise<boolean | null> {
  const found = await findEngine();
  if (found === null) return null;
  if (await answers(engine)) return found.flags.includes(ownFirewall);
  await end(found.pid);
  return null;
}

const ownFirewall = '--iptables=true';

async function start(engine: Engine): Promise<boolean> {
  const ownsFirewall = !(await runsAnotherEngine());
  if (!ownsFirewall) say('another engine runs here, so this one leaves the firewall alone, see engine.ts');
  await forgetLastRun();
  await ensureBridge();
  const stored = ['--data-root', dataRoot, '--exec-root', execRoot, '--pidfile', pidFile];
  const network = ['--bridge', bridgeName, ownsFirewall ? ownFirewall : '--iptables=false'];
  const failure = await launch([...stored, ...network, '--host', engine.dockerHost]);
  const isUp = async () => {
    if (failure.reason !== undefined) throw await startFailure(failure.reason);
    return (await answers(engine)) || undefined;
  };
  await until(isUp, { timeoutMs: 90_000, late: () => startFailure('it does not answer after 90 s') });
  return ownsFirewall;
}

/** Starts it in a process group of its own: Ctrl-C then reaches the tests alone, which end the engine in order. */
async function launch(flags: readonly string[]): Promise<{ readonly reason?: string }> {
  const failure: { reason?: string } = {};
  const log = await open(logFile, 'w');
  const env = { ...process.env, PATH: adminPath };
  const dockerd = spawn('dockerd', flags, { detached: true, stdio: ['ignore', log.fd, log.fd], env });
  dockerd.once('error', (error) => {
    failure.reason = error.message;
  });
  dockerd.once('exit', (code) => {
    failure.reason = `it ended with ${code}`;
  });
  dockerd.unref();
  await log.close();
  return failure;
}

async function startFailure(reason: string): Promise<Error> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return new Error(`The Docker engine did not start: ${reason}\n${log.trimEnd().split('\n').slice(-15).join('\n')}`);
}

async function stop(engine: Engine): Promise<void> {
  await removeLeftovers(engine).catch(() => undefined);
  const found = await findEngine();
  if (found !== null) await end(found.pid);
  await forgetLastRun();
  await removeBridge();
}

/**
 * containerd is killed together with its dockerd. Where no init reaps it, its pid still looks alive, and the next
 * dockerd would wait for it in vain. That would also give the bridge its old address again, taken or not.
 */
async function forgetLastRun(): Promise<void> {
  for (const file of [pidFile, join(execRoot, 'containerd', 'containerd.pid'), join(dataRoot, 'network')]) {
    await rm(file, { recursive: true, force: true });
  }
}

/** Everything on this engine is the lab's own, so nothing else tells what a crashed run left. */
async function removeLeftovers(engine: Engine): Promise<void> {
  const ids = async (args: readonly string[]) => (await engine.docker(args)).stdout.split('\n').filter(Boolean);
  const containers = await ids(['ps', '--all', '--quiet']);
  if (containers.length > 0) await engine.docker(['rm', '--force', '--volumes', ...containers]);
  const volumes = await ids(['volume', 'ls', '--quiet']);
  if (volumes.length > 0) await engine.docker(['volume', 'rm', '--force', ...volumes]);
  await engine.docker(['network', 'prune', '--force']);
}

async function answers(engine: Engine): Promise<boolean> {
  const version = await engine.docker(['version'], { reject: false, timeoutMs: 10_000 });
  return version.exitCode === 0;
}

/** The lab's engine, by its process; null when there is none, whatever the pid file of a crashed one says. */
async function findEngine(): Promise<{ readonly pid: number; readonly flags: readonly string[] } | null> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!(pid > 0)) return null;
  const flags = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  return flags.includes(pidFile) ? { pid, flags } : null;
}

/** Whether a dockerd works on the firewall of this network namespace. */
async function runsAnotherEngine(): Promise<boolean> {
  const here = await readlink('/proc/self/ns/net');
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    const where = name.trim() === 'dockerd' ? await readlink(`/proc/${pid}/ns/net`).catch(() => null) : null;
    if (where === here) return true;
  }
  return false;
}

async function end(pid: number): Promise<void> {
  const isGone = async () => ((await findEngine())?.pid === pid ? undefined : true);
  process.kill(pid, 'SIGTERM');
  await until(isGone, { timeoutMs: 30_000, late: () => new Error('still there') }).catch(() =>
    process.kill(pid, 'SIGKILL'),
  );
}

/** The kernel refuses the path of a Unix socket over 107 bytes; containerd's is the longest here. */
function refuseLongPaths(): void {
  const longest = join(execRoot, 'containerd', 'containerd.sock.ttrpc');
  const excess = Buffer.byteLength(longest) - 107;
  if (excess > 0) throw new Error(`The cache folder is ${excess} bytes too long for a socket: set OPENCLAW_E2E_CACHE.`);
}
