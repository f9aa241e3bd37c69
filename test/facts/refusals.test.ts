import { describe, expect, test } from 'vitest';
import { STALE_MS } from '../../src/facts/past.ts';
import { refusalFacts } from '../../src/facts/refusals.ts';
import type { Paired, Pending, Refusal } from '../../src/model/catalogue.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { SeenEvent } from '../../src/probes/logs.ts';
import { NOW } from '../support/fake-host.ts';

const DEVICE = 'd'.repeat(64);
const REQUEST = '0f038245-1fe1-4ae6-af5d-50fd85ed60a6';
const surroundings = {
  container: {
    networkMode: 'bridge',
    gateways: ['172.17.0.1'],
    addresses: ['172.17.0.2'],
    rootless: false,
    desktop: false,
  },
  hostAddresses: [],
  containerAddresses: [],
};
const refusedAt = (at: number | null, more: Partial<Extract<SeenEvent, { kind: 'refused' }>> = {}): SeenEvent => ({
  kind: 'refused',
  at,
  code: 1008,
  reason: 'pairing required',
  cause: 'pairing-required',
  why: 'not-paired',
  remote: '172.17.0.1',
  local: '172.17.0.2',
  port: 18789,
  forwarded: null,
  origin: null,
  host: null,
  deviceId: DEVICE,
  requestId: REQUEST,
  conn: null,
  client: null,
  auth: null,
  scopesFrom: null,
  scopesTo: null,
  roleFrom: null,
  roleTo: null,
  platformFrom: null,
  platformTo: null,
  source: 'log',
  ...more,
});
const pending = (more: Partial<Pending> = {}): Pending => ({
  requestId: REQUEST,
  deviceId: DEVICE,
  name: null,
  client: 'cli',
  mode: 'cli',
  platform: 'linux',
  roles: ['operator'],
  scopes: ['operator.read'],
  remoteIp: '172.17.0.1',
  isRepair: false,
  askedAt: NOW - 1000,
  renewedAt: NOW - 1000,
  expired: false,
  ...more,
});
const paired = (more: Partial<Paired> = {}): Paired => ({
  deviceId: DEVICE,
  name: null,
  client: 'cli',
  platform: 'linux',
  roles: ['operator'],
  scopes: [],
  remoteIp: '172.17.0.1',
  approvedAt: NOW - 500,
  seenAt: null,
  usedAt: null,
  nodeSurfaceWaits: false,
  nodeRequestId: null,
  ...more,
});

function refusals({
  events = [],
  waiting,
  approved = [],
}: {
  events?: SeenEvent[];
  waiting?: Pending[];
  approved?: Paired[];
}): readonly Refusal[] {
  const facts: Facts = {
    'devices.pending': waiting ? known(waiting, 'state') : unknown('no state'),
    'devices.paired': known(approved, 'state'),
  };
  const { refusals: fact } = refusalFacts({ events: known(events, 'log'), told: [], facts, surroundings, now: NOW });
  return fact?.status === 'known' ? fact.value : [];
}

test('a request that waits is a refusal that lasts, told once though the log has it, too', () => {
  expect(refusals({ events: [refusedAt(NOW - 2000)], waiting: [pending()] })).toMatchObject([
    {
      live: true,
      past: false,
      remote: '172.17.0.1',
      remoteIs: 'nat',
      who: 'the CLI',
      requestId: REQUEST,
      source: 'state',
    },
  ]);
});

test('of a client that tries again the newest try tells', () => {
  expect(
    refusals({ events: [refusedAt(NOW - 9000), refusedAt(NOW - 4000), refusedAt(NOW - 6000)], waiting: [] }),
  ).toMatchObject([{ at: NOW - 4000 }]);
});

describe('a refusal is past', () => {
  test('once its device is paired, though the log still has it', () => {
    expect(refusals({ events: [refusedAt(NOW - 2000)], waiting: [], approved: [paired()] })).toMatchObject([
      { past: true },
    ]);
  });

  test('once the log shows the approval, though the state can’t be read', () => {
    const approved = { kind: 'approved', at: NOW - 1000, deviceId: DEVICE, silent: false, source: 'log' } as const;
    expect(refusals({ events: [refusedAt(NOW - 2000), approved] })).toMatchObject([{ past: true }]);
    expect(refusals({ events: [refusedAt(NOW - 500), { ...approved, deviceId: 'e'.repeat(64) }] })).toMatchObject([
      { past: false },
    ]);
  });

  test('of an upgrade, once the device has what it asked for, not because it connects with what it has', () => {
    const asked = refusedAt(NOW - 2000, { why: 'scope-upgrade', scopesTo: ['operator.admin'], roleTo: 'operator' });
    const before = { approvedAt: NOW - 9000, seenAt: NOW - 100 };
    expect(refusals({ events: [asked], waiting: [], approved: [paired(before)] })).toMatchObject([{ past: false }]);
    expect(
      refusals({ events: [asked], waiting: [], approved: [paired({ ...before, scopes: ['operator.admin'] })] }),
    ).toMatchObject([{ past: true }]);
  });

  test('of a changed platform, once the device is approved with that', () => {
    const asked = refusedAt(NOW - 2000, { why: 'metadata-upgrade', platformTo: 'darwin', platformFrom: 'linux' });
    const before = { approvedAt: NOW - 9000, seenAt: NOW - 100 };
    expect(refusals({ events: [asked], waiting: [], approved: [paired(before)] })).toMatchObject([{ past: false }]);
    expect(
      refusals({ events: [asked], waiting: [], approved: [paired({ ...before, platform: 'darwin' })] }),
    ).toMatchObject([{ past: true }]);
  });

  test('when it is old and nobody waits any more', () => {
    expect(refusals({ events: [refusedAt(NOW - STALE_MS - 1)], waiting: [] })).toMatchObject([{ past: true }]);
    expect(refusals({ events: [refusedAt(NOW - STALE_MS + 1000)], waiting: [] })).toMatchObject([{ past: false }]);
  });

  test('without a device in the log, once a client at its address was approved later', () => {
    const old = refusedAt(NOW - 2000, { deviceId: null, requestId: null, why: null });
    expect(refusals({ events: [old], waiting: [], approved: [paired()] })).toMatchObject([{ past: true }]);
    expect(refusals({ events: [old], waiting: [], approved: [paired({ approvedAt: NOW - 9000 })] })).toMatchObject([
      { past: false },
    ]);
    expect(refusals({ events: [old], waiting: [], approved: [paired({ remoteIp: '10.0.0.9' })] })).toMatchObject([
      { past: false },
    ]);
  });

  test('of a missing scope, once a device was approved later, not because another one was seen', () => {
    const scope: SeenEvent = {
      kind: 'missing-scope',
      at: NOW - 2000,
      method: 'device.pair.list',
      scope: 'operator.pairing',
      source: 'log',
    };
    expect(refusals({ events: [scope], waiting: [] })).toMatchObject([{ symptom: 'missing-scope', past: false }]);
    expect(refusals({ events: [scope], waiting: [], approved: [paired({ seenAt: NOW - 100 })] })).toMatchObject([
      { past: true },
    ]);
  });

  test('never for a paired device that asks for more after it was last seen', () => {
    const more = refusedAt(NOW - 2000, { why: 'scope-upgrade' });
    expect(
      refusals({ events: [more], waiting: [], approved: [paired({ approvedAt: NOW - 90_000, seenAt: NOW - 50_000 })] }),
    ).toMatchObject([{ past: false }]);
  });
});

