import type { Host } from '../host/host.ts';
import type { Engine } from '../model/catalogue.ts';
import { type Facts, known, valueIn } from '../model/fact.ts';
import { UsageError } from '../options.ts';
import { listedDevices, newestTime } from '../probes/devices.ts';
import { parseEngine } from '../probes/engine-info.ts';
import { containerFacts } from '../probes/engines.ts';
import { type Failure, failuresIn, toldFailures } from '../probes/failures.ts';
import { type Container, parseInspect } from '../probes/inspect.ts';
import { eventsOf, type SeenEvent } from '../probes/logs.ts';
import { parseSettings, settingsFacts } from '../probes/settings.ts';
import { parseTarget, targetFacts } from '../probes/target.ts';
import { type Patient, patientOf, type Stated } from './patient.ts';
import { signFacts } from './signs.ts';
import { storageFiles, storageIn } from './storage.ts';
import { readTold, type Told } from './told.ts';

/** The names of captured outputs that are read; answers that lie beside them (`expected.*`) never are. */
const KNOWN = [
  'env.json',
  'docker-inspect.json',
  'docker-info.json',
  'podman-info.json',
  'openclaw.json',
  'gateway.log',
  'devices-list.json',
  'wsl.txt',
  'ss.txt',
  'cli.txt',
  'errors.txt',
  'host-curl.txt',
  'compose-path-results.txt',
  ...storageFiles,
];

/** The patient whose captured outputs lie in a folder. What is absent is unknown; what the user stated counts most. */
export async function folderPatient(
  host: Host,
  folder: string,
  stated: Stated = {},
  container?: string,
): Promise<Patient> {
  const listed = await host.list({ path: folder });
  if (listed.status !== 'ok') throw new UsageError(`--from ${folder}: the folder can't be read`);
  const names = listed.entries
    .filter(({ kind, name }) => kind === 'file' && !/^expected\./.test(name))
    .map(({ name }) => name);
  const files = new Map<string, string>();
  for (const name of names.filter((candidate) => KNOWN.includes(candidate))) {
    const read = await host.readText({ path: `${folder}/${name}`, maxBytes: 64 * 1024 * 1024 });
    if (read.status === 'ok') files.set(name, read.text);
  }
  if (files.size === 0)
    throw new UsageError(`--from ${folder}: none of the files in it is known; they are named ${KNOWN.join(', ')}`);
  const containers = containersIn(files);
  const told = ['cli.txt', 'errors.txt', 'host-curl.txt'].flatMap((name) => {
    const text = files.get(name);
    return text === undefined ? [] : [readTold(text, name)];
  });
  const events = eventsIn(files, told);
  const failures = failuresOf(files, told);
  const facts: Facts = {
    ...environmentFacts(files),
    ...wslFacts(files.get('wsl.txt')),
    ...listenerFacts(files.get('ss.txt')),
    ...settingsIn(files),
    ...devicesIn(files),
    ...(containers
      ? containerFacts({
          engines: known(enginesOf(containers), 'docker-inspect.json'),
          containers: known(containers, 'docker-inspect.json'),
          down: [],
        })
      : {}),
    ...Object.assign({}, ...told.map((part) => part.facts)),
    ...signsOf(files),
  };
  return patientOf({
    facts: { ...facts, ...dialledFacts(facts) },
    stated,
    ...(containers ? { containers } : {}),
    ...(events ? { events } : {}),
    ...(failures ? { failures } : {}),
    storage: await storageIn(files, containers ?? []),
    // A log tells more of the same refusal than what a client printed.
    told: events?.some((event) => event.kind === 'refused') ? [] : told.flatMap((part) => part.refusals),
    ...(container === undefined ? {} : { container }),
    leftAside: names.filter((name) => !files.has(name)),
  });
}

/** What was on screen, in whichever file: one tells of a command, another of what came of it. */
function signsOf(files: ReadonlyMap<string, string>): Facts {
  const names = ['cli.txt', 'errors.txt'].filter((name) => files.has(name));
  return names.length > 0 ? signFacts(names.map((name) => files.get(name)).join('\n'), '', names.join(', ')) : {};
}

function containersIn(files: ReadonlyMap<string, string>): Container[] | undefined {
  const text = files.get('docker-inspect.json');
  if (text === undefined) return undefined;
  const podman = files.get('podman-info.json');
  // Podman says of each container which OCI runtime it has; Docker doesn't.
  const kind = podman !== undefined || text.includes('"OCIRuntime"') ? 'podman' : 'docker';
  // Whatever made these containers with compose has compose.
  const compose = text.includes('com.docker.compose.version');
  const engine = parseEngine(kind, [kind], podman ?? files.get('docker-info.json') ?? '', compose);
  return parsed('docker-inspect.json', () => parseInspect(text, engine));
}

