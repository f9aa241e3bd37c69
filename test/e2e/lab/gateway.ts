import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createTar } from 'nanotar';
import type { DockerResult, Engine } from './engine.ts';
import { imageName } from './image.ts';
import { containerListing, type Listing } from './listing.ts';
import { until } from './until.ts';

/** The shared secret of every gateway that isn't given another. */
export const gatewayToken = 'e2e-token-0123456789abcdef';

export interface GatewayOptions {
  readonly engine: Engine;
  readonly version: string;
  /** Of the container. One that has it is replaced. */
  readonly name: string;
  /** As for `docker run --publish`; a free port of 127.0.0.1 unless given. Null publishes nothing. */
  readonly publish?: string | null;
  readonly bind?: 'lan' | 'loopback' | 'auto';
  /** As for `docker run --network`. With `host`, the gateway listens on a free port of this machine. */
  readonly network?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** As for `docker run --volume`; a volume of its own for the state unless given, as a gateway should have. */
  readonly volumes?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly token?: string;
  /** The openclaw.json it starts with; none unless given. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Further arguments of `docker run`. */
  readonly args?: readonly string[];
  /** Further arguments of `openclaw gateway run`. */
  readonly gatewayArgs?: readonly string[];
}

/** A real gateway in a container. */
export interface Gateway {
  readonly name: string;
  /** Where this host reaches it; what it listens on inside where nothing is published. */
  readonly port: number;
  readonly url: string;
  readonly token: string;
  /** Removes the container and its volumes. */
  stop(): Promise<void>;
  /** All it has printed so far. */
  logs(): Promise<string>;
  /** Runs `argv` in the container as its user. Doesn't throw when that fails. */
  exec(argv: readonly string[]): Promise<DockerResult>;
  /** What lies in the state folder; see listing.ts for what the gateway changes on its own. */
  stateListing(): Promise<Listing>;
}

/** Where the image keeps the state. */
export const stateFolder = '/home/node/.openclaw';

/** Starts a gateway and waits until it takes connections: those of its first seconds are turned away with 1013. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { engine, version, name, token = gatewayToken, network } = options;
  const insidePort = network === 'host' ? await freePort() : 18789;
  const publish = await publication(options);
  await remove(engine, name);
  await engine.docker([
    ...['create', '--init', '--name', name, '--env', `OPENCLAW_GATEWAY_TOKEN=${token}`],
    ...(publish === null ? [] : ['--publish', publish]),
    ...(network === undefined ? [] : ['--network', network]),
    ...Object.entries(options.labels ?? {}).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
    ...Object.entries(options.env ?? {}).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    ...(options.volumes ?? [`${stateVolume(name)}:${stateFolder}`]).flatMap((volume) => ['--volume', volume]),
    ...(options.args ?? []),
    imageName(version),
    ...['node', 'openclaw.mjs', 'gateway', 'run', '--allow-unconfigured'],
    ...['--bind', options.bind ?? 'lan', '--port', String(insidePort), ...(options.gatewayArgs ?? [])],
  ]);
  if (options.config !== undefined) await putConfig(engine, name, options.config);
  await engine.docker(['start', name]);
  const gateway = gatewayIn(engine, { name, token, ...reachedAt(publish, insidePort) });
  await waitUntilReady(engine, gateway, insidePort);
  return gateway;
}

const stateVolume = (name: string) => `${name}-state`;

async function remove(engine: Engine, name: string): Promise<void> {
  await engine.docker(['rm', '--force', '--volumes', name], { reject: false });
  await engine.docker(['volume', 'rm', '--force', stateVolume(name)], { reject: false });
}

/** As an archive, since a plain file would become root's own there, which the gateway can't read. */
async function putConfig(engine: Engine, name: string, config: object): Promise<void> {
  const owner = { uid: 1000, gid: 1000, mode: '600' };
  const archive = createTar([{ name: 'openclaw.json', data: JSON.stringify(config, null, 2), attrs: owner }]);
  await engine.docker(['cp', '-', `${name}:${stateFolder}`], { input: archive });
}

