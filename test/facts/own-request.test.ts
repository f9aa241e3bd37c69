import { describe, expect, test } from 'vitest';
import { ownRequest } from '../../src/facts/own-request.ts';
import { type Facts, factOf, known, valueIn } from '../../src/model/fact.ts';

const refused: Facts = {
  'gateway.where': known('host', 't'),
  'gateway.releases': known(['2026.9.6'], 't'),
  'gateway.config.trustedProxies': known(['127.0.0.1', '::1'], 'openclaw.json'),
  'os.addresses': known(['10.0.0.5'], 't'),
  'client.host': known('127.0.0.1', '--url'),
  'path.http': known('proxy-attribution', 't'),
  'path.upgrade': known('proxy-attribution', 't'),
  'path.broken': known('http', 't'),
  'path.stages': known(
    [
      { stage: 'tcp', status: 'ok', detail: 'it accepts', ms: 1 },
      { stage: 'http', status: 'failed', detail: 'refused', ms: 1 },
    ],
    't',
  ),
};
const broken = (more: Facts) => factOf(ownRequest({ ...refused, ...more }), 'path.broken').status;

describe('a refusal of the doctor’s own request through a proxy on the gateway’s host', () => {
  test('tells of nobody else once that proxy is trusted', () => {
    const facts = ownRequest(refused);
    for (const id of ['path.http', 'path.upgrade', 'path.broken'] as const)
      expect(factOf(facts, id)).toMatchObject({ status: 'unknown', reason: expect.stringContaining('own request') });
    expect(valueIn(facts, 'path.stages')).toMatchObject([{ status: 'ok' }, { stage: 'http', status: 'unknown' }]);
  });

  test.each<[string, Facts, string]>([
    ['the proxy is not trusted', { 'gateway.config.trustedProxies': known([], 't') }, 'known'],
    ['another one is', { 'gateway.config.trustedProxies': known(['192.168.1.9'], 't') }, 'known'],
    ['it is asked at an address of this host, which is a client’s', { 'client.host': known('10.0.0.5', 't') }, 'known'],
    [
      'that address is trusted as well',
      {
        'client.host': known('10.0.0.5', 't'),
        'gateway.config.trustedProxies': known(['127.0.0.1', '10.0.0.0/8'], 't'),
      },
      'unknown',
    ],
    [
      'its name leads to this host',
      { 'client.host': known('claw.lab', 't'), 'path.addresses': known(['127.0.1.1'], 't') },
      'unknown',
    ],
    [
      'its name leads elsewhere',
      { 'client.host': known('claw.lab', 't'), 'path.addresses': known(['192.168.1.9'], 't') },
      'known',
    ],
    ['the gateway is on another host', { 'gateway.where': known('ssh:me@claw', 't') }, 'known'],
  ])('%s', (_, more, status) => {
    expect(broken(more)).toBe(status);
  });

  test('counts for the page, too', () => {
    const page = (url: string) => {
      const more = { 'page.url': known(url, '--page'), 'page.http': known('proxy-attribution', 't') };
      return factOf(ownRequest({ ...refused, ...more }), 'page.http').status;
    };
    expect([page('http://127.0.0.1:8080/'), page('http://192.168.1.9/')]).toEqual(['unknown', 'known']);
  });
});
