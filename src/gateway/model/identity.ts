import type { Refused } from './answer.ts';
import { authenticateByMode, isSecretSent } from './authentication.ts';
import { refused, type View } from './view.ts';
import { refusedAuth } from './words.ts';

/** Has the client a device identity, or what this version takes instead? */
export function identity(view: View): Refused | null {
  if (view.device || isExempt(view)) return null;
  if (view.isControlUi && !isInsecureUi(view)) {
    const reason = view.has('words-of-identity')
      ? 'control ui requires device identity (use HTTPS or localhost secure context)'
      : 'control ui requires HTTPS or localhost (secure context)';
    return refused(view, 'identity', 'no-device-identity', reason, { code: 'CONTROL_UI_DEVICE_IDENTITY_REQUIRED' });
  }
  if (isSecretEnough(view)) return null;
  const byMode = authenticateByMode(view);
  const isLookedAt = isSecretSent(view.attempt.credentials) && view.has('identity-or-right-secret');
  if (!byMode.ok && isLookedAt) return refusedAuth(view, byMode.reason);
  return refused(view, 'identity', 'no-device-identity', 'device identity required', {
    code: 'DEVICE_IDENTITY_REQUIRED',
  });
}

/** A gateway's own backend on this host, which is one with it. */
export function isLocalBackend(view: View): boolean {
  const { attempt, has, socketLocality, hasOrigin, isSecretRight, method } = view;
  const isBackend = attempt.client.id === 'gateway-client' && attempt.client.mode === 'backend';
  if (!isBackend || socketLocality.kind === 'remote' || hasOrigin || !has('local-backend')) return false;
  return isSecretRight || (method === 'none' && has('local-backend-without-secret'));
}

/** A proxy vouches for the operator at the Control UI. */
export function isProxyUserAtUi({ attempt, method, isControlUi }: View): boolean {
  return isControlUi && attempt.client.role === 'operator' && method === 'trusted-proxy';
}

/** A setting lets the Control UI do without an identity. */
export function isInsecureUi({ attempt, has, isControlUi, socketLocality }: View): boolean {
  const { allowInsecureAuth, dangerouslyDisableDeviceAuth } = attempt.gateway.controlUi;
  if (!isControlUi) return false;
  if (dangerouslyDisableDeviceAuth && has('device-auth-optional')) return true;
  if (!allowInsecureAuth) return false;
  return has('insecure-auth-anywhere') || (has('insecure-auth-local') && socketLocality.kind === 'local');
}

function isExempt(view: View): boolean {
  const { attempt, has } = view;
  if (attempt.client.role !== 'operator') return false;
  if (isProxyUserAtUi(view) && has('proxy-user-needs-no-identity')) return true;
  if (isLocalBackend(view)) return true;
  const isOptional = view.isControlUi && attempt.gateway.controlUi.dangerouslyDisableDeviceAuth;
  return isOptional && has('device-auth-optional') && has('device-auth-optional-before-secret');
}

function isSecretEnough(view: View): boolean {
  const { attempt, has } = view;
  const { token } = attempt.credentials;
  if (!has('identity-or-right-secret')) return isInsecureUi(view) ? isSecretSent(attempt.credentials) : token !== null;
  return view.isSecretRight && (attempt.client.role === 'operator' || !has('nodes-need-identity'));
}
