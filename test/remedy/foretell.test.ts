import { describe, expect, test } from 'vitest';
import { releaseFacts } from '../../src/facts/releases.ts';
import type { Refusal } from '../../src/model/catalogue.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import { hopText } from '../../src/report/way.ts';
import { judgeRules } from '../../src/rules/judge-rules.ts';
import { refused } from '../support/facts.ts';
import { ruleWith } from '../support/rules.ts';

const asking: Partial<Refusal> = {
  symptom: 'pairing-required',
  why: 'not-paired',
  client: 'cli',
  remote: '192.168.50.20',
  remoteIs: 'private',
};
const step = 'steps: [{ say: Do so., where: host }]';

/** What the only option shows: its way line by line, and what it says. */
function shown(yaml: string, { more = {}, refusal = asking, breaks = 'gateway' }: Case = {}) {
  const facts: Facts = { 'gateway.version': known('2026.9.6', 't'), refusals: known([refused(refusal)], 't'), ...more };
  const rule = ruleWith(
    `    ${yaml}`,
    `breaks: ${breaks}\npick:\n  refusal: { from: refusals }\n  none: { from: refusals, where: { fact: symptom, equals: stale-page } }`,
  );
  const [remedy] = judgeRules([rule], { ...facts, ...releaseFacts(facts) }).findings[0]?.remedies ?? [];
  return {
    way: remedy?.way?.map((hop) => `${hop.state} ${hopText(hop)}`),
    outcome: remedy?.outcome,
    looks: remedy?.looks,
  };
}

interface Case {
  readonly more?: Facts;
  readonly refusal?: Partial<Refusal>;
  readonly breaks?: string;
}

const NOTHING = { way: undefined, outcome: undefined, looks: undefined };

describe('what the steps do tells', () => {
  const approving = 'steps: [{ say: Approve., where: host, approves: refusal }]';

  test('an approval, of a client that was refused for want of it', () => {
    expect(shown(approving)).toEqual({
      way: [
        'ok the client (192.168.50.20)',
        'ok the gateway sees 192.168.50.20, not as local: an approved device',
        'ok lets it in as an approved device',
      ],
      outcome: 'lets it in as an approved device',
      looks: undefined,
    });
  });

  test('nothing of one that was refused for something else, and of nobody', () => {
    expect(shown(approving, { refusal: { ...asking, symptom: 'token-missing', why: null } })).toEqual(NOTHING);
    expect(shown('steps: [{ say: Approve., where: host, approves: none }]')).toEqual(NOTHING);
    expect(shown(step)).toEqual(NOTHING);
  });

  test.each([
    ['mount-state, source: claw', 'its state folder (/s) is kept in the volume claw, which outlives the container'],
    ['mount-state, source: /srv/claw', 'its state folder (/s) is kept in /srv/claw'],
    ['retarget-mount', 'its state folder (/s) is what is mounted at /s'],
    ['writable-mount', 'its state folder (/s) may be written to'],
  ])('where the state is after %s', (edit, last) => {
    const more: Facts = { 'gateway.stateDir': known('/s', 't'), 'gateway.running': known(false, 't') };
    const changing = `steps: [{ say: Mount it., where: host, change: { compose: ${edit}, target: /s } }]`;
    const { way, outcome } = shown(changing, { more, breaks: 'state' });
    expect([way?.at(-1), outcome]).toEqual([`ok ${last}`, undefined]);
    expect(way).toContain('ok the gateway');
  });
});

describe('the rule says', () => {
  test('what changes for the client, which is told even where the next refusal follows', () => {
    const page = {
      symptom: 'origin-not-allowed',
      origin: 'http://192.168.50.10:18789',
      host: '192.168.50.10:18789',
      secure: false,
      remote: '192.168.50.20',
    };
    const more: Facts = { 'gateway.version': known('2026.3.13', 't') };
    expect(
      shown(`leadsTo: { client: refusal, by: [list-origin] }\n    ${step}`, { refusal: page, more }),
    ).toMatchObject({
      way: [
        'ok a browser (192.168.50.20) opens http://192.168.50.10:18789',
        'ok the gateway sees 192.168.50.20, not as local: no device identity',
        'ok says «control ui requires device identity (use HTTPS or localhost secure context)»',
      ],
    });
  });

  test('nothing where the model would not have refused the client', () => {
    const refusal = { symptom: 'proxy-attribution', remote: '127.0.0.1' };
    const more: Facts = { 'gateway.version': known('2026.7.1', 't') };
    expect(shown(`leadsTo: { client: refusal, by: [trust-proxy] }\n    ${step}`, { refusal, more })).toEqual(NOTHING);
  });

  test('that it only looks', () => {
    expect(shown(`leadsTo: { look: true }\n    ${step}`)).toEqual({ ...NOTHING, looks: true });
  });

  const open = 'unknown its answer isn’t known before it is tried';
  test.each<[string, Facts, readonly string[]]>([
    ['start', { 'gateway.running': known(false, 't') }, ['ok the client', 'ok the gateway']],
    [
      'bind-lan',
      { 'gateway.bind': known('loopback', 't') },
      ['ok the client', 'ok the gateway listens at every address, port 18789'],
    ],
    ['bind-loopback', {}, ['ok the client', 'ok the gateway listens at 127.0.0.1:18789 only']],
    [
      'dial-loopback',
      { 'client.url': known('ws://nas:1', 't') },
      ['ok the client dials ws://127.0.0.1:18789', 'ok the gateway'],
    ],
    ['dial-plain', { 'client.url': known('wss://nas:1', 't') }, ['ok the client dials ws://nas:1', 'ok the gateway']],
    [
      'publish',
      { 'gateway.kind': known('container', 't'), 'gateway.published': known([], 't') },
      [
        'ok the client dials ws://127.0.0.1:18789',
        "ok a container engine's network passes on what comes to 127.0.0.1:18789",
        'ok the gateway',
      ],
    ],
    [
      'dial-published',
      { 'gateway.kind': known('container', 't'), 'gateway.publishedPort': known(28789, 't') },
      ['ok the client dials ws://127.0.0.1:28789', "ok a container engine's network", 'ok the gateway'],
    ],
    [
      'beside',
      { 'gateway.kind': known('container', 't') },
      ['ok the client dials ws://127.0.0.1:18789', 'ok the gateway'],
    ],
  ])('how far one comes with %s, and that the answer is open', (by, more, way) => {
    expect(shown(`leadsTo: { way: [${by}] }\n    ${step}`, { more })).toEqual({ ...NOTHING, way: [...way, open] });
  });
});
