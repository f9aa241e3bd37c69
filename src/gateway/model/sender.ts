import type { Attempt } from './attempt.ts';
import type { Has } from './behaviour.ts';
import { hopsOf, hostOf, isForwarded, isFromTailscale, isInRanges, isLoopback } from './headers.ts';

/** On whose behalf the peer speaks. */
export type Sender =
  | { readonly kind: 'peer' }
  /** A trusted proxy's client; null: the proxy doesn't say who that is. */
  | { readonly kind: 'proxied'; readonly client: string | null }
  /** Somebody behind a peer that isn't trusted to name anybody. */
  | { readonly kind: 'unattributed' }
  | { readonly kind: 'tailscale' };

/** Who sent that, as far as the gateway takes headers for true. */
export function senderOf(attempt: Attempt, has: Has): Sender {
  const { socket, headers } = attempt;
  if (socket.listener !== 'ordinary' && has('attribution')) return tailscaleSender(attempt);
  const isShaped = isForwarded(headers, has) || (has('attribution') && isFromTailscale(headers));
  // A client on the gateway's own host is itself, even where trustedProxies has that host.
  const isDirect = has('attribution') && isLoopback(socket.peer) && !isShaped;
  if (!isDirect && isTrusted(socket.peer, attempt, has)) return { kind: 'proxied', client: clientOf(attempt, has) };
  return { kind: isShaped ? 'unattributed' : 'peer' };
}

/** What Tailscale passes on to a listener of its own: always with the address of a client. */
function tailscaleSender({ socket, headers }: Attempt): Sender {
  const isServed = ['x-forwarded-proto', 'x-forwarded-host'].every((name) => name in headers);
  const isNamed = hopsOf(headers).some((hop) => !isLoopback(hop));
  return { kind: isLoopback(socket.peer) && isServed && isNamed ? 'tailscale' : 'unattributed' };
}

function clientOf(attempt: Attempt, has: Has): string | null {
  const { socket, headers, gateway } = attempt;
  const hops = hopsOf(headers);
  const isClient = (hop: string) => !isTrusted(hop, attempt, has) && !(has('loopback-hops-skipped') && isLoopback(hop));
  const hop = has('last-untrusted-hop') ? hops.findLast(isClient) : hops[0];
  if (hop !== undefined) return hop;
  const realIp = headers['x-real-ip'];
  if (realIp !== undefined && (gateway.allowRealIpFallback || !has('real-ip-opt-in'))) return hostOf(realIp);
  return has('proxy-is-no-client') ? null : socket.peer;
}

export function isTrusted(address: string, { gateway }: Attempt, has: Has): boolean {
  const { trustedProxies } = gateway;
  return isInRanges(
    address,
    has('proxy-ranges') ? trustedProxies : trustedProxies.filter((proxy) => !proxy.includes('/')),
  );
}
