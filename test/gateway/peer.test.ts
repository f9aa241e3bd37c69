import { expect, test } from 'vitest';
import { peerOf, type Surroundings } from '../../src/gateway/peer.ts';

const bridge: Surroundings = {
  container: {
    networkMode: 'bridge',
    gateways: ['172.17.0.1'],
    addresses: ['172.17.0.2'],
    rootless: false,
    desktop: false,
  },
  hostAddresses: ['192.168.50.10', '100.101.102.103'],
  containerAddresses: ['172.18.0.2'],
};
const rootless = (networkMode: string): Surroundings => ({
  ...bridge,
  container: { networkMode, gateways: [], addresses: [], rootless: true, desktop: false },
});

test.each([
  ['127.0.0.1', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:172.17.0.1', 'nat'],
  ['172.17.0.1', 'nat'],
  ['172.17.0.2', 'self'],
  ['172.18.0.2', 'container'],
  ['192.168.50.10', 'own'],
  ['100.101.102.103', 'own'],
  ['192.168.50.20', 'private'],
  ['100.64.0.9', 'tailnet'],
  ['203.0.113.7', 'public'],
])('on a Docker bridge %s is %s', (remote, expected) => {
  expect(peerOf(remote, '172.17.0.2', bridge)).toBe(expected);
});

test('rootless Podman presents every client with the container’s own address', () => {
  expect(peerOf('192.168.50.10', '192.168.50.10', rootless('pasta'))).toBe('nat');
  expect(peerOf('10.0.2.100', '10.0.2.100', rootless('slirp4netns'))).toBe('nat');
  expect(peerOf('169.254.1.2', '192.168.50.10', rootless('pasta'))).toBe('nat');
});

test('192.168.65.1 stands for the host on Docker Desktop, and is a LAN address elsewhere', () => {
  const desktop = {
    ...bridge,
    container: { networkMode: 'x', gateways: ['172.18.0.1'], addresses: [], rootless: false, desktop: true },
  };
  expect(peerOf('192.168.65.1', null, desktop)).toBe('nat');
  expect(peerOf('192.168.65.1', null, bridge)).toBe('private');
});

test('on the host’s network there is no address translation', () => {
  const host = {
    ...bridge,
    container: { networkMode: 'host', gateways: [], addresses: [], rootless: false, desktop: false },
  };
  expect(peerOf('192.168.50.10', null, host)).toBe('own');
});

test('a gateway on a host sees a container of that host by its own address', () => {
  expect(peerOf('172.18.0.2', '172.17.0.1', { ...bridge, container: null })).toBe('container');
});
