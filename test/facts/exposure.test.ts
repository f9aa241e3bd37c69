import { describe, expect, test } from 'vitest';
import { exposureOf } from '../../src/facts/exposure.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import { refused } from '../support/facts.ts';

/** A gateway on this host that nobody else reaches, as far as all of it was seen. */
const alone: Facts = {
  'gateway.kind': known('process', 't'),
  'gateway.bind': known('loopback', 't'),
  'gateway.networkMode': known('host', 't'),
  'gateway.config.tailscaleMode': known(null, 't'),
  'gateway.config.trustedProxies': known([], 't'),
  'gateway.config.allowedOrigins': known(['http://localhost:18789', 'http://[::1]:18789'], 't'),
  'proxy.warned': known(false, 't'),
  'page.url': known('http://127.0.0.1:18789/', 't'),
  'client.dials': known('loopback', 't'),
  'path.tcp': known('ok', 't'),
  refusals: known([refused({ hostIs: 'loopback', remoteIs: 'loopback', remote: '127.0.0.1' })], 't'),
};
const contained: Facts = {
  ...alone,
  'gateway.kind': known('container', 't'),
  'gateway.bind': known('lan', 't'),
  'gateway.networkMode': known('bridge', 't'),
  'gateway.published': known(['127.0.0.1:18789->18789', '::1:18789->18789'], 't'),
  refusals: known([refused({ hostIs: 'loopback', remoteIs: 'nat', remote: '172.17.0.1' })], 't'),
};

test('a gateway that nothing leads to from elsewhere is reached from its own host alone', () => {
  expect(exposureOf(alone)).toEqual({ kind: 'loopback' });
  expect(exposureOf(contained)).toEqual({ kind: 'loopback' });
});

describe.each([['a process', alone] as const, ['a container', contained] as const])('%s', (_, base) => {
  test.each<[string, Facts]>([
    ['on another host', { 'gateway.kind': known('elsewhere', 't') }],
    ['behind Tailscale Serve', { 'gateway.config.tailscaleMode': known('serve', 't') }],
    ['with a trusted proxy', { 'gateway.config.trustedProxies': known(['127.0.0.1'], 't') }],
    ['whose log tells of a proxy', { 'proxy.warned': known(true, 't') }],
    ['that somebody said has a tunnel', { 'front.kind': known('proxy', 't'), 'front.name': known('Cloudflare', 't') }],
    ['whose page opens elsewhere', { 'page.url': known('https://claw.example/', 't') }],
    ['that lists a page of elsewhere', { 'gateway.config.allowedOrigins': known(['https://claw.example'], 't') }],
    ['that lists every page', { 'gateway.config.allowedOrigins': known(['*'], 't') }],
    ['that answers at its own address', { 'client.dials': known('own', 't') }],
    ['that a client reached by name', { refusals: known([refused({ hostIs: 'name', host: 'claw.lan' })], 't') }],
    ['that somebody came to from the LAN', { refusals: known([refused({ remoteIs: 'private' })], 't') }],
    ['that a proxy came to', { refusals: known([refused({ forwarded: '203.0.113.9' })], 't') }],
  ])('%s is exposed', (__, more) => {
    expect(exposureOf({ ...base, ...more })).toMatchObject({ kind: 'exposed', why: expect.stringMatching(/\w{3}/) });
  });

  test.each([
    'gateway.kind',
    'gateway.config.tailscaleMode',
    'gateway.config.trustedProxies',
    'gateway.config.allowedOrigins',
    'proxy.warned',
    'refusals',
  ] as const)('of which %s is not known may be exposed', (id) => {
    expect(exposureOf({ ...base, [id]: unknown('nobody looked') })).toMatchObject({ kind: 'unknown' });
  });
});

test('what a process is bound to decides, and nothing else than loopback will do', () => {
  const bound = (bind: string | null) => exposureOf({ ...alone, 'gateway.bind': known(bind, 't') }).kind;
  expect(['lan', 'tailnet', 'custom', 'auto', null].map(bound)).toEqual([
    ...['exposed', 'exposed', 'exposed', 'unknown', 'unknown'],
  ]);
  expect(exposureOf({ ...alone, 'gateway.bind': unknown('no settings') }).kind).toBe('unknown');
});

test('where a container’s ports are published decides', () => {
  const at = (...published: string[]) => exposureOf({ ...contained, 'gateway.published': known(published, 't') });
  expect(at('0.0.0.0:18789->18789')).toEqual({ kind: 'exposed', why: 'the gateway is published at 0.0.0.0:18789' });
  expect(at('127.0.0.1:18789->18789', ':::18789->18789').kind).toBe('exposed');
  expect(at('192.168.1.2:18789->18789').kind).toBe('exposed');
  expect(at().kind).toBe('unknown');
  expect(exposureOf({ ...contained, 'gateway.networkMode': known('container:vpn', 't') }).kind).toBe('unknown');
  // On the host's network it is what it listens on that counts.
  expect(exposureOf({ ...contained, 'gateway.networkMode': known('host', 't') }).kind).toBe('exposed');
});
