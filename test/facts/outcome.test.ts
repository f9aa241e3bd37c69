import { describe, expect, test } from 'vitest';
import { notLocal, outcomeOf } from '../../src/facts/outcome.ts';
import { releaseFacts } from '../../src/facts/releases.ts';
import type { Change } from '../../src/gateway/changes.ts';
import type { Refusal } from '../../src/model/catalogue.ts';
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
      'says «pairing required» once, and lets it in when approved',
    ],
    [
      'the right secret once the limit ran out',
      { symptom: 'rate-limited', client: 'cli', remote: '192.168.50.20', remoteIs: 'private' },
      ['wait', 'give-secret'],
      '2026.9.6',
      'says «pairing required» once, and lets it in when approved',
    ],
  ])('to %s', (_, refusal, changes, version, words) => {
    expect(outcomeOf(refused(refusal), changes, factsOf(version))).toEqual({ letsIn: true, words });
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
