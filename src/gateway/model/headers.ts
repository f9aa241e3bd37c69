import { isRange, isWithin, kindOfAddress } from '../addresses.ts';
import type { RequestHeaders } from './attempt.ts';
import type { Has } from './behaviour.ts';

/** Whether a header says that somebody passed the request on, as far as this version looks. */
export function isForwarded(headers: RequestHeaders, has: Has): boolean {
  const names = Object.keys(headers);
  if (has('any-forwarded-header')) return names.some((name) => /^(?:forwarded$|x-real-ip$|x-forwarded-)/.test(name));
  const looked = ['x-forwarded-for', 'x-real-ip', 'x-forwarded-host'];
  if (has('socket-locality')) looked.push('forwarded', 'x-forwarded-proto');
  return looked.some((name) => names.includes(name));
}

/** Whether Tailscale's own headers are there. */
export function isFromTailscale(headers: RequestHeaders): boolean {
  return Object.keys(headers).some((name) => /^tailscale-(?:funnel-request|headers-info|user-)/.test(name));
}

/** The addresses of X-Forwarded-For, the client's own first. */
export function hopsOf(headers: RequestHeaders): readonly string[] {
  return headers['x-forwarded-for']?.split(',').map(hostOf).filter(isAddress) ?? [];
}

/** The page's origin; null where the header is missing or holds none, as `null` does. */
export function originOf(headers: RequestHeaders): URL | null {
  const { origin } = headers;
  return origin !== undefined && URL.canParse(origin) ? new URL(origin) : null;
}

/** A Host header, an origin's host or a hop without port and brackets. */
export function hostOf(text: string): string {
  const host = text.trim().toLowerCase();
  return /^\[(.*)\]/.exec(host)?.[1] ?? (/^[^:]*:\d+$/.test(host) ? host.replace(/:\d+$/, '') : host);
}

/** Whether `address` is in one of the ranges; what is no range, as a user may have written, counts for nothing. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  return isWithin(address, ranges.filter(isRange));
}

export function isLoopback(address: string): boolean {
  return kindOfAddress(address) === 'loopback';
}

/** Whether that is an address of a network that isn't public; loopback is none. */
export function isPrivate(address: string): boolean {
  return ['private', 'tailnet'].includes(kindOfAddress(address));
}

function isAddress(text: string): boolean {
  return kindOfAddress(text) !== 'name';
}
