import { describe, expect, test } from 'vitest';
import { brief, fromLan, judge, type Kind, type Over, PORT } from './attempts.ts';
import { LOCALHOST, onLanPage } from './scenes.ts';

/** Single captures of 2026.9.6, by the name of their file, and what else was run by hand. */

const CLAW = { host: 'claw.example.com', origin: 'https://claw.example.com' };
const tproxy = (headers: Readonly<Record<string, string>>): Over => ({
  headers: { host: `127.0.0.1:29002`, ...headers },
  gateway: { trustedProxies: ['127.0.0.1'], controlUi: { allowedOrigins: ['https://claw.example.com'] } },
});
const viaProxy = (headers: Readonly<Record<string, string>>, over: Over = {}): Over => ({
  credentials: { token: null },
  ...over,
  socket: { peer: '10.88.0.2', dialled: '10.88.0.1', ...over.socket },
  headers,
  gateway: {
    auth: { mode: 'trusted-proxy', userHeader: 'x-forwarded-user', requiredHeaders: [], deviceAutoApprove: false },
    trustedProxies: ['10.88.0.2'],
    controlUi: { allowedOrigins: ['https://claw.example.com'] },
  },
});
const XFF = { 'x-forwarded-for': '203.0.113.9' };
const USER = { 'x-forwarded-user': 'alice' };
const none: Over['gateway'] = { auth: { mode: 'none' } };
const password: Over['gateway'] = { auth: { mode: 'password', allowTailscale: false } };
const sends = (sent: NonNullable<Over['credentials']>): Over => ({
  credentials: { token: null, ...sent },
  gateway: password,
});

const APPROVED = { kind: 'accepted', as: 'approved-silently', isDeviceTokenIssued: true };
const FORBIDDEN = { kind: 'http-refusal', status: 403, type: 'proxy_attribution_required', stage: 'http' };
const NOT_PAIRED = { kind: 'pending', detailsCode: 'PAIRING_REQUIRED', detailsReason: 'not-paired', closeCode: 1008 };
const NO_ORIGIN = { detailsCode: 'CONTROL_UI_ORIGIN_NOT_ALLOWED', detailsReason: 'origin not allowed' };
const unauthorized = (detailsReason: string) => ({
  kind: 'refused',
  reason: 'unauthorized',
  detailsCode: 'AUTH_UNAUTHORIZED',
  detailsReason,
  decidedBy: 'proxy-user',
});

