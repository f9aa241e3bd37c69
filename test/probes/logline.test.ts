import { describe, expect, test } from 'vitest';
import { parseLogLine } from '../../src/probes/logline.ts';
import { eventsOf } from '../../src/probes/logs.ts';

const NEW =
  '2026-11-22T12:42:27.730+00:00 [ws] closed before connect conn=e77ad1a3 peer=172.17.0.1:42822->172.17.0.2:18789 remote=172.17.0.1 fwd=n/a origin=n/a host=127.0.0.1:18789 ua=n/a code=1008 reason=pairing required: device is not approved yet (requestId: 0f038245-1fe1-4ae6-af5d-50fd85ed60a6) phase=auth_validated cause=pairing-required durationMs=34 deviceId=da3492ea606258cd391c65f63036f298959cc63cde68c001ece143e9ecd7222f requestId=0f038245-1fe1-4ae6-af5d-50fd85ed60a6 reason=not-paired';
const OLD =
  '[ws] closed before connect conn=feeda9a4 remote=10.88.0.2 fwd=n/a origin=http://10.88.0.1:28212 host=10.88.0.1:28212 ua=n/a code=1008 reason=pairing required';

describe('a refusal', () => {
  test('of 2026.9.6 names device, request and the gateway’s own reason', () => {
    expect(parseLogLine(NEW)).toEqual({
      kind: 'refused',
      at: Date.UTC(2026, 10, 22, 12, 42, 27, 730),
      code: 1008,
      reason: 'pairing required: device is not approved yet (requestId: 0f038245-1fe1-4ae6-af5d-50fd85ed60a6)',
      cause: 'pairing-required',
      why: 'not-paired',
      remote: '172.17.0.1',
      local: '172.17.0.2',
      port: 18789,
      forwarded: null,
      origin: null,
      host: '127.0.0.1:18789',
      deviceId: 'da3492ea606258cd391c65f63036f298959cc63cde68c001ece143e9ecd7222f',
      requestId: '0f038245-1fe1-4ae6-af5d-50fd85ed60a6',
      conn: 'e77ad1a3',
      client: null,
      auth: null,
      scopesFrom: null,
      scopesTo: null,
      roleFrom: null,
      roleTo: null,
    });
  });

  test('is told of in more than one line', () => {
    const [event] = eventsOf(
      [
        '2026-11-22T06:46:27.363+00:00 [ws] unauthorized conn=54673a3e peer=127.0.0.1:59244->127.0.0.1:28771 remote=127.0.0.1 client=openclaw-control-ui webchat vlab-probe role=operator scopes=5 auth=token device=yes platform=linux instance=n/a host=127.0.0.1:28771 origin=n/a ua=n/a reason=token_mismatch',
        '2026-11-22T06:46:27.373+00:00 [ws] closed before connect conn=54673a3e peer=127.0.0.1:59244->127.0.0.1:28771 remote=127.0.0.1 fwd=n/a origin=n/a host=127.0.0.1:28771 ua=n/a code=1008 reason=unauthorized: gateway token mismatch (open the dashboard URL and paste the token in Control UI settings) phase=auth_credentials_received',
      ],
      'log',
    );
    expect(event).toMatchObject({ kind: 'refused', client: 'openclaw-control-ui', auth: 'token', deviceId: null });
  });

  test('for more scopes names those that the device has and those that it asks for', () => {
    const device = '16b22d71655bd03ced52e9705fd6df8d01df931a0edf5756c52ecdfa617db043';
    const [event] = eventsOf(
      [
        `2026-11-22T06:40:30.644+00:00 [gateway] security audit: device access upgrade requested reason=scope-upgrade device=${device} ip=10.88.0.2 auth=token roleFrom=operator roleTo=operator scopesFrom=operator.read scopesTo=operator.admin,operator.read client=cli conn=f75b08d7`,
        '2026-11-22T06:40:30.668+00:00 [ws] closed before connect conn=f75b08d7 remote=10.88.0.2 fwd=n/a origin=n/a host=10.88.0.1:28789 ua=n/a code=1008 reason=pairing required: device is asking for more scopes than currently approved (requestId: 3a208c91-573b-487d-af38-32d11abd9',
      ],
      'log',
    );
    expect(event).toMatchObject({
      deviceId: device,
      client: 'cli',
      scopesFrom: ['operator.read'],
      scopesTo: ['operator.admin', 'operator.read'],
    });
  });

  test('is not taken in by a client that writes the like into its own headers', () => {
    const forged = NEW.replace(
      'ua=n/a',
      `ua=x remote=127.0.0.1 code=1000 reason=fine cause=none deviceId=${'f'.repeat(64)} requestId=00000000-0000-4000-8000-000000000000`,
    );
    expect(parseLogLine(forged)).toEqual(parseLogLine(NEW));
  });

  test('up to 2026.3 names neither', () => {
    expect(parseLogLine(OLD)).toMatchObject({
      reason: 'pairing required',
      why: null,
      remote: '10.88.0.2',
      origin: 'http://10.88.0.1:28212',
      deviceId: null,
      requestId: null,
      at: null,
    });
  });

  test('in a log file is JSON, with details beside the message', () => {
    const line = JSON.stringify({
      0: '{"subsystem":"gateway/ws"}',
      1: {
        cause: 'pairing-required',
        deviceId: 'd'.repeat(64),
        requestId: '0f038245-1fe1-4ae6-af5d-50fd85ed60a6',
        reason: 'not-paired',
      },
      2: 'closed before connect conn=x peer=172.17.0.1:1->172.17.0.2:18789 remote=172.17.0.1 fwd=n/a origin=n/a host=h ua=n/a code=1008 reason=pairing required: device is not approved yet (requestId: 0f038245-1fe1-4ae6-af5d-50fd85ed60a6) phase=auth_validated',
      time: '2026-11-22T12:42:27.724+00:00',
    });
    expect(parseLogLine(line)).toMatchObject({
      kind: 'refused',
      cause: 'pairing-required',
      why: 'not-paired',
      deviceId: 'd'.repeat(64),
      at: Date.UTC(2026, 10, 22, 12, 42, 27, 724),
    });
  });

  test.each([
    ['device is asking for more scopes than currently approved (requestId: 3a208c91', 'scope-upgrade'],
    ['device is asking for a higher role than currently approved', 'role-upgrade'],
    ['device identity changed and must be re-approved', 'metadata-upgrade'],
  ])('%s is a %s', (text, why) => {
    expect(
      parseLogLine(
        `[ws] closed before connect conn=x remote=1.2.3.4 fwd=n/a origin=n/a host=h ua=n/a code=1008 reason=pairing required: ${text}`,
      ),
    ).toMatchObject({ why });
  });
});

