import { shippedRules } from 'virtual:shipped-rules';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/doctor.ts';
import { type EvidenceFile, evidencePatient } from '../../src/from/evidence.ts';
import { cutRefusals, originIn, refusedClient } from '../../src/from/told-browser.ts';
import { factOf, valueIn } from '../../src/model/fact.ts';

const patient = async (evidence: EvidenceFile) => (await evidencePatient(evidence, 'evidence')).facts;
/** What signs speak for. */
const found = async (evidence: EvidenceFile) =>
  (await diagnose(await patient(evidence), { rules: shippedRules, failOn: 'error' })).report.findings
    .filter(({ variant }) => variant !== 'resembles')
    .map(({ rule, variant, certainty }) => `${rule.split('/')[1]}.${variant} ${certainty}`);

describe('an evidence file with a page', () => {
  const page = 'http://192.168.1.40:18789/chat?session=main#token=secret';
  const text = 'control ui requires device identity (use HTTPS or localhost secure context)';

  test('the browser that was refused asked from there', async () => {
    const facts = await patient({ client: 'control-ui', text, pageUrl: page });
    expect(valueIn(facts, 'page.url')).toBe('http://192.168.1.40:18789/chat');
    expect(valueIn(facts, 'page.secureContext')).toBe(false);
    expect(valueIn(facts, 'gateway.hostPort')).toBe(18789);
    expect(valueIn(facts, 'refusals')).toMatchObject([
      { origin: 'http://192.168.1.40:18789', secure: false, pageHost: '192.168.1.40', who: 'a browser' },
    ]);
  });
  test('another client did not', async () => {
    const facts = await patient({ client: 'node', text: 'pairing required', pageUrl: page });
    expect(valueIn(facts, 'refusals')).toMatchObject([{ origin: null, client: 'node-host' }]);
  });
  test('a gateway’s address is no page', async () => {
    expect(await patient({ pageUrl: 'ws://host.docker.internal:18789' })).not.toHaveProperty('page.url');
  });
  test('a setting that is meant to help comes before plain HTTP, which has all options', async () => {
    const config = { gateway: { controlUi: { allowInsecureAuth: true } } };
    const evidence = { openclaw: '2026.2.22-2', client: 'control-ui', text, pageUrl: page, config };
    expect((await found(evidence)).slice(0, 2)).toEqual([
      'allowInsecureAuth-ineffective.only-local-told likely',
      'insecure-context-http.told-with-page likely',
    ]);
  });
  test('from 2026.8.1 on plain HTTP is a remark behind the request that waits', async () => {
    const evidence = {
      openclaw: '2026.9.6',
      deployment: 'lan',
      client: 'control-ui',
      text: 'pairing required',
      pageUrl: page,
    };
    const [first, ...others] = await found(evidence);
    expect(first).toMatch(/^pending-approval/);
    expect(others.at(-1)).toBe('insecure-context-http.readable confirmed');
  });
});

test('of settings that are told in part only what is told is known, and what is known not to be set', async () => {
  const config = { gateway: { controlUi: { allowInsecureAuth: true } } };
  const facts = await patient({ config, configAbsent: ['gateway.trustedProxies', 'gateway.remote'] });
  expect(valueIn(facts, 'gateway.config.allowInsecureAuth')).toBe(true);
  expect(valueIn(facts, 'gateway.config.trustedProxies')).toEqual([]);
  expect(valueIn(facts, 'gateway.config.remoteUrl')).toBeNull();
  expect(factOf(facts, 'gateway.config.allowedOrigins').status).toBe('unknown');
  expect(valueIn(await patient({ configAbsent: ['gateway.trustedProxies'] }), 'gateway.config.trustedProxies')).toEqual(
    [],
  );
});

describe('what a text says of a browser', () => {
  test('whoever was refused as a Control UI was one', () => {
    expect(refusedClient('device-identity-required', 'control ui requires device identity', 'cli')).toBe(
      'openclaw-control-ui',
    );
    expect(refusedClient('device-identity-required', 'device identity required', 'cli')).toBe('cli');
    expect(refusedClient('device-identity-required', 'control ui requires device identity', 'third-party')).toBe(
      'third-party',
    );
    expect(refusedClient('pairing-required', 'control ui requires', null)).toBeNull();
  });
  test('the page, where it names one only', () => {
    expect(originIn('cause: origin-mismatch\norigin: app://localhost')).toBe('app://localhost');
    expect(originIn('"origin": "https://Claw.lab:8443", "host": "claw.lab"')).toBe('https://claw.lab:8443');
    expect(originIn('origin=http://a\norigin=http://b')).toBeNull();
    expect(originIn('origin not allowed')).toBeNull();
  });
  test('a log line that is cut off tells from where', () => {
    const [refusal] = cutRefusals('[ws] closed before connect conn=... remote=172.23.0.1 ...', 'text', null);
    expect(refusal).toMatchObject({ symptom: 'other', remote: '172.23.0.1' });
    expect(cutRefusals('[ws] closed before connect remote=1.2.3.4 code=1008 reason=x', 'text', null)).toEqual([]);
  });
});
