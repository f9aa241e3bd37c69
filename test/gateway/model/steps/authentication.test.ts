import { describe, expect, test } from 'vitest';
import { plainGateway } from '../../../../src/gateway/model/attempt.ts';
import { fromLan, judge, type Kind, type Over } from '../attempts.ts';
import { hold } from '../boundaries.ts';
import { ofProxy, ofTailnet, onLocalhost, READER } from '../scenes.ts';

describe('authentication', () => {
  const own = (over: Over = {}): Over => ({ ...over, credentials: { token: null, deviceToken: 'right' } });
  hold([
    ['2026.9.6', 'a device token of another role', 'node', own({ pairing: {} }), 'refused: device-token-wrong'],
    ['2026.9.6', 'a device token of nobody', 'cli', own(), 'refused: device-token-wrong'],
    [
      '2026.9.6',
      'a wrong device token beside the device’s own in the token’s place',
      'cli',
      { pairing: {}, credentials: { token: 'device-token', deviceToken: 'wrong' } },
      'refused: device-token-wrong',
    ],
    [
      '2026.3.13',
      'the device’s own token for too few scopes in the token’s place',
      'cli',
      { ...READER, credentials: { token: 'device-token' } },
      'refused: device-token-wrong',
    ],
    [
      '2026.2.19',
      'a wrong secret, told as a wrong device token',
      'cli',
      { credentials: { token: 'wrong' } },
      'refused: secret-wrong',
    ],
    [
      '2026.2.19',
      'the device’s own token for too few scopes',
      'cli',
      { ...READER, credentials: { token: 'device-token' } },
      'refused: device-token-wrong',
    ],
    [
      '2026.9.6',
      'a wrong password',
      'cli',
      {
        credentials: { token: null, password: 'wrong' },
        gateway: { auth: { mode: 'password', allowTailscale: false } },
      },
      'refused: secret-wrong',
    ],
    [
      '2026.9.6',
      'a wrong setup code beside the device’s own token',
      'cli',
      { pairing: {}, credentials: { token: null, deviceToken: 'right', bootstrapToken: 'wrong' } },
      'paired by paired',
    ],
    [
      '2026.9.6',
      'a setup code without a device',
      'cli',
      { device: null, credentials: { token: null, bootstrapToken: 'right' } },
      'refused: no-device-identity',
    ],
    [
      '2026.9.6',
      'Tailscale where nobody asked for it',
      'control-ui',
      ofTailnet({
        gateway: { auth: plainGateway.auth, controlUi: { allowedOrigins: ['https://claw.tail1234.ts.net'] } },
      }),
      'refused: secret-missing',
    ],
    [
      '2026.5.7',
      'Tailscale for who is local',
      'cli',
      {
        socket: { isTailscaleUserVerified: true },
        credentials: { token: null },
        gateway: { auth: { mode: 'token', allowTailscale: true } },
      },
      'refused: secret-missing',
    ],
  ]);

  const behind = (requiredHeaders: readonly string[], over: Over = {}): Over =>
    ofProxy({
      ...over,
      gateway: {
        auth: { mode: 'trusted-proxy', userHeader: 'X-Forwarded-User', requiredHeaders, deviceAutoApprove: false },
        trustedProxies: ['10.0.0.5'],
        controlUi: { allowedOrigins: ['https://claw.example.com'] },
      },
    });
  const NODE_WORDS =
    'gateway rejected this node: trusted-proxy identity-header authentication is required and no usable machine credential was accepted; run `openclaw doctor` on the Gateway';
  const missing = { detailsReason: 'trusted_proxy_missing_header_X-Team', decidedBy: 'proxy-user' };
  const alone = { origin: 'https://claw.example.com', host: 'claw.example.com' };
  test.each<readonly [string, Kind, Over, object]>([
    [
      '2026.9.6',
      'control-ui',
      behind(['X-Team', 'X-Mail']),
      { ...missing, detailsCode: 'AUTH_IDENTITY_HEADER_REQUIRED', reason: 'unauthorized' },
    ],
    [
      '2026.7.1',
      'control-ui',
      behind(['X-Team', 'X-Mail']),
      { ...missing, detailsCode: 'AUTH_UNAUTHORIZED', reason: 'unauthorized' },
    ],
    ['2026.9.6', 'node', behind(['X-Team']), { ...missing, reason: NODE_WORDS }],
    ['2026.7.1', 'node', behind(['X-Team']), { ...missing, reason: 'unauthorized' }],
    [
      '2026.9.6',
      'node',
      behind([], { headers: { ...alone, 'x-forwarded-user': '' } }),
      { detailsReason: 'trusted_proxy_user_missing', reason: 'unauthorized' },
    ],
    ['2026.9.6', 'control-ui', behind(['X-Forwarded-For']), { kind: 'pending' }],
  ])('%s tells a %s what its proxy left out', (version, kind, over, answer) => {
    expect(judge(version, kind, over)).toMatchObject(answer);
  });

  test.each<readonly [Kind, Over, string]>([
    ['test', { credentials: { token: 'wrong' } }, 'provide gateway auth token'],
    [
      'test',
      { credentials: { token: null }, gateway: { auth: { mode: 'password', allowTailscale: false } } },
      'provide gateway auth password',
    ],
    ['tui', { credentials: { token: 'wrong' } }, 'open the dashboard URL and paste the token in Control UI settings'],
    [
      'webchat',
      onLocalhost({ credentials: { token: 'wrong' } }),
      'open the dashboard URL and paste the token in Control UI settings',
    ],
    [
      'webchat',
      onLocalhost({ credentials: { token: null } }),
      'paste in Control UI settings or openclaw doctor --generate-gateway-token; restart',
    ],
    [
      'cli',
      fromLan({ credentials: { token: null }, gateway: { auth: { mode: 'password', allowTailscale: false } } }),
      'set gateway.remote.password to match gateway.auth.password',
    ],
  ])('hints a %s at its own way', (kind, over, hint) => {
    const answer = judge('2026.9.6', kind, over);
    expect('reason' in answer && /\((.*)\)$/.exec(answer.reason)?.[1]).toBe(hint);
  });
});
