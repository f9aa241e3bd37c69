import type { Accepted, Admission, PairingNeed, PairingReason, Pending } from './answer.ts';
import { approval } from './approval.ts';
import type { Attempt } from './attempt.ts';
import { isInsecureUi, isLocalBackend, isProxyUserAtUi } from './identity.ts';
import { allows } from './scopes.ts';
import type { Authenticated, View } from './view.ts';

type Paired = Extract<Attempt['pairing'], { kind: 'paired' }>;

const NEEDS: Readonly<Record<PairingReason, PairingNeed>> = {
  'not-paired': 'not-paired',
  'metadata-upgrade': 'changed-metadata',
  'role-upgrade': 'other-role',
  'scope-upgrade': 'more-scopes',
};

const WORDS: Readonly<Record<PairingReason, string>> = {
  'not-paired': 'device is not approved yet',
  'metadata-upgrade': 'device identity changed and must be re-approved',
  'role-upgrade': 'device is asking for a higher role than currently approved',
  'scope-upgrade': 'device is asking for more scopes than currently approved',
};

/** Is the device paired for what it asks, or need it not be? The last question, to clients that may come in. */
export function pairing(view: Authenticated): Accepted | Pending {
  const { pairing: stored } = view.attempt;
  const isPaired = stored.kind === 'paired';
  if (!view.device) return withoutDevice(view);
  const skip = whySkipped(view);
  if (skip && !isPaired) return accepted(view, 'pairing-skipped', skip, skippedScopes(view, skip));
  // Tailscale vouches for a new device only; one that is paired asks for more like any other.
  if (skip && skip !== 'tailscale-user' && view.has('skip-covers-upgrades'))
    return accepted(view, 'paired', skip, askedScopes(view));
  const needs: readonly PairingReason[] = isPaired ? upgradesOf(view, stored) : ['not-paired'];
  let admission: Admission = 'paired';
  for (const need of needs) {
    const by = approval(view, need);
    if (by === null) return pending(view, need);
    admission = by;
  }
  const scopes = admission === 'proxy-user' ? defaultScopes(askedScopes(view)) : askedScopes(view);
  return accepted(view, needs.length > 0 ? 'approved-silently' : 'paired', admission, scopes);
}

function withoutDevice(view: Authenticated): Accepted {
  const { client } = view.attempt;
  const isLocalCli = client.id === 'cli' && client.mode === 'cli' && view.locality.kind === 'local' && !view.hasOrigin;
  const keepsScopes = isLocalBackend(view) || isInsecureUi(view) || (isLocalCli && view.has('local-cli-keeps-scopes'));
  return accepted(view, 'without-device', whyWithoutDevice(view), keepsScopes ? askedScopes(view) : []);
}

function whyWithoutDevice(view: View): Admission {
  if (isLocalBackend(view)) return 'local-backend';
  if (isInsecureUi(view)) return 'insecure-setting';
  return isProxyUserAtUi(view) ? 'proxy-user' : 'shared-secret';
}

/** Why nobody asks whether the device is paired; null: they do. */
function whySkipped(view: View): Admission | null {
  const { attempt, method, has, isControlUi, isBrowserUi, isSecretRight } = view;
  const isOperator = attempt.client.role === 'operator';
  if (isLocalBackend(view)) return 'local-backend';
  if (isInsecureUi(view) && has('insecure-auth-anywhere') && isSecretRight) return 'insecure-setting';
  if (has('secret-skips-pairing') && isOperator && isSecretRight && !isBrowserUi) return 'shared-secret';
  if (isProxyUserAtUi(view) && has('proxy-user-skips-pairing')) return 'proxy-user';
  if (!isControlUi || !isOperator) return null;
  if (method === 'none' && has('auth-none-skips-pairing')) return 'auth-none';
  return method === 'tailscale' && has('tailscale-skips-pairing') ? 'tailscale-user' : null;
}

function upgradesOf({ attempt, has }: View, paired: Paired): readonly PairingReason[] {
  const { client } = attempt;
  const needs: PairingReason[] = [];
  const isPinned = differs(paired.platform, client.platform) || differs(paired.deviceFamily, client.deviceFamily);
  if (isPinned && has('metadata-pinned')) needs.push('metadata-upgrade');
  const isGone = has('revoked-role-is-gone') && paired.revokedRoles.includes(client.role);
  if (!paired.roles.includes(client.role) || isGone) needs.push('role-upgrade');
  if (!allows(paired.scopes, client.scopes, client.role, has)) needs.push('scope-upgrade');
  return needs;
}

/** What wasn't known when the device was paired is free to change. */
function differs(pinned: string | null, claimed: string | null): boolean {
  return pinned !== null && pinned.toLowerCase() !== claimed?.toLowerCase();
}

function askedScopes({ attempt, has }: View): readonly string[] {
  const { role, scopes } = attempt.client;
  return scopes.length === 0 && role === 'operator' && has('admin-by-default') ? ['operator.admin'] : scopes;
}

/** An unpaired device that a proxy's user brings along is bound to nothing. */
function skippedScopes(view: View, skip: Admission): readonly string[] {
  return skip === 'proxy-user' ? [] : askedScopes(view);
}

/** What deviceAutoApprove grants unless it is told otherwise: of what is asked, and questions in any case. */
function defaultScopes(asked: readonly string[]): readonly string[] {
  const granted = ['operator.read', 'operator.write', 'operator.approvals'].filter((scope) => asked.includes(scope));
  return [...granted, 'operator.questions'];
}

function accepted(view: Authenticated, as: Accepted['as'], decidedBy: Admission, scopes: readonly string[]): Accepted {
  const isBound = as === 'paired' || as === 'approved-silently';
  const isDeviceTokenIssued = isBound && !(isProxyUserAtUi(view) && !view.has('proxy-user-skips-pairing'));
  const isNamed = isDeviceTokenIssued || view.has('hello-names-scopes');
  return {
    kind: 'accepted',
    as,
    method: view.method,
    scopes: isNamed ? scopes : null,
    isDeviceTokenIssued,
    decidedBy,
    stage: as === 'without-device' ? 'scopes' : 'pairing',
    locality: view.locality,
  };
}

function pending(view: View, reason: PairingReason): Pending {
  const isCoded = view.has('details-code');
  return {
    kind: 'pending',
    closeCode: 1008,
    reason: view.has('words-of-pairing') ? `pairing required: ${WORDS[reason]}` : 'pairing required',
    detailsCode: isCoded ? 'PAIRING_REQUIRED' : null,
    detailsReason: isCoded ? reason : null,
    decidedBy: NEEDS[reason],
    stage: 'pairing',
    locality: view.locality,
  };
}
