import { behaves } from '../gateway/model/behaviour.ts';
import type { Surroundings } from '../gateway/peer.ts';
import { natAddressesOf } from '../gateway/peer.ts';
import { releasesOf } from '../gateway/releases.ts';
import { type Fact, type Facts, factOf, known, unknown, valueIn } from '../model/fact.ts';
import { publishedOf } from '../probes/engines.ts';
import type { Container } from '../probes/inspect.ts';
import { bindOf, cliOf, portOf, stateDirOf } from '../probes/openclaw-container.ts';
import { chooseGateway, type Gateway } from './choose.ts';

/** Which gateway is meant, what surrounds it, and the facts with what is known of it. Shared by probes and evidence. */
export function placeGateway(
  facts: Facts,
  containers: Fact<readonly Container[]>,
  named?: string,
): { readonly gateway: Gateway; readonly surroundings: Surroundings; readonly facts: Facts } {
  const gateway = chooseGateway(facts, containers, named);
  const surroundings = surroundingsOf(gateway, facts, containers);
  return { gateway, surroundings, facts: { ...facts, ...gatewayFacts(gateway, facts, surroundings) } };
}

/** What surrounds it, for telling what the addresses that it saw stand for. */
export function surroundingsOf(gateway: Gateway, facts: Facts, containers: Fact<readonly Container[]>): Surroundings {
  const others = containers.status === 'known' ? containers.value : [];
  const own = gateway.kind === 'container' ? gateway.container : undefined;
  return {
    container: own
      ? {
          networkMode: own.networkMode,
          gateways: own.networks.flatMap((network) => network.gateways),
          addresses: addressesOf(own),
          rootless: own.engine.rootless === true,
          desktop: own.engine.desktop === true,
        }
      : null,
    // Those of another host are not this machine's.
    hostAddresses: gateway.kind === 'elsewhere' ? [] : (valueIn(facts, 'os.addresses') ?? []),
    containerAddresses: others.filter((container) => container !== own).flatMap(addressesOf),
  };
}

function addressesOf(container: Container): string[] {
  return container.networks.flatMap((network) => network.addresses);
}

/** What is known of the gateway as facts; its settings, state and log are read from where this says. */
export function gatewayFacts(gateway: Gateway, facts: Facts, surroundings: Surroundings): Facts {
  switch (gateway.kind) {
    case 'container':
      return containerGateway(gateway.container, gateway.why, facts, surroundings);
    case 'process':
      return hostGateway(gateway.why, facts);
    case 'elsewhere':
      return {
        'gateway.kind': known('elsewhere', gateway.why),
        'gateway.where': overSsh(facts) ?? known('gateway-host', gateway.why),
        'gateway.exec': known(['openclaw'], gateway.why),
        'gateway.name': known(null, gateway.why),
        'gateway.version': versionFact(facts, []),
        'gateway.hostNetwork': unknown(`${gateway.why}: run the doctor on the gateway's host`),
        ...absentContainer(gateway.why),
      };
    case 'none':
      return { 'gateway.kind': known(null, gateway.why), 'gateway.name': known(null, gateway.why) };
    case 'unknown':
      return { 'gateway.kind': unknown(gateway.reason), 'gateway.name': unknown(gateway.reason) };
    default:
      return gateway satisfies never;
  }
}

/** Its host by the target of the ssh that reaches it. */
function overSsh(facts: Facts): Fact<string> | undefined {
  const ssh = factOf(facts, 'gateway.ssh');
  const target = ssh.status === 'known' ? ssh.value.at(-1) : undefined;
  return ssh.status === 'known' && target !== undefined ? known(`ssh:${target}`, ssh.source) : undefined;
}

function containerGateway(container: Container, why: string, facts: Facts, surroundings: Surroundings): Facts {
  const source = `${container.engine.command.join(' ')} inspect ${container.name}`;
  const fact = <T>(value: T) => known(value, source);
  const command = container.engine.command;
  const cli = cliOf(container);
  const { compose } = container;
  // -T: the doctor has no terminal to give, and compose wants one otherwise. The exec of `docker compose` finds the service by its labels, as the user knows it; other composes need the compose file for it, and there the container's name does.
  // Labels come from images, too: what they name is taken only where it is the name of this very container.
  const isItsName =
    compose !== null &&
    [`${compose.project}-${compose.service}-1`, `${compose.project}_${compose.service}_1`].includes(container.name);
  const byCompose =
    compose !== null && isItsName && container.engine.compose === true && container.engine.kind === 'docker';
  const exec = byCompose
    ? [...command, 'compose', '--project-name', compose.project, 'exec', '-T', compose.service, ...cli]
    : [...command, 'exec', container.name, ...cli];
  const [program = 'openclaw', ...rest] = cli;
  const port = portOf(container);
  const sidecar = [
    ...[...command, 'run', '--rm', '--network', `container:${container.name}`, '--env', 'OPENCLAW_GATEWAY_TOKEN'],
    ...(port === 18789 ? [] : ['--env', `OPENCLAW_GATEWAY_PORT=${port}`]),
    // Whatever the image would start itself would come in between.
    ...['--entrypoint', program, container.image, ...rest],
  ];
  return {
    'gateway.kind': known('container', why),
    'gateway.name': fact(container.name),
    'gateway.where': fact('host'),
    'gateway.running': fact(container.running),
    'gateway.exitCode': fact(container.exitCode),
    'gateway.startedAt': container.startedAt === '' ? unknown('the engine does not tell') : fact(container.startedAt),
    'gateway.version': versionFact(facts, [container.imageVersion]),
    'gateway.engine': fact(container.engine.kind),
    'gateway.engineCommand': fact(command),
    'gateway.engineProduct': known(container.engine.product, `${command.join(' ')} info`),
    'gateway.engineDesktop': known(container.engine.desktop, `${command.join(' ')} info`),
    'gateway.exec': fact(exec),
    'gateway.sidecar': container.image === '' ? unknown('its image has no name') : fact(sidecar),
    'gateway.restart': fact([...command, 'restart', container.name]),
    'gateway.start': fact([...command, 'start', container.name]),
    // A gateway that is killed notes nowhere that it has ended: the next one on its state waits five minutes.
    'gateway.stop': container.isRemovedAtStop
      ? unknown('its container is removed as it stops')
      : fact([...command, 'stop', '-t', '60', container.name]),
    'gateway.logs': fact([...command, 'logs', '--tail', '50', container.name]),
    'gateway.networkMode': fact(container.networkMode),
    'gateway.hostNetwork': fact(container.networkMode === 'host'),
    'gateway.natAddresses': fact(natAddressesOf(surroundings)),
    'gateway.port': fact(portOf(container)),
    'gateway.publishedPort': fact(publishedPort(container)),
    'gateway.published': fact(publishedOf(container)),
    'gateway.composeProject': fact(compose?.project ?? null),
    'gateway.composeService': fact(compose?.service ?? null),
    'gateway.composeFile': fact(compose?.file ?? null),
    'gateway.stateDir': fact(stateDirOf(container)),
  };
}

