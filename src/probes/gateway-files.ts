import type { Gateway } from '../facts/choose.ts';
import { type Fact, type Facts, known, mapFact, unknown, valueIn } from '../model/fact.ts';
import type { Context } from './context.ts';
import { noDevices, probeDevices, type StatePlace } from './devices.ts';
import { type LogPlace, probeLogs, type SeenEvent, type SeenLog } from './logs.ts';
import { stateDirOf } from './openclaw-container.ts';
import { pathsOf } from './paths.ts';
import { parseSettings, settingsFacts } from './settings.ts';
import { hostFile } from './settings-file.ts';
import type { StateFolder } from './state-folder.ts';

/** The version that a container runs, from its package: what it was started with tells where that lies. */
export async function containerVersion({ host, aim }: Context, gateway: Gateway): Promise<Facts> {
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

/** The gateway's own openclaw.json: of this host, or copied out of its container. */
export async function gatewaySettings({ host, aim }: Context, gateway: Gateway, folder: StateFolder): Promise<Facts> {
  switch (gateway.kind) {
    case 'process': {
      const facts = settingsFacts('gateway', folder.settings);
      return { ...facts, ...(await hostFile({ host, aim }, gateway, facts)) };
    }
    case 'container': {
      const { container } = gateway;
      const file = container.env.OPENCLAW_CONFIG_PATH ?? `${stateDirOf(container)}/openclaw.json`;
      const argv = [...container.engine.command, 'cp', `${container.name}:${file}`, '-'];
      const got = await host.archive({ argv, timeoutMs: aim.timeoutMs, maxBytes: 8 * 1024 * 1024 });
      if (got.status === 'absent') return settingsFacts('gateway', undefined);
      const text = got.status === 'ok' ? got.files[0]?.text : undefined;
      if (text == null)
        return settingsFacts('gateway', `${file} could not be copied out of the container ${container.name}`);
      const facts = settingsFacts('gateway', parseSettings(text, `${file} in the container ${container.name}`));
      return { ...facts, ...(await hostFile({ host, aim }, gateway, facts)) };
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

/** The gateway's pairing state, from where it keeps it. */
export async function gatewayDevices(
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

/** What the gateway's log tells of connections and of what failed. */
export async function gatewayLog(
  context: Context,
  gateway: Gateway,
  folder: StateFolder,
  port: number,
): Promise<Fact<SeenLog>> {
  const place = logPlace(context, gateway, folder);
  if (typeof place === 'string') return unknown(place);
  const log = await probeLogs(context, place);
  // All gateways of this host, and the CLI, write to one place: what another port refused isn't this gateway's.
  const isOurs = (event: SeenEvent, _: number, all: readonly SeenEvent[]) =>
    event.kind === 'refused'
      ? event.port === null || event.port === port
      : !NAMELESS.includes(event.kind) || !all.some((other) => isOfAnother(other, port));
  return place.kind === 'process'
    ? mapFact(log, ({ events, failures }) => ({
        events: events.filter(isOurs),
        failures: failures.filter((failure) => failure.port === null || failure.port === port),
      }))
    : log;
}

/** Events that don't tell which gateway they are of: in a log that several write to they are nobody's. */
const NAMELESS: readonly SeenEvent['kind'][] = ['untrusted-proxy', 'missing-scope'];

const isOfAnother = (event: SeenEvent, port: number) =>
  event.kind === 'refused' && event.port !== null && event.port !== port;

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
    return `the gateway is elsewhere (${gateway.why}): run the doctor there, or name its host with --ssh, to see its state and log`;
  return gateway.kind === 'none' ? gateway.why : gateway.reason;
}
