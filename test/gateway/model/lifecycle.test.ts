import { describe, expect, test } from 'vitest';
import { brief, fromLan, judge, type Over } from './attempts.ts';

/** captures/<version>-lifecycle.txt, step by step. */
describe('lifecycle: a device that was approved for operator.read, from the LAN', () => {
  const READ = { scopes: ['operator.read'] };
  const asks = (scopes: readonly string[], over: Over = {}): Over =>
    fromLan({ pairing: READ, ...over, client: { scopes, ...over.client } });
  const own: Over = { credentials: { token: null, deviceToken: 'right' } };
  const stale: Over = { credentials: { token: null, deviceToken: 'wrong' } };
  const PAIRED = 'paired by paired';
  const UNKNOWN_FIELD = 'refused: first-frame';
  const node: Over = { client: { role: 'node', id: 'node-host', mode: 'node' } };

  const steps: readonly (readonly [step: string, over: Over, answers: readonly [string, string, string]])[] = [
    ['connect-after-approve', asks(READ.scopes), [PAIRED, PAIRED, PAIRED]],
    ['connect-devicetoken-only-as-auth.deviceToken', asks(READ.scopes, own), [UNKNOWN_FIELD, PAIRED, PAIRED]],
    [
      'connect-devicetoken-as-auth.token',
      asks(READ.scopes, { credentials: { token: 'device-token' } }),
      [PAIRED, PAIRED, PAIRED],
    ],
    [
      'scope-upgrade-sharedtoken',
      asks(['operator.read', 'operator.admin']),
      ['pending: more-scopes', 'pending: more-scopes', 'pending: more-scopes'],
    ],
    [
      'scope-upgrade-devicetoken',
      asks(['operator.read', 'operator.admin'], own),
      [UNKNOWN_FIELD, 'refused: device-token-wrong', 'refused: device-token-scopes'],
    ],
    ['role-upgrade', asks([], node), ['pending: other-role', 'pending: other-role', 'pending: other-role']],
    [
      'metadata-platform',
      asks(READ.scopes, { client: { platform: 'darwin' } }),
      [PAIRED, 'pending: changed-metadata', 'pending: changed-metadata'],
    ],
    ['metadata-family', asks(READ.scopes, { client: { deviceFamily: 'iPhone' } }), [PAIRED, PAIRED, PAIRED]],
    [
      'other-client-same-device',
      asks(READ.scopes, { client: { id: 'openclaw-tui', mode: 'ui' } }),
      [UNKNOWN_FIELD, UNKNOWN_FIELD, PAIRED],
    ],
    [
      'other-ip-same-device',
      asks(READ.scopes, { socket: { peer: '172.28.0.2', dialled: '172.28.0.2' } }),
      [PAIRED, PAIRED, PAIRED],
    ],
    [
      'old-token-after-rotate',
      asks(READ.scopes, stale),
      [UNKNOWN_FIELD, 'refused: device-token-wrong', 'refused: device-token-wrong'],
    ],
    [
      'after-revoke-sharedtoken',
      asks(READ.scopes, { pairing: { ...READ, revokedRoles: ['operator'] } }),
      [PAIRED, PAIRED, 'pending: other-role'],
    ],
  ];

  describe.each(steps)('%s', (_, over, answers) => {
    test.each(['2026.1.29', '2026.3.13', '2026.9.6'].map((version, index) => ({ version, answer: answers[index] })))(
      '$version: $answer',
      ({ version, answer }) => {
        expect(brief(judge(version, 'cli', over))).toBe(answer);
      },
    );
  });

  test.each([
    [
      'more-scopes',
      asks(['operator.admin']),
      'scope-upgrade',
      'device is asking for more scopes than currently approved',
      'pairing',
    ],
    [
      'other-role',
      asks([], node),
      'role-upgrade',
      'device is asking for a higher role than currently approved',
      'pairing',
    ],
    [
      'changed-metadata',
      asks(READ.scopes, { client: { platform: 'darwin' } }),
      'metadata-upgrade',
      'device identity changed and must be re-approved',
      'pairing',
    ],
    ['not-paired', fromLan(), 'not-paired', 'device is not approved yet', 'pairing'],
  ] as const)('2026.9.6 words and places %s', (decidedBy, over, detailsReason, words, stage) => {
    expect(judge('2026.9.6', 'cli', over)).toEqual({
      kind: 'pending',
      closeCode: 1008,
      reason: `pairing required: ${words}`,
      detailsCode: 'PAIRING_REQUIRED',
      detailsReason,
      decidedBy,
      stage,
      locality: { kind: 'remote', because: 'peer-not-loopback' },
    });
  });
});
