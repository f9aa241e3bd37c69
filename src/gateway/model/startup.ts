import { judgedAs } from '../releases.ts';
import type { Version } from '../version.ts';
import { has } from './behaviour.ts';

/** What a gateway's start depends on, as its configuration has it. */
export interface Start {
  readonly version: Version;
  /** Null where the configuration says nothing. */
  readonly bind: 'loopback' | 'lan' | 'auto' | null;
  readonly port: number;
  readonly isInContainer: boolean;
  /** Whether `gateway.tailscale.mode` is serve or funnel. */
  readonly isServedByTailscale: boolean;
  readonly authMode: 'none' | 'token' | 'password' | 'trusted-proxy';
  readonly allowedOrigins: readonly string[];
  readonly dangerouslyAllowHostHeaderOriginFallback: boolean;
}

export type Started =
  | { readonly kind: 'listening'; readonly addresses: readonly string[]; readonly allowedOrigins: readonly string[] }
  | { readonly kind: 'refused'; readonly decidedBy: 'no-auth' | 'no-allowed-origins' };

const LOOPBACK = ['127.0.0.1', '::1'];
const LAN = ['0.0.0.0'];

/** Where a gateway listens once it is up and whose pages it admits, or why it doesn't start. */
export function startOf(start: Start): Started {
  const version = judgedAs(start.version);
  const addresses = addressesOf(start, version);
  const listening = { kind: 'listening', addresses } as const;
  if (addresses === LOOPBACK) return { ...listening, allowedOrigins: start.allowedOrigins };
  if (start.authMode === 'none') return { kind: 'refused', decidedBy: 'no-auth' };
  const isUnset = start.allowedOrigins.length === 0 && !start.dangerouslyAllowHostHeaderOriginFallback;
  if (!isUnset || !has(version, 'origins-required')) return { ...listening, allowedOrigins: start.allowedOrigins };
  if (!has(version, 'origins-seeded')) return { kind: 'refused', decidedBy: 'no-allowed-origins' };
  return { ...listening, allowedOrigins: ownPages(start.port) };
}

/** The pages that a gateway lists itself at its start, where nobody has listed any. */
export function ownPages(port: number): readonly string[] {
  return [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
}

function addressesOf({ bind, isInContainer, isServedByTailscale }: Start, version: Version): readonly string[] {
  if (bind === 'lan') return LAN;
  const isOpened = has(version, 'container-autobind') && isInContainer && !isServedByTailscale;
  return bind !== 'loopback' && isOpened ? LAN : LOOPBACK;
}
