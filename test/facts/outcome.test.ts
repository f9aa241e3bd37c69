import { describe, expect, test } from 'vitest';
import { notLocal, outcomeOf } from '../../src/facts/outcome.ts';
import { releaseFacts } from '../../src/facts/releases.ts';
import type { Change } from '../../src/gateway/changes.ts';
import type { Paired, Refusal } from '../../src/model/catalogue.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import { refused } from '../support/facts.ts';

function factsOf(version: string | null, more: Facts = {}): Facts {
  const facts: Facts = version === null ? more : { 'gateway.version': known(version, 't'), ...more };
  return { ...facts, ...releaseFacts(facts) };
}
const cli: Partial<Refusal> = { client: 'cli', remote: '172.17.0.1', symptom: 'pairing-required', why: 'not-paired' };
const page: Partial<Refusal> = {
  symptom: 'device-identity-required',
  remote: '192.168.50.20',
  origin: 'http://192.168.50.10:18789',
  host: '192.168.50.10:18789',
};
const proxied: Partial<Refusal> = {
  symptom: 'pairing-required',
  why: 'not-paired',
  remote: '127.0.0.1',
  forwarded: '203.0.113.9',
  origin: 'http://localhost:18789',
  host: 'localhost:18789',
};

describe('what the gateway would answer', () => {
  test.each<[string, Partial<Refusal>, Change[], string | null, string]>([
    ['an approved device', cli, ['approve'], null, 'lets it in as an approved device'],
    ['a CLI beside it', cli, ['dial-loopback'], null, 'takes it as local and lets it in without asking'],
    ['an HTTPS page', page, ['open-https'], '2026.7.1', 'says «pairing required» once, and lets it in when approved'],
    ['the page by a tunnel', page, ['dial-loopback'], '2026.3.13', 'takes it as local and lets it in without asking'],
    [
      'a proxy it trusts',
      proxied,
      ['trust-proxy'],
      '2026.5.7',
      'says «pairing required» once, and lets it in when approved',
    ],
    [
      'the right secret, from a new device',
      { symptom: 'token-mismatch', client: 'cli', remote: '192.168.50.20' },
      ['give-secret'],
      '2026.9.6',
      'lets it in, a new device once it is approved',
    ],
    [
      'the right secret once the limit ran out',
      { symptom: 'rate-limited', client: 'cli', remote: '192.168.50.20', remoteIs: 'private' },
      ['wait', 'give-secret'],
      '2026.9.6',
      'lets it in, a new device once it is approved',
    ],
  ])('to %s', (_, refusal, changes, version, words) => {
    expect(outcomeOf(refused(refusal), changes, factsOf(version))).toEqual({ letsIn: true, words });
  });

  const elsewhere = { remote: '192.168.50.20', remoteIs: 'private' } as const;
  const ui = { client: 'openclaw-control-ui', origin: 'https://claw.lab', host: 'claw.lab', ...elsewhere } as const;
  test.each<[string, Partial<Refusal>, Change[], string, string]>([
    [
      'a device whose clock was wrong',
      { symptom: 'device-proof', client: 'cli', ...elsewhere },
      ['show-device'],
      '2026.9.6',
      'lets it in, a new device once it is approved',
    ],
    [
      'a client of an old protocol that was updated',
      { symptom: 'protocol-mismatch', client: 'cli', ...elsewhere },
      ['speak-protocol'],
      '2026.9.6',
      'lets it in, a new device once it is approved',
    ],
    [
      'a page of before the update, once it is loaded anew',
      { ...ui, symptom: 'stale-page' },
      ['load-page'],
      '2026.9.6',
      'lets it in as an approved device',
    ],
    [
      'a phone with a fresh setup code',
      { symptom: 'setup-code', client: 'node-host', roles: ['node'], ...elsewhere },
      ['fresh-code'],
      '2026.9.6',
      'lets it in by its setup code',
    ],
    [
      'a page of a program’s own, once the version compares such and it is listed',
      { ...ui, symptom: 'origin-not-allowed', origin: 'app://claw', host: 'claw.lab:18789' },
      ['update', 'list-origin'],
      '2026.7.1',
      'lets it in, a new device once it is approved',
    ],
    [
      'a page whose proxy hands its Host on',
      { ...ui, symptom: 'origin-not-allowed', origin: 'http://192.168.50.10:8080', host: '192.168.50.10' },
      ['pass-host'],
      '2026.9.6',
      'lets it in, a new device once it is approved',
    ],
    [
      'a local CLI that asks for more, once the version grants that unasked',
      { ...cli, remote: '127.0.0.1', why: 'scope-upgrade', scopes: ['operator.read', 'operator.write'] },
      ['update'],
      '2026.2.19',
      'takes it as local and lets it in without asking',
    ],
  ])('to %s', (_, refusal, changes, version, words) => {
    expect(outcomeOf(refused(refusal), changes, factsOf(version))).toEqual({ letsIn: true, words });
  });

  test('to a device that is in its list, and to one that isn’t', () => {
    const deviceId = 'd1';
    const wrong = refused({ symptom: 'token-mismatch', client: 'cli', deviceId, ...elsewhere });
    const listed = (id: string) => {
      const paired = [
        { deviceId: id, roles: ['operator'], scopes: ['operator.admin'] },
      ] as unknown as readonly Paired[];
      return outcomeOf(wrong, ['give-secret'], factsOf('2026.9.6', { 'devices.paired': known(paired, 't') }));
    };
    expect(listed('d1')).toEqual({ letsIn: true, words: 'lets it in as an approved device' });
    expect(listed('d2')).toEqual({ letsIn: true, words: 'says «pairing required» once, and lets it in when approved' });
  });

  test('to a localhost page through a published port: from 2026.4.7 on it is local, before it must be approved', () => {
    const nat: Facts = { 'gateway.natAddresses': known(['172.17.0.1'], 't') };
    const browser = refused({ ...page, symptom: 'pairing-required', why: 'not-paired', remote: '172.17.0.1' });
    const words = (version: string) => outcomeOf(browser, ['open-localhost'], factsOf(version, nat));
    expect(words('2026.5.7')).toMatchObject({ words: 'takes it as local and lets it in without asking' });
    expect(words('2026.3.13')).toMatchObject({ words: 'says «pairing required» once, and lets it in when approved' });
  });

  test('depends on the version where that isn’t known and the answers differ', () => {
    expect(outcomeOf(refused(page), ['dial-loopback'], factsOf(null))).toMatchObject({
      letsIn: true,
      words: expect.stringContaining('depends on its version: '),
    });
  });
});

