import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judge, type Kind, type Over, PORT } from './attempts.ts';

const text = readFileSync(new URL('../../../fixtures/openclaw/INSECURE-FLAGS.txt', import.meta.url), 'utf8');

/** `##### <version> <flag> start: …`, then a line for each client: `<client> => OK …`, `<client> => 1008 <reason>`. */
function observations() {
  let [version, flag] = ['', ''];
  return text.split('\n').flatMap((line) => {
    const heading = /^##### (\S+) (\S+) start/.exec(line);
    if (heading) [, version = '', flag = ''] = heading;
    const [, client, answer] = /^ {2}(\S+) => (.*)$/.exec(line) ?? [];
    return client === undefined || answer === undefined ? [] : [{ version, flag, client, answer: worded(answer) }];
  });
}

/** The reason, or OK and the scopes where the hello names them. */
function worded(answer: string): string {
  const scopes = /^OK auth=\{.*"scopes":(\[[^\]]*\])/.exec(answer)?.[1];
  if (answer.startsWith('OK')) return `OK ${scopes ?? null}`;
  const reason = /"reason":"([^"]*)/.exec(answer)?.[1] ?? answer.slice('1008 '.length);
  return reason.replace(/ \(requestId: .*$/, '');
}

const LAN = { socket: { peer: '10.88.0.2', dialled: '10.88.0.1' }, page: `http://10.88.0.1:${PORT}` };
const LOCAL = { socket: {}, page: `http://localhost:${PORT}` };

/** `<where>-<ui or cli>-<device or nodevice>-<token or NOtoken>`, with X-Forwarded-For where it says xff. */
function attemptOfName(client: string, flag: string): readonly [Kind, Over] {
  const { socket, page } = client.startsWith('lan') ? LAN : LOCAL;
  const isUi = client.includes('-ui-');
  const over: Over = {
    socket,
    headers: {
      host: new URL(page).host,
      ...(isUi ? { origin: page } : {}),
      ...(client.includes('-xff-') ? { 'x-forwarded-for': '203.0.113.9' } : {}),
    },
    credentials: { token: client.includes('NOtoken') ? null : 'right' },
    gateway: { controlUi: { allowedOrigins: [LAN.page, LOCAL.page], ...(flag === 'none' ? {} : { [flag]: true }) } },
    ...(client.includes('nodevice') ? { device: null } : {}),
  };
  return [isUi ? 'control-ui' : 'cli', over];
}

const observed = observations();

test('all 105 runs of five versions with each flag and without are held against the model', () => {
  expect(observed).toHaveLength(105);
});

test.each(observed)('$version with $flag answers $client with $answer', ({ version, flag, client, answer }) => {
  const judged = judge(version, ...attemptOfName(client, flag));
  expect(judged.kind === 'accepted' ? `OK ${JSON.stringify(judged.scopes)}` : 'reason' in judged && judged.reason).toBe(
    answer,
  );
});

test.each([
  ['allowInsecureAuth', 'lan-ui-nodevice-token', 'CONTROL_UI_DEVICE_IDENTITY_REQUIRED'],
  ['allowInsecureAuth', 'lan-ui-device-token', 'PAIRING_REQUIRED'],
  ['allowInsecureAuth', 'local-ui-nodevice-token', 'CONTROL_UI_DEVICE_IDENTITY_REQUIRED'],
  ['dangerouslyDisableDeviceAuth', 'lan-ui-nodevice-token', 'CONTROL_UI_DEVICE_IDENTITY_REQUIRED'],
  ['dangerouslyDisableDeviceAuth', 'lan-ui-device-token', 'PAIRING_REQUIRED'],
  ['dangerouslyDisableDeviceAuth', 'lan-cli-device-token', 'PAIRING_REQUIRED'],
] as const)('2026.9.6 ignores %s: %s gets %s', (flag, client, code) => {
  expect(judge('2026.9.6', ...attemptOfName(client, flag))).toMatchObject({ closeCode: 1008, detailsCode: code });
});
