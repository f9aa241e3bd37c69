import { describe, expect, test } from 'vitest';
import { judgeConnection } from '../../../src/gateway/model/judge.ts';
import { stages } from '../../../src/model/rule.ts';
import { attemptOf, fromLan, judge, type Kind, type Over, SCOPES } from './attempts.ts';
import { ofProxy, ofTailnet, onContainersHost, onLanPage, onLocalhost, proxied } from './scenes.ts';

/** One whole answer for every condition that decides, of 2026.9.6. */

const LOCAL = { kind: 'local', because: 'loopback-peer' };
const REMOTE = { kind: 'remote', because: 'peer-not-loopback' };
const refusal = (decidedBy: string, stage: string, reason: string, over: object = {}) => ({
  kind: 'refused',
  closeCode: 1008,
  reason,
  detailsCode: null,
  detailsReason: null,
  decidedBy,
  stage,
  locality: stage === 'upgrade' ? null : LOCAL,
  ...over,
});
const closed = (closeCode: number, afterMs: number) => ({
  kind: 'closed',
  closeCode,
  afterMs,
  decidedBy: 'first-frame',
  stage: 'upgrade',
});
const acceptance = (as: string, decidedBy: string, over: object = {}) => ({
  kind: 'accepted',
  as,
  method: 'token',
  scopes: SCOPES,
  isDeviceTokenIssued: as === 'paired' || as === 'approved-silently',
  decidedBy,
  stage: as === 'without-device' ? 'scopes' : 'pairing',
  locality: LOCAL,
  ...over,
});
const wrongSecret = "unauthorized: gateway token mismatch (use this gateway's gateway.auth.token or pair the device)";

const VERDICTS: readonly (readonly [what: string, kind: Kind, over: Over, answer: object])[] = [
  [
    'nobody listens',
    'cli',
    { socket: { dialled: '::1' } },
    { kind: 'no-connection', error: 'ECONNREFUSED', decidedBy: 'not-listening', stage: 'tcp' },
  ],
  [
    'a proxy isn’t trusted',
    'cli',
    { headers: { 'x-real-ip': '203.0.113.9' } },
    {
      kind: 'http-refusal',
      status: 403,
      type: 'proxy_attribution_required',
      decidedBy: 'proxy-attribution',
      stage: 'http',
    },
  ],
  ['silence', 'cli', { frame: { kind: 'silence' } }, closed(1000, 15_000)],
  ['no JSON', 'cli', { frame: { kind: 'not-json' } }, closed(1000, 0)],
  ['a big frame', 'cli', { frame: { bytes: 70_000 } }, closed(1009, 0)],
  [
    'no request',
    'cli',
    { frame: { kind: 'not-a-request' } },
    refusal('first-frame', 'upgrade', 'invalid request frame'),
  ],
  [
    'a gateway that starts',
    'cli',
    { gateway: { isStarting: true } },
    refusal('starting', 'upgrade', 'gateway starting; retry shortly', { closeCode: 1013 }),
  ],
  [
    'an old protocol',
    'cli',
    { client: { protocol: { min: 3, max: 3 } } },
    refusal('protocol', 'upgrade', 'protocol mismatch', { closeCode: 1002, detailsCode: 'PROTOCOL_MISMATCH' }),
  ],
  ['an unknown role', 'cli', { client: { role: 'bogus' } }, refusal('role', 'upgrade', 'invalid role')],
  [
    'a foreign origin',
    'cli',
    { headers: { origin: 'https://evil.example' } },
    refusal(
      'origin',
      'origin',
      'origin not allowed (open the Control UI from the gateway host or allow it in gateway.controlUi.allowedOrigins)',
      { detailsCode: 'CONTROL_UI_ORIGIN_NOT_ALLOWED', detailsReason: 'origin not allowed' },
    ),
  ],
  [
    'the Control UI without identity',
    'control-ui',
    onLocalhost({ device: null }),
    refusal(
      'no-device-identity',
      'identity',
      'control ui requires device identity (use HTTPS or localhost secure context)',
      { detailsCode: 'CONTROL_UI_DEVICE_IDENTITY_REQUIRED' },
    ),
  ],
  [
    'neither identity nor secret',
    'cli',
    { device: null, credentials: { token: null } },
    refusal('no-device-identity', 'identity', 'device identity required', { detailsCode: 'DEVICE_IDENTITY_REQUIRED' }),
  ],
  [
    'a bad proof',
    'cli',
    { device: { signature: 'invalid' } },
    refusal('device-proof', 'identity', 'device signature invalid', {
      detailsCode: 'DEVICE_AUTH_SIGNATURE_INVALID',
      detailsReason: 'device-signature',
    }),
  ],
  [
    'a wrong secret',
    'cli',
    { credentials: { token: 'wrong' } },
    refusal('secret-wrong', 'auth', wrongSecret, {
      detailsCode: 'AUTH_TOKEN_MISMATCH',
      detailsReason: 'token_mismatch',
    }),
  ],
  [
    'a device token for fewer scopes',
    'cli',
    { credentials: { token: null, deviceToken: 'right' }, pairing: { scopes: ['operator.read'] } },
    refusal(
      'device-token-scopes',
      'auth',
      'unauthorized: device token scope mismatch (re-pair or approve scope upgrade)',
      { detailsCode: 'AUTH_SCOPE_MISMATCH', detailsReason: 'scope_mismatch' },
    ),
  ],
  [
    'a page of another build',
    'control-ui',
    onContainersHost({ client: { build: 'other' } }),
    refusal('stale-build', 'scopes', 'protocol mismatch: Control UI updated; reload this page to continue', {
      detailsCode: 'PROTOCOL_MISMATCH',
      locality: { kind: 'local', because: 'browser-container' },
    }),
  ],

  ['a new local device', 'cli', {}, acceptance('approved-silently', 'local')],
  [
    'a browser of the container’s host',
    'control-ui',
    onContainersHost(),
    acceptance('approved-silently', 'local', { locality: { kind: 'local', because: 'browser-container' } }),
  ],
  ['a paired device', 'cli', fromLan({ pairing: {} }), acceptance('paired', 'paired', { locality: REMOTE })],
  [
    'a paired device with its own token',
    'control-ui',
    onLanPage({ pairing: {}, credentials: { token: null, deviceToken: 'right' } }),
    acceptance('paired', 'paired', { method: 'device-token', locality: REMOTE }),
  ],
  ['no device, local', 'cli', { device: null }, acceptance('without-device', 'shared-secret')],
  [
    'no device, remote',
    'cli',
    fromLan({ device: null }),
    acceptance('without-device', 'shared-secret', { scopes: [], locality: REMOTE }),
  ],
  ['a local backend', 'backend', {}, acceptance('pairing-skipped', 'local-backend')],
  [
    'a user of the tailnet',
    'control-ui',
    ofTailnet(),
    acceptance('pairing-skipped', 'tailscale-user', {
      method: 'tailscale',
      locality: { kind: 'remote', because: 'proxied-client' },
    }),
  ],
  [
    'auth none',
    'control-ui',
    onLocalhost({ credentials: { token: null }, gateway: { auth: { mode: 'none' } } }),
    acceptance('pairing-skipped', 'auth-none', { method: 'none' }),
  ],
  [
    'a proxy’s user who is approved',
    'control-ui',
    ofProxy({}, true),
    acceptance('approved-silently', 'proxy-user', {
      method: 'trusted-proxy',
      scopes: ['operator.read', 'operator.write', 'operator.approvals', 'operator.questions'],
      isDeviceTokenIssued: false,
      locality: { kind: 'remote', because: 'proxied-client' },
    }),
  ],
  [
    'the owner’s link',
    'control-ui',
    onLanPage({ credentials: { token: null, bootstrapToken: 'right' } }),
    acceptance('approved-silently', 'bootstrap-token', { method: 'bootstrap-token', locality: REMOTE }),
  ],
];