describe('an option lets nobody in', () => {
  test('if the limit on attempts still runs', () => {
    const limited = refused({ symptom: 'rate-limited', client: 'cli', remote: '192.168.50.20', remoteIs: 'private' });
    expect(outcomeOf(limited, ['give-secret'], factsOf('2026.9.6'))).toEqual({
      letsIn: false,
      words: expect.stringContaining('too many failed authentication attempts'),
    });
  });

  test('if its page’s origin is listed, and plain HTTP still gives it no device identity', () => {
    const http = refused({ ...page, symptom: 'origin-not-allowed', secure: false });
    expect(outcomeOf(http, ['list-origin'], factsOf('2026.3.13'))).toEqual({
      letsIn: false,
      words: 'says «control ui requires device identity (use HTTPS or localhost secure context)»',
    });
    expect(outcomeOf(http, ['open-https'], factsOf('2026.3.13'))).toMatchObject({ letsIn: true });
  });
});

test('a setting that waives the device lets nobody else in once it is out', () => {
  const other = refused({
    symptom: 'pairing-required',
    why: 'not-paired',
    client: 'openclaw-control-ui',
    remote: '192.168.50.20',
    origin: 'https://claw.lab',
  });
  const facts = factsOf('2026.9.6', { 'gateway.config.allowInsecureAuth': known(true, 't') });
  expect(outcomeOf(other, ['require-device'], facts)).toMatchObject({
    words: 'says «pairing required» once, and lets it in when approved',
  });
});

test('a refusal that this version doesn’t give leaves the outcome open', () => {
  const attribution = refused({ symptom: 'proxy-attribution', remote: '127.0.0.1' });
  expect(outcomeOf(attribution, ['trust-proxy'], factsOf('2026.7.1'))).toEqual({ letsIn: 'unknown' });
});

describe('why a client was not local', () => {
  test.each<[string, Partial<Refusal>, string]>([
    ['2026.9.6', cli, 'it comes from 172.17.0.1, not from 127.0.0.1'],
    ['2026.5.7', proxied, 'it comes from 127.0.0.1 with a proxy’s header, so somebody else stands behind it'],
    [
      '2026.3.13',
      { ...cli, remote: '127.0.0.1', host: 'gateway.lan:18789' },
      'it comes from 127.0.0.1 but asks for the host gateway.lan:18789, and this version wants localhost there',
    ],
  ])('to %s: %#', (version, refusal, words) => {
    expect(notLocal(refused(refusal), factsOf(version))).toBe(words);
  });
});
