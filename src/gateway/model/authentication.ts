import type { Locality, Method } from './answer.ts';
import type { Attempt, Credentials, Device } from './attempt.ts';
import type { Has } from './behaviour.ts';
import { allows } from './scopes.ts';
import { isTrusted } from './sender.ts';

export type Authentication =
  | { readonly ok: true; readonly method: Method }
  | { readonly ok: false; readonly reason: AuthReason };

/** `details.authReason`. */
export type AuthReason =
  | `${'token' | 'password'}_${'missing' | 'mismatch'}`
  | 'rate_limited'
  | 'bootstrap_token_invalid'
  | 'device_token_mismatch'
  | 'scope_mismatch'
  | 'trusted_proxy_untrusted_source'
  | 'trusted_proxy_user_missing'
  | `trusted_proxy_missing_header_${string}`;

/** What authentication looks at. */
export interface Evidence {
  readonly attempt: Attempt;
  readonly has: Has;
  readonly socketLocality: Locality;
  /** The identity in use; null as well where a setting makes the gateway ignore it. */
  readonly device: Device | null;
}

/** Who the client proves to be: by the gateway's own mode, then by a setup code, then by the device's token. */
export function authenticate(evidence: Evidence): Authentication {
  const { attempt, has, device } = evidence;
  const { bootstrapToken } = attempt.credentials;
  let result = authenticateByMode(evidence);
  if (result.ok || !device) return result;
  if (bootstrapToken === 'right') return { ok: true, method: 'bootstrap-token' };
  if (bootstrapToken === 'wrong') result = { ok: false, reason: 'bootstrap_token_invalid' };
  const { token, deviceToken } = attempt.credentials;
  if ((deviceToken ?? token) === null || result.reason === 'rate_limited') return result;
  const isOwn = deviceToken === 'right' || (deviceToken === null && token === 'device-token');
  const isOfRole = isOwn && isRoleHeld(attempt);
  if (isOfRole && areScopesHeld(evidence)) return { ok: true, method: 'device-token' };
  if (isOfRole && has('scope-mismatch')) return { ok: false, reason: 'scope_mismatch' };
  const isBlamed = deviceToken !== null || has('device-token-blamed');
  return isBlamed ? { ok: false, reason: 'device_token_mismatch' } : result;
}

/** By the gateway's mode alone: the identity step looks at no more. */
export function authenticateByMode(evidence: Evidence): Authentication {
  const { attempt, has, socketLocality } = evidence;
  const { auth, isRateLimiting } = attempt.gateway;
  switch (auth.mode) {
    case 'none':
      return { ok: true, method: 'none' };
    case 'trusted-proxy':
      return byProxy(attempt, auth, has);
    case 'token':
    case 'password': {
      const { listener, isTailscaleUserVerified } = attempt.socket;
      const isServed = !has('attribution') || (listener === 'tailscale-serve' && !isSecretSent(attempt.credentials));
      if (auth.allowTailscale && isServed && isTailscaleUserVerified && socketLocality.kind === 'remote')
        return { ok: true, method: 'tailscale' };
      const anything = Object.values(attempt.credentials).some((credential) => credential !== null);
      if (isRateLimiting && anything) return { ok: false, reason: 'rate_limited' };
      return bySecret(attempt.credentials, auth.mode, has);
    }
    default:
      return auth satisfies never;
  }
}

/** Whether the gateway's own secret was sent, or its proxy vouches for a user: what stands in for an identity. */
export function isSecretRight({ attempt, has }: Evidence): boolean {
  const { auth } = attempt.gateway;
  if (auth.mode === 'none') return false;
  if (auth.mode === 'trusted-proxy') return byProxy(attempt, auth, has).ok;
  return bySecret(attempt.credentials, auth.mode, has).ok;
}

export function isSecretSent({ token, password }: Credentials): boolean {
  return token !== null || password !== null;
}

function bySecret({ token, password }: Credentials, mode: 'token' | 'password', has: Has): Authentication {
  const [own, other] = mode === 'token' ? [token, password] : [password, token];
  const secret = own ?? (has('secret-in-either-field') ? other : null);
  if (secret === 'right') return { ok: true, method: mode };
  return { ok: false, reason: `${mode}_${secret === null ? 'missing' : 'mismatch'}` };
}

function byProxy(
  attempt: Attempt,
  auth: Extract<Attempt['gateway']['auth'], { mode: 'trusted-proxy' }>,
  has: Has,
): Authentication {
  const { headers } = attempt;
  if (!isTrusted(attempt.socket.peer, attempt, has)) return { ok: false, reason: 'trusted_proxy_untrusted_source' };
  const missing = auth.requiredHeaders.find((name) => !headers[name.toLowerCase()]);
  if (missing !== undefined) return { ok: false, reason: `trusted_proxy_missing_header_${missing}` };
  if (!headers[auth.userHeader.toLowerCase()]) return { ok: false, reason: 'trusted_proxy_user_missing' };
  return { ok: true, method: 'trusted-proxy' };
}

function isRoleHeld({ pairing, client }: Attempt): boolean {
  return pairing.kind === 'paired' && pairing.roles.includes(client.role);
}

function areScopesHeld({ attempt, has }: Evidence): boolean {
  const { pairing, client } = attempt;
  return pairing.kind === 'paired' && allows(pairing.scopes, client.scopes, client.role, has);
}
