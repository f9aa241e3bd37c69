import { describe, expect, test } from 'vitest';
import { releasesIn } from '../../../src/gateway/releases.ts';
import { brief, fromLan, judge, type Kind, type Over } from './attempts.ts';
import { LOCALHOST, ofTailnet, onContainersHost, onLocalhost } from './scenes.ts';

/** DECISIONS, section 2: who is approved silently, column by column, at every release of a column. */
const COLUMNS = {
  '<=3.28': '<=2026.3.28',
  '3.31-4.5': '>=2026.3.31 <=2026.4.5',
  '4.7-4.10': '>=2026.4.7 <=2026.4.10',
  '4.20-7.x': '>=2026.4.20 <=2026.7.35',
  '>=8.1': '>=2026.7.2-beta.7',
} as const;

const YES = 'approved-silently by local';
const NO = 'pending: not-paired';
/** 2026.2.22 to 2026.2.24 pair no operator who knows the secret (F26), and so ask nothing here. */
const F26 = 'pairing-skipped by shared-secret';

const xff = { 'x-forwarded-for': '203.0.113.9' };
const viaTrusted = (hops: string): Over => ({
  headers: { host: LOCALHOST, 'x-forwarded-for': hops },
  gateway: { trustedProxies: ['127.0.0.1'] },
});
const tailnetAddress: Over = {
  socket: { peer: '100.101.102.103', dialled: '100.101.102.103' },
  headers: { host: '100.101.102.103:18789' },
};

const TABLE: readonly (readonly [source: string, kind: Kind, over: Over, cells: readonly string[]])[] = [
  [
    'the loopback peer 127.0.0.1 with Host localhost',
    'cli',
    { headers: { host: LOCALHOST } },
    [YES, YES, YES, YES, YES],
  ],
  [
    'the loopback peer 127.0.0.1 with Host 127.0.0.2',
    'cli',
    { headers: { host: '127.0.0.2' } },
    [YES, YES, YES, YES, YES],
  ],
  [
    'the loopback peer ::1 with Host [::1]',
    'cli',
    { socket: { peer: '::1' }, headers: { host: '[::1]:18789' } },
    [YES, YES, YES, YES, YES],
  ],
  [
    'the loopback peer with another name in Host',
    'cli',
    { headers: { host: 'my.host:18789' } },
    [NO, YES, YES, YES, YES],
  ],
  [
    'a proxy on this host that isn’t trusted',
    'cli',
    { headers: { host: LOCALHOST, ...xff } },
    [NO, NO, NO, NO, 'HTTP 403'],
  ],
  ['a trusted proxy on this host', 'cli', viaTrusted('203.0.113.9'), [NO, NO, NO, NO, NO]],
  ['the host’s own LAN address', 'cli', fromLan(), [NO, NO, NO, NO, NO]],
  ['the host’s own tailnet address', 'cli', tailnetAddress, [NO, NO, NO, NO, NO]],
  [
    'a CLI in the container with Host 172.x',
    'cli',
    { headers: { host: '172.17.0.2:18789' } },
    [NO, YES, YES, YES, YES],
  ],
  ['a sidecar in the gateway’s network namespace', 'cli', {}, [YES, YES, YES, YES, YES]],
  ['a CLI on the host at the published port', 'cli', { socket: { peer: '172.17.0.1' } }, [NO, NO, NO, NO, NO]],
  [
    'a user of the tailnet by Tailscale Funnel',
    'control-ui',
    ofTailnet({
      socket: { listener: 'tailscale-funnel', isTailscaleUserVerified: false },
      credentials: { token: 'right' },
    }),
    [NO, NO, NO, NO, NO],
  ],
];

describe.each(TABLE)('%s', (_, kind, over, cells) => {
  const columns = Object.entries(COLUMNS).map(([column, range], index) => ({
    column,
    range,
    cell: cells[index] ?? '',
  }));
  test.each(columns)('$column: $cell', ({ range, cell }) => {
    for (const { text } of releasesIn(range)) {
      const isF26 = ['2026.2.22', '2026.2.23', '2026.2.24'].includes(text) && kind === 'cli';
      expect([text, brief(judge(text, kind, over))]).toEqual([text, isF26 ? F26 : cell]);
    }
  });
});

test.each([
  ['2026.2.12', '127.0.0.1', YES],
  ['2026.2.19', '127.0.0.1, 203.0.113.9', YES],
  ['2026.3.13', '127.0.0.1', NO],
  ['2026.5.7', '127.0.0.1', NO],
  ['2026.9.6', '127.0.0.1', 'HTTP 403'],
])('%s: a trusted proxy on this host whose client is %s: %s', (version, hops, expected) => {
  expect(brief(judge(version, 'cli', viaTrusted(hops)))).toBe(expected);
});

test.each([
  ['2026.2.12', YES],
  ['2026.2.19', NO],
  ['2026.3.28', NO],
  ['2026.3.31', YES],
  ['2026.9.6', YES],
])('%s: trustedProxies has 127.0.0.1, and a client there comes without a proxy: %s', (version, expected) => {
  expect(brief(judge(version, 'cli', { gateway: { trustedProxies: ['127.0.0.1'] } }))).toBe(expected);
});

