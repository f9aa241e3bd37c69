import type * as Net from 'node:net';

// Asked for when first needed: loading it costs a headless run a tenth of its time. IPv4 does without.
const net = () => process.getBuiltinModule('node:net') as typeof Net;

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** The one address of IPv6 that the model itself asks about. */
const LOOPBACK_V6 = '::1';

/** 4, 6, or 0 for no address. */
function familyOf(text: string): number {
  if (IPV4.test(text)) return 4;
  if (text === LOOPBACK_V6) return 6;
  return text.includes(':') ? net().isIP(text) : 0;
}

const blocks = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'],
  // Carrier-grade NAT, where tailnets live.
  shared: ['100.64.0.0/10'],
} as const;

/** What kind of address or name that is, without asking anybody. */
export function kindOfAddress(host: string): 'loopback' | 'private' | 'tailnet' | 'public' | 'name' {
  const address = plainAddress(host);
  if (address === LOOPBACK_V6) return 'loopback';
  if (familyOf(address) === 0) return /^(?:.+\.)?localhost$/i.test(address) ? 'loopback' : 'name';
  if (isWithin(address, blocks.loopback)) return 'loopback';
  if (isWithin(address, blocks.private)) return 'private';
  return isWithin(address, blocks.shared) ? 'tailnet' : 'public';
}

/** Whether a browser treats a page of this scheme, `https:`, and host as a secure context. */
export function isSecureContext(scheme: string, host: string): boolean {
  return scheme === 'https:' || kindOfAddress(host) === 'loopback';
}

/** An address without brackets, zone or IPv4-in-IPv6 prefix. */
export function plainAddress(host: string): string {
  return (
    host
      .replace(/^\[|\]$/g, '')
      .replace(/%.*$/, '')
      .replace(/^::ffff:(?=\d+\.)/i, '')
      // As a browser writes the same.
      .replace(/^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i, (_, high: string, low: string) =>
        [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]).join('.'),
      )
  );
}

/** Whether `address` lies in one of the ranges, each an address or CIDR; what is neither holds none. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const plain = plainAddress(address);
  const family = familyOf(plain);
  const own = ranges.filter((range) => range.includes(':') === (family === 6) && isRange(range));
  if (family === 4) return own.some((range) => isInBlock(plain, range));
  return family === 6 && own.length > 0 && blockList(own).check(plain, 'ipv6');
}

/** Whether that is an address or CIDR at all. */
export function isRange(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const family = familyOf(address);
  return family !== 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32)));
}

/** Both IPv4. */
function isInBlock(address: string, range: string): boolean {
  const [base = '', bits = '32'] = range.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

const numberOf = (address: string) => address.split('.').reduce((number, part) => number * 256 + Number(part), 0);

function blockList(ranges: readonly string[]): Net.BlockList {
  const list = new (net().BlockList)();
  for (const range of ranges) {
    const [address = '', bits = '128'] = range.split('/');
    list.addSubnet(address, Number(bits), 'ipv6');
  }
  return list;
}
