import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/gateway/model/answer.ts';
import { type Dialler, type Seen, seenAddress, type Target, type Topology } from '../../src/gateway/topology.ts';
import { judge, type Kind, type Over, PORT, rowsOf } from './model/attempts.ts';

const HOST = { address: '192.168.50.10' };
const LAN: Dialler = { kind: 'lan', address: '192.168.50.20' };

type Network = Extract<Topology, { kind: 'in-container' }>['network'];

const bridge = (network: Partial<Extract<Network, { kind: 'docker-bridge' }>> = {}): Network => ({
  kind: 'docker-bridge',
  gateway: '172.17.0.1',
  address: '172.17.0.2',
  userlandProxy: true,
  iptables: true,
  ...network,
});

function container(network: Network, over: { bind?: 'loopback'; publishedAt?: '127.0.0.1' | null } = {}): Topology {
  const { bind = 'lan', publishedAt = '0.0.0.0' } = over;
  return { kind: 'in-container', bind, host: HOST, network, publishedAt };
}

const NETAVARK: Network = { kind: 'netavark', gateway: '10.88.0.1', address: '10.88.0.3' };

/** The topologies of TOPOLOGIES.md by the label that their rows begin with. */
const TOPOLOGIES: Readonly<Record<string, Topology>> = {
  A1: container(bridge()),
  A2: container(bridge({ gateway: '172.18.0.1', address: '172.18.0.3' })),
  A3: container(bridge(), { publishedAt: '127.0.0.1' }),
  A4: container(bridge({ userlandProxy: false })),
  A5: container(bridge(), { bind: 'loopback' }),
  A6: container({ kind: 'host' }),
  A7: container(bridge({ iptables: false })),
  B1: { kind: 'on-host', bind: 'loopback', host: HOST },
  B2: { kind: 'on-host', bind: 'lan', host: HOST },
  P1: container(NETAVARK),
  P2: container({ kind: 'pasta', hostLoToNsLo: false }),
  P3: container({ kind: 'pasta', hostLoToNsLo: true }),
  P4: container({ kind: 'slirp4netns', portHandler: 'rootlesskit' }),
  P5: container({ kind: 'slirp4netns', portHandler: 'slirp4netns' }),
  P6: container({ kind: 'rootless-bridge', address: '10.89.0.2' }),
  'V2026.5.7': container(bridge()),
  'V2026.1.29': container(bridge()),
};

const ON_HOST: Dialler = { kind: 'host' };
const BESIDE: Dialler = { kind: 'beside-gateway' };
const SIBLING: Dialler = { kind: 'container', address: '172.18.0.2', isOnSameNetwork: true };
/** Clients in containers of a host on which the gateway itself runs. */
const onBridge = (address: string): Dialler => ({ kind: 'container', address, isOnSameNetwork: false });

/** Who dials what, by the words of the table's second column. */
const DIALS: readonly (readonly [RegExp, Dialler, Target])[] = [
  [/^(?:\S+ )?host(?: cli)?->127\.0\.0\.1/, ON_HOST, '127.0.0.1'],
  [/^cli host->\[::1\]/, ON_HOST, '::1'],
  [/^cli host->own LAN ip/, ON_HOST, 'host-address'],
  [/^cli host->container ip/, ON_HOST, 'container'],
  [/^cli LAN machine->host LAN ip/, LAN, 'host-address'],
  [/^(?:cli inside container|sidecar network_mode \S+)->127\.0\.0\.1/, BESIDE, '127.0.0.1'],
  [/^cli inside container->own eth0 ip/, BESIDE, 'container'],
  [/^other container->ws:\/\/openclaw-gateway/, SIBLING, 'container'],
  [/^other container->ws:\/\/host\.docker\.internal/, SIBLING, 'host.docker.internal'],
  [/^other container->host LAN ip/, SIBLING, 'host-address'],
  [/^gateway container->ws:\/\/host\.docker\.internal/, BESIDE, 'host.docker.internal'],
  [/^container\(default bridge\)->host\.docker\.internal/, onBridge('172.17.0.2'), 'host.docker.internal'],
  [/^container\(user network oc2\)->host\.docker\.internal/, onBridge('172.18.0.2'), 'host.docker.internal'],
  [/^container->host LAN ip/, onBridge('172.17.0.2'), 'host-address'],
  [/^container->127\.0\.0\.1/, onBridge('172.17.0.2'), '127.0.0.1'],
  [/^container network_mode host->127\.0\.0\.1/, ON_HOST, '127.0.0.1'],
];

