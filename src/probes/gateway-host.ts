import { type Fact, type Facts, known, mapFact, unknown, valueIn } from '../model/fact.ts';
import type { Context, Prober } from './context.ts';
import { noDevices } from './devices.ts';
import { gatewayDevices, gatewayLog } from './gateway-files.ts';
import { hostOverSsh } from './host-over-ssh.ts';
import type { SeenLog } from './logs.ts';
import { settingsFacts } from './settings.ts';
import { type Login, logIn, targetOf, urlOf } from './ssh-login.ts';
import { findStateFolder } from './state-folder.ts';
import { noStorage, type StorageSeen } from './storage.ts';

/** What was seen of a gateway's own. */
export interface GatewaySeen {
  /** Its settings and its pairing state. */
  readonly facts: Facts;
  readonly log: Fact<SeenLog>;
  readonly storage: StorageSeen;
}

/** The same, read on a host that was logged in to. */
export interface GatewayHost extends GatewaySeen {
  /** Its addresses; none where they are not known. */
  readonly addresses: readonly string[];
}

/** Where on that host it is. */
interface Sought {
  readonly ssh: readonly string[];
  /** As that host knows it; undefined: its settings tell. */
  readonly port: number | undefined;
  readonly version: string | undefined;
}

/**
 * The settings, the pairing state and the log of a gateway on another host, read there over ssh, where nothing is written.
 * A gateway in a container there is another matter: its engine is reached by DOCKER_HOST.
 */
export async function probeGatewayHost(probe: Prober, { ssh, port, version }: Sought): Promise<GatewayHost> {
  const name = targetOf(ssh);
  const entered = await probe(
    `the login to ${name}`,
    ({ host, aim }) => logIn(host, ssh, aim.timeoutMs),
    (reason) => ({ status: 'failed' as const, reason }),
  );
  if (entered.status === 'failed') return unseen(entered.reason);
  const { login } = entered;
  const at = (own: Context) => contextThere(own, login);
  const folder = await probe(
    `settings on ${name}`,
    (own) => findStateFolder(at(own)),
    () => undefined,
  );
  if (folder === undefined) return unseen(`the state folder on ${name} could not be looked for in time`);
  const settings = settingsFacts('gateway', folder.settings);
  const ownPort = port ?? valueIn(settings, 'gateway.config.port') ?? DEFAULT_PORT;
  const container = await probe(
    `containers on ${name}`,
    (own) => containerAt(at(own), ownPort),
    () => undefined,
  );
  if (container !== undefined)
    return unseen(
      `on ${name} the gateway runs in the container ${container}: run the doctor there, or give it that engine with DOCKER_HOST=${urlOf(ssh)}`,
    );
  const gateway = { kind: 'process', why: `${name} is its host` } as const;
  const [devices, log] = await Promise.all([
    probe(`pairing state on ${name}`, (own) => gatewayDevices(at(own), gateway, folder, version), noDevices),
    probe(
      `the log on ${name}`,
      (own) => gatewayLog(at(own), gateway, folder, ownPort),
      (reason): Fact<SeenLog> => unknown(reason),
    ),
  ]);
  return {
    addresses: login.machine.addresses.map(({ address }) => address),
    facts: onHost({ ...settings, ...devices }, name),
    log: mapFact(sourced(log, name), ({ events, failures }) => ({
      events: events.map((event) => ({ ...event, source: `${event.source} on ${name}` })),
      failures,
    })),
    storage: { ...noStorage(gateway.why), compose: known([], `the gateway runs on ${name} itself`) },
  };
}

const DEFAULT_PORT = 18789;

function contextThere({ host, aim }: Context, login: Login): Context {
  return { host: hostOverSsh(host, login), aim: { timeoutMs: aim.timeoutMs, offline: aim.offline } };
}

function unseen(reason: string): GatewayHost {
  return {
    addresses: [],
    facts: { ...settingsFacts('gateway', reason), ...noDevices(reason) },
    log: unknown(reason),
    storage: noStorage(reason),
  };
}

/** The container that publishes the port there; undefined: none, or there is no engine that this user may ask. */
async function containerAt({ host, aim }: Context, port: number): Promise<string | undefined> {
  const told = await host.exec({
    argv: ['docker', 'ps', '--no-trunc', '--format', '{{.Names}}\t{{.Ports}}'],
    timeoutMs: aim.timeoutMs,
  });
  if (told.status !== 'exited' || told.code !== 0) return undefined;
  const lines = told.stdout.split('\n').map((line) => line.split('\t'));
  return lines.find(([, ports = '']) => ports.includes(`:${port}->`))?.[0];
}

/** Paths of another machine say of which. */
function onHost(facts: Facts, name: string): Facts {
  return Object.fromEntries(Object.entries(facts).map(([id, fact]) => [id, sourced(fact as Fact, name)])) as Facts;
}

function sourced<T>(fact: Fact<T>, name: string): Fact<T> {
  return fact.status === 'known'
    ? known(fact.value, `${fact.source} on ${name}`)
    : unknown(`${fact.reason} (on ${name})`);
}
