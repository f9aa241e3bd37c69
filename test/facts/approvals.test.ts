import { describe, expect, test } from 'vitest';
import { approvalFacts } from '../../src/facts/approvals.ts';
import { withUpgrade } from '../../src/facts/upgrades.ts';
import type { FactId, Paired, Pending } from '../../src/model/catalogue.ts';
import { type Facts, known, unknown, valueIn } from '../../src/model/fact.ts';
import type { SeenEvent } from '../../src/probes/logs.ts';
import { refused } from '../support/facts.ts';
import { NOW } from '../support/fake-host.ts';

const MINUTE = 60_000;
const drawn = (facts: Facts, id: FactId, events: readonly SeenEvent[] = []) =>
  valueIn(approvalFacts(facts, known(events, 'log'), NOW), id);

describe('the options that a CLI beside the gateway needs', () => {
  const bound = (bind: string, version: string): Facts => ({
    'gateway.bind': known(bind, 'x'),
    'gateway.releases': known([version], 'x'),
    'gateway.port': known(28219, 'x'),
  });

  test('bound to lan, 2026.2.9 to 2026.2.19 dial their own LAN address', () => {
    const options = ['--url', 'ws://127.0.0.1:28219', '--token', 'GATEWAY_TOKEN'];
    for (const version of ['2026.2.9', '2026.2.19', '2026.2.19-2'])
      expect(drawn(bound('lan', version), 'gateway.reach')).toEqual(options);
  });

  test('earlier and later ones, and those bound to loopback, need none', () => {
    for (const [bind, version] of [
      ['lan', '2026.1.29'],
      ['lan', '2026.2.21'],
      ['lan', '2026.9.6'],
      ['loopback', '2026.2.19'],
    ] as const) {
      expect(drawn(bound(bind, version), 'gateway.reach')).toEqual([]);
      expect(drawn(bound(bind, version), 'gateway.reachNote')).toBeNull();
    }
  });

  test('without a version nobody is told to type a token', () => {
    expect(drawn({ 'gateway.bind': known('lan', 'x') }, 'gateway.reach')).toEqual([]);
    expect(drawn({ 'gateway.bind': unknown('no settings') }, 'gateway.reach')).toBeUndefined();
  });
});

describe('an approval that named no request', () => {
  const missed = (at: number): SeenEvent => ({ kind: 'approve-missed', at, list: 'devices', source: 'log' });
  const approved = (at: number, silent = false): SeenEvent => ({
    kind: 'approved',
    at,
    deviceId: 'a'.repeat(64),
    silent,
    source: 'log',
  });

  test('is told for ten minutes', () => {
    expect(drawn({}, 'approve.unknownAt', [missed(NOW - MINUTE)])).toBe(NOW - MINUTE);
    expect(drawn({}, 'approve.unknownAt', [missed(NOW - 11 * MINUTE)])).toBeNull();
    expect(drawn({}, 'approve.unknownNodeAt', [missed(NOW - MINUTE)])).toBeNull();
  });

  test('beside one that went well it was a repetition, or was put right', () => {
    expect(drawn({}, 'approve.unknownAt', [approved(NOW - 2 * MINUTE), missed(NOW - MINUTE)])).toBeNull();
    expect(drawn({}, 'approve.unknownAt', [missed(NOW - 2 * MINUTE), approved(NOW - MINUTE)])).toBeNull();
  });

  test('what the gateway approves on its own says nothing of it', () => {
    expect(drawn({}, 'approve.unknownAt', [approved(NOW - MINUTE, true), missed(NOW)])).toBe(NOW);
  });
});

