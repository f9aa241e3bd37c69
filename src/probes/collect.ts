import { chooseGateway, type Gateway } from '../facts/choose.ts';
import { drawn } from '../facts/drawn.ts';
import { placeGateway, publishedPort } from '../facts/gateway.ts';
import { sshFacts, type Tunnel } from '../facts/ssh.ts';
import { hostWithDeadline } from '../host/deadline.ts';
import type { FactId } from '../model/catalogue.ts';
import { type Fact, type Facts, known, mapFact, unknown, valueIn } from '../model/fact.ts';
import type { Context, Prober } from './context.ts';
import { noDevices } from './devices.ts';
import { containerFacts, type Engines, probeEngines, publishedOf } from './engines.ts';
import { containerVersion, gatewayDevices, gatewayLog, gatewaySettings } from './gateway-files.ts';
import type { GatewayHost, GatewaySeen } from './gateway-host.ts';
import type { SeenLog } from './logs.ts';
import { roleOf } from './openclaw-container.ts';
import { probeOwnDevices } from './own-devices.ts';
import { probePage } from './page.ts';
import { probePath, skippedPath } from './path.ts';
import { probeRuntime } from './runtime.ts';
import { noSecretPlaces, probeSecrets } from './secrets.ts';
import { settingsFacts } from './settings.ts';
import { findStateFolder, type StateFolder } from './state-folder.ts';
import { noStorage, probeStorage } from './storage.ts';
import { findTarget, localPort, parseTarget, type Target, targetFacts } from './target.ts';
import { probeTunnel } from './tunnel.ts';

/** A probe that started or ended, for whoever watches. */
export interface Progress {
  readonly probe: string;
  readonly status: 'running' | 'done' | 'failed';
}

/**
 * Looks at everything that any rule may ask for, side by side: first the machine, its engines and the way to the
 * gateway; then, once it is clear which gateway that is, its settings, its pairing state and its log.
 */
export async function collect(context: Context, onProgress: (progress: Progress) => void = () => {}): Promise<Facts> {
  const probe = prober(context, onProgress);
  const runtime = probe('this machine', probeRuntime, (reason) => ({ 'os.container': unknown(reason) }));
  const engines = probe(
    'container engines',
    probeEngines,
    (reason): Engines => ({ engines: unknown(reason), containers: unknown(reason), down: [] }),
  );
  const page = probe('the page', probePage, (reason) => ({ 'page.certificate': unknown(reason) }));
  const folder = await probe(
    'settings',
    findStateFolder,
    (reason): StateFolder => ({
      path: '',
      source: reason,
      names: undefined,
      problem: reason,
      settings: reason,
      facts: settingsFacts('client', reason),
    }),
  );
  const target = (await namedTarget(context, engines)) ?? findTarget(context, folder.facts);
  const local = localPort(context.host.machine, folder.facts);
  const path = probe('the way to the gateway', (own) => probePath(own, target), skippedPath);

  const found = await engines;
  const first: Facts = {
    ...(await runtime),
    ...folder.facts,
    ...containerFacts(found),
    ...(await path),
    ...(await page),
  };
  const addresses = valueIn(first, 'os.addresses') ?? [];
  const named = context.aim.container;
  const base: Facts = {
    ...first,
    ...targetFacts(target, addresses),
    'client.localPort': known(local.port, local.source),
    'openclaw.traces': known(tracesOf(folder, first), 'this machine'),
    ...gatewayList(found),
  };
  let tunnelled: Promise<Tunnel | undefined> | undefined;
  const tunnel = () => {
    tunnelled ??= probe(
      'tunnels',
      (own) => probeTunnel(own, target.port),
      () => undefined,
    );
    return tunnelled;
  };
  const place = async () => {
    const near = placeGateway({ ...base, ...sshFacts(context.aim.ssh, undefined, base) }, found.containers, named);
    // What answers here may be the near end of a tunnel: then its settings, state and log are not here either.
    const isTold = near.gateway.kind === 'container' || near.gateway.kind === 'elsewhere';
    if (isTold || valueIn(base, 'client.dials') !== 'loopback' || valueIn(base, 'path.tcp') !== 'ok') return near;
    const open = await tunnel();
    return open ? placeGateway({ ...base, ...sshFacts(undefined, open, base) }, found.containers, named) : near;
  };
  const { gateway, surroundings, facts } = await place();
  const there = await lookThere(context, probe, { gateway, facts, tunnel });
  const [own, seen, secrets] = await Promise.all([
    probe(
      'the devices of this user',
      (context) => probeOwnDevices(context, folder),
      (reason): Facts => ({ 'client.devices': unknown(reason) }),
    ),
    there ?? lookHere(probe, { gateway, facts, folder, port: target.port }),
    probe('where tokens come from', (own) => probeSecrets(own, gateway, folder), noSecretPlaces),
  ]);
  return drawn({
    facts: { ...facts, ...own, ...seen.facts },
    gateway,
    surroundings: there ? { ...surroundings, hostAddresses: there.addresses } : surroundings,
    containers: found.containers,
    events: mapFact(seen.log, ({ events }) => events),
    failures: mapFact(seen.log, ({ failures }) => failures),
    told: [],
    secrets,
    token: context.aim.token,
    storage: seen.storage,
    now: context.host.now(),
  });
}

interface Here {
  readonly gateway: Gateway;
  readonly facts: Facts;
  readonly folder: StateFolder;
  readonly port: number;
}

