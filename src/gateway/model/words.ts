import type { Refused } from './answer.ts';
import type { AuthReason } from './authentication.ts';
import { refused, type View } from './view.ts';

/** A failed authentication as that version tells it to that client. */
export function refusedAuth(view: View, reason: AuthReason): Refused {
  return refused(view, 'auth', decidedBy(view, reason), wordsOf(view, reason), {
    code: codeOf(view, reason),
    detail: reason,
  });
}

function decidedBy({ attempt }: View, reason: AuthReason): Refused['decidedBy'] {
  const { token, deviceToken } = attempt.credentials;
  switch (reason) {
    case 'token_missing':
    case 'password_missing':
      return 'secret-missing';
    case 'token_mismatch':
    case 'password_mismatch':
      return token === 'device-token' ? 'device-token-wrong' : 'secret-wrong';
    case 'rate_limited':
      return 'rate-limited';
    case 'bootstrap_token_invalid':
      return 'bootstrap-token-wrong';
    case 'device_token_mismatch':
      return deviceToken === null && token === 'wrong' ? 'secret-wrong' : 'device-token-wrong';
    case 'scope_mismatch':
      return 'device-token-scopes';
    default:
      return 'proxy-user';
  }
}

function codeOf({ has }: View, reason: AuthReason): string {
  if (/^(?:token|password|bootstrap_token|device_token|scope|rate)_/.test(reason))
    return `AUTH_${reason.toUpperCase()}`;
  const isHeader = reason.startsWith('trusted_proxy_missing_header_') && has('words-of-8.1');
  return isHeader ? 'AUTH_IDENTITY_HEADER_REQUIRED' : 'AUTH_UNAUTHORIZED';
}

function wordsOf(view: View, reason: AuthReason): string {
  const isNode = view.attempt.client.mode === 'node' && view.has('words-of-8.1');
  switch (reason) {
    case 'token_missing':
    case 'token_mismatch':
    case 'password_missing':
    case 'password_mismatch':
      return `unauthorized: gateway ${reason.replace('_', ' ')} (${hintOf(view, reason)})`;
    case 'rate_limited':
      return 'unauthorized: too many failed authentication attempts (retry later)';
    case 'bootstrap_token_invalid':
      return view.has('words-of-8.1')
        ? 'unauthorized: setup code invalid, expired, revoked, or already used (create a new code; review `openclaw devices list`)'
        : 'unauthorized: bootstrap token invalid or expired (scan a fresh setup code)';
    case 'device_token_mismatch':
      return 'unauthorized: device token mismatch (rotate/reissue device token)';
    case 'scope_mismatch':
      return 'unauthorized: device token scope mismatch (re-pair or approve scope upgrade)';
    default:
      return isNode && reason.startsWith('trusted_proxy_missing_header_')
        ? 'gateway rejected this node: trusted-proxy identity-header authentication is required and no usable machine credential was accepted; run `openclaw doctor` on the Gateway'
        : 'unauthorized';
  }
}

type SecretReason = Extract<AuthReason, `${'token' | 'password'}_${string}`>;

function hintOf(view: View, reason: SecretReason): string {
  const { attempt, has, socketLocality, isControlUi, isBrowserUi } = view;
  const isToken = reason.startsWith('token');
  const kind = isToken ? 'token' : 'password';
  if (attempt.client.mode === 'cli') {
    if (socketLocality.kind === 'remote' || !has('words-of-8.1'))
      return `set gateway.remote.${kind} to match gateway.auth.${kind}`;
    return `use this gateway's gateway.auth.${kind}${isToken ? ' or pair the device' : ''}`;
  }
  if (!isControlUi && !isBrowserUi) return `provide gateway auth ${kind}`;
  if (!isToken) return 'enter the password in Control UI settings';
  if (has('words-of-tokenized-url')) return 'open a tokenized dashboard URL or paste token in Control UI settings';
  return reason === 'token_missing' && has('words-of-8.1')
    ? 'paste in Control UI settings or openclaw doctor --generate-gateway-token; restart'
    : 'open the dashboard URL and paste the token in Control UI settings';
}
