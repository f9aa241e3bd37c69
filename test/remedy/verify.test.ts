import { describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/doctor.ts';
import type { Paired, Pending, Refusal } from '../../src/model/catalogue.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { Finding, RefusedClient } from '../../src/model/report.ts';
import type { Condition } from '../../src/model/rule.ts';
import { type Aim, verify } from '../../src/remedy/verify.ts';
import { refused } from '../support/facts.ts';
import { paired as fakePaired, pending as fakePending } from '../ui/fakes.ts';

const SINCE = 1_790_000_000_000;
const NOW = SINCE + 20_000;
const DEVICE = 'a'.repeat(64);
const REQUEST = '0747dd07-9828-4a00-938a-5febf02ba1f0';
const NEXT = '42aadb9e-8d5b-480e-89a7-a1b9c9b590f5';

interface Seen {
  readonly paired?: readonly Paired[] | null;
  readonly pending?: readonly Pending[];
  readonly refusals?: readonly Refusal[];
  readonly more?: Facts;
}

function look({ paired = [], pending = [], refusals = [], more = {} }: Seen, findings: readonly Finding[] = []) {
  const facts: Facts = {
    ...(paired === null ? {} : { 'devices.paired': known(paired, 'state') }),
    'devices.pending': known(pending, 'state'),
    refusals: known(refusals, 'log'),
    ...more,
  };
  const verdict = findings.length > 0 ? 'problem' : 'healthy';
  return { facts, report: { findings, verdict } as unknown as Diagnosis['report'] };
}

describe('an approval', () => {
  const aim: Aim = {
    finding: { rule: 'scope-upgrade/scope-upgrade-pending', stage: 'scopes', evidence: [] },
    remedy: {},
    deviceId: DEVICE,
    request: { requestId: REQUEST, roles: ['operator'], scopes: ['operator.admin'] },
    since: SINCE,
    now: NOW,
  };
  const approvedAt = SINCE + 100;
  const device: Paired = { ...fakePaired, deviceId: DEVICE, approvedAt, seenAt: null, usedAt: null };
  const seen: Paired = { ...device, seenAt: approvedAt + 3000 };
  const asks = (requestId: string, at: number): Pending => ({
    ...fakePending,
    deviceId: DEVICE,
    requestId,
    askedAt: at,
    renewedAt: at,
    expired: false,
  });

  test('counts once the device has been let in since, and is awaited until then', () => {
    expect(verify(look({ paired: [seen] }), aim)).toBe('connected');
    expect(verify(look({ paired: [device] }), aim)).toBe('approved');
    expect(verify(look({ paired: [{ ...device, seenAt: SINCE - 5000 }] }), aim)).toBe('approved');
    const used = { ...device, usedAt: approvedAt + 3000 };
    expect(verify(look({ paired: [used] }), aim)).toBe('connected');
    expect(verify(look({ paired: [{ ...used, usedAt: NOW - 500 }] }), aim)).toBe('approved');
    expect(verify(look({ paired: [{ ...device, usedAt: approvedAt - 3000 }] }), aim)).toBe('approved');
    expect(verify(look({ paired: [used] }), { ...aim, now: NOW + 300_000 })).toBe('approved');
    expect(verify(look({ paired: [used], pending: [asks(NEXT, approvedAt + 3010)] }), aim)).toBe('refused-anew');
    expect(verify(look({ paired: null }), aim)).toBe('unknown');
  });

  test('has not been given while the request waits, or where the device is not paired', () => {
    expect(verify(look({ paired: [device], pending: [asks(REQUEST, SINCE - 9000)] }), aim)).toBe('still-there');
    expect(verify(look({ pending: [] }), aim)).toBe('still-there');
  });

  test('has not been given where the request is gone and the device has what it had long ago', () => {
    const before = { ...device, approvedAt: SINCE - 3_600_000, seenAt: SINCE - 600_000 };
    expect(verify(look({ paired: [before] }), aim)).toBe('still-there');
    // Up to now the time of the approval is that of the pairing; what it may do tells.
    const more = { ...before, scopes: ['operator.admin'] };
    expect(verify(look({ paired: [more] }), aim)).toBe('approved');
  });

  test('is no connection where the client had to ask for more right after', () => {
    const used = { ...device, usedAt: approvedAt + 3000 };
    expect(verify(look({ paired: [used], pending: [asks(NEXT, approvedAt + 3010)] }), aim)).toBe('refused-anew');
    // It got in, and was refused later.
    expect(verify(look({ paired: [seen], pending: [asks(NEXT, approvedAt + 9000)] }), aim)).toBe('refused-anew');
    // It was refused for more, and got in later.
    expect(verify(look({ paired: [seen], pending: [asks(NEXT, approvedAt + 1000)] }), aim)).toBe('connected');
  });

  test('is no connection where the gateway refused the device since for another reason', () => {
    const at = approvedAt + 3000;
    const refusal = { symptom: 'device-token-mismatch', at, past: false };
    const after = (more: Partial<Refusal>) =>
      verify(look({ paired: [device], refusals: [refused({ ...refusal, ...more })] }), aim);
    expect(after({ deviceId: DEVICE })).toBe('refused-anew');
    expect(after({ deviceId: 'b'.repeat(64) })).toBe('approved');
    expect(after({ deviceId: DEVICE, at: SINCE - 5000 })).toBe('approved');
    // Old logs name no device: the same kind of client at the same address, unless others share that.
    const nameless = { deviceId: null, remote: device.remoteIp, client: 'cli' };
    expect(after({ ...nameless, remoteIs: 'private' })).toBe('refused-anew');
    expect(after({ ...nameless, remoteIs: 'nat' })).toBe('approved');
    expect(after({ ...nameless, remoteIs: 'private', client: 'openclaw-control-ui' })).toBe('approved');
  });

  test('is believed by a token’s use only once what could refuse it would be written down', () => {
    const used = { ...device, seenAt: NOW - 100, usedAt: NOW - 100 };
    expect(verify(look({ paired: [used] }), aim)).toBe('approved');
    expect(verify(look({ paired: [used] }), { ...aim, now: NOW + 2000 })).toBe('connected');
  });
});

describe('a change', () => {
  const client: RefusedClient = {
    deviceId: null,
    client: 'openclaw-control-ui',
    origin: 'http://192.168.1.5:18789',
    remoteIp: '192.168.1.20',
    at: SINCE - 30_000,
  };
  const found = (more: Partial<RefusedClient> | null = {}): Finding =>
    ({
      rule: 'origin/origin-not-allowed',
      stage: 'origin',
      evidence: [],
      ...(more === null ? {} : { client: { ...client, ...more } }),
    }) as unknown as Finding;
  const aim = (changes?: Condition, about: Partial<RefusedClient> | null = {}): Aim => ({
    finding: found(about),
    remedy: changes ? { changes } : {},
    deviceId: null,
    since: SINCE,
    now: NOW,
  });
  const lists: Condition = { fact: 'refusal.originListed', op: 'equals', operand: true };
  const refusal = (more: Partial<Refusal> = {}) =>
    refused({
      client: client.client,
      origin: client.origin,
      remote: client.remoteIp,
      at: client.at,
      originListed: false,
      ...more,
    });

  test('has helped where the cause is gone, and where it shows for another client only', () => {
    expect(verify(look({}), aim())).toBe('fixed');
    expect(verify(look({}, [found({ origin: 'http://other.lan' })]), aim())).toBe('fixed');
    expect(verify(look({}, [found(null)]), aim(undefined, null))).toBe('still-there');
  });

  test('waits for the client while what shows is from before', () => {
    expect(verify(look({}, [found()]), aim())).toBe('untried');
    expect(verify(look({}, [found({ at: SINCE + 1000 })]), aim())).toBe('still-there');
  });

  test('is not done while the fact that it was to change is as it was', () => {
    expect(verify(look({ refusals: [refusal()] }, [found()]), aim(lists))).toBe('still-there');
    expect(verify(look({ refusals: [refusal({ originListed: true })] }, [found()]), aim(lists))).toBe('untried');
    const loopback: Condition = { fact: 'gateway.config.bind', op: 'equals', operand: 'loopback' };
    const bind = (value: string) => ({ more: { 'gateway.config.bind': known(value, 'openclaw.json') } as Facts });
    expect(verify(look(bind('lan'), [found()]), aim(loopback))).toBe('still-there');
    expect(verify(look(bind('loopback')), aim(loopback))).toBe('fixed');
  });

  test('has not helped where its finding has merely grown old', () => {
    const old = { ...aim(lists), now: SINCE + 3_600_000 };
    expect(verify(look({ refusals: [refusal({ past: true })] }), old)).toBe('still-there');
    // Let in by another way: the same client is refused no more.
    expect(verify(look({ refusals: [refusal({ past: true })] }), aim(lists))).toBe('fixed');
  });

  test('whose client has merely not tried for long can’t be told, unless its device got in', () => {
    const about = { deviceId: DEVICE };
    const late = { ...aim(undefined, about), now: SINCE + 3_600_000 };
    const refusals = [refusal({ deviceId: DEVICE, past: true })];
    expect(verify(look({ refusals }), late)).toBe('unknown');
    const device = { ...fakePaired, deviceId: DEVICE, approvedAt: null, usedAt: null, seenAt: SINCE + 9000 };
    expect(verify(look({ refusals, paired: [device] }), late)).toBe('fixed');
    expect(verify(look({ refusals, paired: [{ ...device, seenAt: SINCE - 9000 }] }), late)).toBe('unknown');
  });
});

describe('a finding that is out of sight', () => {
  const finding = (more: Partial<Finding>): Finding =>
    ({ rule: 'x/y', stage: 'pairing', severity: 'error', certainty: 'confirmed', evidence: [], ...more }) as Finding;
  const aim = (more: Partial<Aim> = {}): Aim => ({
    finding: finding({}),
    remedy: {},
    deviceId: null,
    since: SINCE,
    now: NOW,
    ...more,
  });
  const broken = (stage: string | null): Seen => ({ more: { 'path.broken': known(stage, 'connecting') } });

  test('behind a gateway that is down is not mended, nor told to be there', () => {
    const down = finding({ rule: 'gateway-not-serving/gateway-down', stage: 'tcp' });
    expect(verify(look(broken('tcp'), [down]), aim())).toBe('unknown');
    // With --offline nothing is tried.
    expect(verify(look({}, [down]), aim())).toBe('unknown');
    expect(verify(look(broken(null)), aim())).toBe('fixed');
  });

  test('behind what is wrong for another client, or only possible, is not', () => {
    const client: RefusedClient = { deviceId: DEVICE, client: 'cli', origin: null, remoteIp: '10.0.0.9', at: SINCE };
    const other = { ...client, deviceId: 'b'.repeat(64) };
    const of = (more: Partial<Finding>) => [finding({ rule: 'auth/x', stage: 'auth', ...more })];
    const own = aim({ finding: finding({ client }) });
    expect(verify(look({}, of({ client: other })), own)).toBe('fixed');
    expect(verify(look({}, of({ client })), own)).toBe('unknown');
    expect(verify(look({}, of({ certainty: 'possible' })), own)).toBe('fixed');
    expect(verify(look({}, of({ severity: 'warning' })), own)).toBe('fixed');
  });

  test('where its own stage still fails can’t be told; at the upgrade the doctor’s own connection tells of nobody else', () => {
    expect(verify(look(broken('tcp')), aim({ finding: finding({ stage: 'tcp' }) }))).toBe('unknown');
    expect(verify(look(broken('upgrade')), aim())).toBe('fixed');
    expect(verify(look(broken('upgrade')), aim({ finding: finding({ stage: 'upgrade' }) }))).toBe('unknown');
  });

  test('whose facts can’t be read any more can’t be told, unless the change itself shows', () => {
    const evidence = [{ fact: 'state.mount', value: 'anonymous', source: 'docker inspect gwa' }];
    const rested = finding({ evidence });
    const unread = { 'state.mount': unknown('docker does not answer') };
    expect(verify(look({ more: unread }), aim({ finding: rested }))).toBe('unknown');
    expect(verify(look({ more: { 'state.mount': known('volume', 'x') } }), aim({ finding: rested }))).toBe('fixed');
    const changes: Condition = { fact: 'gateway.config.bind', op: 'equals', operand: 'loopback' };
    const bound: Facts = { 'gateway.config.bind': known('loopback', 'openclaw.json') };
    expect(verify(look({ more: { ...unread, ...bound } }), aim({ finding: rested, remedy: { changes } }))).toBe(
      'fixed',
    );
  });
});
