import { describe, expect, test } from 'vitest';
import { releaseFacts } from '../../src/facts/releases.ts';
import type { Refusal } from '../../src/model/catalogue.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
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
    follows: remedy?.follows,
  };
}

interface Case {
  readonly more?: Facts;
  readonly refusal?: Partial<Refusal>;
  readonly breaks?: string;
}

const NOTHING = { way: undefined, outcome: undefined, looks: undefined, follows: undefined };
const REMOTE = 'lets it in with the right token, a new device once it is approved';
const EITHER = 'lets it in with the right token; a new device may have to be approved first';

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
      follows: undefined,
    });
  });

  test('that an approval is none for who was refused for something else', () => {
    expect(shown(approving, { refusal: { ...asking, symptom: 'token-missing', why: null } }).outcome).toMatch(
      /^says «unauthorized: gateway token missing/,
    );
  });

  test('an approval of whoever asks then, and the answer is only expected', () => {
    expect(shown('steps: [{ say: Approve., where: host, approves: none }]', { refusal: { symptom: null } })).toEqual({
      ...NOTHING,
      way: ['ok the client', 'ok the gateway sees an approved device', 'unknown lets it in as an approved device'],
      outcome: 'lets it in as an approved device',
    });
  });

  test('nothing where no step does anything that the model knows', () => {
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
    expect([way?.slice(-2), outcome]).toEqual([[`ok ${last}`, `unknown ${EITHER}`], EITHER]);
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

  test('what is expected where the model would not have refused the client', () => {
    const refusal = { symptom: 'proxy-attribution', remote: '127.0.0.1' };
    const more: Facts = { 'gateway.version': known('2026.7.1', 't') };
    expect(shown(`leadsTo: { client: refusal, by: [trust-proxy] }\n    ${step}`, { refusal, more }).way).toEqual([
      'ok the client',
      'ok a proxy (127.0.0.1)',
      'ok the gateway sees 127.0.0.1, not as local',
      'unknown lets it in with the right token, a new device once it is approved',
    ]);
  });

  test('of another client of the rule than the one that the finding is about', () => {
    const told = { symptom: 'token-mismatch', client: 'cli' };
    expect(shown(`leadsTo: { client: none, by: [give-secret] }\n    ${step}`, { refusal: told })).toMatchObject({
      way: ['ok the client', 'ok the gateway', 'ok lets it in, a new device once it is approved'],
    });
  });

  test.each<[string, Facts, string]>([
    ['give-secret', {}, 'lets it in; a new device may have to be approved first'],
    ['dial-loopback', {}, 'lets it in with the right token'],
    ['dial-loopback', { 'gateway.config.authMode': known('password', 't') }, 'lets it in with the right password'],
    ['dial-loopback', { 'gateway.config.authMode': known('none', 't') }, 'lets it in'],
    [
      'list-origin',
      { 'page.url': known('http://192.168.50.10:18789/', 't'), 'gateway.version': known('2026.5.7', 't') },
      'says «control ui requires device identity (use HTTPS or localhost secure context)»',
    ],
    [
      'list-origin',
      { 'page.url': known('http://192.168.50.10:18789/', 't') },
      'lets it in with the right token; a new device may have to be approved first',
    ],
    ['load-page', {}, 'lets it in with the right token; a new device may have to be approved first'],
    ['pass-host', {}, 'lets it in with the right token, a new device once it is approved'],
    [
      'pass-host',
      { 'gateway.config.trustedProxies': known(['10.9.9.9'], 't') },
      'answers HTTP 403 proxy_attribution_required',
    ],
  ])('what nobody in particular gets by %s', (by, more, answer) => {
    const option = `leadsTo: { client: none, by: [${by}] }\n    ${step}`;
    expect(shown(option, { refusal: { symptom: null }, more }).way?.at(-1)).toBe(`unknown ${answer}`);
  });

  test.each<[string, Partial<Refusal>, readonly string[]]>([
    [
      'a client that is told of, and not why it was refused',
      { symptom: 'unauthorized', client: 'some-app', who: 'an app' },
      ['ok an app', 'ok the gateway', 'unknown lets it in; a new device may have to be approved first'],
    ],
    [
      'one that was seen',
      { symptom: 'unauthorized', client: 'node-host', who: 'a node', remote: '192.168.50.20', remoteIs: 'private' },
      [
        'ok a node (192.168.50.20)',
        'ok the gateway sees 192.168.50.20, not as local',
        'unknown lets it in, a new device once it is approved',
      ],
    ],
    [
      'a page that was seen',
      { symptom: 'unauthorized', client: 'openclaw-control-ui', origin: 'https://claw.lab', remote: '127.0.0.1' },
      ['ok a browser opens https://claw.lab', 'ok the gateway sees 127.0.0.1, as local', 'unknown lets it in'],
    ],
  ])('what is expected of %s', (_, refusal, way) => {
    expect(shown(`leadsTo: { client: refusal, by: [give-secret] }\n    ${step}`, { refusal }).way).toEqual(way);
  });

  test('a page is expected where a browser is needed, and nobody says who was refused', () => {
    const inBrowser = 'steps: [{ say: Open it., where: browser }]';
    const option = `leadsTo: { client: none, by: [dial-loopback] }\n    ${inBrowser}`;
    expect(shown(option, { refusal: { symptom: null } }).way?.[0]).toBe('ok a browser opens http://127.0.0.1:18789');
  });

  test('what is expected of releases that differ', () => {
    const more: Facts = {
      'gateway.version': unknown('nobody looked'),
      'page.url': known('http://192.168.50.10:18789/', 't'),
    };
    const option = `leadsTo: { client: none, by: [load-page] }\n    ${step}`;
    expect(shown(option, { refusal: { symptom: null }, more }).outcome).toBe(
      'depends on its version: lets it in with the right token; a new device may have to be approved first; or says «control ui requires HTTPS or localhost (secure context)»',
    );
  });

  test('where a proxy is to name the user, that it must', () => {
    const more: Facts = { 'gateway.config.authMode': known('trusted-proxy', 't') };
    expect(shown(`leadsTo: { way: [open-way] }\n    ${step}`, { more, breaks: 'proxy' }).outcome).toBe(
      'lets it in if its proxy vouches for the user, a new device once it is approved',
    );
  });

  test('of a page that nobody told of, no address', () => {
    const opens = (by: string) =>
      shown(`leadsTo: { client: none, by: [${by}] }\n    ${step}`, { refusal: { symptom: null } }).way?.[0];
    expect([opens('load-page'), opens('open-https'), opens('open-localhost')]).toEqual([
      'ok a browser',
      'ok a browser opens the page over HTTPS',
      'ok a browser opens http://localhost:18789',
    ]);
  });

  test('a device that begins anew is new to the gateway', () => {
    const refusal = { ...asking, why: 'metadata-upgrade', approvedScopes: ['operator.read'] };
    expect(shown(`leadsTo: { client: refusal, by: [new-device] }\n    ${step}`, { refusal }).way).toEqual([
      'ok the client (192.168.50.20)',
      'ok the gateway sees 192.168.50.20, not as local: a new device',
      'ok says «pairing required» once, and lets it in when approved',
    ]);
  });

  test('what follows in words, with what is known in them', () => {
    expect(shown(`leadsTo: { words: 'It stays {gateway.version}.' }\n    ${step}`)).toEqual({
      ...NOTHING,
      follows: 'It stays 2026.9.6.',
    });
  });

  test('that it only looks', () => {
    expect(shown(`leadsTo: { look: true }\n    ${step}`)).toEqual({ ...NOTHING, looks: true });
  });

  test.each<[string, Facts, readonly string[], string?]>([
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
    [
      'dial-loopback',
      { 'gateway.kind': known('process', 't') },
      ['ok the client dials ws://127.0.0.1:18789', 'ok the gateway'],
      'lets it in with the right token',
    ],
    [
      'dial-plain',
      { 'client.url': known('wss://nas:1', 't') },
      ['ok the client dials ws://nas:1', 'ok the gateway'],
      REMOTE,
    ],
    [
      'dial-tls',
      { 'client.url': known('ws://nas:1', 't') },
      ['ok the client dials wss://nas:1', 'ok the gateway'],
      REMOTE,
    ],
    ['dial-right', {}, ["ok the client dials the gateway's own address", 'ok the gateway']],
    [
      'in-time',
      { 'client.url': known('ws://nas:1', 't') },
      ['ok the client dials ws://nas:1', 'ok the gateway'],
      REMOTE,
    ],
    ['password-auth', {}, ['ok the client', 'ok the gateway'], EITHER.replace('token', 'password')],
    ['token-auth', { 'gateway.config.authMode': known('trusted-proxy', 't') }, ['ok the client', 'ok the gateway']],
    [
      'publish',
      { 'gateway.kind': known('container', 't'), 'gateway.published': known([], 't') },
      [
        'ok the client dials ws://127.0.0.1:18789',
        "ok a container engine's network passes on what comes to 127.0.0.1:18789",
        'ok the gateway',
      ],
      REMOTE,
    ],
    [
      'dial-published',
      { 'gateway.kind': known('container', 't'), 'gateway.publishedPort': known(28789, 't') },
      ['ok the client dials ws://127.0.0.1:28789', "ok a container engine's network", 'ok the gateway'],
      REMOTE,
    ],
    [
      'beside',
      { 'gateway.kind': known('container', 't') },
      ['ok the client dials ws://127.0.0.1:18789', 'ok the gateway'],
      'lets it in with the right token',
    ],
  ])('how one gets to the gateway with %s, and the answer that is expected', (by, more, way, answer = EITHER) => {
    expect(shown(`leadsTo: { way: [${by}] }\n    ${step}`, { more })).toEqual({
      ...NOTHING,
      way: [...way, `unknown ${answer}`],
      outcome: answer,
    });
  });
});
