import { describe, expect, test } from 'vitest';
import type { Pending } from '../../src/model/catalogue.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import { changeOf } from '../../src/requests/change.ts';
import { whyMeant } from '../../src/requests/meant.ts';
import { odditiesOf } from '../../src/requests/oddities.ts';
import { originInWords } from '../../src/requests/origin.ts';
import { askedWords, rightLines } from '../../src/requests/words.ts';
import { refused } from '../support/facts.ts';
import { otherPending, paired, pending } from '../ui/fakes.ts';

const ADMIN = ['operator.admin', 'operator.read'];
const someone = { ...paired, deviceId: 'a'.repeat(64), name: 'desk', remoteIp: '192.168.1.9' };
const facts = (more: Facts = {}): Facts => ({
  'devices.paired': known([someone], 'x'),
  'gateway.natAddresses': known(['172.17.0.1'], 'x'),
  'os.addresses': known(['192.168.1.2'], 'x'),
  ...more,
});

describe('what an approval changes', () => {
  test('of a new device is all that it asks for', () => {
    const change = changeOf(pending, [someone]);
    expect(change).toEqual({ before: null, gained: { roles: pending.roles, scopes: pending.scopes } });
    expect(askedWords(change)).toBe('asks as operator for operator.read, operator.write');
  });

  test('of a known one is what it does not have yet: who may write may read', () => {
    const change = changeOf(
      { ...pending, roles: ['operator', 'node'], scopes: ['operator.read', 'operator.pairing'] },
      [{ ...paired, scopes: ['operator.write'] }],
    );
    expect(change).toEqual({
      before: { roles: ['operator'], scopes: ['operator.write'] },
      gained: { roles: ['node'], scopes: ['operator.pairing'] },
    });
    expect(askedWords(change)).toBe('is approved and asks for more: the role node, operator.pairing');
    expect(rightLines(change).scopes).toEqual([
      { text: 'operator.write: send messages and have tools run', isNew: false },
      { text: '+ operator.pairing: approve and remove devices', isNew: true },
    ]);
  });

  test('may be nothing, where only its identity changed', () => {
    expect(askedWords(changeOf(pending, [paired]))).toContain('asks for nothing more');
  });

  test('says of admin that it is everything', () => {
    expect(askedWords(changeOf({ ...pending, scopes: ADMIN }, []))).toBe(
      'asks as operator for everything (operator.admin)',
    );
  });
});

describe('where a request comes from', () => {
  const from = (remoteIp: string | null, more: Facts = {}) => originInWords({ ...pending, remoteIp }, facts(more));

  test('is told by what the address stands for', () => {
    expect(from('172.17.0.1')).toBe('172.17.0.1, which stands for every client on this host');
    expect(from('172.17.0.1', { 'gateway.engineDesktop': known(true, 'x') })).toContain('any client here');
    expect(from('192.168.1.2')).toBe('192.168.1.2, this host');
    expect(from('::ffff:192.168.1.2')).toBe('::ffff:192.168.1.2, this host');
    expect(from('100.101.1.2')).toBe('100.101.1.2, in a tailnet');
    expect(from('203.0.113.9')).toBe('203.0.113.9, on the internet');
    expect(from('127.0.0.1')).toBe("127.0.0.1, the gateway's own host");
    expect(from(null)).toBe('an address that the gateway did not note');
  });

  test('by what the refusal knows of it, unless a proxy told of the client', () => {
    const seen = (forwarded: string | null): Facts => ({
      refusals: known(
        [refused({ requestId: pending.requestId, live: true, remoteIs: 'container', remote: '172.20.0.3', forwarded })],
        'x',
      ),
    });
    expect(from('172.20.0.3', seen(null))).toBe('172.20.0.3, another container');
    expect(from('203.0.113.9', seen('203.0.113.9'))).toBe('203.0.113.9, on the internet');
  });
});

