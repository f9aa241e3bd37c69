import { shippedRules } from 'virtual:shipped-rules';
import { describe, expect, test } from 'vitest';
import type { EvidenceFile } from '../../src/from/evidence.ts';
import { reportOn } from '../support/evidence.ts';

/** The cases of fixtures/corpus/HARD-CASES.md, by their numbers. */
const first = async (evidence: EvidenceFile) => (await reportOn(evidence)).findings[0];
const cause = async (evidence: EvidenceFile) => (await first(evidence))?.rule;
const causes = async (evidence: EvidenceFile) => (await reportOn(evidence)).findings.map(({ rule }) => rule);

const footer = (target: string, source: string, bind: string) =>
  `gateway closed (1008): pairing required\nGateway target: ${target}\nSource: ${source}\nConfig: /home/node/.openclaw/openclaw.json\nBind: ${bind}`;

describe('1: the tool that should approve cannot connect', () => {
  test.each<[string, EvidenceFile, string]>([
    [
      'a LAN address',
      { openclaw: '2026.2.9', client: 'cli', text: footer('ws://172.18.0.2:18789', 'local lan 172.18.0.2', 'lan') },
      'client-target/cli-dials-lan-ip',
    ],
    [
      '127.0.0.1 refused in a container',
      { deployment: 'docker', client: 'cli', text: 'connect ECONNREFUSED 127.0.0.1:18789' },
      'client-target/cli-wrong-target',
    ],
    [
      '1000 on 2026.3.13',
      { openclaw: '2026.3.13', client: 'cli', text: 'gateway closed (1000 normal closure): no close reason' },
      'gateway-not-serving/handshake-timeout',
    ],
    [
      'scopes',
      { openclaw: '2026.5.7', client: 'cli', text: 'GatewayClientRequestError: scope upgrade pending approval' },
      'scope-upgrade/scope-upgrade-deadlock',
    ],
  ])('%s', async (_, evidence, expected) => {
    expect(await cause(evidence)).toBe(expected);
  });
});

describe('2: no pending request appears', () => {
  const text = 'pairing required';
  test('the wrong list is one of the causes', async () => {
    const notes = ['openclaw pairing list is empty'];
    expect(await causes({ client: 'control-ui', text, notes })).toContain('pairing-approval/channel-pairing-confusion');
    const nodes = ['openclaw nodes pending is empty'];
    expect(await cause({ client: 'node', text, notes: nodes })).toBe('pairing-approval/nodes-vs-devices');
  });
  test('no token, no request', async () => {
    expect(await cause({ client: 'control-ui', text: 'unauthorized: gateway token missing' })).toBe(
      'shared-secret/token-missing',
    );
  });
  test('a program without a device files none', async () => {
    expect(await cause({ client: 'third-party', text: 'missing scope: operator.read' })).toBe(
      'client-version/third-party-client-no-device-identity',
    );
  });
});

test('3: an id that died is listed and approved anew in one go', async () => {
  const finding = await first({ openclaw: '2026.5.7', client: 'ios', text: 'unknown requestId' });
  expect([finding?.rule, finding?.remedies.map(({ id }) => id)]).toEqual([
    'pairing-approval/pending-expired-or-superseded',
    expect.arrayContaining(['one-go']),
  ]);
});

test('4: a device id is no request id', async () => {
  const text = '[openclaw] Reason: unknown requestId.';
  const notes = ['ran `openclaw devices approve 46d266be77aa01bc`'];
  expect(await cause({ openclaw: '2026.5.12', client: 'cli', text, notes })).toBe('pairing-approval/approve-wrong-id');
});

test('5: a probe as first contact locks the CLI out', async () => {
  const notes = ['a monitoring script called `openclaw health` before onboarding finished'];
  expect(await cause({ client: 'cli', text: 'gateway closed (1008): pairing required', notes })).toBe(
    'scope-upgrade/scope-upgrade-deadlock',
  );
});

test('6: another admin, then the plain CLI, then the token: in this order', async () => {
  const text = 'pairing required: device is asking for more scopes than currently approved';
  const finding = await first({ openclaw: '2026.7.1', client: 'cli', text });
  const ids = finding?.remedies.map(({ id }) => id);
  expect(ids).toEqual(['approve-in-control-ui', 'plain-cli', 'with-token', 'let-in-a-browser']);
});

