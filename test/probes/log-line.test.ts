import { describe, expect, test } from 'vitest';
import { parseLogLine } from '../../src/probes/log-line.ts';
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
      platformFrom: null,
      platformTo: null,
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

  test('that its client ended first, is told by the gateway’s own word', () => {
    // 2026.9.6, 2026.7.1 and 2026.3.13 with their own CLI and a wrong token.
    const closed =
      '2026-11-22T17:12:18.312+00:00 [ws] closed before connect conn=4c55ab2b peer=127.0.0.1:59982->127.0.0.1:29410 remote=127.0.0.1 fwd=n/a origin=n/a host=127.0.0.1:29410 ua=n/a code=1008 reason=connect failed phase=auth_credentials_received';
    const said =
      '2026-11-22T17:12:18.079+00:00 [ws] unauthorized conn=4c55ab2b peer=127.0.0.1:59982->127.0.0.1:29410 remote=127.0.0.1 client=cli cli v2026.9.6 role=operator scopes=0 auth=token device=no ua= reason=rate_limited guidance=nonsense reason=token_mismatch guidance=unauthorized: gateway token mismatch (provide gateway auth token)';
    const old =
      '2026-11-22T16:59:17.900+00:00 [ws] unauthorized conn=4c55ab2b remote=127.0.0.1 client=cli cli v2026.3.13 reason=token_mismatch';
    expect(eventsOf([said, closed], 'the log')).toMatchObject([
      { reason: 'unauthorized: gateway token mismatch (provide gateway auth token)', client: 'cli', auth: 'token' },
    ]);
    expect(eventsOf([old, closed], 'the log')).toMatchObject([{ reason: 'token_mismatch', client: 'cli' }]);
    expect(parseLogLine(`${closed} cause=unauthorized authProvided=token authReason=token_mismatch`)).toMatchObject({
      reason: 'token_mismatch',
    });
    expect(parseLogLine(closed)).toMatchObject({ reason: 'connect failed' });
  });

  test('of OpenClaw’s own look whether a gateway is there is none', () => {
    // 2026.9.6, of `openclaw dashboard` and `openclaw gateway status`.
    const probe =
      '2026-11-22T16:27:59.398+00:00 [ws] closed before connect conn=a6936fa6 peer=127.0.0.1:33402->127.0.0.1:29410 remote=127.0.0.1 fwd=n/a origin=n/a host=127.0.0.1:29410 ua=n/a code=1008 reason=device identity required phase=ws_upgrade_started cause=device-required durationMs=16 client=cli mode=probe version=dev';
    expect(parseLogLine(probe)).toBeUndefined();
    expect(parseLogLine(probe.replace('mode=probe', 'mode=cli'))).toMatchObject({ reason: 'device identity required' });
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
    '{"0":"{\\"subsystem\\":\\"gateway\\"}","1":"gateway: observed unattributable proxy-shaped traffic from 10.0.0.9; Gateway-authenticated routes reject it.","time":"2026-11-22T06:57:26.320+00:00"}',
    { kind: 'untrusted-proxy', remote: '10.0.0.9', refused: true },
  ],
  [
    '2026-11-22T06:45:57.446+00:00 [ws] Proxy headers detected from untrusted address. Connection will not be treated as local. Configure gateway.trustedProxies to restore local client detection behind your proxy.',
    { kind: 'untrusted-proxy', remote: null, refused: false },
  ],
])('%s', (line, expected) => {
  expect(parseLogLine(line)).toMatchObject(expected);
});

describe('approvals', () => {
  const line = (said: string) => `2026-11-22T16:24:16.254+00:00 [ws] ${said}`;
  test.each([
    [
      '⇄ res ✗ device.pair.approve 1ms errorCode=INVALID_REQUEST errorMessage=unknown requestId conn=c426dcf0…58c9',
      'devices',
    ],
    [
      '⇄ res ✗ node.pair.approve 2ms errorCode=INVALID_REQUEST errorMessage=unknown requestId conn=a78c8e66…793e',
      'nodes',
    ],
  ])('one that names no request: %s', (said, list) => {
    expect(parseLogLine(line(said))).toMatchObject({ kind: 'approve-missed', list });
  });

  test('one that is denied for another reason is none of those', () => {
    const denied =
      '⇄ res ✗ device.pair.approve 6ms errorCode=INVALID_REQUEST errorMessage=device pairing approval denied';
    expect(parseLogLine(line(denied))).toBeUndefined();
  });

  test('the gateway’s own are told apart from the user’s', () => {
    const device = 'a'.repeat(64);
    const said = (word: string) =>
      `2026-11-22T16:24:16Z [gateway] device pairing ${word} device=${device} role=operator`;
    expect(parseLogLine(said('auto-approved'))).toMatchObject({ silent: true });
    expect(parseLogLine(said('approved'))).toMatchObject({ silent: false });
  });
});

describe('an upgrade', () => {
  const device = '16b22d71655bd03ced52e9705fd6df8d01df931a0edf5756c52ecdfa617db043';
  const closed =
    '2026-11-22T06:51:48.276+00:00 [ws] closed before connect conn=002dd392 remote=10.88.0.2 fwd=n/a origin=n/a host=10.88.0.1:28313 ua=n/a code=1008 reason=pairing required';
  const audit = (rest: string) =>
    `2026-11-22T06:51:48.260+00:00 [gateway] security audit: device ${rest} conn=002dd392`;

  test('old gateways say why in another line, and name no role that was revoked', () => {
    const line = audit(
      `access upgrade requested reason=role-upgrade device=${device} ip=10.88.0.2 auth=token roleFrom=<none> roleTo=operator scopesFrom=operator.read scopesTo=operator.read client=cli`,
    );
    expect(eventsOf([line, closed], 'log')).toMatchObject([
      { why: 'role-upgrade', deviceId: device, roleFrom: null, roleTo: 'operator' },
    ]);
  });

  test('of the platform names both, spaces and all', () => {
    const line = audit(
      `metadata upgrade requested reason=metadata-upgrade device=${device} ip=10.88.0.2 auth=token payload=v2 claimedPlatform=macOS 26.5.0 pinnedPlatform=macOS 26.4.1 claimedDeviceFamily=<none> pinnedDeviceFamily=<none> client=cli`,
    );
    expect(eventsOf([line, closed], 'log')).toMatchObject([
      { why: 'metadata-upgrade', deviceId: device, platformTo: 'macOS 26.5.0', platformFrom: 'macOS 26.4.1' },
    ]);
  });
});

test('the port in the Host header of a proxied request is the proxy’s, not the gateway’s', () => {
  const line = (forwarded: string) =>
    `2026-11-22T17:32:15.555Z [ws] closed before connect conn=8b350610 remote=127.0.0.1 fwd=${forwarded} origin=https://claw.lab:8443 host=claw.lab:8443 ua=n/a code=1008 reason=pairing required`;
  expect(parseLogLine(line('10.79.0.2'))).toMatchObject({ port: null });
  expect(parseLogLine(line('n/a'))).toMatchObject({ port: 8443 });
});
