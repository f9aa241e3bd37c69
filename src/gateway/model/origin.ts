import type { Refused } from './answer.ts';
import { hostOf, isLoopback, isPrivate, originOf } from './headers.ts';
import { refused, type View } from './view.ts';

const REASON =
  'origin not allowed (open the Control UI from the gateway host or allow it in gateway.controlUi.allowedOrigins)';

/** May a page of that origin talk to this gateway? */
export function origin(view: View): Refused | null {
  const { attempt, has, isBrowserUi, hasOrigin } = view;
  if (!has('origin-check') || !(isBrowserUi || (hasOrigin && has('origin-check-of-all')))) return null;
  const page = originOf(attempt.headers);
  if (page && isAllowed(page, view)) return null;
  const code = has('codes-of-origin') ? 'CONTROL_UI_ORIGIN_NOT_ALLOWED' : null;
  return refused(view, 'origin', 'origin', REASON, {
    code,
    detail: page ? 'origin not allowed' : 'origin missing or invalid',
  });
}

function isAllowed(page: URL, { attempt, has, socketLocality }: View): boolean {
  const { allowedOrigins, dangerouslyAllowHostHeaderOriginFallback: isHostEnough } = attempt.gateway.controlUi;
  const allowed = allowedOrigins.map((entry) => entry.trim().toLowerCase());
  // Of any other scheme the URL standard knows no origin.
  const isOwnScheme = page.origin === 'null' && has('origin-own-scheme');
  const origin = isOwnScheme ? (attempt.headers.origin ?? '').toLowerCase() : page.origin;
  if (allowed.includes(origin) || (allowed.includes('*') && has('origin-wildcard'))) return true;
  const host = attempt.headers.host.toLowerCase();
  const isSame = page.host === host;
  const isLocal = socketLocality.kind === 'local';
  if (isSame && (isHostEnough || !has('origin-strict'))) return true;
  if (isSame && has('origin-private-same') && isPrivateName(hostOf(host))) return true;
  const isOnGateway = has('origin-loopback-needs-local') ? isLocal : isLoopback(hostOf(host));
  return isOnGateway && isLoopback(hostOf(page.host));
}

function isPrivateName(name: string): boolean {
  return isPrivate(name) || name.endsWith('.local') || name.endsWith('.ts.net');
}
