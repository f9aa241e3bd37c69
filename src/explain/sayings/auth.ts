import type { Saying } from '../saying.ts';
import { cliBeside, cliElsewhere, controlUi, node, otherClient, type Scene, type Staging } from '../scenes.ts';

const PAIR_NEXT = 'With the right secret, a device that the gateway doesn’t know yet gets «pairing required».';

/** The same attempt by each kind of client: each is given a hint of its own. */
function byEach(staging: Staging): Readonly<Record<string, Scene>> {
  return {
    'a CLI elsewhere': cliElsewhere(staging),
    'a CLI on the gateway’s host': cliBeside(staging),
    'the Control UI': controlUi(staging),
    'other clients': otherClient(staging),
  };
}

const byPassword: Staging['gateway'] = { auth: { mode: 'password', allowTailscale: false } };
/** What ends a connection over secrets: token, password, setup code, the device's own token. */
export const auth: readonly Saying[] = [
  {
    id: 'token-missing',
    stage: 'auth',
    means: 'The gateway wants its token, and the client sends none.',
    fix: 'Give the client the token that the gateway has, gateway.auth.token of its openclaw.json: a page in its settings, a CLI elsewhere in gateway.remote.token, a node or a service in its environment.',
    next: PAIR_NEXT,
    advice: 'update_auth_configuration',
    scenes: byEach({ credentials: { token: null } }),
    is: { by: 'secret-missing', words: 'unauthorized: gateway token missing' },
  },
  {
    id: 'token-mismatch',
    stage: 'auth',
    means: 'The client sends a token that isn’t the gateway’s: an older one, or that of another gateway.',
    fix: 'Replace what the client sends by the token that the gateway has. A new token at the gateway only makes more clients wrong; often a variable OPENCLAW_GATEWAY_TOKEN overrides the right one.',
    next: PAIR_NEXT,
    advice: 'update_auth_credentials',
    scenes: byEach({ credentials: { token: 'wrong' } }),
    is: { by: 'secret-wrong', words: 'unauthorized: gateway token mismatch' },
  },
  {
    id: 'token-blamed',
    stage: 'auth',
    means:
      'The client sends a wrong gateway token: this version calls that a wrong device token where the client has a device.',
    fix: 'Replace the gateway token that the client sends. Rotating device tokens doesn’t help here.',
    next: PAIR_NEXT,
    scenes: { 'clients with a device': cliElsewhere({ credentials: { token: 'wrong' } }) },
    is: { by: 'secret-wrong', words: 'unauthorized: device token mismatch' },
    rules: ['shared-secret/token-mismatch'],
  },
  {
    id: 'token-not-configured',
    stage: 'auth',
    means: 'The gateway’s mode is token, and it has no token that a client could match.',
    fix: 'Set gateway.auth.token in the gateway’s openclaw.json, or the variable that it refers to, and restart the gateway.',
    next: 'Clients without that token then get «gateway token missing» or «gateway token mismatch».',
    advice: 'update_auth_configuration',
    said: {
      close: 1008,
      words: 'unauthorized: gateway token not configured on gateway (set gateway.auth.token)',
      code: 'AUTH_TOKEN_NOT_CONFIGURED',
      reason: 'token_missing_config',
    },
  },
  {
    id: 'password-missing',
    stage: 'auth',
    means: 'The gateway’s mode is password, and the client sends none.',
    fix: 'Give the client the gateway’s password: a page asks for it, a CLI takes gateway.remote.password or OPENCLAW_GATEWAY_PASSWORD.',
    next: PAIR_NEXT,
    advice: 'update_auth_configuration',
    scenes: byEach({ credentials: { token: null }, gateway: byPassword }),
    is: { by: 'secret-missing', words: 'unauthorized: gateway password missing' },
  },
  {
    id: 'password-mismatch',
    stage: 'auth',
    means: 'The gateway’s mode is password, and the client sends another one.',
    fix: 'Replace the password that the client sends by the gateway’s.',
    next: PAIR_NEXT,
    advice: 'update_auth_credentials',
    scenes: byEach({ credentials: { token: null, password: 'wrong' }, gateway: byPassword }),
    is: { by: 'secret-wrong', words: 'unauthorized: gateway password mismatch' },
  },
  {
    id: 'password-not-configured',
    stage: 'auth',
    means: 'The gateway’s mode is password, and it has no password that a client could match.',
    fix: 'Set gateway.auth.password in the gateway’s openclaw.json, or OPENCLAW_GATEWAY_PASSWORD in its environment, and restart the gateway.',
    advice: 'update_auth_configuration',
    said: {
      close: 1008,
      words: 'unauthorized: gateway password not configured on gateway (set gateway.auth.password)',
      code: 'AUTH_PASSWORD_NOT_CONFIGURED',
      reason: 'password_missing_config',
    },
  },
  ...(['token', 'password'] as const).map(
    (kind): Saying => ({
      id: `${kind}-redacted`,
      stage: 'auth',
      means: `The gateway’s ${kind} is the text that OpenClaw prints instead of a secret: it was written back into the settings in its place.`,
      fix: 'Run `openclaw doctor --fix` on the gateway’s host, or put the real secret back from a copy of openclaw.json; restart the gateway.',
      advice: 'update_auth_configuration',
      said: {
        close: 1008,
        words:
          'gateway credential is a redaction sentinel (run openclaw doctor --fix on the Gateway, then restart and re-pair)',
        code: 'AUTH_UNAUTHORIZED',
        reason: `${kind}_redacted_config`,
      },
      openclaw: '>=2026.9.6',
      rules: ['shared-secret/token-mismatch'],
    }),
  ),
  {
    id: 'setup-code',
    stage: 'auth',
    means:
      'The setup code was used already, has expired, was revoked, or is of another gateway. One serves a single device.',
    fix: 'Make a new code with `openclaw qr` on the gateway’s host and use it at once. Look at `openclaw devices list` first: the device may be in already.',
    advice: 'review_auth_configuration',
    scenes: { 'every client with a code': node({ credentials: { token: null, bootstrapToken: 'wrong' } }) },
    is: { by: 'bootstrap-token-wrong' },
  },
  {
    id: 'device-token',
    stage: 'auth',
    means:
      'The token that the gateway had once given this device counts no more: it was rotated or revoked, the device was removed, or the gateway lost its state.',
    fix: 'Connect with the gateway’s own token, so that the device gets a new one; where it was removed, approve it anew.',
    next: 'A device that was removed then gets «pairing required».',
    advice: 'update_auth_credentials',
    scenes: { 'clients with a device token': cliElsewhere({ credentials: { token: null, deviceToken: 'wrong' } }) },
    is: { by: 'device-token-wrong', words: 'unauthorized: device token mismatch' },
  },
  {
    id: 'device-token-scopes',
    stage: 'auth',
    means: 'The device’s token is right, but the device asks for more than it was approved for. It is no wrong token.',
    fix: 'Let the device connect with the gateway’s token, so that it asks for the further scopes, and approve that request; or let it ask for less.',
    next: 'The request for more scopes is told as «pairing required».',
    advice: 'review_auth_configuration',
    scenes: {
      'clients with a device token': cliElsewhere({
        credentials: { token: 'device-token' },
        paired: { scopes: ['operator.read'] },
      }),
    },
    is: { by: 'device-token-scopes' },
    rules: ['scope-upgrade/scope-upgrade-pending'],
  },
  {
    id: 'rate-limited',
    stage: 'auth',
    means:
      'Too many wrong tokens or passwords came from this address, so that for some minutes even the right one isn’t looked at.',
    fix: 'Stop what sends the wrong secret: an open tab, a service that tries again and again. Then wait five minutes, or restart the gateway.',
    next: 'Whoever still sends the wrong secret gets «token mismatch» again.',
    advice: 'wait_then_retry',
    openclaw: '>=2026.2.19',
    scenes: { 'every client': cliElsewhere({ gateway: { isRateLimiting: true } }) },
    is: { by: 'rate-limited' },
  },
  {
    id: 'unauthorized',
    stage: 'auth',
    means:
      'Authentication failed for a reason that has no code of its own, mostly around a proxy that signs users in, or nothing was shown where something is needed.',
    fix: 'See in the gateway’s log what it says beside «unauthorized», and what gateway.auth asks for.',
    advice: 'review_auth_configuration',
    said: { close: 1008, words: 'unauthorized', code: 'AUTH_UNAUTHORIZED', reason: 'gateway_auth_required' },
  },
  {
    id: 'unauthorized-proxy',
    stage: 'auth',
    means:
      'The connection came through a proxy for a client that can’t be told, on a way on which the gateway doesn’t answer 403 at once.',
    fix: 'Name the proxy’s own address in gateway.trustedProxies, as narrowly as possible, and let the proxy overwrite X-Forwarded-For.',
    advice: 'review_auth_configuration',
    said: {
      close: 1008,
      words:
        'unauthorized: proxy client attribution is required (configure gateway.trustedProxies narrowly and make the proxy overwrite or safely rebuild forwarded client headers)',
      code: 'AUTH_UNAUTHORIZED',
      reason: 'proxy_attribution_required',
    },
    openclaw: '>=2026.7.2-beta.7',
  },
  {
    id: 'auth-required',
    stage: 'auth',
    means: 'Authentication failed, and the gateway names no reason at all.',
    fix: 'Connect with the gateway’s token or password; its log says more.',
    said: { close: 1008, words: 'unauthorized', code: 'AUTH_REQUIRED' },
  },
  {
    id: 'verified-user',
    stage: 'auth',
    means: 'The gateway gives roles to users (gateway.roles), and this way of signing in names none.',
    fix: 'Connect through the trusted proxy or Tailscale, which name a user, or with the gateway’s own token or password.',
    said: {
      close: 1008,
      words: 'operator role policies require a verified user identity for this authentication method',
      code: 'AUTH_VERIFIED_USER_REQUIRED',
    },
    openclaw: '>=2026.9.1',
  },
];