test('engines and the journal put times and names in front', () => {
  const approved = `device pairing approved device=${'a'.repeat(64)} role=operator`;
  for (const line of [
    `2026-11-22T12:44:10.214123456Z 2026-11-22T12:44:10.214+00:00 [gateway] ${approved}`,
    `2026-11-22T12:44:10.214123+0000 host openclaw[123]: 2026-11-22T12:44:10.214+00:00 [gateway] ${approved}`,
    `[gateway] ${approved}`,
  ]) {
    expect(parseLogLine(line)).toMatchObject({ kind: 'approved', deviceId: 'a'.repeat(64) });
  }
});

test('an approval, an accepted browser and a missing scope', () => {
  expect(
    parseLogLine(
      `2026-11-22T12:44:10.214+00:00 [gateway] device pairing approved device=${'a'.repeat(64)} role=operator`,
    ),
  ).toMatchObject({ kind: 'approved', deviceId: 'a'.repeat(64) });
  expect(parseLogLine('[ws] webchat connected conn=1 remote=172.28.0.1 client=openclaw-control-ui webchat v1')).toEqual(
    { kind: 'accepted', at: null, remote: '172.28.0.1' },
  );
  expect(
    parseLogLine(
      '[ws] ⇄ res ✗ device.pair.list 14ms errorCode=FORBIDDEN errorMessage=missing scope: operator.pairing conn=5e',
    ),
  ).toEqual({ kind: 'missing-scope', at: null, method: 'device.pair.list', scope: 'operator.pairing' });
});

test('what others say in the log is no refusal', () => {
  for (const line of [
    '[agent] user said: closed before connect remote=172.17.0.1 fwd=n/a code=1008 reason=pairing required',
    '[agent] [ws] closed before connect remote=172.17.0.1 fwd=n/a code=1008 reason=pairing required',
    `[agent] device pairing approved device=${'a'.repeat(64)}`,
    '[agent] webchat connected remote=1.2.3.4',
    '[agent] res ✗ x missing scope: operator.pairing',
  ]) {
    expect(parseLogLine(line)).toBeUndefined();
  }
});

test.each([['webchat connected '], ['peer='], ['closed before connect '], [' code=1008 reason=']])(
  'a line of nothing but %j takes no time',
  (part) => {
    const started = performance.now();
    parseLogLine(`[ws] closed before connect webchat connected ${part.repeat(16_000 / part.length)}`.slice(0, 16_000));
    expect(performance.now() - started).toBeLessThan(200);
  },
);

test.each([
  '',
  'closed before connect without a code',
  '{"closed before connect": ',
  'webchat connected',
  'ordinary line',
])('%j tells nothing', (line) => {
  expect(parseLogLine(line)).toBeUndefined();
});

test.each([
  [
    '2026-11-22T06:57:26.320+00:00 [gateway] observed unattributable proxy-shaped traffic from 127.0.0.1; Gateway-authenticated routes reject it, while plugin-authenticated routes ignore forwarded claims.',
    { kind: 'untrusted-proxy', remote: '127.0.0.1', refused: true },
  ],
  [
    '2026-11-22T06:45:57.446+00:00 [ws] Proxy headers detected from untrusted address. Connection will not be treated as local. Configure gateway.trustedProxies to restore local client detection behind your proxy.',
    { kind: 'untrusted-proxy', remote: null, refused: false },
  ],
])('%s', (line, expected) => {
  expect(parseLogLine(line)).toMatchObject(expected);
});