/** What the gateway has on this machine: its settings; and, once its version is known, its pairing state and its log. */
async function lookHere(probe: Prober, { gateway, facts, folder, port }: Here): Promise<GatewaySeen> {
  const settings = probe(
    "the gateway's settings",
    (own) => gatewaySettings(own, gateway, folder),
    (reason) => settingsFacts('gateway', reason),
  );
  const version = await probe(
    "the gateway's version",
    (own) => containerVersion(own, gateway),
    () => ({}),
  );
  const told = valueIn({ ...facts, ...version }, 'gateway.version') ?? undefined;
  const [devices, log, storage] = await Promise.all([
    probe('pairing state', (own) => gatewayDevices(own, gateway, folder, told), noDevices),
    probe(
      "the gateway's log",
      (own) => gatewayLog(own, gateway, folder, port),
      (reason): Fact<SeenLog> => unknown(reason),
    ),
    probe("the gateway's storage", (own) => probeStorage(own, gateway, folder), noStorage),
  ]);
  return { facts: { ...version, ...(await settings), ...devices }, log, storage };
}

interface There {
  readonly gateway: Gateway;
  readonly facts: Facts;
  /** The tunnel that the client dials the near end of. */
  readonly tunnel: () => Promise<Tunnel | undefined>;
}

/** A gateway on another host is looked at there once the user named the way or agreed to it: a login is theirs to allow. */
async function lookThere(
  { aim }: Context,
  probe: Prober,
  { gateway, facts, tunnel }: There,
): Promise<GatewayHost | undefined> {
  const ssh = valueIn(facts, 'gateway.ssh');
  const isAllowed = (aim.ssh !== undefined || aim.logsIn === true) && !aim.offline;
  const dialled = valueIn(facts, 'client.port');
  if (gateway.kind !== 'elsewhere' || !isAllowed || ssh == null || dialled == null) return undefined;
  const port = valueIn(facts, 'client.tunnel') === true ? (await tunnel())?.toPort : dialled;
  const { probeGatewayHost } = await import('./gateway-host.ts');
  return probeGatewayHost(probe, { ssh, port, version: valueIn(facts, 'gateway.version') ?? undefined });
}

function prober({ host, aim }: Context, onProgress: (progress: Progress) => void): Prober {
  return async (name, work, otherwise) => {
    onProgress({ probe: name, status: 'running' });
    let timer: NodeJS.Timeout | undefined;
    // The calls keep the deadline themselves; this is for one that can't, such as a read from a dead network drive.
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${aim.timeoutMs} ms`)), aim.timeoutMs + 1500);
    });
    try {
      const result = await Promise.race([work({ host: hostWithDeadline(host, aim.timeoutMs), aim }), late]);
      onProgress({ probe: name, status: 'done' });
      return result;
    } catch (error) {
      onProgress({ probe: name, status: 'failed' });
      return otherwise(`${name} could not be looked at: ${(error as Error).message}`);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The gateways in containers, for a user who must choose. */
function gatewayList({ containers }: Engines): Facts {
  if (containers.status === 'unknown') return { gateways: containers, 'gateways.at': containers };
  const list = containers.value
    .filter((container) => roleOf(container) === 'gateway')
    .map((container) => ({ name: container.name, running: container.running, published: publishedOf(container) }));
  const running = list.filter((gateway) => gateway.running);
  return {
    gateways: known(list, containers.source),
    'gateways.at': known(
      running.map(({ name, published }) => `${name} at ${published[0] ?? 'no published port'}`),
      containers.source,
    ),
  };
}

/** Where a container that the user named is published: that one is meant, whatever the client dials. */
async function namedTarget({ aim }: Context, engines: Promise<Engines>): Promise<Target | undefined> {
  if (aim.container === undefined || aim.url !== undefined) return undefined;
  const { containers } = await engines;
  const chosen = chooseGateway({}, containers, aim.container);
  if (chosen.kind !== 'container') return undefined;
  const { container } = chosen;
  const port = publishedPort(container);
  const parsed = port === null ? undefined : parseTarget(`ws://127.0.0.1:${port}`);
  return parsed && { ...parsed, source: `the published port of ${container.name}` };
}

/** What shows that OpenClaw is or was on this machine. */
function tracesOf(folder: StateFolder, facts: Facts): string[] {
  const traces: string[] = [];
  if (folder.names !== undefined && folder.path !== '') traces.push(`the state folder ${folder.path}`);
  const installed = valueIn(facts, 'openclaw.installed');
  if (installed) traces.push(`openclaw ${installed}`);
  for (const { name } of valueIn(facts, 'containers') ?? []) traces.push(`the container ${name}`);
  if (valueIn(facts, 'path.http') === 'ok') traces.push('an OpenClaw gateway that answers');
  return traces;
}

/** The facts that only systeminformation gives: asked for when a rule still needs them. */
export const costly: readonly FactId[] = ['listener.process'];

/** Learns the costly facts. */
export async function collectCostly({ host, aim }: Context, facts: Facts): Promise<Facts> {
  const port = valueIn(facts, 'client.port');
  const isHere = ['loopback', 'own'].includes(valueIn(facts, 'client.dials') ?? '');
  if (port == null || !isHere) return { 'listener.process': unknown('the port is not one of this machine') };
  const found = await host.listeners({ port, timeoutMs: aim.timeoutMs });
  if (found.status !== 'ok') return { 'listener.process': unknown(found.reason) };
  const names = [...new Set(found.listeners.map((listener) => listener.process).filter((name) => name !== ''))];
  const source = `the operating system's list of listeners on port ${port}`;
  if (found.listeners.length > 0 && names.length === 0) {
    return { 'listener.process': unknown(`${source} does not tell this user whose they are`) };
  }
  return { 'listener.process': known(names.join(', ') || null, source) };
}
