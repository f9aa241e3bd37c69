import { describe, expect, test } from 'vitest';
import { frontFacts } from '../../src/facts/front.ts';
import { proxyFacts, proxyFields } from '../../src/facts/proxies.ts';
import { type Facts, known, valueIn } from '../../src/model/fact.ts';
import { refused } from '../support/facts.ts';

const facts = (listed: readonly string[], version: string, more: Facts = {}): Facts => ({
  'gateway.config.trustedProxies': known(listed, 'openclaw.json'),
  'gateway.releases': known([version], 'the version'),
  ...more,
});
const proxied = (remote: string) => refused({ symptom: 'pairing-required', remote, forwarded: '203.0.113.7' });

describe('whether the proxy is trusted', () => {
  test.each([
    ['172.23.0.1', ['172.23.0.1'], '2026.2.12', true],
    ['172.23.0.1', ['172.16.0.0/12'], '2026.2.12', false],
    ['172.23.0.1', ['172.16.0.0/12'], '2026.2.19', true],
    ['::ffff:127.0.0.1', ['127.0.0.1'], '2026.9.6', true],
    ['127.0.0.1', [], '2026.9.6', false],
    ['127.0.0.1', ['nonsense'], '2026.9.6', false],
  ])('%s by %j in %s', (remote, listed, version, trusted) => {
    expect(proxyFields(proxied(remote), facts(listed, version)).proxyTrusted).toBe(trusted);
  });
  test('is not known where versions that it may be read the list differently', () => {
    const either = { 'gateway.releases': known(['2026.2.12', '2026.2.19'], 'what it says') };
    expect(proxyFields(proxied('172.23.0.1'), facts(['172.16.0.0/12'], '2026.2.12', either)).proxyTrusted).toBeNull();
  });
  test('is what the gateway made of it, whatever its settings say by now', () => {
    const refusal = { ...proxied('127.0.0.1'), proxyTrusted: true };
    expect(proxyFields(refusal, facts([], '2026.9.6')).proxyTrusted).toBe(true);
  });
  test('is no question where nothing was forwarded', () => {
    const direct = refused({ symptom: 'pairing-required', remote: '192.168.50.20' });
    expect(proxyFields(direct, facts([], '2026.9.6'))).toEqual({ proxyTrusted: null, proxiesNeeded: null });
  });
});

describe('the list that is needed', () => {
  test.each([
    ['172.23.0.1', ['10.0.0.1'], '2026.9.6', '["10.0.0.1","172.23.0.1"]'],
    // From 2026.8.1 on a proxy on the gateway's own host that uses the other address would be refused.
    ['127.0.0.1', [], '2026.9.6', '["127.0.0.1","::1"]'],
    ['::1', ['127.0.0.1'], '2026.8.1', '["127.0.0.1","::1"]'],
    ['127.0.0.1', [], '2026.5.7', '["127.0.0.1"]'],
  ])('%s to %j in %s', (remote, listed, version, needed) => {
    expect(proxyFields(proxied(remote), facts(listed, version)).proxiesNeeded).toBe(needed);
  });
  test('for the address that the log names, and for a proxy on the gateway’s own host', () => {
    const named = { 'proxy.from': known('10.0.0.9', 'log'), 'gateway.natAddresses': known(['172.17.0.1'], 'inspect') };
    const drawn = proxyFacts(facts(['10.0.0.0/24'], '2026.9.6', named));
    expect(Object.fromEntries(Object.keys(drawn).map((id) => [id, valueIn(drawn, id as 'proxy.needed')]))).toEqual({
      'proxy.trusted': true,
      'proxy.needed': '["10.0.0.0/24","10.0.0.9"]',
      'proxy.found': 'It names 10.0.0.0/24.',
      'proxy.ranges': ['10.0.0.0/24'],
      'proxy.beside': '["10.0.0.0/24","172.17.0.1"]',
    });
  });
});

describe('what stands between browsers and the gateway', () => {
  const front = (more: Facts) => {
    const drawn = frontFacts(more);
    return `${valueIn(drawn, 'front.kind')}: ${valueIn(drawn, 'front.name')}`;
  };
  const page = (url: string): Facts => ({ 'page.url': known(url, 'pageUrl') });
  const deployment = (text: string): Facts => ({ 'text.deployment': known(text, 'deployment') });
  const notes = (text: string): Facts => ({ 'text.notes': known([text], 'notes') });

  test.each([
    ['the deployment', deployment('railway'), 'hosted: Railway'],
    ['a page in a tailnet', page('https://claw.tail1234.ts.net/chat'), 'tailscale: Tailscale Serve'],
    ['a page on HTTPS', { ...deployment('vps'), ...page('https://claw.example.com') }, 'proxy: a proxy'],
    [
      'a page on HTTPS that the gateway speaks itself',
      { ...page('https://claw.lab'), 'gateway.config.tls': known(true, 'x') },
      'null: null',
    ],
    ['a note', { ...deployment('vps'), ...notes('nginx in front of it') }, 'proxy: nginx'],
    [
      'a note beside a page at a port of its own',
      { ...page('http://192.168.1.2:18789'), ...notes('nginx was added') },
      'null: null',
    ],
    ['nothing', {}, 'undefined: undefined'],
  ])('%s', (_, more, words) => {
    expect(front(more)).toBe(words);
  });
});
