import { isRange, isWithin, plainAddress } from '../gateway/addresses.ts';
import { type Facts, known, unknown, valueIn } from '../model/fact.ts';
import { readPage } from './page-address.ts';

/** Settings that name more than anybody needs, and what they would be with that named by itself. */
export function wideSettings(facts: Facts): Facts {
  return { ...wideProxies(facts), ...namedOrigins(facts) };
}

function wideProxies(facts: Facts): Facts {
  const listed = facts['gateway.config.trustedProxies'];
  if (listed?.status !== 'known') {
    const missing = unknown(listed?.reason ?? 'its settings were not read');
    return { 'proxies.wide': missing, 'proxies.narrowed': missing };
  }
  const wide = listed.value.filter(isWide);
  const narrow = listed.value.filter((entry) => !isWide(entry));
  const seen = (valueIn(facts, 'refusals') ?? []).flatMap(({ remote, forwarded }) =>
    remote !== null && forwarded !== null && isWithin(remote, wide) ? [plainAddress(remote)] : [],
  );
  const named = [...new Set([...narrow, ...seen])];
  return {
    'proxies.wide': known(wide, listed.source),
    'proxies.narrowed': known(seen.length === 0 ? null : JSON.stringify(named), listed.source),
  };
}

/** A block of private addresses as a whole, or more. One network of a container engine is less. */
function isWide(entry: string): boolean {
  const [address = '', bits] = entry.split('/');
  if (!isRange(entry) || bits === undefined) return false;
  if (address.includes(':')) return Number(bits) < 48;
  return Number(bits) < 16 || (Number(bits) === 16 && address.startsWith('192.168.'));
}

function namedOrigins(facts: Facts): Facts {
  const listed = facts['gateway.config.allowedOrigins'];
  if (listed?.status !== 'known') return { 'origins.named': unknown(listed?.reason ?? 'its settings were not read') };
  // Of others who asked nobody knows that they are the user's.
  const page = readPage(valueIn(facts, 'page.url') ?? '')?.origin;
  const named = [...listed.value.filter((origin) => origin.trim() !== '*'), ...(page ? [page] : [])];
  return { 'origins.named': known(named.length === 0 ? null : JSON.stringify([...new Set(named)]), listed.source) };
}