function hostGateway(why: string, facts: Facts): Facts {
  const http = valueIn(facts, 'path.http');
  const tcp = valueIn(facts, 'path.tcp');
  const distro = valueIn(facts, 'client.stateDistro');
  const running = http === 'ok' || http === 'proxy-attribution' ? true : tcp === 'refused' ? false : undefined;
  return {
    'gateway.kind': known('process', why),
    'gateway.name': known(null, why),
    'gateway.where': known(distro == null ? 'host' : `wsl:${distro}`, why),
    'gateway.running':
      running === undefined ? unknown('its port was not tried') : known(running, 'a connection to its port'),
    'gateway.version': versionFact(facts, [valueIn(facts, 'openclaw.installed')]),
    'gateway.exec': known(hostCommand(facts), why),
    'gateway.hostNetwork': known(true, why),
    'gateway.networkMode': known('host', why),
    'gateway.natAddresses': known([], why),
    'gateway.port': known(valueIn(facts, 'client.port') ?? null, valueIn(facts, 'client.urlSource') ?? why),
    ...absentContainer(why),
  };
}

/** The argv of its CLI, as it finds this gateway's state. One that would dial another port is told this one. */
function hostCommand(facts: Facts): readonly string[] {
  const isInDistro = valueIn(facts, 'client.stateDistro') != null;
  const command = isInDistro ? ['openclaw'] : (valueIn(facts, 'client.command') ?? ['openclaw']);
  const port = valueIn(facts, 'client.port');
  const local = valueIn(facts, 'client.localPort');
  const isOther = port != null && local != null && port !== local && valueIn(facts, 'client.config.mode') !== 'remote';
  const needsPort = isOther && (isInDistro || valueIn(facts, 'os.platform') !== 'win32');
  return needsPort ? ['env', `OPENCLAW_GATEWAY_PORT=${port}`, ...command] : command;
}

function absentContainer(why: string): Facts {
  const none = known(null, why);
  return {
    'gateway.engine': none,
    'gateway.engineCommand': known([], why),
    'gateway.engineProduct': none,
    'gateway.engineDesktop': none,
    'gateway.composeProject': none,
    'gateway.composeService': none,
    'gateway.composeFile': none,
    'gateway.publishedPort': none,
    'gateway.published': known([], why),
  };
}

/** Its page tells best, then what it was started from. */
function versionFact(facts: Facts, others: readonly (string | null | undefined)[]): Fact<string | null> {
  const page = valueIn(facts, 'path.version');
  if (page) return known(page, 'the page that the gateway serves');
  const other = others.find((version) => version != null);
  return other
    ? known(other, 'the image or package that it runs from')
    : unknown('neither its page nor its package tells its version');
}

/** The port of this host that leads to the gateway in it; null: none does. */
export function publishedPort(container: Container): number | null {
  if (container.networkMode === 'host') return portOf(container);
  const port = portOf(container);
  return container.ports.find(({ containerPort }) => containerPort === port)?.hostPort ?? null;
}

/** What the gateway listens on: its command decides before its settings, and both before the version's default. */
export function bindFact(gateway: Gateway, facts: Facts): Fact<string | null> {
  const option = gateway.kind === 'container' ? bindOf(gateway.container) : undefined;
  if (option !== undefined) return known(option, '--bind in the command of its container');
  const set = facts['gateway.config.bind'];
  if (set === undefined || set.status === 'unknown') return set ?? unknown('its settings were not read');
  return set.value === null ? defaultBind(gateway, facts) : set;
}

/** What a gateway listens on where nobody says: in a container everything, from 2026.4.7 on (F13). */
function defaultBind(gateway: Gateway, facts: Facts): Fact<string> {
  const possible = releasesOf(valueIn(facts, 'gateway.version') ?? '');
  const isAuto = possible && behaves(possible, 'container-autobind');
  if (gateway.kind === 'process') return known('loopback', 'the default on a host');
  if (isAuto === true) return known('auto', 'the default in a container, 2026.4.7 and newer');
  if (isAuto === false) return known('loopback', 'the default before 2026.4.7');
  return unknown('neither its command nor its settings say; the default depends on the version');
}
