import { isSecureContext } from '../gateway/addresses.ts';

/** A page's address, taken apart. */
export interface PageAddress {
  /** `https://claw.example`, as a browser sends it; null for a gateway's `ws://` address, which is no page's. */
  readonly origin: string | null;
  readonly host: string;
  /** A browser treats it as a secure context: HTTPS or a loopback host. */
  readonly secure: boolean;
}

/**
 * The parts of a page's address, also of one in which somebody put a placeholder for the name, `https://<your-domain>/`:
 * its scheme tells enough. Undefined for what is no such address.
 */
export function readPage(text: string): PageAddress | undefined {
  // Browsers take an address without a scheme as http://.
  const full = /^[\w.-]+(?::\d+)?(?:\/|$)/.test(text.trim()) ? `http://${text.trim()}` : text.trim();
  const [, scheme = '', authority = ''] = /^(https?|wss?):\/\/([^/?#\s]+)/i.exec(full) ?? [];
  if (authority === '') return undefined;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  const protocol = scheme.toLowerCase();
  const host = url?.hostname ?? authority.replace(/^.*@/, '').replace(/:\d+$/, '');
  const origin = url?.origin ?? `${protocol}://${authority.replace(/^.*@/, '')}`.toLowerCase();
  return {
    origin: protocol.startsWith('ws') ? null : origin,
    host,
    secure: protocol === 'wss' || isSecureContext(`${protocol}:`, host),
  };
}
