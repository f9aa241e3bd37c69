import { describe, expect, test } from 'vitest';
import type { Paired } from '../../src/model/catalogue.ts';
import { valueIn } from '../../src/model/fact.ts';
import { defaultAim } from '../../src/probes/context.ts';
import { listedDevices, probeDevices } from '../../src/probes/devices.ts';
import { fakeHost, files, NOW } from '../support/fake-host.ts';

const DEVICE = '6234850a700ac893f91107d3d45be19bdb50e9fe8ccf04ff9a44597fe4cb0533';
const SURFACE = 'a13e3a41-0e9e-404e-b3f0-00bfb890f04a';
const folder = { kind: 'folder', path: '/home/you/.openclaw' } as const;

async function pairedIn(state: Readonly<Record<string, unknown>>): Promise<readonly Paired[] | undefined> {
  const texts = Object.entries(state).map(([name, value]) => [`/home/you/.openclaw/${name}`, JSON.stringify(value)]);
  const host = fakeHost(files(Object.fromEntries(texts)));
  return valueIn(await probeDevices({ host, aim: defaultAim }, folder, '2026.7.1'), 'devices.paired');
}

test('up to 2026.7 what a node offers waits in a file of its own, for five minutes', async () => {
  const paired = { 'devices/paired.json': { [DEVICE]: { deviceId: DEVICE, roles: ['node'] } } };
  const waits = (ts: number) => ({
    ...paired,
    'nodes/pending.json': { [SURFACE]: { requestId: SURFACE, nodeId: DEVICE, ts } },
  });
  expect(await pairedIn(waits(NOW - 1000))).toMatchObject([{ nodeSurfaceWaits: true, nodeRequestId: SURFACE }]);
  expect(await pairedIn(waits(NOW - 400_000))).toMatchObject([{ nodeSurfaceWaits: false, nodeRequestId: null }]);
  expect(await pairedIn(paired)).toMatchObject([{ nodeSurfaceWaits: false, nodeRequestId: null }]);
});

test('a role whose token is revoked is no role any more', async () => {
  const tokens = { operator: { role: 'operator', revokedAtMs: NOW }, node: { role: 'node' } };
  const state = { 'devices/paired.json': { [DEVICE]: { deviceId: DEVICE, roles: ['operator', 'node'], tokens } } };
  expect(await pairedIn(state)).toMatchObject([{ roles: ['node'] }]);
});

describe('when a device was let in', () => {
  const USED = NOW - 5000;
  const state = (item: object, pending: object[] = []) => ({
    'devices/paired.json': { [DEVICE]: { deviceId: DEVICE, ...item } },
    'devices/pending.json': Object.fromEntries(pending.map((request, index) => [`r${index}`, request])),
  });
  const used = { tokens: { operator: { role: 'operator', lastUsedAtMs: USED } } };

  test('is told by its token’s use where nothing else is written down, up to 2026.6', async () => {
    expect(await pairedIn(state(used))).toMatchObject([{ seenAt: USED, usedAt: USED }]);
    const before = { deviceId: DEVICE, ts: USED - 9000 };
    const others = { deviceId: 'b'.repeat(64), ts: USED + 20 };
    expect(await pairedIn(state(used, [before, others]))).toMatchObject([{ seenAt: USED }]);
  });

  test('is not told by a use after which it had to ask for more', async () => {
    expect(await pairedIn(state(used, [{ deviceId: DEVICE, ts: USED + 20 }]))).toMatchObject([
      { seenAt: null, usedAt: USED },
    ]);
    const renewed = { deviceId: DEVICE, ts: USED - 9000, refreshedAtMs: USED + 20 };
    expect(await pairedIn(state(used, [renewed]))).toMatchObject([{ seenAt: null }]);
  });

  test('is what the gateway says of a connection, and not of the check of a token before it', async () => {
    const seen = (lastSeenReason: string) => ({ ...used, lastSeenAtMs: USED + 1, lastSeenReason });
    expect(await pairedIn(state(seen('connect')))).toMatchObject([{ seenAt: USED + 1 }]);
    expect(await pairedIn(state(seen('background')))).toMatchObject([{ seenAt: USED + 1 }]);
    for (const reason of ['device-token-auth', 'runtime-token-startup'])
      expect(await pairedIn(state(seen(reason)))).toMatchObject([{ seenAt: null, usedAt: USED }]);
  });
});