test.each(VERDICTS)('%s', (_, kind, over, answer) => {
  expect(judge('2026.9.6', kind, over)).toEqual(answer);
});

test('every stage is one of a rule’s', () => {
  const used = VERDICTS.map(([, kind, over]) => judge('2026.9.6', kind, over).stage);
  expect(used.filter((stage) => !stages.includes(stage))).toEqual([]);
});

test('a version newer than the newest known is judged as that', () => {
  const newest = attemptOf('2026.9.6', 'cli', fromLan());
  expect(judgeConnection(attemptOf('2027.1.1', 'cli', fromLan()))).toEqual(judgeConnection(newest));
});

describe('why a client is local or isn’t', () => {
  const viaTrusted: Over = { headers: { host: 'localhost' }, gateway: { trustedProxies: ['127.0.0.1'] } };
  test.each<readonly [version: string, what: string, over: Over, kind: string, because: string]>([
    ['2026.3.28', 'the peer is loopback', {}, 'local', 'loopback-peer'],
    ['2026.3.31', 'the peer is loopback', {}, 'local', 'loopback-peer'],
    [
      '2026.3.28',
      'the Host is a name of Tailscale',
      { headers: { host: 'claw.tail1234.ts.net' } },
      'local',
      'loopback-peer',
    ],
    ['2026.3.28', 'the Host only begins so', { headers: { host: '.ts.net.evil.example' } }, 'remote', 'host-not-local'],
    ['2026.3.28', 'the Host is another', { headers: { host: 'my.host' } }, 'remote', 'host-not-local'],
    ['2026.3.28', 'the peer is another machine', fromLan(), 'remote', 'peer-not-loopback'],
    ['2026.3.31', 'the peer is another machine', fromLan(), 'remote', 'peer-not-loopback'],
    ['2026.3.28', 'somebody forwarded it', { headers: { 'x-forwarded-host': 'a' } }, 'remote', 'forwarded-header'],
    ['2026.3.31', 'somebody forwarded it', { headers: { 'x-forwarded-host': 'a' } }, 'remote', 'forwarded-header'],
    ['2026.5.12', 'somebody forwarded it', { headers: { 'x-forwarded-host': 'a' } }, 'remote', 'forwarded-header'],
    [
      '2026.3.13',
      'a trusted proxy’s client is loopback',
      proxied({ 'x-forwarded-for': '127.0.0.1' }),
      'local',
      'proxied-client-loopback',
    ],
    [
      '2026.3.13',
      'a trusted proxy’s client isn’t',
      proxied({ 'x-forwarded-for': '203.0.113.9' }),
      'remote',
      'proxied-client',
    ],
    [
      '2026.5.7',
      'a trusted proxy’s client isn’t',
      proxied({ 'x-forwarded-for': '203.0.113.9' }),
      'remote',
      'proxied-client',
    ],
    ['2026.3.13', 'a trusted proxy doesn’t say', viaTrusted, 'remote', 'proxied-client-unknown'],
    [
      '2026.5.7',
      'a trusted proxy doesn’t say',
      proxied({ 'x-forwarded-proto': 'https' }),
      'remote',
      'proxied-client-unknown',
    ],
  ])('%s: %s', (version, _, over, kind, because) => {
    const answer = judge(version, 'node', over);
    expect('locality' in answer && answer.locality).toEqual({ kind, because });
  });
});
