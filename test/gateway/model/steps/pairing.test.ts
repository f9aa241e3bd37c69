import { describe, expect, test } from 'vitest';
import { fromLan, judge, type Over, SCOPES } from '../attempts.ts';
import { hold, NEW } from '../boundaries.ts';
import { LAN_PAGE, ofProxy, onLanPage, onLocalhost, READER } from '../scenes.ts';

describe('what was approved', () => {
  const asks = (scopes: readonly string[], approved: readonly string[], over: Over = {}): Over =>
    fromLan({ ...over, client: { scopes }, pairing: { scopes: approved } });
  hold([
    ['2026.9.6', 'write implies read', 'cli', asks(['operator.read'], ['operator.write']), 'paired by paired'],
    [
      '2026.9.6',
      'read doesn’t imply write',
      'cli',
      asks(['operator.write'], ['operator.read']),
      'pending: more-scopes',
    ],
    [
      '2026.9.6',
      'write doesn’t imply pairing',
      'cli',
      asks(['operator.pairing'], ['operator.write']),
      'pending: more-scopes',
    ],
    [
      '2026.9.6',
      'read doesn’t imply approvals',
      'cli',
      asks(['operator.approvals'], ['operator.read']),
      'pending: more-scopes',
    ],
    ['2026.9.6', 'admin implies pairing', 'cli', asks(['operator.pairing'], ['operator.admin']), 'paired by paired'],
    [
      '2026.9.6',
      'admin implies nothing to a node',
      'node',
      fromLan({ client: { scopes: ['operator.read'] }, pairing: { roles: ['node'], scopes: ['operator.admin'] } }),
      'pending: more-scopes',
    ],
    [
      '2026.9.6',
      'a platform in other letters is the same',
      'cli',
      fromLan({ client: { platform: 'Linux' }, pairing: {} }),
      'paired by paired',
    ],
    [
      '2026.9.6',
      'a family that was pinned and isn’t claimed any more',
      'cli',
      fromLan({ pairing: { deviceFamily: 'iPhone' } }),
      'pending: changed-metadata',
    ],
    [
      '2026.9.6',
      'nothing is pinned',
      'cli',
      fromLan({ client: { platform: 'darwin' }, pairing: { platform: null } }),
      'paired by paired',
    ],
    [
      '2026.9.6',
      'another role was revoked',
      'cli',
      fromLan({ pairing: { roles: ['operator', 'node'], revokedRoles: ['node'] } }),
      'paired by paired',
    ],
  ]);
});

describe('pairing is skipped', () => {
  const none = { auth: { mode: 'none' }, controlUi: { allowedOrigins: [LAN_PAGE] } } as const;
  hold([
    ['2026.9.6', 'not for a CLI by auth none', 'cli', fromLan({ gateway: none }), NEW],
    [
      '2026.9.6',
      'not for a node at the Control UI by auth none',
      'control-ui',
      onLanPage({ client: { role: 'node' }, gateway: none }),
      NEW,
    ],
    ['2026.9.6', 'not for webchat by auth none', 'webchat', onLanPage({ gateway: none }), NEW],
    [
      '2026.9.6',
      'for more scopes by auth none',
      'control-ui',
      onLanPage({ ...READER, gateway: none }),
      'paired by auth-none',
    ],
    [
      '2026.2.24',
      'not for the Control UI by the secret',
      'control-ui',
      onLocalhost({ socket: { peer: '10.88.0.2' } }),
      NEW,
    ],
    ['2026.2.24', 'not for a node by the secret', 'node', fromLan(), NEW],
    [
      '2026.2.24',
      'not without the secret',
      'cli',
      fromLan({
        pairing: { scopes: ['operator.read'] },
        client: { scopes: ['operator.read'] },
        credentials: { token: 'device-token' },
      }),
      'paired by paired',
    ],
    [
      '2026.2.19',
      'not by allowInsecureAuth for who has no secret but a device token',
      'control-ui',
      onLanPage({
        ...READER,
        client: { scopes: ['operator.read'] },
        credentials: { token: 'device-token' },
        gateway: { controlUi: { allowInsecureAuth: true } },
      }),
      'paired by paired',
    ],
    [
      '2026.5.7',
      'not by allowInsecureAuth for a local page',
      'control-ui',
      onLocalhost({ gateway: { controlUi: { allowInsecureAuth: true } } }),
      'approved-silently by local',
    ],
    ['2026.3.13', 'for a proxy’s user who is paired for less', 'control-ui', ofProxy(READER), 'paired by proxy-user'],
    [
      '2026.5.7',
      'not for a proxy’s user who is paired for less',
      'control-ui',
      ofProxy(READER),
      'pending: more-scopes',
    ],
    ['2026.9.6', 'not by deviceAutoApprove for a CLI', 'cli', ofProxy({}, true), NEW],
    ['2026.9.6', 'not by deviceAutoApprove for a node', 'control-ui', ofProxy({ client: { role: 'node' } }, true), NEW],
    [
      '2026.9.6',
      'not by the owner’s link for a CLI',
      'cli',
      fromLan({ credentials: { token: null, bootstrapToken: 'right' } }),
      NEW,
    ],
    [
      '2026.9.6',
      'not by a setup code for a node that asks for scopes',
      'node',
      fromLan({ client: { scopes: ['x'] }, credentials: { token: null, bootstrapToken: 'right' } }),
      NEW,
    ],
  ]);

  const grantOf = (version: string, over: Over) => {
    const answer = judge(version, 'control-ui', over);
    return answer.kind === 'accepted' && [answer.scopes, answer.isDeviceTokenIssued];
  };
  test('and binds a proxy’s user to nothing, until that user is paired', () => {
    const paired = { pairing: {} };
    expect(grantOf('2026.5.7', ofProxy())).toEqual([[], false]);
    expect(grantOf('2026.3.13', ofProxy())).toEqual([null, false]);
    expect(grantOf('2026.5.7', ofProxy(paired))).toEqual([SCOPES, true]);
    expect(grantOf('2026.5.18', ofProxy(paired))).toEqual([SCOPES, false]);
  });
});