test('a time that no calendar holds is none', async () => {
  const item = { deviceId: DEVICE, approvedAtMs: 1e20, lastSeenAtMs: -1e20, lastSeenReason: 'connect' };
  expect(await pairedIn({ 'devices/paired.json': { [DEVICE]: item } })).toMatchObject([
    { approvedAt: null, seenAt: null },
  ]);
});

describe('a device that was approved once', () => {
  const USED = NOW - 5000;
  const seen = (more: object, pending: readonly object[] = []) =>
    pairedIn({
      'devices/paired.json': {
        [DEVICE]: {
          deviceId: DEVICE,
          createdAtMs: USED - 900,
          approvedAtMs: USED - 900,
          lastSeenAtMs: USED,
          lastSeenReason: 'device-token-auth',
          ...more,
        },
      },
      'devices/pending.json': Object.fromEntries(pending.map((request, index) => [`r${index}`, request])),
    });

  test('was let in where it shows the token that it was handed then', async () => {
    expect(await seen({})).toMatchObject([{ seenAt: USED, usedAt: USED }]);
  });

  test('was not, as far as can be told, where it had a token before or asks for more', async () => {
    expect(await seen({ createdAtMs: USED - 90_000 })).toMatchObject([{ seenAt: null, usedAt: USED }]);
    expect(await seen({}, [{ deviceId: DEVICE, ts: USED + 20 }])).toMatchObject([{ seenAt: null }]);
    expect(await seen({ lastSeenReason: 'runtime-token-startup' })).toMatchObject([{ seenAt: null }]);
  });
});

test('SQLite tells both in columns that hold no secret', async () => {
  const row = {
    device_id: DEVICE,
    platform: 'linux',
    roles_json: '["operator","node"]',
    revoked_roles_json: '["operator"]',
    node_request_id: SURFACE,
    last_seen_at_ms: NOW,
    last_seen_reason: 'device-token-auth',
  };
  const queries: string[] = [];
  const host = fakeHost({
    list: async () => ({ status: 'ok', entries: [{ name: 'openclaw.sqlite', kind: 'file', changedAt: 0 } as never] }),
    database: async ({ queries: asked }) => {
      queries.push(...asked);
      return { status: 'ok', results: [[], [row]] };
    },
  });
  const facts = await probeDevices({ host, aim: defaultAim }, folder, '2026.9.6');
  expect(valueIn(facts, 'devices.paired')).toMatchObject([
    { platform: 'linux', roles: ['node'], nodeSurfaceWaits: true, nodeRequestId: SURFACE, seenAt: null, usedAt: NOW },
  ]);
  expect(queries.join()).not.toMatch(/SELECT[^(]*\btokens_json\b/);
});

test('a listing tells of waiting surfaces where its version has them', () => {
  const listed = (item: object) =>
    valueIn(
      listedDevices(JSON.stringify({ pending: [], paired: [{ deviceId: DEVICE, ...item }] }), 'x', NOW),
      'devices.paired',
    );
  expect(listed({})).toMatchObject([{ nodeSurfaceWaits: null }]);
  expect(listed({ approvedVia: 'owner' })).toMatchObject([{ nodeSurfaceWaits: false }]);
  expect(listed({ approvedVia: 'owner', pendingNodeSurface: { requestId: SURFACE } })).toMatchObject([
    { nodeSurfaceWaits: true, nodeRequestId: SURFACE },
  ]);
});
