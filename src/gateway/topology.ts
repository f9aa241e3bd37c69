/** Where a gateway runs, in the words of Docker and Podman; addresses are those of one host and its networks. */
export type Topology =
  | { readonly kind: 'on-host'; readonly bind: Bind; readonly host: Host }
  | {
      readonly kind: 'in-container';
      readonly bind: Bind;
      readonly host: Host;
      readonly network: Network;
      /** The address of the host that the port is published at; null: not published. */
      readonly publishedAt: '0.0.0.0' | '127.0.0.1' | null;
    };

/** What the gateway itself listens on: `lan` is all of IPv4, `loopback` both families. */
export type Bind = 'loopback' | 'lan';

export interface Host {
  /** The host's own address on its LAN. */
  readonly address: string;
}

export type Network =
  /** Docker's bridge, the default one or a user's, as compose makes it. */
  | {
      readonly kind: 'docker-bridge';
      readonly gateway: string;
      readonly address: string;
      readonly userlandProxy: boolean;
      readonly iptables: boolean;
    }
  /** Rootful Podman's bridge. */
  | { readonly kind: 'netavark'; readonly gateway: string; readonly address: string }
  /** `network_mode: host`. */
  | { readonly kind: 'host' }
  /** Rootless Podman's default: the container copies the host's address. */
  | { readonly kind: 'pasta'; readonly hostLoToNsLo: boolean }
  | { readonly kind: 'slirp4netns'; readonly portHandler: 'rootlesskit' | 'slirp4netns' }
  /** A bridge of rootless Podman, whose ports rootlessport forwards. */
  | { readonly kind: 'rootless-bridge'; readonly address: string };

/** Who dials. */
export type Dialler =
  /** A process on the host, or in a container with `network_mode: host`. */
  | { readonly kind: 'host' }
  /** Another machine. */
  | { readonly kind: 'lan'; readonly address: string }
  /** A process inside the gateway's network namespace, as a sidecar with `network_mode: service:…` is. */
  | { readonly kind: 'beside-gateway' }
  /** Another container of this host. */
  | { readonly kind: 'container'; readonly address: string; readonly isOnSameNetwork: boolean };

/** What is dialled: the dialler's own loopback, the host's LAN address, the gateway's container by address or name. */
export type Target = '127.0.0.1' | '::1' | 'host-address' | 'host.docker.internal' | 'container';

export type Seen =
  /** The peer that the gateway sees, and the address of its own that was dialled in the end. */
  | { readonly kind: 'seen'; readonly address: string; readonly dialled: string }
  /** `reset`: somebody accepts for the gateway and finds nobody behind. */
  | { readonly kind: 'error'; readonly error: 'refused' | 'reset' }
  /** Nobody has looked. */
  | { readonly kind: 'unknown' };

const REFUSED: Seen = { kind: 'error', error: 'refused' };
const UNKNOWN: Seen = { kind: 'unknown' };
/** slirp4netns gives every container this address, and calls the host the other. */
const SLIRP = { address: '10.0.2.100', host: '10.0.2.2' };
/** Pasta's name for a host whose own address the container has taken. */
const PASTA_HOST = '169.254.1.2';

/** The address as which a gateway there sees who dials, or the error that the client gets. */
export function seenAddress(topology: Topology, from: Dialler, to: Target): Seen {
  const { bind, host } = topology;
  if (topology.kind === 'on-host' || topology.network.kind === 'host') return onHost(bind, host, from, to);
  const { network, publishedAt } = topology;
  const own = addressOf(network, host);
  if (from.kind === 'beside-gateway' && isLoopback(to)) return onLoopback(bind, to);
  if (from.kind === 'beside-gateway' && to === 'container') return through('kernel', own, own, bind);
  if (from.kind === 'container' && isLoopback(to)) return REFUSED;
  if (to !== 'container' && publishedAt !== '0.0.0.0' && !(publishedAt === to && from.kind === 'host')) return REFUSED;
  switch (network.kind) {
    case 'docker-bridge':
      return onDockerBridge(network, host, bind, from, to);
    case 'netavark':
      return onNetavark(network, host, bind, from, to);
    case 'pasta':
    case 'slirp4netns':
    case 'rootless-bridge':
      return bind === 'lan' ? rootless(network, host, from, to) : UNKNOWN;
    default:
      return network satisfies never;
  }
}

