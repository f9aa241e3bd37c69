import { isRange, isWithin, kindOfAddress, plainAddress } from '../gateway/addresses.ts';
import { behaves } from '../gateway/model/behaviour.ts';
import type { Refusal } from '../model/catalogue.ts';
import { type Facts, known, unknown, valueIn } from '../model/fact.ts';
import { possibleReleases } from './releases.ts';

const LOOPBACK = ['127.0.0.1', '::1'];

/** What gateway.trustedProxies says of the proxy that a refused client came through, and what it should say. */
export function proxyFields(refusal: Refusal, facts: Facts): Pick<Refusal, 'proxyTrusted' | 'proxiesNeeded'> {
  const listed = valueIn(facts, 'gateway.config.trustedProxies');
  const { remote, forwarded, symptom } = refusal;
  const isProxied = forwarded !== null || symptom === 'proxy-attribution';
  if (!isProxied || remote === null) return { proxyTrusted: refusal.proxyTrusted, proxiesNeeded: null };
  return {
    // What the gateway itself made of it counts more than what its settings say by now.
    proxyTrusted: refusal.proxyTrusted ?? (listed ? isTrusted(remote, listed, facts) : null),
    proxiesNeeded: listed ? neededFor(addressesOf(remote, facts), listed) : null,
  };
}

const DRAWN = ['proxy.trusted', 'proxy.needed', 'proxy.found', 'proxy.ranges', 'proxy.beside'];

/** The same for the proxy that the log names, and for one on the gateway's own host. */
export function proxyFacts(facts: Facts): Facts {
  const fact = facts['gateway.config.trustedProxies'];
  const from = valueIn(facts, 'proxy.from');
  if (fact?.status !== 'known') {
    const missing = unknown(fact?.reason ?? 'its settings were not read');
    return Object.fromEntries(DRAWN.map((id) => [id, missing]));
  }
  const { value: listed, source } = fact;
  const nat = valueIn(facts, 'gateway.natAddresses') ?? [];
  const beside = nat.length > 0 ? nat : addressesOf('127.0.0.1', facts);
  return {
    'proxy.trusted': known(from == null ? null : isTrusted(from, listed, facts), source),
    'proxy.needed': known(from == null ? null : neededFor(addressesOf(from, facts), listed), source),
    'proxy.found': known(listed.length > 0 ? `It names ${listed.join(', ')}.` : 'It names nobody.', source),
    'proxy.ranges': known(
      listed.filter((entry) => entry.includes('/') && !/\/(?:32|128)$/.test(entry)),
      source,
    ),
    'proxy.beside': known(neededFor(beside, listed), source),
  };
}

/** Unknown as null: the versions that it may be read the list differently. */
export function isTrusted(address: string, listed: readonly string[], facts: Facts): boolean | null {
  const entries = listed.filter(isRange);
  const exactly = isWithin(
    address,
    entries.filter((entry) => !entry.includes('/')),
  );
  const byRange = isWithin(address, entries);
  if (exactly === byRange) return exactly;
  const reads = behaves(possibleReleases(facts), 'proxy-ranges');
  return reads === 'unknown' ? null : reads;
}

function addressesOf(address: string, facts: Facts): readonly string[] {
  const plain = plainAddress(address);
  // Where the proxy must be told, both addresses of the gateway's own host are listed: one there may use either.
  const needsBoth = behaves(possibleReleases(facts), 'attribution') !== false;
  return kindOfAddress(plain) === 'loopback' && needsBoth ? LOOPBACK : [plain];
}

function neededFor(addresses: readonly string[], listed: readonly string[]): string {
  return JSON.stringify([...new Set([...listed, ...addresses])]);
}