describe('what is odd about a request', () => {
  const odd = (request: Partial<Pending>, more: Facts = {}) => odditiesOf({ ...pending, ...request }, facts(more));

  test('is nothing about a CLI of this host or from where somebody is approved', () => {
    expect(odd({ scopes: ADMIN })).toEqual([]);
    expect(odd({ remoteIp: '192.168.1.9' })).toEqual([]);
  });

  test('is an address that no approved device came from, where there are any', () => {
    expect(odd({ remoteIp: '192.168.1.20' })).toEqual([
      '192.168.1.20 is new here: no device that is approved has come from it.',
    ]);
    expect(odd({ remoteIp: '192.168.1.20' }, { 'devices.paired': known([], 'x') })).toEqual([]);
    expect(odd({ remoteIp: '203.0.113.9' }, { 'devices.paired': known([], 'x') })).toEqual([
      '203.0.113.9 is on the internet: are you there?',
    ]);
    expect(odd({ remoteIp: null })).toEqual([expect.stringContaining('noted no address')]);
  });

  test('is more than such a client asks for', () => {
    const node = { client: 'node-host', mode: 'node', roles: ['node'] };
    expect(odd({ ...node, scopes: [] })).toEqual([]);
    expect(odd({ ...node, scopes: ['operator.admin'] })).toEqual([
      expect.stringContaining('A node by itself asks for no operator.admin'),
    ]);
    const phone = { client: 'openclaw-ios', mode: 'ui' };
    expect(odd({ ...phone, scopes: ['operator.read', 'operator.write', 'operator.talk.secrets'] })).toEqual([]);
    expect(odd({ ...phone, scopes: ['operator.read', 'operator.pairing'] })).toEqual([
      expect.stringContaining('A phone by itself asks for no operator.pairing'),
    ]);
    expect(odd({ client: 'mission-control', mode: 'ui', scopes: ADMIN })).toEqual([
      expect.stringContaining('mission-control is no client of OpenClaw'),
    ]);
    expect(odd({ scopes: ['operator.reactor'] })).toEqual([expect.stringContaining('no scope operator.reactor')]);
    expect(odd({ roles: ['operator', 'node'] })).toEqual([expect.stringContaining('asks to be a node as well')]);
  });

  test('is an identity on another system, and a name that is taken', () => {
    const moved = refused({
      requestId: pending.requestId,
      platformChange: 'other',
      approvedPlatform: 'darwin',
    });
    expect(odd({}, { refusals: known([moved], 'x') })).toEqual([
      'It was approved on darwin and now says linux: a copied identity looks like this.',
    ]);
    expect(odd({ name: 'desk' })).toEqual([expect.stringContaining('is named "desk" too')]);
  });
});

describe('which request is meant', () => {
  const sought = { requestId: pending.requestId, deviceId: pending.deviceId, client: 'cli' };
  const nobody = { requestId: null, deviceId: null, client: null };
  const third = { ...otherPending, requestId: '00000000-0000-4000-8000-000000000001', deviceId: 'f'.repeat(64) };

  test('is the one that the diagnosis names, and how it stands among the others', () => {
    expect(whyMeant(pending, [pending], sought, facts())).toBe(
      'The diagnosis is about this one, the only one that waits.',
    );
    expect(whyMeant(pending, [pending, otherPending], sought, facts())).toContain('the CLI asks in no other');
    expect(whyMeant(otherPending, [pending, otherPending], sought, facts())).toBeNull();
    const twin = { ...third, client: 'cli', remoteIp: pending.remoteIp };
    expect(whyMeant(pending, [pending, twin], sought, facts())).toContain('the newest of 2 alike');
  });

  test('is above all the one whose device is that of this user’s own state', () => {
    const own = facts({ 'client.devices': known([otherPending.deviceId ?? ''], 'x') });
    expect(whyMeant(otherPending, [pending, otherPending], sought, own)).toContain('Yours:');
    expect(whyMeant(pending, [pending, otherPending], sought, own)).toContain('The diagnosis is about this one');
  });

  test('is that of the same device, once it has asked anew', () => {
    const renewed = { ...pending, requestId: third.requestId };
    expect(whyMeant(renewed, [renewed, otherPending], sought, facts())).toContain('asked anew');
    expect(whyMeant(otherPending, [renewed, otherPending], sought, facts())).toBeNull();
  });

  test('is that of the device, where the diagnosis names no request', () => {
    const unnamed = { ...sought, requestId: null };
    expect(whyMeant(pending, [pending, otherPending], unnamed, facts())).toBe('The diagnosis is about this device.');
  });

  test('is the only one of its kind, or the only one from this host, where the diagnosis names none', () => {
    const browser = { ...nobody, client: 'openclaw-control-ui' };
    expect(whyMeant(otherPending, [pending, otherPending], browser, facts())).toContain('about a browser');
    expect(whyMeant(otherPending, [otherPending, third], browser, facts())).toBeNull();
    expect(whyMeant(pending, [pending, otherPending], nobody, facts())).toBe('The only one that comes from this host.');
    expect(whyMeant(pending, [pending], nobody, facts())).toBeNull();
  });
});
