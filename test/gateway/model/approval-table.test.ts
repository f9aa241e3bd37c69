import { describe, expect, test } from 'vitest';
import { bringsIdentity } from '../../../src/gateway/model/browser.ts';
import { releases } from '../../../src/gateway/releases.ts';
import { brief, cellOf, fromLan, judge, type Kind, type Over, versionOf } from './attempts.ts';
import { LOCALHOST, onContainersHost, onLanPage } from './scenes.ts';

/** OBSERVED, section 4: who is approved without being asked for, on the versions that were run. */
const VERSIONS = ['2026.1.29', '2026.2.19', '2026.3.13', '2026.5.7', '2026.7.1', '2026.9.6'];
const YES = 'approved-silently by local';
const NO = 'pending: not-paired';

const viaNginx: Over = {
  headers: { host: '10.88.0.1:8081', 'x-forwarded-for': '10.88.0.2' },
  gateway: { trustedProxies: ['127.0.0.1'] },
};
const published127 = onContainersHost({ headers: { host: '127.0.0.1:18789', origin: 'http://127.0.0.1:18789' } });

const TABLE: readonly (readonly [client: string, kind: Kind, over: Over, cells: readonly string[]])[] = [
  ['loopback in the gateway’s own namespace', 'cli', {}, [YES, YES, YES, YES, YES, YES]],
  ['loopback with a LAN name as Host', 'cli', { headers: { host: '10.88.0.1:18789' } }, [NO, NO, NO, YES, YES, YES]],
  [
    'the gateway’s host by its own LAN address',
    'cli',
    { socket: { peer: '10.77.0.1', dialled: '10.77.0.1' }, headers: { host: '10.77.0.1:18789' } },
    [NO, NO, NO, NO, NO, NO],
  ],
  [
    'the gateway’s host by its own tailnet address',
    'cli',
    { socket: { peer: '100.101.102.103', dialled: '100.101.102.103' } },
    [NO, NO, NO, NO, NO, NO],
  ],
  ['::1 where bind is lan', 'cli', { socket: { peer: '::1', dialled: '::1' } }, Array(6).fill('ECONNREFUSED')],
  ['a browser at http://localhost, published by Docker', 'control-ui', onContainersHost(), [NO, NO, NO, YES, YES, YES]],
  ['a browser at http://127.0.0.1, published by Docker', 'control-ui', published127, [NO, NO, NO, YES, YES, YES]],
  [
    'a CLI at the same port',
    'cli',
    { socket: { peer: '172.17.0.1', dialled: '172.17.0.2' }, headers: { host: LOCALHOST } },
    [NO, NO, NO, NO, NO, NO],
  ],
];

describe.each(TABLE)('%s', (_, kind, over, cells) => {
  test.each(VERSIONS.map((version, index) => ({ version, cell: cells[index] })))(
    '$version: $cell',
    ({ version, cell }) => {
      expect(brief(judge(version, kind, over))).toBe(cell);
    },
  );
});

test.each<readonly [string, Over, string]>([
  ['nginx beside it, without forwarded headers', { headers: { host: '10.88.0.1:8081' } }, YES],
  ['nginx beside it, trusted, with X-Forwarded-For', viaNginx, NO],
  ['::1 where bind is loopback', { socket: { peer: '::1', dialled: '::1', listening: ['127.0.0.1', '::1'] } }, YES],
])('2026.9.6: %s', (_, over, cell) => {
  expect(brief(judge('2026.9.6', 'cli', over))).toBe(cell);
});

test.each([
  ['2026.1.29', '1008 "control ui requires HTTPS or localhost (secure context)"'],
  ['2026.3.13', '1008 CONTROL_UI_ORIGIN_NOT_ALLOWED'],
  ['2026.5.7', '1008 CONTROL_UI_ORIGIN_NOT_ALLOWED'],
  ['2026.7.1', '1008 CONTROL_UI_DEVICE_IDENTITY_REQUIRED'],
  ['2026.9.6', '1008 PAIRING_REQUIRED'],
])('%s shows a browser at http://<LAN address> %s', (version, cell) => {
  const brings = bringsIdentity(versionOf(version), false);
  expect(cellOf(judge(version, 'control-ui', onLanPage(brings ? {} : { device: null })))).toBe(cell);
});

test.each([
  ['2026.3.13', 'OK'],
  ['2026.5.7', 'OK scopes=[]'],
  ['2026.7.1', 'OK scopes=[]'],
  ['2026.9.6', 'OK scopes=[]'],
])('%s accepts a client on the LAN that has the token and no device: %s', (version, cell) => {
  expect(cellOf(judge(version, 'test', fromLan({ device: null })))).toBe(cell);
});

test('no version approves silently a page that is opened by another name than localhost', () => {
  const page = (host: string): Over => ({
    socket: { peer: '172.17.0.1' },
    headers: { host, origin: `http://${host}` },
  });
  const approving = releases.filter(({ text }) =>
    ['host.local:18789', '192.168.1.5:18789'].some((host) => judge(text, 'control-ui', page(host)).kind === 'accepted'),
  );
  expect(approving).toEqual([]);
});