test('a request that outlived its five minutes waits no more', () => {
  expect(refusals({ waiting: [pending({ expired: true })] })).toEqual([]);
});

describe('another refusal than pairing', () => {
  const missing = (at: number, more = {}) =>
    refusedAt(at, {
      reason: 'unauthorized: gateway token missing (open the dashboard URL)',
      cause: 'unauthorized',
      why: null,
      deviceId: null,
      requestId: null,
      remote: '192.168.50.20',
      origin: 'http://192.168.50.10:18789',
      client: 'openclaw-control-ui',
      ...more,
    });

  test('is named by its symptom, with the page that asked', () => {
    expect(refusals({ events: [missing(NOW)], waiting: [] })).toMatchObject([
      { symptom: 'token-missing', who: 'a browser', secure: false, past: false, live: null },
    ]);
  });

  test('is past once the same client got further', () => {
    const further = missing(NOW - 1000, { reason: 'pairing required', cause: 'pairing-required' });
    expect(refusals({ events: [missing(NOW - 9000), further], waiting: [] })).toMatchObject([
      { symptom: 'pairing-required', past: false },
      { symptom: 'token-missing', past: true },
    ]);
    const other = missing(NOW - 1000, {
      reason: 'pairing required',
      cause: 'pairing-required',
      remote: '192.168.50.30',
    });
    expect(refusals({ events: [missing(NOW - 9000), other], waiting: [] })).toMatchObject([
      { symptom: 'pairing-required', past: false },
      { symptom: 'token-missing', past: false },
    ]);
  });

  test('is named by the gateway’s own cause where the client closed first, in whichever log that stands', () => {
    const closed = { code: 4008, reason: 'connect failed', conn: 'c1' };
    const console_ = missing(NOW, { ...closed, cause: null });
    const file = missing(NOW, { ...closed, cause: 'control-ui-insecure-auth' });
    expect(refusals({ events: [file, console_], waiting: [] })).toMatchObject([
      { symptom: 'device-identity-required' },
    ]);
    expect(refusals({ events: [console_], waiting: [] })).toMatchObject([{ symptom: 'other' }]);
    const origin = missing(NOW, { ...closed, cause: 'origin-mismatch' });
    expect(refusals({ events: [origin], waiting: [] })).toMatchObject([{ symptom: 'origin-not-allowed' }]);
  });

  test('and what fits no symptom is told as it stands', () => {
    const strange = missing(NOW, { reason: 'something new', cause: 'something-new' });
    expect(refusals({ events: [strange], waiting: [] })).toMatchObject([{ symptom: 'other', reason: 'something new' }]);
  });
});

describe('why a known device asks again', () => {
  const asks = (more: Partial<Pending>) =>
    refusals({ waiting: [pending({ isRepair: true, ...more })], approved: [paired({ scopes: ['operator.read'] })] })[0];

  test('for scopes that it doesn’t have', () => {
    expect(asks({ scopes: ['operator.read', 'operator.write'] })).toMatchObject({
      why: 'scope-upgrade',
      approvedScopes: ['operator.read'],
    });
  });

  test('for a role that it doesn’t have', () => {
    expect(asks({ roles: ['operator', 'node'] })).toMatchObject({ why: 'role-upgrade', approvedRoles: ['operator'] });
  });

  test('for neither: it has changed', () => {
    expect(asks({})?.why).toBe('metadata-upgrade');
  });
});

test('with neither log nor state nothing is known', () => {
  const { refusals: fact } = refusalFacts({
    events: unknown('no log'),
    told: [],
    facts: { 'devices.pending': unknown('no state') },
    surroundings,
    now: NOW,
  });
  expect(fact).toEqual({ status: 'unknown', reason: 'no log; no state' });
});