test.each<readonly [capture: string, Kind, Over, expected: object]>([
  ['tproxy-noxff-cli', 'cli', tproxy({}), APPROVED],
  ['tproxy-noxff-ui-publichost', 'control-ui', tproxy(CLAW), APPROVED],
  [
    'tproxy-origin-not-listed',
    'control-ui',
    tproxy({ host: 'other.example.com', origin: 'https://other.example.com', ...XFF }),
    NO_ORIGIN,
  ],
  ['tproxy-xff-cli', 'cli', tproxy(XFF), NOT_PAIRED],
  ['tproxy-xff-loopback-client', 'cli', tproxy({ 'x-forwarded-for': '127.0.0.1' }), FORBIDDEN],
  ['tproxy-xff-private', 'cli', tproxy({ 'x-forwarded-for': '192.168.1.9' }), NOT_PAIRED],
  [
    'tproxy-xff-ui',
    'control-ui',
    tproxy({ ...CLAW, ...XFF, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'claw.example.com' }),
    NOT_PAIRED,
  ],

  [
    'nginx-8080-cli: X-Forwarded-For, nobody trusted',
    'cli',
    { headers: { host: 'localhost:8080', ...XFF, 'x-real-ip': '10.88.0.2' } },
    FORBIDDEN,
  ],
  ['nginx-8080-control-ui', 'control-ui', { headers: { ...CLAW, ...XFF } }, FORBIDDEN],
  ['nginx-8081-cli: no forwarded headers', 'cli', { headers: { host: '10.88.0.1:8081' } }, APPROVED],
  [
    'nginx-8081-control-ui',
    'control-ui',
    { headers: { host: '10.88.0.1:8081', origin: 'http://10.88.0.1:8081' } },
    APPROVED,
  ],
  ['nginx-8083-cli: neither the Host', 'cli', {}, APPROVED],
  ['nginx-8083-control-ui', 'control-ui', { headers: { origin: 'http://10.88.0.1:8083' } }, NO_ORIGIN],

  [
    'tp-loopback-cli',
    'cli',
    { ...viaProxy({ host: '127.0.0.1:29006' }, { socket: { peer: '127.0.0.1' } }), credentials: { token: 'wrong' } },
    unauthorized('trusted_proxy_untrusted_source'),
  ],
  [
    'tp-loopback-header',
    'cli',
    viaProxy({ host: '127.0.0.1:29006', ...USER }, { socket: { peer: '127.0.0.1' } }),
    FORBIDDEN,
  ],
  ['tp-missing-header', 'control-ui', viaProxy({ ...CLAW, ...XFF }), unauthorized('trusted_proxy_user_missing')],
  ['tp-noxff', 'control-ui', viaProxy({ ...CLAW, ...USER }), FORBIDDEN],
  ['tp-ok-header', 'control-ui', viaProxy({ ...CLAW, ...XFF, ...USER, 'x-forwarded-proto': 'https' }), NOT_PAIRED],
  [
    'tp-ok-header-nodevice, whose client had no build id',
    'control-ui',
    viaProxy({ ...CLAW, ...XFF, ...USER }, { device: null, client: { build: 'none' } }),
    { kind: 'refused', closeCode: 1008, detailsCode: 'PROTOCOL_MISMATCH', decidedBy: 'stale-build' },
  ],
  [
    'tp-untrusted-source',
    'control-ui',
    viaProxy({ ...CLAW, ...XFF, ...USER }, { socket: { peer: '172.28.0.2' } }),
    FORBIDDEN,
  ],

  ['none-local-noauth', 'cli', { credentials: { token: null }, gateway: none }, APPROVED],
  [
    'none-local-nodevice',
    'cli',
    { credentials: { token: null }, device: null, gateway: none },
    { kind: 'refused', reason: 'device identity required', detailsCode: 'DEVICE_IDENTITY_REQUIRED' },
  ],
  [
    'none-local-ui',
    'control-ui',
    { credentials: { token: null }, headers: { origin: `http://127.0.0.1:${PORT}` }, gateway: none },
    { kind: 'accepted', as: 'pairing-skipped', isDeviceTokenIssued: false },
  ],
  [
    'none-xff',
    'cli',
    { credentials: { token: null }, headers: { 'x-forwarded-for': '1.2.3.4' }, gateway: none },
    FORBIDDEN,
  ],
  [
    'ipv6-loopback-none',
    'cli',
    {
      socket: { peer: '::1', dialled: '::1', listening: ['127.0.0.1', '::1'] },
      credentials: { token: null },
      gateway: none,
    },
    APPROVED,
  ],

  ['password-ok', 'cli', sends({ password: 'right' }), APPROVED],
  ['password-sent-as-token', 'cli', sends({ token: 'right' }), APPROVED],
  [
    'password-missing',
    'cli',
    sends({}),
    {
      detailsCode: 'AUTH_PASSWORD_MISSING',
      reason: "unauthorized: gateway password missing (use this gateway's gateway.auth.password)",
    },
  ],
  [
    'password-mismatch',
    'cli',
    sends({ password: 'wrong' }),
    {
      detailsCode: 'AUTH_PASSWORD_MISMATCH',
      reason: "unauthorized: gateway password mismatch (use this gateway's gateway.auth.password)",
    },
  ],
  [
    'password-mismatch-ui',
    'control-ui',
    { ...sends({ password: 'wrong' }), headers: { origin: `http://127.0.0.1:${PORT}` } },
    {
      detailsCode: 'AUTH_PASSWORD_MISMATCH',
      reason: 'unauthorized: gateway password mismatch (enter the password in Control UI settings)',
    },
  ],

  [
    'own-tailnet',
    'cli',
    { socket: { peer: '100.101.102.103', dialled: '100.101.102.103' }, headers: { host: '100.101.102.103:29000' } },
    NOT_PAIRED,
  ],
])('2026.9.6 %s', (_, kind, over, expected) => {
  expect(judge('2026.9.6', kind, over)).toMatchObject(expected);
});

describe('rate-limit', () => {
  const limited = fromLan({ gateway: { isRateLimiting: true } });
  test.each<readonly [string, Over]>([
    ['the 11th wrong token', { ...limited, credentials: { token: 'wrong' }, device: null }],
    ['the right one thereafter', limited],
    ['the right one without a device', { ...limited, device: null }],
    ['a device token', { ...limited, credentials: { token: null, deviceToken: 'right' }, pairing: {} }],
  ])('refuses %s', (_, over) => {
    expect(judge('2026.9.6', 'cli', over)).toMatchObject({
      kind: 'refused',
      closeCode: 1008,
      reason: 'unauthorized: too many failed authentication attempts (retry later)',
      detailsCode: 'AUTH_RATE_LIMITED',
      detailsReason: 'rate_limited',
      decidedBy: 'rate-limited',
      stage: 'auth',
    });
  });

  test('counts nobody who brings no secret, and nothing where none is asked for', () => {
    expect(brief(judge('2026.9.6', 'cli', { ...limited, credentials: { token: null } }))).toBe(
      'refused: secret-missing',
    );
    expect(brief(judge('2026.9.6', 'cli', { gateway: { isRateLimiting: true, auth: { mode: 'none' } } }))).toBe(
      'approved-silently by local',
    );
  });
});

test('the LAN page of 2026.9.6 waits for approval, and one of another build only thereafter is told to reload', () => {
  expect(brief(judge('2026.9.6', 'control-ui', onLanPage({ client: { build: 'other' } })))).toBe('pending: not-paired');
  expect(brief(judge('2026.9.6', 'control-ui', onLanPage({ client: { build: 'other' }, pairing: {} })))).toBe(
    'refused: stale-build',
  );
});

test('a page that another server served is not asked for its build', () => {
  const gateway = { controlUi: { allowedOrigins: ['http://localhost:5173'] } };
  const headers = { host: LOCALHOST, origin: 'http://localhost:5173' };
  expect(brief(judge('2026.9.6', 'control-ui', { headers, gateway, client: { build: 'other' } }))).toBe(
    'approved-silently by local',
  );
});
