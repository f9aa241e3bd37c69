import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { WebSocket } from 'ws';
import { inRange, parseRange, parseVersion } from '../../../src/gateway/version.ts';
import { notUnderTest } from './env.ts';
import { freePort, gatewayToken } from './gateway.ts';
import { ensureOpenclaw, openclawBinFolder } from './openclaw.ts';
import { timed } from './progress.ts';
import { until } from './until.ts';

export interface HostGatewayOptions {
  readonly bind?: 'lan' | 'loopback';
  /** A free one unless given. */
  readonly port?: number;
  /** What its openclaw.json says beside what a gateway on this host must be told; none unless given. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A real gateway that runs on this host itself, as a user whose home is `home`. */
export interface HostGateway {
  readonly port: number;
  /** On loopback. */
  readonly url: string;
  readonly token: string;
  readonly stateDir: string;
  /** Where it logs: what it prints, and the log file that a configuration of these tests names. */
  readonly logFiles: readonly string[];
  /** All it has printed so far. */
  output(): Promise<string>;
  stop(): Promise<void>;
}

/** Installs OpenClaw `version` where it isn't yet, starts its gateway, and waits until it takes connections. */
export async function startHostGateway(
  version: string,
  home: string,
  options: HostGatewayOptions = {},
): Promise<HostGateway> {
  await ensureOpenclaw(version);
  const { bind = 'lan', port = await freePort() } = options;
  const stateDir = join(home, '.openclaw');
  const logFile = join(home, 'gateway.log');
  const config = configFor(version, { port, logFile }, options);
  if (config !== undefined) {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
    await writeFile(join(stateDir, 'openclaw.json'), JSON.stringify(config, null, 2), { mode: 0o600 });
  }
  const file = join(home, 'gateway.out');
  const subprocess = launch(version, home, file, ['--bind', bind, '--port', String(port)]);
  const output = () => readFile(file, 'utf8').catch(() => '');
  const gateway = {
    port,
    url: `ws://127.0.0.1:${port}`,
    token: gatewayToken,
    stateDir,
    logFiles: config === undefined ? [file] : [file, logFile],
    output,
    async stop() {
      subprocess.kill('SIGTERM');
      await subprocess;
    },
  };
  const failure = async (what: string) =>
    new Error(`The gateway ${version} on this host ${what}:\n${(await output()).split('\n').slice(-15).join('\n')}`);
  const ready = async () => {
    if (typeof subprocess.exitCode === 'number') throw await failure(`ended with ${subprocess.exitCode}`);
    return (await isReady(port)) || undefined;
  };
  const late = () => failure('is not ready after 180 s');
  try {
    await timed(`gateway ${version}`, () => until(ready, { timeoutMs: 180_000, everyMs: 500, late }));
  } catch (error) {
    await gateway.stop();
    throw error;
  }
  return gateway;
}

/** Kept as one process: it would otherwise start itself again with other Node flags, under another id. */
function launch(version: string, home: string, file: string, args: readonly string[]) {
  const openclaw = join(openclawBinFolder(version), 'openclaw');
  const env = {
    ...notUnderTest,
    HOME: home,
    TMPDIR: home,
    OPENCLAW_GATEWAY_TOKEN: gatewayToken,
    OPENCLAW_NO_RESPAWN: '1',
    // Gateways on one machine would otherwise settle at any time which of them bears which name on the LAN.
    OPENCLAW_DISABLE_BONJOUR: '1',
    NO_COLOR: '1',
  };
  const subprocess = execa(openclaw, ['gateway', 'run', '--allow-unconfigured', ...args], {
    env,
    cwd: home,
    reject: false,
    stdin: 'ignore',
    stdout: { file, append: true },
    stderr: { file, append: true },
    buffer: false,
    forceKillAfterDelay: 20_000,
  });
  return subprocess;
}

/**
 * What it is told beside `config`, a log file of its own among it: by default all gateways of a machine share one. Up to
 * 2026.5 a gateway needs a configuration: 2026.1.29 overlooks --allow-unconfigured, and from 2026.2.23 on one that
 * others can reach refuses to start without a list of origins.
 */
function configFor(
  version: string,
  { port, logFile }: { readonly port: number; readonly logFile: string },
  { bind = 'lan', config }: HostGatewayOptions,
): object | undefined {
  if (config === undefined && isOne(version, '>=2026.6.1')) return undefined;
  const given = (config ?? {}) as { readonly gateway?: { readonly controlUi?: object } };
  const wantsOrigins = bind === 'lan' && isOne(version, '>=2026.2.23 <2026.6.1');
  const origins = { allowedOrigins: [`http://localhost:${port}`, `http://127.0.0.1:${port}`] };
  const controlUi = { ...(wantsOrigins ? origins : {}), ...given.gateway?.controlUi };
  const gateway = { mode: 'local', port, bind, ...given.gateway, controlUi };
  return { logging: { file: logFile }, update: { checkOnStart: false }, ...given, gateway };
}

/** Whether a version is in a range such as `>=2026.2.23 <2026.6.1`. */
export function isOne(version: string, range: string): boolean {
  const [parsed, bounds] = [parseVersion(version), parseRange(range)];
  if (!parsed || !bounds) throw new Error(`${version} is no version, or ${range} no range of them`);
  return inRange(parsed, bounds);
}

/** From 2026.3 on it says whether it is. Older ones answer every question with their page: they greet once they are. */
export async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(
    () => null,
  );
  if (answer === null) return false;
  const text = await answer.text();
  if (/^application\/json/.test(answer.headers.get('content-type') ?? '')) return /"ready"\s*:\s*true/.test(text);
  return greets(`ws://127.0.0.1:${port}`);
}

function greets(url: string): Promise<boolean> {
  const socket = new WebSocket(url, { handshakeTimeout: 5000 });
  return new Promise((resolve) => {
    const finish = (does: boolean) => {
      clearTimeout(timer);
      socket.terminate();
      resolve(does);
    };
    const timer = setTimeout(() => finish(false), 5000);
    socket.on('message', (data) => finish(data.toString().includes('connect.challenge')));
    socket.on('error', () => finish(false));
    socket.on('close', () => finish(false));
  });
}
