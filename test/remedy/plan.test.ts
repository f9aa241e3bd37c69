import { describe, expect, test } from 'vitest';
import { releaseFacts } from '../../src/facts/releases.ts';
import type { Refusal } from '../../src/model/catalogue.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import { judgeRules } from '../../src/rules/judge-rules.ts';
import { refused } from '../support/facts.ts';
import { ruleWith } from '../support/rules.ts';

const rule = (steps: string) => ruleWith(steps, 'pick:\n  refusal: { from: refusals }');
function remedies(yaml: string, version: string | null, refusal: Partial<Refusal> = {}) {
  const stated: Facts = version === null ? {} : { 'gateway.version': known(version, 't') };
  const facts: Facts = { ...stated, refusals: known([refused(refusal)], 't') };
  return judgeRules([rule(yaml)], { ...facts, ...releaseFacts(facts) }).findings[0]?.remedies ?? [];
}

describe('a step that only some versions can take', () => {
  const steps = `    steps:
      - { say: Read the token., where: host, openclaw: '<2026.8.2', run: [openclaw, config, get, gateway.auth.token] }
      - { say: Show the token., where: host, openclaw: '>=2026.8.2', run: [openclaw, gateway, auth-token, --show] }`;

  test('is left out where the version lacks it', () => {
    expect(remedies(steps, '2026.7.1')[0]?.steps).toEqual([
      { say: 'Read the token.', where: 'host', run: ['openclaw', 'config', 'get', 'gateway.auth.token'] },
    ]);
    expect(remedies(steps, '2026.9.6')[0]?.steps).toMatchObject([{ say: 'Show the token.' }]);
  });

  test('is told with its versions, and can’t be run, where the version isn’t known', () => {
    expect(remedies(steps, null)[0]?.steps).toEqual([
      {
        say: 'With OpenClaw before 2026.8.2: Read the token. (openclaw config get gateway.auth.token)',
        where: 'host',
      },
      {
        say: 'With OpenClaw 2026.8.2 and newer: Show the token. (openclaw gateway auth-token --show)',
        where: 'host',
      },
    ]);
  });
});

test('lines for another program’s file are planned with real names, whether the version is known or not', () => {
  const steps = `    steps:
      - say: Let Caddy pass it on.
        where: gateway-host
        openclaw: '<2026.8.2'
        snippet: { file: Caddyfile, text: "{refusal.pageHost|claw.example.com} {\\n  reverse_proxy 127.0.0.1:18789\\n}" }`;
  const snippet = { file: 'Caddyfile', text: 'claw.lab {\n  reverse_proxy 127.0.0.1:18789\n}' };
  expect(remedies(steps, '2026.7.1', { pageHost: 'claw.lab' })[0]?.steps).toMatchObject([{ snippet }]);
  expect(remedies(steps, null, { pageHost: 'claw.lab' })[0]?.steps).toMatchObject([{ snippet }]);
});

test('a command that is told in words is quoted as one would type it', () => {
  const steps = `    steps:
      - { say: Set it., where: host, openclaw: '<2026.8.2', run: [openclaw, config, set, a.b, '["c"]'] }`;
  expect(remedies(steps, null)[0]?.steps[0]?.say).toContain(`(openclaw config set a.b '["c"]')`);
});

describe('an option that names what it changes', () => {
  const admits = (by: string) => `    admits: { client: refusal, by: [${by}] }
    steps: [{ say: Do so., where: host }]`;
  const limited = { symptom: 'rate-limited', client: 'cli', remote: '192.168.50.20', remoteIs: 'private' };

  test('shows what the gateway would then answer', () => {
    expect(remedies(admits('wait, give-secret'), '2026.9.6', limited)).toMatchObject([
      { id: 'mend', outcome: 'lets it in, a new device once it is approved' },
    ]);
  });

  test('isn’t offered where the client would still not get in', () => {
    expect(remedies(admits('give-secret'), '2026.9.6', limited)).toEqual([]);
  });

  test('says nothing of the answer where the model would not have refused the client', () => {
    const [remedy] = remedies(admits('trust-proxy'), '2026.7.1', { symptom: 'proxy-attribution', remote: '127.0.0.1' });
    expect(remedy).toMatchObject({ id: 'mend' });
    expect(remedy).not.toHaveProperty('outcome');
  });
});