/** Starts gateways of one version in one engine, and stops all that it has started. */
export function gatewayStarter(engine: Engine, version: string) {
  const started: Gateway[] = [];
  return {
    async start(options: Omit<GatewayOptions, 'engine' | 'version'>): Promise<Gateway> {
      const gateway = await startGateway({ engine, version, ...options });
      started.push(gateway);
      return gateway;
    },
    async stopAll(): Promise<void> {
      for (const gateway of started) await gateway.stop();
    },
  };
}

/** Waits again, for a gateway that was restarted. `insidePort` is the one it listens on in its container. */
export async function waitUntilReady(engine: Engine, gateway: Gateway, insidePort = 18789): Promise<void> {
  let last = '';
  const ready = async () => {
    const answer = await gateway.exec(['node', '--input-type=module', '--eval', askWhetherReady(insidePort)]);
    if (answer.exitCode === 0) return true;
    last = answer.all;
    if (!(await isRunning(engine, gateway.name))) throw await failure(gateway, 'ended', last);
    return undefined;
  };
  await until(ready, {
    timeoutMs: 150_000,
    everyMs: 500,
    late: () => failure(gateway, 'is not ready after 150 s', last),
  });
}

/** A gateway whose container is there, whoever made it. */
export function gatewayIn(engine: Engine, known: Pick<Gateway, 'name' | 'token' | 'port' | 'url'>): Gateway {
  const { name } = known;
  return {
    ...known,
    stop: () => remove(engine, name),
    logs: async () => (await engine.docker(['logs', name])).all,
    exec: (argv) => engine.docker(['exec', name, ...argv], { reject: false }),
    stateListing: () => containerListing(engine, name, stateFolder),
  };
}

/** Runs inside, where a gateway tells more. Versions without /readyz answer with their page, as ready as they say. */
const askWhetherReady = (port: number) => `
  const get = async (path) => {
    const response = await fetch('http://127.0.0.1:${port}' + path, { signal: AbortSignal.timeout(5000) });
    if (!response.ok) process.exit(1);
    return response.text();
  };
  await get('/healthz');
  process.exit(/"ready"\\s*:\\s*false/.test(await get('/readyz')) ? 1 : 0);`;

async function isRunning(engine: Engine, name: string): Promise<boolean> {
  const { stdout } = await engine.docker(['inspect', '--format', '{{.State.Running}}', name], { reject: false });
  return stdout.trim() === 'true';
}

async function failure(gateway: Gateway, what: string, lastAnswer: string): Promise<Error> {
  const log = await gateway.logs().catch((error: Error) => error.message);
  return new Error(
    `The gateway ${gateway.name} ${what}. It last answered: ${lastAnswer}\n${log.split('\n').slice(-15).join('\n')}`,
  );
}

/** Null where the container has no network of its own to publish from. */
async function publication({ publish, network = '' }: GatewayOptions): Promise<string | null> {
  if (publish !== undefined) return publish;
  return /^(host|none|container:.*)$/.test(network) ? null : `127.0.0.1:${await freePort()}:18789`;
}

/** Of `HOST:container` or `address:HOST:container`. */
function reachedAt(publish: string | null, insidePort: number): Pick<Gateway, 'port' | 'url'> {
  const [, asked = '0.0.0.0', hostPort] = /^(?:(.+):)?(\d+):\d+$/.exec(publish ?? `${insidePort}:${insidePort}`) ?? [];
  if (hostPort === undefined) throw new Error(`publish names no host port: ${publish}`);
  const address = asked === '0.0.0.0' ? '127.0.0.1' : asked;
  return { port: Number(hostPort), url: `ws://${address}:${hostPort}` };
}

/** A port nothing listens on at this moment. Not left to Docker, which picks another after a restart. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
