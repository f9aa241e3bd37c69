import { kindOfAddress } from '../gateway/addresses.ts';
import { behaves } from '../gateway/model/behaviour.ts';
import { ownPages } from '../gateway/model/startup.ts';
import { holdsFor } from '../gateway/releases.ts';
import type { Refusal } from '../model/catalogue.ts';
import { type Facts, known, valueIn } from '../model/fact.ts';
import { readPage } from './page-address.ts';
import { possibleReleases } from './releases.ts';

type OriginFields = Pick<Refusal, 'pageHost' | 'originListed' | 'originFound' | 'originsNeeded' | 'hostLacksPort'>;

/** Until then an entry such as `app://localhost` matched nothing, for such pages had no origin by URL. */
const OWN_SCHEMES = '>=2026.7.2-beta.7';

/** What the gateway's list of origins says of the page that asked, and what it should say. */
export function originFields({ origin, host }: Pick<Refusal, 'origin' | 'host'>, facts: Facts): OriginFields {
  const page = origin === null || origin === 'null' ? undefined : readPage(origin);
  const listed = valueIn(facts, 'gateway.config.allowedOrigins');
  const fields = {
    pageHost: page?.host ?? null,
    hostLacksPort: hostLacksPort(origin, host),
  };
  if (origin === null || origin === 'null' || listed === undefined)
    return { ...fields, originListed: null, originFound: null, originsNeeded: null };
  const wanted = origin.toLowerCase();
  const entries = listed.map((entry) => entry.trim().toLowerCase());
  const readsStar = behaves(possibleReleases(facts), 'origin-wildcard') !== false;
  const isNamed = (entries.includes('*') && readsStar) || entries.includes(wanted);
  const isMatched = page !== undefined || holdsFor(OWN_SCHEMES, possibleReleases(facts)) === true;
  return {
    ...fields,
    originListed: isNamed && isMatched,
    originFound: isNamed && !isMatched ? NEVER_MATCHED : foundInWords(wanted, listed),
    originsNeeded: isNamed || !isMatched ? null : JSON.stringify([...keptEntries(listed, facts), wanted]),
  };
}

/** The same of the page that somebody says the browser showed. */
export function pageListed(facts: Facts): Facts {
  const page = facts['page.url'];
  const origin = page?.status === 'known' ? readPage(page.value ?? '')?.origin : undefined;
  if (page?.status !== 'known' || origin == null) return {};
  const { originListed } = originFields({ origin, host: null }, facts);
  return { 'page.originListed': known(originListed, page.source) };
}

const NEVER_MATCHED = 'It is listed, and this version matches only http:// and https:// pages.';

/** A gateway that has no list makes one of its own page at the start; with the first entry by hand that is gone. */
function keptEntries(listed: readonly string[], facts: Facts): readonly string[] {
  if (listed.length > 0) return listed;
  return ownPages(valueIn(facts, 'gateway.hostPort') ?? 18789);
}

function hostLacksPort(origin: string | null, host: string | null): boolean | null {
  if (origin === null || host === null || !URL.canParse(origin)) return null;
  const page = new URL(origin);
  return page.port !== '' && host.toLowerCase() === page.hostname;
}

function foundInWords(wanted: string, listed: readonly string[]): string {
  if (listed.length === 0) return 'Nothing is listed.';
  for (const entry of listed) {
    const difference = differenceOf(entry.trim().toLowerCase(), wanted);
    if (difference !== undefined) return `The list has ${entry}, ${difference}.`;
  }
  return `The list has ${listed.join(', ')}.`;
}

/** What is wrong with an entry that was meant for this page; undefined where it was meant for another. */
function differenceOf(entry: string, wanted: string): string | undefined {
  if (entry === wanted) return undefined;
  if (entry.startsWith(`${wanted}/`)) return 'which goes on behind the host: an origin ends there, without a slash';
  if (!URL.canParse(wanted)) return undefined;
  const page = new URL(wanted);
  if (!entry.includes('://')) {
    const bare = entry.replace(/\/.*$/, '');
    return bare === page.host || bare === page.hostname ? `which lacks ${page.protocol}//` : undefined;
  }
  if (!URL.canParse(entry)) return undefined;
  const other = new URL(entry);
  const hasSamePort = other.port === page.port;
  if (other.hostname !== page.hostname) {
    const areLoopback = [other, page].every(({ hostname }) => kindOfAddress(hostname) === 'loopback');
    return areLoopback && hasSamePort ? `and ${page.hostname} is another origin than ${other.hostname}` : undefined;
  }
  if (other.protocol !== page.protocol) return `and the page comes by ${page.protocol.slice(0, -1)}`;
  if (hasSamePort) return `which names the usual port: browsers leave that out`;
  return page.port === '' ? `and the page has no port` : `which lacks the port ${page.port}`;
}