const request = (more: Partial<Pending> = {}): Pending => ({
  requestId: '0747dd07-9828-4a00-938a-5febf02ba1f0',
  deviceId: 'a'.repeat(64),
  name: null,
  client: 'openclaw-control-ui',
  mode: 'webchat',
  platform: 'linux',
  roles: ['operator'],
  scopes: ['operator.read'],
  remoteIp: '192.168.50.20',
  isRepair: false,
  askedAt: NOW - 12 * MINUTE,
  renewedAt: NOW - 12 * MINUTE,
  expired: true,
  ...more,
});
const device = (more: Partial<Paired> = {}): Paired => ({
  deviceId: 'a'.repeat(64),
  name: null,
  client: 'cli',
  platform: 'linux',
  roles: ['operator'],
  scopes: ['operator.read'],
  remoteIp: '192.168.50.20',
  approvedAt: NOW,
  seenAt: null,
  usedAt: null,
  nodeSurfaceWaits: false,
  nodeRequestId: null,
  ...more,
});

describe('a request that died', () => {
  const lapsed = (pending: readonly Pending[], paired: readonly Paired[] = []) =>
    drawn({ 'devices.pending': known(pending, 'state'), 'devices.paired': known(paired, 'state') }, 'requests.lapsed');

  test('is told with who asked and when', () => {
    expect(lapsed([request()])).toMatchObject([{ who: 'a browser', remoteIp: '192.168.50.20', minutes: 12 }]);
  });

  test('not while its device asks again, not once it is paired, not after a day', () => {
    expect(lapsed([request(), request({ requestId: 'x', expired: false })])).toEqual([]);
    expect(lapsed([request()], [device()])).toEqual([]);
    expect(lapsed([request({ renewedAt: NOW - 25 * 60 * MINUTE })])).toEqual([]);
  });
});

describe('the request that was meant', () => {
  const meant = (given: string, kind: string, pending: readonly Pending[]) =>
    drawn(
      {
        'devices.pending': known(pending, 'state'),
        'text.approved': known(given, 'text'),
        'text.approvedIs': known(kind, 'text'),
      },
      'text.meantRequest',
    );
  const live = request({ expired: false });

  test('by the device, its beginning, its address or the beginning of the id', () => {
    expect(meant('a'.repeat(64), 'device', [live])).toBe(live.requestId);
    expect(meant('a'.repeat(12), 'device', [live])).toBe(live.requestId);
    expect(meant('192.168.50.20', 'address', [live])).toBe(live.requestId);
    expect(meant('0747dd07-98', 'cut', [live])).toBe(live.requestId);
  });

  test('of two from one address nobody can tell, and a dead one is none', () => {
    const other = { ...live, requestId: '42aadb9e-8d5b-480e-89a7-a1b9c9b590f5', deviceId: 'b'.repeat(64) };
    expect(meant('192.168.50.20', 'address', [live, other])).toBeNull();
    expect(meant('192.168.50.20', 'address', [request()])).toBeNull();
  });
});

describe('what an upgrade would give', () => {
  const upgrade = (more: Parameters<typeof refused>[0], paired: readonly Paired[] = []) =>
    withUpgrade(refused({ symptom: 'pairing-required', ...more }), paired);

  test('scopes that the device has are no gain', () => {
    expect(
      upgrade({ approvedScopes: ['operator.write'], scopes: ['operator.read', 'operator.write'] }).gains,
    ).toBeNull();
  });

  test('an admin can do everything, whatever stands beside it', () => {
    const { gains } = upgrade({ approvedScopes: ['operator.read'], scopes: ['operator.admin', 'operator.pairing'] });
    expect(gains).toBe('do everything, change settings and approve other devices among it (operator.admin)');
  });

  test('a scope of later versions is told by its name, a role in words', () => {
    expect(upgrade({ scopes: ['operator.later'], roles: ['node'] }).gains).toBe(
      'use operator.later, offer its machine’s commands to agents (role node)',
    );
  });

  test.each([
    ['macOS 26.4.1', 'macOS 26.5.0', 'update'],
    ['win32', 'windows', 'names'],
    ['darwin', 'macOS 26.5.0', 'names'],
    ['linux', 'darwin', 'other'],
    ['linux', 'linux', null],
  ])('from %s to %s', (before, now, change) => {
    const paired = [device({ platform: before })];
    expect(upgrade({ deviceId: 'a'.repeat(64), platform: now }, paired).platformChange).toBe(change);
  });
});