test.each(['2026.2.21', '2026.5.7', '2026.9.6'])(
  '7: allowInsecureAuth is not advised, and told to do nothing on %s',
  async (openclaw) => {
    const finding = await first({
      openclaw,
      client: 'control-ui',
      text: 'control ui requires device identity (use HTTPS or localhost secure context)',
      pageUrl: 'http://192.168.1.5:18789/',
      config: { gateway: { bind: 'lan', controlUi: { allowInsecureAuth: true } } },
    });
    expect(finding?.rule).toMatch(/^secure-context\//);
    expect(JSON.stringify(finding?.remedies)).not.toMatch(/allowInsecureAuth[^"]{0,12}true/);
  },
);

test('8: with the right token and «pairing required» no new token is advised', async () => {
  const finding = await first({
    deployment: 'docker',
    client: 'control-ui',
    text: 'disconnected (1008): pairing required',
  });
  expect(finding?.rule).toBe('pairing-approval/pending-approval-docker');
  expect(finding?.why).toContain('a new one would change nothing');
});

describe('9: the message names the wrong thing', () => {
  test.each<[string, EvidenceFile, string]>([
    [
      '«device token mismatch» for a stale .env',
      {
        openclaw: '2026.2.17',
        client: 'cli',
        text: 'unauthorized: device token mismatch',
        notes: ['OPENCLAW_GATEWAY_TOKEN in .env differs from gateway.auth.token'],
      },
      'shared-secret/token-mismatch-env-override',
    ],
    [
      '«set gateway.remote.token» for a program of others',
      { client: 'third-party', text: 'set gateway.remote.token to match gateway.auth.token' },
      'shared-secret/token-mismatch',
    ],
    [
      '«device identity required» for a missing token',
      {
        openclaw: '2026.2.9',
        client: 'control-ui',
        text: 'disconnected (1008): device identity required',
        pageUrl: 'http://localhost:18789',
        config: { gateway: { controlUi: { allowInsecureAuth: true } } },
      },
      'shared-secret/token-missing',
    ],
    [
      '«unreachable» of a gateway that answers',
      { openclaw: '2026.3.13', client: 'cli', text: 'Gateway: unreachable (missing scope: operator.read)' },
      'gateway-not-serving/status-false-alarm',
    ],
    [
      '«already in use» by the gateway itself',
      { client: 'cli', text: 'Port 18789 is already in use by the gateway itself' },
      'gateway-not-serving/status-false-alarm',
    ],
  ])('%s', async (_, evidence, expected) => {
    expect(await cause(evidence)).toBe(expected);
  });
});

describe('10: docker exec is not the gateway', () => {
  test.each<[string, EvidenceFile, string]>([
    [
      'another folder',
      {
        deployment: 'docker',
        client: 'cli',
        text: 'gateway closed (1006)\nConfig: /home/node/.openclaw/.openclaw/openclaw.json',
      },
      'state-dir/config-state-mismatch',
    ],
    [
      'no openclaw on the PATH',
      { deployment: 'docker', client: 'cli', text: 'exec: "openclaw": executable file not found in $PATH' },
      'state-dir/cli-not-found-in-container',
    ],
    [
      'a container of its own',
      {
        deployment: 'docker',
        client: 'cli',
        text: 'gateway closed (1006)',
        notes: ['docker compose run --rm openclaw-cli devices list'],
      },
      'client-target/cli-wrong-target',
    ],
  ])('%s', async (_, evidence, expected) => {
    expect(await cause(evidence)).toBe(expected);
  });
});

test('11: where a wrapper writes the settings, its own option is changed', async () => {
  const finding = await first({
    client: 'control-ui',
    text: 'origin not allowed',
    notes: ['openclaw.json is overwritten on every restart of the add-on'],
  });
  expect([finding?.rule, finding?.remedies[0]?.id]).toEqual(['origin/origin-not-allowed', 'list-in-wrapper']);
});

test('12: a service keeps its environment until it is installed with --force', () => {
  const rule = shippedRules.find(({ id }) => id === 'shared-secret/token-mismatch-env-override');
  expect(JSON.stringify(rule?.remedies)).toContain('"--force"');
});

test('13: who has no shell is shown a way in the platform', async () => {
  const finding = await first({ deployment: 'railway', client: 'control-ui', text: 'pairing required' });
  expect(finding?.rule).toBe('pairing-approval/pending-approval-proxy');
  expect(JSON.stringify(finding?.remedies)).toMatch(/console|\/setup/i);
});

test('14: each error of a connection says which may follow', () => {
  const silent = shippedRules.filter(
    ({ severity, next, variants }) =>
      severity === 'error' && next === undefined && variants.every((variant) => variant.next === undefined),
  );
  expect(silent.map(({ id }) => id)).toEqual(
    ['client-version/upstream-bug', 'gateway-not-serving/status-false-alarm'].filter((id) =>
      silent.some((rule) => rule.id === id),
    ),
  );
});

test('15: an answer of the embedded fallback is no proof that the gateway answers', async () => {
  const text = 'gateway path unavailable, falling back to embedded';
  expect(await cause({ openclaw: '2026.7.1', client: 'cli', text })).toBe('gateway-not-serving/gateway-down');
});

test('16: from 2026.8.1 on a proxy that is not trusted is HTTP 403', async () => {
  const evidence = {
    openclaw: '2026.8.2',
    client: 'control-ui',
    text: '403 for the whole page',
    notes: ['Caddy on the same host -> 127.0.0.1:18789'],
  };
  expect(await cause(evidence)).toBe('proxy/proxy-attribution-required');
});

test('17, 22: no rule repeats what guides invented', () => {
  const text = JSON.stringify(shippedRules);
  for (const invented of [
    /gateway token rotate/,
    /"silent"\s*:/,
    /\bGATEWAY_TOKEN env/,
    /controlUi\.requirePairing/,
    /auth\.skipAuth/,
    /bind "?all"?\b/,
  ])
    expect(text).not.toMatch(invented);
  expect(text.match(/nodes\/paired\.json/g) ?? []).toEqual([]);
});

test('18: an approval that does not stick is no reason to approve again', async () => {
  const notes = ['approve succeeds, and devices/pending.json floods with unique ids'];
  const finding = await first({ openclaw: '2026.6.11', client: 'mac-app', text: 'pairing required', notes });
  expect([finding?.rule, finding?.remedies[0]?.id]).toEqual([
    'pairing-approval/device-identity-not-persisted',
    'keep-key',
  ]);
});

test('19: behind a refused connection Tailscale Serve may be the cause', async () => {
  const config = { gateway: { bind: 'lan', tailscale: { mode: 'serve' } } };
  expect(
    await cause({ openclaw: '2026.9.1', client: 'cli', text: 'connect ECONNREFUSED 127.0.0.1:18789', config }),
  ).toBe('gateway-not-serving/tailscale-serve-precondition');
});

test('20: under mirrored networking a listener is looked for before anything is stopped', async () => {
  const text = 'another gateway instance is already listening on ws://127.0.0.1:18789';
  const finding = await first({
    deployment: 'wsl2',
    client: 'cli',
    text,
    notes: ['.wslconfig: networkingMode=mirrored'],
  });
  expect([finding?.variant, finding?.remedies[0]?.id]).toEqual(['mirrored', 'look-before']);
});

test('19: a Scheduled Task that ends with 0 runs no gateway', async () => {
  const text = 'Scheduled Task: registered\ngateway.cmd --task-supervisor exits 0';
  expect(await cause({ openclaw: '2026.9.1', os: 'windows', client: 'cli', text })).toBe(
    'gateway-not-serving/gateway-down',
  );
});

describe('21: the page is listed, and refused', () => {
  const refused = (page: string, listed: readonly string[], openclaw = '2026.5.7') =>
    first({
      openclaw,
      client: 'control-ui',
      text: 'origin not allowed',
      pageUrl: page,
      config: { gateway: { controlUi: { allowedOrigins: listed } } },
    });
  test('without its port', async () => {
    expect((await refused('http://claw.lan:8011', ['http://claw.lan']))?.why).toContain('http://claw.lan');
  });
  test('by a star that the version does not read', async () => {
    expect((await refused('https://claw.example', ['*'], '2026.2.26'))?.variant).toBe('star-not-read');
  });
});
