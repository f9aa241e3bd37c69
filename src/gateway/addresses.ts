import type * as Net from 'node:net';

// Asked for when first needed: importing it and building the lists costs a headless run a tenth of its time.
const net = () => process.getBuiltinModule('node:net') as typeof Net;
const isIP = (text: string) => (/^[\d.]+$|:/.test(text) ? net().isIP(text) : 0);

const blocks = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'],
  // Carrier-grade NAT, where tailnets live.
  shared: ['100.64.0.0/10'],
} as const;

const lists = new Map<string, Net.BlockList>();

/** What kind of address or name that is, without asking anybody. */
export function kindOfAddress(host: string): 'loopback' | 'private' | 'tailnet' | 'public' | 'name' {
  const address = plainAddress(host);
  if (isIP(address) === 0) return /^(?:.+\.)?localhost$/i.test(address) ? 'loopback' : 'name';
  if (contains('loopback', address)) return 'loopback';
  if (contains('private', address)) return 'private';
  return contains('shared', address) ? 'tailnet' : 'public';
}

/** Whether a browser treats a page of this scheme, `https:`, and host as a secure context. */
export function isSecureContext(scheme: string, host: string): boolean {
  return scheme === 'https:' || kindOfAddress(host) === 'loopback';
}

/** An address without brackets, zone or IPv4-in-IPv6 prefix. */
export function plainAddress(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Whether `address` lies in one of the ranges, each an address or CIDR. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const plain = plainAddress(address);
  const family = isIP(plain);
  return family !== 0 && blockList(ranges).check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether that is an address or CIDR at all. */
export function isRange(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const family = isIP(address);
  return family !== 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32)));
}

function contains(name: keyof typeof blocks, address: string): boolean {
  const list = lists.get(name) ?? blockList(blocks[name]);
  lists.set(name, list);
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function blockList(ranges: readonly string[]): Net.BlockList {
  const list = new (net().BlockList)();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