function enginesOf(containers: readonly Container[]): Engine[] {
  return [...new Set(containers.map((container) => container.engine))];
}

function eventsIn(files: ReadonlyMap<string, string>, told: readonly Told[]): SeenEvent[] | undefined {
  const log = files.get('gateway.log');
  const events = [
    ...(log === undefined ? [] : eventsOf(log.split('\n'), 'gateway.log')),
    ...told.flatMap((part) => part.events),
  ];
  return log === undefined && events.length === 0 ? undefined : events;
}

/** What failed, by the log and by what was on screen; undefined where neither was handed in. */
function failuresOf(files: ReadonlyMap<string, string>, told: readonly Told[]): Failure[] | undefined {
  const log = files.get('gateway.log');
  const tries = files.get('compose-path-results.txt');
  if (log === undefined && tries === undefined && told.length === 0) return undefined;
  return [
    ...(log === undefined ? [] : failuresIn(log.split('\n'), 'gateway.log')),
    ...told.flatMap((part) => part.failures),
    ...(tries === undefined ? [] : toldFailures(tries, 'compose-path-results.txt')),
  ];
}

/** env.json: what a probe of the system would have told. */
function environmentFacts(files: ReadonlyMap<string, string>): Facts {
  const text = files.get('env.json');
  if (text === undefined) return {};
  const env = parsed('env.json', () => JSON.parse(text) as Record<string, unknown>);
  const facts: Record<string, unknown> = {};
  if (typeof env.platform === 'string') facts['os.platform'] = known(env.platform, 'env.json');
  const home = env.HOME ?? env.USERPROFILE;
  if (typeof home === 'string') facts['os.home'] = known(home, 'env.json');
  if (typeof env.insideContainer === 'boolean') {
    const podman = Array.isArray(env.files) && env.files.includes('/run/.containerenv');
    facts['os.container'] = known(env.insideContainer ? (podman ? 'podman' : 'docker') : null, 'env.json');
  }
  const [folder, names] = Object.entries((env.hostState ?? {}) as Record<string, unknown>)[0] ?? [];
  if (folder !== undefined && Array.isArray(names)) {
    facts['client.stateDir'] = known(folder, 'env.json');
    facts['client.hasState'] = known(names.length > 0, 'env.json');
  }
  return facts as Facts;
}

function wslFacts(text: string | undefined): Facts {
  if (text === undefined) return {};
  const mode =
    /wslinfo --networking-mode\s*\n\s*(\w+)/.exec(text)?.[1] ?? /networkingMode\s*=\s*(\w+)/i.exec(text)?.[1];
  const distro = /WSL_DISTRO_NAME=(\S+)/.exec(text)?.[1];
  return {
    ...(distro ? { 'os.wsl': known(distro, 'wsl.txt') } : {}),
    ...(mode ? { 'os.wslNetworking': known(mode.toLowerCase(), 'wsl.txt') } : {}),
  };
}

function listenerFacts(text: string | undefined): Facts {
  const name = /users:\(\("([^"]{1,64})"/.exec(
    (text ?? '').split('\n').find((line) => line.startsWith('LISTEN') && /:18789\s/.test(line)) ?? '',
  )?.[1];
  return name ? { 'listener.process': known(name, 'ss.txt') } : {};
}

/** The gateway's own settings or a client's, told by gateway.mode. */
function settingsIn(files: ReadonlyMap<string, string>): Facts {
  const text = files.get('openclaw.json');
  if (text === undefined) return {};
  const settings = parseSettings(text, 'openclaw.json');
  const asClient = settingsFacts('client', settings);
  return valueIn(asClient, 'client.config.mode') === 'remote' ? asClient : settingsFacts('gateway', settings);
}

function devicesIn(files: ReadonlyMap<string, string>): Facts {
  const text = files.get('devices-list.json');
  return text === undefined
    ? {}
    : parsed('devices-list.json', () => listedDevices(text, 'devices-list.json', newestTime(text)));
}

/** Where the client dials: what its settings say, else a gateway on the same host. */
function dialledFacts(facts: Facts): Facts {
  const url = valueIn(facts, 'client.config.remoteUrl') ?? valueIn(facts, 'text.target');
  const target = url ? parseTarget(url) : undefined;
  if (target) return targetFacts({ ...target, source: 'gateway.remote.url in openclaw.json' }, []);
  const local = parseTarget(`ws://127.0.0.1:${valueIn(facts, 'gateway.config.port') ?? 18789}`);
  return local ? targetFacts({ ...local, source: 'the default of a gateway on this host' }, []) : {};
}

function parsed<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(`--from: ${name} can't be parsed: ${(error as Error).message.split('\n')[0]}`);
  }
}