const KIND_OF: readonly (readonly [RegExp, Kind])[] = [
  [/^control-ui/, 'control-ui'],
  [/^node-host/, 'node'],
  [/^backend/, 'backend'],
  [/./, 'cli'],
];

function first<const Rest extends readonly unknown[]>(
  table: readonly (readonly [RegExp, ...Rest])[],
  text: string,
): Rest {
  const [, ...rest] = table.find(([pattern]) => pattern.test(text)) ?? [];
  if (rest.length === 0) throw new Error(`the table doesn’t know ${text}`);
  return rest as unknown as Rest;
}

const rows = rowsOf(readFileSync(new URL('../../fixtures/openclaw/TOPOLOGIES.md', import.meta.url), 'utf8')).map(
  ([topology = '', client = '', address, approved, outcome]) => ({ topology, client, address, approved, outcome }),
);

test('all 112 observed rows are held against the model', () => {
  expect(rows).toHaveLength(112);
});

test.each(rows)('$topology: $client is seen as $address', ({ topology, client, ...expected }) => {
  const label = topology.split(' ')[0] ?? '';
  const [from, to] = first(DIALS, client);
  const there = TOPOLOGIES[label];
  if (!there) throw new Error(`the table doesn’t know ${label}`);
  const seen = seenAddress(there, from, to);
  const version = label.startsWith('V') ? label.slice(1) : '2026.9.6';
  const answer = (build: 'same' | 'none') => (seen.kind === 'seen' ? answerTo(client, version, seen, build) : null);
  expect({
    address: seen.kind === 'seen' ? seen.address : '-',
    approved: approvalOf(answer('same')),
    outcome: outcomeOf(seen, answer('none')),
  }).toEqual({ ...expected, outcome: expected.outcome?.replace(/connect (ECONNREFUSED) \S+/, '$1') });
});

/** The lab's client, which sends no build id and, as the Control UI, Host and Origin of localhost. */
function answerTo(
  client: string,
  version: string,
  seen: Extract<Seen, { kind: 'seen' }>,
  build: 'same' | 'none',
): Answer {
  const [kind] = first(KIND_OF, client);
  const over: Over = { socket: { peer: seen.address, dialled: seen.dialled }, client: { build } };
  if (kind !== 'control-ui') return judge(version, kind, over);
  const host = `localhost:${PORT}`;
  return judge(version, kind, { ...over, headers: { host, origin: `http://${host}` } });
}

/** Whether the device was approved without anybody; the row of the local backend says that nobody was asked. */
function approvalOf(answer: Answer | null): string {
  if (answer?.kind !== 'accepted') return 'no';
  return answer.as === 'pairing-skipped' ? 'n/a (ok)' : 'yes';
}

/** 1005: accepted, and closed by the client. */
function outcomeOf(seen: Seen, answer: Answer | null): string {
  if (seen.kind === 'unknown') return 'unknown';
  if (seen.kind === 'error') return seen.error === 'reset' ? '1006 socket hang up' : '1006 ECONNREFUSED';
  if (answer?.kind === 'accepted') return '1005';
  if (answer?.kind !== 'pending' && answer?.kind !== 'refused') throw new Error(`nobody observed ${answer?.kind}`);
  return `${answer.closeCode} ${answer.detailsCode ?? answer.reason}`;
}

