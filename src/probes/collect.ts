import { chooseGateway, type Gateway } from '../facts/choose.ts';
import { bindFact, placeGateway, publishedPort } from '../facts/gateway.ts';
import { refusalFacts } from '../facts/refusals.ts';
import { hostWithDeadline } from '../host/deadline.ts';
import type { FactId } from '../model/catalogue.ts';
import { type Fact, type Facts, known, mapFact, unknown, valueIn } from '../model/fact.ts';
import type { Context } from './context.ts';
import { noDevices, probeDevices, type StatePlace } from './devices.ts';
import { containerFacts, type Engines, probeEngines, publishedOf } from './engines.ts';
import { type LogPlace, probeLogs, type SeenEvent } from './logs.ts';
import { roleOf, stateDirOf } from './openclaw-container.ts';
import { probePage } from './page.ts';
import { probePath, skippedPath } from './path.ts';
import { pathsOf } from './paths.ts';
import { probeRuntime } from './runtime.ts';
import { parseSettings, settingsFacts } from './settings.ts';
import { findStateFolder, type StateFolder } from './state-folder.ts';
import { findTarget, localPort, parseTarget, type Target, targetFacts } from './target.ts';

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
  const base: Facts = {
    ...first,
    ...targetFacts(target, addresses),
    'client.localPort': known(local.port, local.source),
    'openclaw.traces': known(tracesOf(folder, first), 'this machine'),
    ...gatewayList(found),
  };
  const { gateway, surroundings, facts } = placeGateway(base, found.containers, context.aim.container);

  const version = probe(
    "the gateway's version",
    (own) => containerVersion(own, gateway),
    () => ({}),
  );
  const settings = probe(
    "the gateway's settings",
    (own) => gatewaySettings(own, gateway, folder),
    (reason) => settingsFacts('gateway', reason),
  );
  const versioned = { ...facts, ...(await version) };
  const [devices, events] = await Promise.all([
    probe(
      'pairing state',
      (own) => gatewayDevices(own, gateway, folder, valueIn(versioned, 'gateway.version') ?? undefined),
      noDevices,
    ),
    probe(
      "the gateway's log",
      (own) => gatewayEvents(own, gateway, folder, target.port),
      (reason): Fact<readonly SeenEvent[]> => unknown(reason),
    ),
  ]);
  const all: Facts = { ...versioned, ...(await settings), ...devices };
  const bind = bindFact(gateway, all);
  return {
    ...all,
    'gateway.bind': bind,
    'gateway.bindSource': bind.status === 'known' ? known(bind.source, bind.source) : bind,
    ...refusalFacts({ events, told: [], facts: all, surroundings, now: context.host.now() }),
  };
}

type Prober = <T>(name: string, work: (context: Context) => Promise<T>, otherwise: (reason: string) => T) => Promise<T>;

/** Runs each probe under its own deadline. One that throws or hangs costs its own facts and nothing else. */
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

async function containerVersion({ host, aim }: Context, gateway: Gateway): Promise<Facts> {
  if (gateway.kind !== 'container') return {};
  const { container } = gateway;
  const program = container.argv.find((part) => /\.m?js$/.test(part)) ?? '';
  const folder = `${program.startsWith('/') ? program.replace(/\/[^/]*$/, '') : container.folder}`.replace(
    /\/dist$/,
    '',
  );
  const argv = [...container.engine.command, 'cp', `${container.name}:${folder}/package.json`, '-'];
  const got = await host.archive({ argv, timeoutMs: aim.timeoutMs, maxBytes: 4 * 1024 * 1024 });
  const text = got.status === 'ok' ? (got.files[0]?.text ?? '') : '';
  const version = /"name"\s*:\s*"openclaw"/.test(text) ? /"version"\s*:\s*"([^"]+)"/.exec(text)?.[1] : undefined;
  return version
    ? { 'gateway.version': known(version, `${folder}/package.json in the container ${container.name}`) }
    : {};
}

async function gatewaySettings({ host, aim }: Context, gateway: Gateway, folder: StateFolder): Promise<Facts> {
  switch (gateway.kind) {
    case 'process':
      return settingsFacts('gateway', folder.settings);
    case 'container': {
      const { container } = gateway;
      const file = container.env.OPENCLAW_CONFIG_PATH ?? `${stateDirOf(container)}/openclaw.json`;
      const argv = [...container.engine.command, 'cp', `${container.name}:${file}`, '-'];
      const got = await host.archive({ argv, timeoutMs: aim.timeoutMs, maxBytes: 8 * 1024 * 1024 });
      if (got.status === 'absent') return settingsFacts('gateway', undefined);
      const text = got.status === 'ok' ? got.files[0]?.text : undefined;
      if (text == null)
        return settingsFacts('gateway', `${file} could not be copied out of the container ${container.name}`);
      return settingsFacts('gateway', parseSettings(text, `${file} in the container ${container.name}`));
    }
    case 'elsewhere':
      return settingsFacts('gateway', `the gateway is elsewhere: ${gateway.why}`);
    case 'none':
      return settingsFacts('gateway', gateway.why);
    case 'unknown':
      return settingsFacts('gateway', gateway.reason);
    default:
      return gateway satisfies never;
  }
}

async function gatewayDevices(
  context: Context,
  gateway: Gateway,
  folder: StateFolder,
  version: string | undefined,
): Promise<Facts> {
  if (gateway.kind === 'process' && folder.names === undefined) return noDevices(folder.problem);
  const place = statePlace(gateway, folder);
  return typeof place === 'string' ? noDevices(place) : probeDevices(context, place, version);
}

function statePlace(gateway: Gateway, folder: StateFolder): StatePlace | string {
  if (gateway.kind === 'process') return { kind: 'folder', path: folder.path };
  if (gateway.kind === 'container') {
    const { container } = gateway;
    return { kind: 'container', command: container.engine.command, name: container.name, path: stateDirOf(container) };
  }
  return outOfReach(gateway);
}

async function gatewayEvents(
  context: Context,
  gateway: Gateway,
  folder: StateFolder,
  port: number,
): Promise<Fact<readonly SeenEvent[]>> {
  const place = logPlace(context, gateway, folder);
  if (typeof place === 'string') return unknown(place);
  const events = await probeLogs(context, place);
  // All gateways of this host, and the CLI, write to one place: what another port refused isn't this gateway's.
  const isOurs = (event: SeenEvent) => event.kind !== 'refused' || event.port === null || event.port === port;
  return place.kind === 'process' ? mapFact(events, (list) => list.filter(isOurs)) : events;
}

function logPlace({ host }: Context, gateway: Gateway, folder: StateFolder): LogPlace | string {
  if (gateway.kind === 'process') {
    // The CLI writes to the same place: without a gateway's state beside it, whose log that is can't be told.
    if (folder.names === undefined) return folder.problem;
    const file = valueIn(folder.facts, 'client.config.logFile');
    return {
      kind: 'process',
      file:
        file && !pathsOf(host.machine).isAbsolute(file)
          ? pathsOf(host.machine).join(folder.path, file)
          : (file ?? undefined),
    };
  }
  if (gateway.kind === 'container') {
    return { kind: 'container', command: gateway.container.engine.command, name: gateway.container.name };
  }
  return outOfReach(gateway);
}

/** Why nothing of the gateway's own can be read. */
function outOfReach(gateway: Exclude<Gateway, { kind: 'process' | 'container' }>): string {
  if (gateway.kind === 'elsewhere')
    return `the gateway is elsewhere (${gateway.why}): run the doctor on its host to see its state and log`;
  return gateway.kind === 'none' ? gateway.why : gateway.reason;
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
