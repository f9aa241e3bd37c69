import { type Fact, type Facts, valueIn } from '../model/fact.ts';
import type { Container } from '../probes/inspect.ts';
import { portOf, roleOf } from '../probes/openclaw-container.ts';

/** The one gateway that the client's URL leads to, or why it can't be told. */
export type Gateway =
  | { readonly kind: 'container'; readonly container: Container; readonly why: string }
  | { readonly kind: 'process'; readonly why: string }
  | { readonly kind: 'elsewhere'; readonly why: string }
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Finds the gateway behind the client's URL: by `--container`, by the published port, by what answers there; where none
 * does, the only one there is. Several that could be meant are the user's to choose from.
 */
export function chooseGateway(
  facts: Facts,
  containers: Fact<readonly Container[]>,
  named: string | undefined,
): Gateway {
  const all = containers.status === 'known' ? containers.value : [];
  const every = all.filter((container) => roleOf(container) === 'gateway');
  if (named !== undefined) return byName(all, every, named, containers);
  return byUrl(facts, containers, every);
}

function byUrl(facts: Facts, containers: Fact<readonly Container[]>, every: readonly Container[]): Gateway {
  const dials = valueIn(facts, 'client.dials');
  const host = valueIn(facts, 'client.host');
  const there = every.filter(
    ({ engine, ports }) =>
      engine.elsewhere !== null &&
      engine.elsewhere === host &&
      ports.some(({ hostPort }) => hostPort === valueIn(facts, 'client.port')),
  );
  if (there[0]) return { kind: 'container', container: there[0], why: `its engine runs on ${host}` };
  // An engine on another host publishes its ports there.
  const gateways = every.filter(({ engine }) => engine.elsewhere === null);
  const insideContainer = valueIn(facts, 'os.container') != null;
  const dialled = gateways.filter((container) =>
    container.networks.some(({ addresses }) => addresses.includes(host ?? '')),
  );
  if (dialled[0]) return { kind: 'container', container: dialled[0], why: `${host} is its address` };
  if (dials === undefined && gateways.length === 0)
    return { kind: 'unknown', reason: 'where the client dials is not told' };
  const staysHere = dials === undefined || dials === 'loopback' || dials === 'own';
  if (!staysHere) return { kind: 'elsewhere', why: `${host} is not this machine` };

  const port = valueIn(facts, 'client.port');
  const answering = gateways.filter(({ running }) => running);
  const atPort = answering.filter((container) => listensAt(container, port ?? null, host ?? null));
  if (atPort.length === 1 && atPort[0])
    return { kind: 'container', container: atPort[0], why: `port ${port} of this host leads to it` };
  if (atPort.length > 1) return severalOf(atPort);

  if (valueIn(facts, 'client.tunnel') === true)
    return { kind: 'elsewhere', why: `${host}:${port} is the near end of an SSH tunnel` };

  // Whether what answers is a container can't be told where the engine may not be asked.
  if (containers.status === 'unknown' && facts['path.tcp'] !== undefined)
    return { kind: 'unknown', reason: containers.reason };
  const http = valueIn(facts, 'path.http');
  if (http === 'ok' || http === 'proxy-attribution') {
    const down = valueIn(facts, 'engines.down') ?? [];
    if (down.length > 0 && valueIn(facts, 'client.hasState') === false) {
      const engines = down.join(' and ');
      return {
        kind: 'unknown',
        reason: `a gateway answers at port ${port}, this user has no state of it, and ${engines} can't be asked: set DOCKER_HOST, or run the doctor as the user who started it`,
      };
    }
    return { kind: 'process', why: `port ${port} answers, and no container publishes it` };
  }
  if (insideContainer && gateways.length === 0) return { kind: 'process', why: 'the doctor runs inside its container' };
  const stopped = gateways.filter(
    (container) => !container.running && listensAt(container, port ?? null, host ?? null),
  );
  if (stopped.length === 1 && stopped[0])
    return { kind: 'container', container: stopped[0], why: `it is published at port ${port}, and does not run` };
  if (gateways.length === 1 && gateways[0]) {
    return { kind: 'container', container: gateways[0], why: 'it is the only gateway found on this machine' };
  }
  if (gateways.length > 1) return severalOf(answering.length > 0 ? answering : gateways);
  if (containers.status === 'unknown') return { kind: 'unknown', reason: containers.reason };
  const traces = valueIn(facts, 'openclaw.traces') ?? [];
  return traces.length > 0
    ? { kind: 'process', why: `no container runs one, and this machine has ${traces[0]}` }
    : { kind: 'none', why: 'neither a container nor a trace of OpenClaw was found' };
}

function byName(
  all: readonly Container[],
  gateways: readonly Container[],
  named: string,
  containers: Fact<unknown>,
): Gateway {
  const exact = all.find(({ name, id }) => name === named || (named.length >= 12 && id.startsWith(named)));
  const byService = all.filter(({ compose }) => compose?.service === named);
  if (!exact && byService.length > 1) return severalOf(byService);
  const found = exact ?? byService[0];
  if (found) return { kind: 'container', container: found, why: '--container' };
  if (containers.status === 'unknown') return { kind: 'unknown', reason: containers.reason };
  const others = gateways.map(({ name }) => name).join(', ') || 'none';
  return { kind: 'unknown', reason: `no container ${named} runs OpenClaw; gateways found: ${others}` };
}

function severalOf(gateways: readonly Container[]): Gateway {
  const names = gateways.map(({ name }) => name).join(', ');
  return {
    kind: 'unknown',
    reason: `several gateways could be meant: ${names}. Name one with --container, or its address with --url`,
  };
}

/** Whether a connection to that port of this host ends in the container. */
function listensAt(container: Container, port: number | null, host: string | null): boolean {
  // On another container's network it is that one which publishes; its own port is as good a guess as there is.
  if (container.networkMode === 'host' || container.networkMode.startsWith('container:'))
    return portOf(container) === port;
  const isLoopback = /^(?:127\.|::1|localhost$)/;
  return container.ports.some(
    ({ hostPort, hostIp }) =>
      hostPort === port &&
      (/^(?:0\.0\.0\.0|::)$/.test(hostIp) ||
        hostIp === host ||
        (isLoopback.test(hostIp) && (host ?? 'localhost') === 'localhost')),
  );
}
