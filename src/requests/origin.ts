import { kindOfAddress, plainAddress } from '../gateway/addresses.ts';
import type { Pending } from '../model/catalogue.ts';
import { type Facts, valueIn } from '../model/fact.ts';

/**
 * Where a request comes from, by the address that the gateway noted:
 * - `nat`: an engine's address that stands for clients on this host
 * - `own`: an address of this host
 * - `beside`: the gateway's own host or container, as 127.0.0.1
 * - `unnoted`: it noted none, as it does of clients on its own host and behind proxies that it does not trust
 */
export type RequestOrigin =
  | 'nat'
  | 'own'
  | 'beside'
  | 'container'
  | 'private'
  | 'tailnet'
  | 'public'
  | 'other'
  | 'unnoted';

export function originOf({ remoteIp, requestId }: Pending, facts: Facts): RequestOrigin {
  if (remoteIp === null) return 'unnoted';
  const address = plainAddress(remoteIp);
  if (valueIn(facts, 'gateway.natAddresses')?.includes(address)) return 'nat';
  if (valueIn(facts, 'os.addresses')?.includes(address)) return 'own';
  const seen = valueIn(facts, 'refusals')?.find((refusal) => refusal.live === true && refusal.requestId === requestId);
  // Where a proxy told of the client, what is known of the address is known of the proxy's.
  const peer = seen?.forwarded === null ? seen.remoteIs : null;
  if (peer === 'nat' || peer === 'own' || peer === 'container') return peer;
  const kind = peer === 'self' ? 'loopback' : kindOfAddress(address);
  return kind === 'loopback' ? 'beside' : kind === 'name' ? 'other' : kind;
}

/** Whether a request comes from this host, as far as its address tells. */
export function isFromHere(origin: RequestOrigin): boolean {
  return origin === 'nat' || origin === 'own' || origin === 'beside';
}

/** The address, and what it stands for. */
export function originInWords(request: Pending, facts: Facts): string {
  const address = request.remoteIp ?? '';
  switch (originOf(request, facts)) {
    case 'nat':
      return standsForAll(facts)
        ? `${address}, which stands for any client here, wherever it is`
        : `${address}, which stands for every client on this host`;
    case 'own':
      return `${address}, this host`;
    case 'beside':
      return `${address}, the gateway's own host`;
    case 'container':
      return `${address}, another container`;
    case 'private':
      return `${address}, in a private network`;
    case 'tailnet':
      return `${address}, in a tailnet`;
    case 'public':
      return `${address}, on the internet`;
    case 'other':
      return address;
    case 'unnoted':
      return 'an address that the gateway did not note';
  }
}

/** Engines that forward ports in user space present everybody with one address, clients of the network too. */
function standsForAll(facts: Facts): boolean {
  const mode = valueIn(facts, 'gateway.networkMode') ?? '';
  const kind = valueIn(facts, 'gateway.engine');
  const isRootless = valueIn(facts, 'engines')?.some((engine) => engine.kind === kind && engine.rootless === true);
  return valueIn(facts, 'gateway.engineDesktop') === true || isRootless === true || /^(?:pasta|slirp4netns)/.test(mode);
}
