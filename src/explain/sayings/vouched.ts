import type { Saying, Told } from '../saying.ts';
import { controlUi, node, type Staging } from '../scenes.ts';

const TAILSCALE =
  'Open the page at the address that Tailscale Serve gives it, from a machine in the same tailnet, or use the gateway’s token or password instead.';

const byProxy: Staging['gateway'] = {
  auth: {
    mode: 'trusted-proxy',
    userHeader: 'X-Forwarded-User',
    requiredHeaders: ['X-Team'],
    deviceAutoApprove: false,
  },
  trustedProxies: ['192.168.0.20'],
};
const asUser = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-user': 'alice', 'x-team': 'core' };

/** What ends a connection for which somebody else was to say who that is: Tailscale, or a proxy that signs users in. */
export const vouched: readonly Saying[] = [
  tailscale(
    'tailscale-user',
    'AUTH_TAILSCALE_IDENTITY_MISSING',
    'tailscale_user_missing',
    'identity missing (use Tailscale Serve auth or gateway token/password)',
    'Tailscale names no user for this connection: it came from a tagged machine, or not through Tailscale Serve.',
  ),
  tailscale(
    'tailscale-proxy',
    'AUTH_TAILSCALE_PROXY_MISSING',
    'tailscale_proxy_missing',
    'proxy headers missing (use Tailscale Serve or gateway token/password)',
    'The connection claims a Tailscale user and lacks the headers that Tailscale Serve sends.',
  ),
  tailscale(
    'tailscale-whois',
    'AUTH_TAILSCALE_WHOIS_FAILED',
    'tailscale_whois_failed',
    'identity check failed (use Tailscale Serve auth or gateway token/password)',
    'The gateway asked Tailscale who that is and got no answer: Tailscale doesn’t run there, or may not be asked by this user.',
  ),
  tailscale(
    'tailscale-other-user',
    'AUTH_TAILSCALE_IDENTITY_MISMATCH',
    'tailscale_user_mismatch',
    'identity mismatch (use Tailscale Serve auth or gateway token/password)',
    'Tailscale knows the machine at this address under another user than the headers name.',
  ),
  {
    id: 'proxy-header',
    stage: 'auth',
    means: 'The gateway leaves authentication to a proxy, and a header that the proxy must send isn’t there.',
    fix: 'Sign in through the proxy, at its address and not the gateway’s; the proxy must send every header in gateway.auth.trustedProxy.requiredHeaders.',
    advice: 'review_auth_configuration',
    openclaw: '>=2026.2.19',
    scenes: {
      'every client but nodes': controlUi({
        credentials: { token: null },
        gateway: byProxy,
        headers: { 'x-forwarded-for': '203.0.113.9' },
      }),
      nodes: node({ credentials: { token: null }, gateway: byProxy, headers: { 'x-forwarded-for': '203.0.113.9' } }),
    },
    is: { by: 'proxy-user' },
  },
  {
    id: 'proxy-user',
    stage: 'auth',
    means: 'The gateway leaves authentication to a proxy, and the proxy names no user.',
    fix: 'Sign in at the proxy, and let it send the user in the header that gateway.auth.trustedProxy.userHeader names.',
    advice: 'review_auth_configuration',
    openclaw: '>=2026.2.19',
    scenes: {
      'every client': controlUi({
        credentials: { token: null },
        gateway: byProxy,
        headers: { 'x-forwarded-for': '203.0.113.9', 'x-team': 'core' },
      }),
    },
    is: { by: 'proxy-user' },
  },
  {
    id: 'proxy-untrusted',
    stage: 'auth',
    means:
      'The gateway leaves authentication to a proxy, and this connection came from an address that isn’t that proxy’s.',
    fix: 'Connect through the proxy, or name its address in gateway.trustedProxies where it did come through it.',
    advice: 'review_auth_configuration',
    openclaw: '>=2026.2.19',
    scenes: {
      'every client': controlUi({
        credentials: { token: null },
        gateway: { ...byProxy, trustedProxies: ['192.168.0.21'] },
        headers: { 'x-forwarded-user': asUser['x-forwarded-user'] },
      }),
    },
    is: { by: 'proxy-user' },
  },
];

function tailscale(id: string, code: string, reason: string, words: string, means: Told): Saying {
  return {
    id,
    stage: 'auth',
    means,
    fix: TAILSCALE,
    advice: 'review_auth_configuration',
    said: { close: 1008, words: `unauthorized: tailscale ${words}`, code, reason },
  };
}
