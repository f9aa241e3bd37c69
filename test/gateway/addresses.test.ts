import { expect, test } from 'vitest';
import { isWithin, kindOfAddress } from '../../src/gateway/addresses.ts';

test('an IPv4 address within IPv6 is that address, in digits and as browsers write it', () => {
  expect(kindOfAddress('::ffff:127.0.0.1')).toBe('loopback');
  expect(kindOfAddress(new URL('http://[::ffff:127.0.0.1]/').hostname)).toBe('loopback');
  expect(kindOfAddress('::ffff:c0a8:102')).toBe('private');
  expect(isWithin('::ffff:c0a8:102', ['192.168.0.0/16'])).toBe(true);
});
