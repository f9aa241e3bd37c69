import { isWithin, kindOfAddress, plainAddress } from './addresses.ts';

/** What is known of a gateway's surroundings, to tell what an address that it saw stands for. */
export interface Surroundings {
  /** The gateway's container; null: it runs on a host itself, or that isn't known. */
  readonly container: {
    readonly networkMode: string;
    readonly gateways: readonly string[];
    readonly addresses: readonly string[];
    readonly rootless: boolean;
    readonly desktop: boolean;
  } | null;
  /** Addresses of the host that the doctor runs on. */
  readonly hostAddresses: readonly string[];
  /** Addresses of other containers, by whose networks a stranger is told. */
  readonly containerAddresses: readonly string[];
}

/**
 * - `loopback`: a client beside the gateway, on the same network namespace
 * - `nat`: an engine's address that stands for clients on this host (and, by some engines, for everybody)
 * - `self`: the gateway's own container dialled its own address
 * - `own`: an address of the host itself
 * - `container`: another container
 */
export type Peer = 'loopback' | 'nat' | 'self' | 'own' | 'container' | 'private' | 'tailnet' | 'public' | 'unknown';

/** Docker Desktop's own network, from which it may present clients; not the usual case, but nothing else is there. */
const DESKTOP_NETWORK = ['192.168.65.0/24'];
/** What pasta and slirp4netns call the host. */
const ROOTLESS_HOST = ['169.254.1.2', '10.0.2.2'];

/** The first address of Docker's and Podman's own networks, and of Docker Desktop's. */
const USUAL_GATEWAYS = /^(?:172\.(?:1[6-9]|2\d|3[01])\.0\.1|10\.8[89]\.\d+\.1|192\.168\.65\.1)$/;

/** What stands behind `remote`, an address as the gateway saw it; `local` is the gateway's own end, where known. */
export function peerOf(
  remote: string,
  local: string | null,
  { container, hostAddresses, containerAddresses }: Surroundings,
): Peer {
  const address = plainAddress(remote);
  const kind = kindOfAddress(address);
  if (kind === 'loopback') return 'loopback';
  if (container && container.networkMode !== 'host') {
    if (container.gateways.includes(address)) return 'nat';
    if (container.desktop && isWithin(address, DESKTOP_NETWORK)) return 'nat';
    const userMode = container.rootless || /^(?:pasta|slirp4netns)/.test(container.networkMode);
    if (userMode && ROOTLESS_HOST.includes(address)) return 'nat';
    const isItself = container.addresses.includes(address) || address === local;
    // Rootless port forwarding presents every client with the container's own address.
    if (isItself) return userMode ? 'nat' : 'self';
    // Of a stopped container, or one that is only told of, the networks aren't known: engines number their own alike.
    const isTold = container.gateways.length === 0 && container.addresses.length === 0;
    if (isTold && USUAL_GATEWAYS.test(address)) return 'nat';
  }
  if (containerAddresses.includes(address)) return 'container';
  if (hostAddresses.includes(address) || address === local) return 'own';
  return kind === 'name' ? 'unknown' : kind;
}

/** The addresses by which a gateway in a container sees clients on its host. */
export function natAddressesOf({ container }: Surroundings): readonly string[] {
  if (!container || container.networkMode === 'host') return [];
  return container.gateways.length > 0 ? container.gateways : container.addresses;
}
