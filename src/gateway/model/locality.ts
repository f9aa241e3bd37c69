import type { Locality } from './answer.ts';
import type { Attempt } from './attempt.ts';
import type { Has } from './behaviour.ts';
import { hostOf, isForwarded, isLoopback, isPrivate, originOf } from './headers.ts';
import type { Sender } from './sender.ts';

type Remote = Extract<Locality, { kind: 'remote' }>;

/** Whether the gateway takes the client for one beside it, before it looks at any secret. */
export function localityOf(attempt: Attempt, sender: Sender, has: Has): Locality {
  const { socket, headers } = attempt;
  if (has('socket-locality')) {
    if (isLoopback(socket.peer) && !isForwarded(headers, has)) return { kind: 'local', because: 'loopback-peer' };
    return { kind: 'remote', because: whyRemote(sender) };
  }
  const client = sender.kind === 'proxied' ? sender.client : socket.peer;
  if (sender.kind === 'unattributed' || client === null || !isLoopback(client))
    return { kind: 'remote', because: whyRemote(sender) };
  const host = hostOf(headers.host);
  if (!isLoopback(host) && !host.endsWith('.ts.net')) return { kind: 'remote', because: 'host-not-local' };
  return { kind: 'local', because: sender.kind === 'proxied' ? 'proxied-client-loopback' : 'loopback-peer' };
}

function whyRemote(sender: Sender): Remote['because'] {
  switch (sender.kind) {
    case 'peer':
      return 'peer-not-loopback';
    case 'unattributed':
      return 'forwarded-header';
    case 'tailscale':
      return 'proxied-client';
    case 'proxied':
      return sender.client === null ? 'proxied-client-unknown' : 'proxied-client';
    default:
      return sender satisfies never;
  }
}

/**
 * Whether a Control UI with the right secret is taken for a browser on the host of the gateway's container: the page
 * came from localhost, and the peer is an engine's address.
 */
export function isBrowserOfContainer(attempt: Attempt, has: Has): boolean {
  const { socket, headers, client } = attempt;
  const page = originOf(headers);
  return (
    has('browser-container-local') &&
    client.id === 'openclaw-control-ui' &&
    client.mode === 'webchat' &&
    !isForwarded(headers, has) &&
    isPrivate(socket.peer) &&
    isLoopback(hostOf(headers.host)) &&
    page !== null &&
    isLoopback(hostOf(page.host))
  );
}