describe('a browser on the host of the gateway’s container', () => {
  const open = (peer: string, over: Over = {}) => onContainersHost({ ...over, socket: { peer } });

  test.each(['172.17.0.1', '192.168.65.1', '10.88.0.1', '100.64.0.1'])(
    'at http://localhost is approved, seen as %s',
    (peer) => {
      for (const { text } of releasesIn('>=2026.4.7')) {
        // 2026.5.18 approves no page silently.
        const expected = text === '2026.5.18' ? NO : YES;
        expect([text, brief(judge(text, 'control-ui', open(peer)))]).toEqual([text, expected]);
      }
    },
  );

  test.each(['<=2026.3.28', '>=2026.3.31 <=2026.4.5'])('has to be approved by %s', (range) => {
    for (const { text } of releasesIn(range))
      expect([text, brief(judge(text, 'control-ui', open('172.17.0.1')))]).toEqual([text, NO]);
  });

  test.each<readonly [string, Kind, Over]>([
    [
      'another name in the Host',
      'control-ui',
      { headers: { host: 'host.local:18789', origin: `http://${LOCALHOST}` } },
    ],
    [
      'another name in the Origin',
      'control-ui',
      {
        headers: { origin: 'http://host.local:18789' },
        gateway: { controlUi: { allowedOrigins: ['http://host.local:18789'] } },
      },
    ],
    ['a public address', 'control-ui', { socket: { peer: '203.0.113.9' } }],
    [
      'a device’s token instead of the secret',
      'control-ui',
      {
        credentials: { token: null, bootstrapToken: 'right' },
        gateway: { auth: { mode: 'password', allowTailscale: false } },
      },
    ],
    ['webchat instead of the Control UI', 'webchat', {}],
    ['the Control UI in another mode', 'control-ui', { client: { mode: 'ui' } }],
  ])('isn’t taken for local with %s', (_, kind, over) => {
    const answer = judge('2026.5.7', kind, onContainersHost(over));
    expect([brief(answer), 'locality' in answer && answer.locality]).toEqual([
      NO,
      { kind: 'remote', because: 'peer-not-loopback' },
    ]);
  });

  test('isn’t taken for local with a header of a proxy', () => {
    const headers = { host: LOCALHOST, origin: `http://${LOCALHOST}`, 'x-forwarded-proto': 'https' };
    expect(judge('2026.5.7', 'control-ui', { ...onContainersHost(), headers })).toMatchObject({
      kind: 'pending',
      locality: { kind: 'remote', because: 'forwarded-header' },
    });
  });
});

describe('Tailscale Serve', () => {
  test.each([
    ['2026.4.24', NO],
    ['2026.5.7', 'pairing-skipped by tailscale-user'],
    ['2026.9.6', 'pairing-skipped by tailscale-user'],
  ])('%s: a verified user with a device: %s', (version, expected) => {
    expect(brief(judge(version, 'control-ui', ofTailnet()))).toBe(expected);
  });

  test.each<readonly [string, string, Over, string]>([
    [
      '2026.5.7',
      'comes by a listener like any',
      { socket: { listener: 'ordinary' } },
      'pairing-skipped by tailscale-user',
    ],
    ['2026.5.7', 'brings a wrong secret', { credentials: { token: 'wrong' } }, 'pairing-skipped by tailscale-user'],
    ['2026.9.6', 'isn’t verified', { socket: { isTailscaleUserVerified: false } }, 'refused: secret-missing'],
    ['2026.9.6', 'comes by Funnel', { socket: { listener: 'tailscale-funnel' } }, 'refused: secret-missing'],
    [
      '2026.9.6',
      'isn’t wanted',
      { gateway: { auth: { mode: 'token', allowTailscale: false } } },
      'refused: secret-missing',
    ],
    ['2026.9.6', 'brings the secret', { credentials: { token: 'right' } }, NO],
    ['2026.9.6', 'brings a wrong secret', { credentials: { token: 'wrong' } }, 'refused: secret-wrong'],
    ['2026.9.6', 'has no device', { device: null }, 'refused: no-device-identity'],
    ['2026.9.6', 'is paired for less', { pairing: { scopes: ['operator.read'] } }, 'pending: more-scopes'],
  ])('%s: a user who %s: %s', (version, _, over, expected) => {
    const controlUi = { allowedOrigins: ['https://claw.tail1234.ts.net'] };
    const gateway = { auth: { mode: 'token', allowTailscale: true } as const, controlUi, ...over.gateway };
    expect(brief(judge(version, 'control-ui', ofTailnet({ ...over, gateway })))).toBe(expected);
  });

  test('only the Control UI is spared', () => {
    const headers = { 'x-forwarded-for': '100.101.102.103', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'claw' };
    expect(brief(judge('2026.9.6', 'cli', { ...ofTailnet(), headers }))).toBe(NO);
  });
});

test('a silent approval needs a right secret first', () => {
  expect(brief(judge('2026.9.6', 'cli', { credentials: { token: 'wrong' } }))).toBe('refused: secret-wrong');
});

test('a browser’s Origin disqualifies a CLI, and not webchat', () => {
  expect(brief(judge('2026.9.6', 'cli', onLocalhost()))).toBe(NO);
  expect(brief(judge('2026.9.6', 'webchat', onLocalhost()))).toBe(YES);
});