describe('what the rows imply', () => {
  const a1 = container(bridge());

  test('a port that isn’t published is reached by the container’s address only', () => {
    const hidden = container(bridge(), { publishedAt: null });
    expect(seenAddress(hidden, ON_HOST, '127.0.0.1')).toEqual({ kind: 'error', error: 'refused' });
    expect(seenAddress(hidden, LAN, 'host-address')).toEqual({ kind: 'error', error: 'refused' });
    expect(seenAddress(hidden, ON_HOST, 'container')).toMatchObject({ address: '172.17.0.1' });
    expect(seenAddress(hidden, BESIDE, '127.0.0.1')).toMatchObject({ address: '127.0.0.1' });
  });

  test('a port published at 127.0.0.1 isn’t published at [::1], nor to other containers', () => {
    const local = container(bridge(), { publishedAt: '127.0.0.1' });
    expect(seenAddress(local, ON_HOST, '::1')).toEqual({ kind: 'error', error: 'refused' });
    expect(seenAddress(local, SIBLING, 'host.docker.internal')).toEqual({ kind: 'error', error: 'refused' });
  });

  test('the loopback of another container is its own', () => {
    expect(seenAddress(a1, SIBLING, '127.0.0.1')).toEqual({ kind: 'error', error: 'refused' });
  });

  test('without docker-proxy in between a gateway on loopback refuses', () => {
    const bind = 'loopback';
    const refused = { kind: 'error', error: 'refused' };
    expect(seenAddress(container(bridge({ iptables: false }), { bind }), ON_HOST, 'container')).toEqual(refused);
    expect(seenAddress(container(NETAVARK, { bind }), LAN, 'host-address')).toEqual(refused);
  });

  test('docker-proxy resets where the gateway listens on loopback only, on either family', () => {
    const closed = container(bridge(), { bind: 'loopback' });
    expect(seenAddress(closed, ON_HOST, '::1')).toEqual({ kind: 'error', error: 'reset' });
    expect(seenAddress(closed, BESIDE, 'container')).toEqual({ kind: 'error', error: 'refused' });
    expect(seenAddress(closed, BESIDE, '::1')).toMatchObject({ address: '::1', dialled: '::1' });
    const proxied = container(bridge({ iptables: false }), { bind: 'loopback' });
    expect(seenAddress(proxied, LAN, 'host-address')).toEqual({ kind: 'error', error: 'reset' });
  });

  test('a gateway that listens on IPv4 only refuses [::1], beside it as elsewhere', () => {
    expect(seenAddress(a1, BESIDE, '::1')).toEqual({ kind: 'error', error: 'refused' });
    expect(seenAddress({ kind: 'on-host', bind: 'loopback', host: HOST }, ON_HOST, '::1')).toMatchObject({
      address: '::1',
    });
  });

  test('what the gateway’s own end is follows from who carries the connection', () => {
    expect(seenAddress(a1, ON_HOST, '127.0.0.1')).toMatchObject({ dialled: '172.17.0.2' });
    expect(seenAddress({ kind: 'on-host', bind: 'lan', host: HOST }, LAN, 'host-address')).toMatchObject({
      dialled: '192.168.50.10',
    });
    expect(seenAddress(container({ kind: 'pasta', hostLoToNsLo: false }), LAN, 'host-address')).toMatchObject({
      dialled: '192.168.50.10',
    });
    expect(
      seenAddress(container({ kind: 'slirp4netns', portHandler: 'slirp4netns' }), LAN, 'host-address'),
    ).toMatchObject({ dialled: '10.0.2.100' });
  });

  test.each<readonly [string, Topology, Dialler, Target]>([
    [
      'Docker without docker-proxy and iptables',
      container(bridge({ userlandProxy: false, iptables: false })),
      ON_HOST,
      '127.0.0.1',
    ],
    ['a hairpin without docker-proxy', container(bridge({ userlandProxy: false })), SIBLING, 'host-address'],
    ['a hairpin without iptables', container(bridge({ iptables: false })), SIBLING, 'host-address'],
    ['a container of another network', a1, onBridge('172.19.0.2'), 'container'],
    ['host.docker.internal on the host', a1, ON_HOST, 'host.docker.internal'],
    [
      'host.docker.internal on the host of a gateway without container',
      { kind: 'on-host', bind: 'lan', host: HOST },
      ON_HOST,
      'host.docker.internal',
    ],
    ['a container that isn’t there', { kind: 'on-host', bind: 'lan', host: HOST }, ON_HOST, 'container'],
    ['a container’s address from the LAN', a1, LAN, 'container'],
    ['[::1] to rootful Podman', container(NETAVARK), ON_HOST, '::1'],
    ['another container of rootful Podman', container(NETAVARK), SIBLING, 'host-address'],
    ['[::1] to pasta', container({ kind: 'pasta', hostLoToNsLo: false }), ON_HOST, '::1'],
    [
      'another container of rootless Podman',
      container({ kind: 'pasta', hostLoToNsLo: false }),
      SIBLING,
      'host-address',
    ],
    [
      'a rootless container itself by way of the host',
      container({ kind: 'rootless-bridge', address: '10.89.0.2' }),
      BESIDE,
      'host-address',
    ],
    [
      'a rootless gateway on loopback',
      container({ kind: 'pasta', hostLoToNsLo: false }, { bind: 'loopback' }),
      ON_HOST,
      '127.0.0.1',
    ],
  ])('nobody has looked at %s', (_, topology, from, to) => {
    expect(seenAddress(topology, from, to)).toEqual({ kind: 'unknown' });
  });
});