function onHost(bind: Bind, host: Host, from: Dialler, to: Target): Seen {
  const isHere = from.kind === 'host' || from.kind === 'beside-gateway';
  if (isLoopback(to)) return isHere ? onLoopback(bind, to) : REFUSED;
  if (to === 'container') return UNKNOWN;
  // Only containers have that name for the host.
  if (to === 'host.docker.internal' && from.kind !== 'container') return UNKNOWN;
  return through('kernel', isHere ? host.address : from.address, host.address, bind);
}

/** `lan` is IPv4 only, `loopback` listens on both. */
function onLoopback(bind: Bind, to: '127.0.0.1' | '::1'): Seen {
  return to === '127.0.0.1' || bind === 'loopback' ? { kind: 'seen', address: to, dialled: to } : REFUSED;
}

/** docker-proxy accepts before it knows whether anybody listens; the kernel passes a refusal on. */
function through(carrier: 'kernel' | 'docker-proxy', address: string, dialled: string, bind: Bind): Seen {
  if (bind === 'lan') return { kind: 'seen', address, dialled };
  return { kind: 'error', error: carrier === 'docker-proxy' ? 'reset' : 'refused' };
}

type DockerBridge = Extract<Network, { kind: 'docker-bridge' }>;

function onDockerBridge(network: DockerBridge, host: Host, bind: Bind, from: Dialler, to: Target): Seen {
  const { gateway, address, userlandProxy, iptables } = network;
  const byKernel = (source: string) => through('kernel', source, address, bind);
  const byProxy = through('docker-proxy', gateway, address, bind);
  if (!userlandProxy && !iptables) return UNKNOWN;
  switch (from.kind) {
    case 'host':
      if (to === 'container') return byKernel(gateway);
      if (to === 'host.docker.internal') return UNKNOWN;
      if (userlandProxy && (isLoopback(to) || !iptables)) return byProxy;
      if (to === '::1') return REFUSED;
      // Without docker-proxy the host's own packets are masqueraded, whichever of its addresses they go to.
      return byKernel(to === 'host-address' && userlandProxy ? host.address : gateway);
    case 'lan':
      if (to !== 'host-address') return UNKNOWN;
      return iptables ? byKernel(from.address) : byProxy;
    case 'container':
    case 'beside-gateway':
      if (to === 'container')
        return from.kind === 'container' && from.isOnSameNetwork ? byKernel(from.address) : UNKNOWN;
      // Out to the host and back in: docker-proxy, or the kernel with the bridge's address.
      return userlandProxy && iptables ? byKernel(gateway) : UNKNOWN;
    default:
      return from satisfies never;
  }
}

type Netavark = Extract<Network, { kind: 'netavark' }>;

function onNetavark({ gateway, address }: Netavark, host: Host, bind: Bind, from: Dialler, to: Target): Seen {
  const byKernel = (source: string) => through('kernel', source, address, bind);
  if (from.kind === 'lan' && to === 'host-address') return byKernel(from.address);
  if (from.kind !== 'host') return UNKNOWN;
  if (to === 'host-address') return byKernel(host.address);
  return to === '127.0.0.1' || to === 'container' ? byKernel(gateway) : UNKNOWN;
}

type Rootless = Extract<Network, { kind: 'pasta' | 'slirp4netns' | 'rootless-bridge' }>;

function rootless(network: Rootless, host: Host, from: Dialler, to: Target): Seen {
  const dialled = addressOf(network, host);
  const seen = (address: string): Seen => ({ kind: 'seen', address, dialled });
  const isDialled = (from.kind === 'host' && to === '127.0.0.1') || to === 'host-address';
  if (!isDialled || from.kind === 'container' || from.kind === 'beside-gateway') return UNKNOWN;
  // The forwarder of ports dials the container from within, for everybody.
  const isForwarder = network.kind === 'slirp4netns' && network.portHandler === 'rootlesskit';
  if (isForwarder || network.kind === 'rootless-bridge') return seen(dialled);
  if (from.kind === 'lan') return seen(from.address);
  if (network.kind === 'slirp4netns') return seen(to === '127.0.0.1' ? SLIRP.host : host.address);
  if (to === 'host-address') return seen(PASTA_HOST);
  return network.hostLoToNsLo ? { kind: 'seen', address: to, dialled: to } : seen(host.address);
}

function addressOf(network: Exclude<Network, { kind: 'host' }>, host: Host): string {
  if (network.kind === 'pasta') return host.address;
  return network.kind === 'slirp4netns' ? SLIRP.address : network.address;
}

function isLoopback(to: Target): to is '127.0.0.1' | '::1' {
  return to === '127.0.0.1' || to === '::1';
}
