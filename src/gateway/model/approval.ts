import type { Admission, PairingReason } from './answer.ts';
import { isInRanges, isLoopback } from './headers.ts';
import type { View } from './view.ts';

const NATIVE_APPS = ['openclaw-macos', 'openclaw-linux', 'openclaw-ios', 'openclaw-android'];

/** Who approves that without being asked; null: somebody has to be. */
export function approval(view: View, reason: PairingReason): Admission | null {
  if (isApprovedAsLocal(view, reason)) return 'local';
  if (reason !== 'not-paired') return null;
  if (isOfTrustedRange(view)) return 'trusted-cidr';
  if (isInvited(view)) return 'bootstrap-token';
  return isProxyUserApproved(view) ? 'proxy-user' : null;
}

function isApprovedAsLocal(view: View, reason: PairingReason): boolean {
  const { attempt, has, locality, hasOrigin } = view;
  const isOperator = attempt.client.role === 'operator';
  const isUi = view.isControlUi || view.isBrowserUi;
  if (locality.kind === 'remote') return false;
  if (hasOrigin && has('silent-never-with-origin')) return false;
  if (hasOrigin && !isUi && has('silent-origin-of-ui')) return false;
  if (reason !== 'not-paired' && !isOperator && has('silent-upgrades-of-operators')) return false;
  const isLocalEnough = attempt.gateway.nodePairing.autoApproveLocal || !has('auto-approve-local');
  switch (reason) {
    case 'not-paired':
      return isLocalEnough;
    case 'role-upgrade':
      return isLocalEnough && (has('silent-whatever') || has('silent-roles'));
    case 'scope-upgrade':
      return isLocalEnough && (has('silent-whatever') || has('silent-scopes')) && isScopeGrantor(view);
    case 'metadata-upgrade':
      return has('silent-metadata') && isNativeApp(view) && !hasOrigin;
    default:
      return reason satisfies never;
  }
}

/** F12: more scopes are for who knows the gateway's secret, not for who holds a token of fewer. */
function isScopeGrantor({ method, has }: View): boolean {
  return !has('auto-approve-local') || method === 'none' || method === 'token' || method === 'password';
}

function isNativeApp({ attempt }: View): boolean {
  return attempt.client.mode === 'ui' && NATIVE_APPS.includes(attempt.client.id);
}

/** A node without scopes, whose address is told by the socket or by a proxy on another host. */
function isOfTrustedRange(view: View): boolean {
  const { attempt, has, sender, hasOrigin, isControlUi } = view;
  const { client, socket, gateway } = attempt;
  const isPlainNode = client.role === 'node' && client.scopes.length === 0;
  if (!has('auto-approve-cidrs') || !isPlainNode || hasOrigin || isControlUi) return false;
  const address = sender.kind === 'proxied' ? sender.client : sender.kind === 'peer' ? socket.peer : null;
  return (
    address !== null &&
    !isLoopback(address) &&
    !isLoopback(socket.peer) &&
    isInRanges(address, gateway.nodePairing.autoApproveCidrs)
  );
}

/** The bearer of a setup code for its kind, or of the one-time link of `openclaw dashboard`. */
function isInvited({ attempt, method, has, isControlUi }: View): boolean {
  if (method !== 'bootstrap-token') return false;
  const { role, scopes } = attempt.client;
  if (role === 'node') return scopes.length === 0 && has('setup-code-approves-node');
  return isControlUi && has('owner-link');
}

function isProxyUserApproved({ attempt, method, has, isBrowserUi }: View): boolean {
  const { auth } = attempt.gateway;
  const isEnabled = auth.mode === 'trusted-proxy' && auth.deviceAutoApprove && has('proxy-user-auto-approved');
  return isEnabled && method === 'trusted-proxy' && attempt.client.role === 'operator' && isBrowserUi;
}
