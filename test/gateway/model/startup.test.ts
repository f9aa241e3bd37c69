import { expect, test } from 'vitest';
import { bringsIdentity } from '../../../src/gateway/model/browser.ts';
import { type Start, startOf } from '../../../src/gateway/model/startup.ts';
import { versionOf } from './attempts.ts';

const start = (version: string, over: Partial<Start> = {}) =>
  startOf({
    version: versionOf(version),
    bind: 'lan',
    port: 18789,
    isInContainer: false,
    isServedByTailscale: false,
    authMode: 'token',
    allowedOrigins: [],
    dangerouslyAllowHostHeaderOriginFallback: false,
    ...over,
  });

const LOOPBACK = ['127.0.0.1', '::1'];
const SEEDED = ['http://localhost:18789', 'http://127.0.0.1:18789'];

test.each<readonly [string, string, Partial<Start>, readonly string[]]>([
  ['2026.9.6', 'bind lan', {}, ['0.0.0.0']],
  ['2026.9.6', 'bind loopback', { bind: 'loopback' }, LOOPBACK],
  ['2026.9.6', 'bind loopback in a container', { bind: 'loopback', isInContainer: true }, LOOPBACK],
  ['2026.9.6', 'no bind on a host', { bind: null }, LOOPBACK],
  ['2026.9.6', 'bind auto on a host', { bind: 'auto' }, LOOPBACK],
  ['2026.9.6', 'no bind in a container', { bind: null, isInContainer: true }, ['0.0.0.0']],
  ['2026.9.6', 'bind auto in a container', { bind: 'auto', isInContainer: true }, ['0.0.0.0']],
  [
    '2026.9.6',
    'no bind in a container behind Tailscale',
    { bind: null, isInContainer: true, isServedByTailscale: true },
    LOOPBACK,
  ],
  ['2026.4.7', 'no bind in a container', { bind: null, isInContainer: true }, ['0.0.0.0']],
  ['2026.4.5', 'no bind in a container', { bind: null, isInContainer: true }, LOOPBACK],
])('F13 %s with %s listens on %4$s', (version, _, over, addresses) => {
  expect(start(version, over)).toMatchObject({ kind: 'listening', addresses });
});

test.each<readonly [string, string, Partial<Start>, object]>([
  ['2026.2.22', 'no allowedOrigins', {}, { kind: 'listening', allowedOrigins: [] }],
  ['2026.2.23', 'no allowedOrigins', {}, { kind: 'refused', decidedBy: 'no-allowed-origins' }],
  ['2026.2.26', 'no allowedOrigins', {}, { kind: 'refused', decidedBy: 'no-allowed-origins' }],
  ['2026.2.26', 'bind loopback', { bind: 'loopback' }, { kind: 'listening', allowedOrigins: [] }],
  [
    '2026.2.26',
    'the fallback to the Host',
    { dangerouslyAllowHostHeaderOriginFallback: true },
    { kind: 'listening', allowedOrigins: [] },
  ],
  [
    '2026.2.26',
    'allowedOrigins',
    { allowedOrigins: ['https://a'] },
    { kind: 'listening', allowedOrigins: ['https://a'] },
  ],
  ['2026.2.27', 'no allowedOrigins', {}, { kind: 'listening', allowedOrigins: SEEDED }],
  ['2026.9.6', 'no allowedOrigins', {}, { kind: 'listening', allowedOrigins: SEEDED }],
  [
    '2026.9.6',
    'allowedOrigins',
    { allowedOrigins: ['https://a'] },
    { kind: 'listening', allowedOrigins: ['https://a'] },
  ],
  ['2026.9.6', 'auth none', { authMode: 'none' }, { kind: 'refused', decidedBy: 'no-auth' }],
  [
    '2026.9.6',
    'auth none on loopback',
    { authMode: 'none', bind: 'loopback' },
    { kind: 'listening', addresses: LOOPBACK },
  ],
])('F24 %s with %s', (version, _, over, expected) => {
  expect(start(version, over)).toMatchObject(expected);
});

test('F20 F21 before 2026.8.1 the Control UI has an identity in a secure context only', () => {
  const cases = ['2026.7.35', '2026.7.2-beta.7', '2027.1.1'].map((version) => [
    bringsIdentity(versionOf(version), true),
    bringsIdentity(versionOf(version), false),
  ]);
  expect(cases).toEqual([
    [true, false],
    [true, true],
    [true, true],
  ]);
});
