import { kindOfAddress, plainAddress } from '../gateway/addresses.ts';
import type { Refusal } from '../model/catalogue.ts';
import { type Fact, type Facts, factOf, known, unknown, valueIn } from '../model/fact.ts';
import { readPage } from './page-address.ts';
import { isBeyondHost, publishedAt } from './published.ts';
import { clientInWords } from './refusal-sources.ts';

/** Where the gateway's port is published beyond loopback, and who is known to come that way. */
export function publishFacts(facts: Facts): Facts {
  return { 'publish.open': openAt(facts), 'publish.users': usersOf(facts) };
}

function openAt(facts: Facts): Fact<readonly string[]> {
  const published = factOf(facts, 'gateway.published');
  const port = factOf(facts, 'gateway.port');
  if (published.status === 'unknown') return published;
  if (port.status === 'unknown') return port;
  const own = published.value.filter((entry) => entry.endsWith(`->${port.value}`));
  return known(own.filter(isBeyondHost).map(publishedAt), published.source);
}

const isOfThisHost = (host: string) => kindOfAddress(host) === 'loopback';

/** One who is known counts; that nobody is known counts only where everybody would show. */
function usersOf(facts: Facts): Fact<readonly string[]> {
  const users = [...clients(facts), ...pages(facts), ...fronts(facts), ...approved(facts)];
  const source = 'who was approved or refused, the pages and proxies in its settings';
  if (users.length > 0) return known([...new Set(users)].slice(0, 5), source);
  const hidden = hiding(facts) ?? missing(facts) ?? strangers(facts);
  return hidden === undefined ? known([], source) : unknown(hidden);
}

/** Why clients from elsewhere would not show as that. */
function hiding(facts: Facts): string | undefined {
  const product = valueIn(facts, 'gateway.engineProduct');
  if (valueIn(facts, 'gateway.engineDesktop') !== false)
    return `${product ?? 'the engine'} may show every client at one address, so whether some come from elsewhere can’t be seen`;
  const kind = valueIn(facts, 'gateway.engine');
  const engine = valueIn(facts, 'engines')?.find((one) => one.kind === kind);
  const isUserMode = /^(?:pasta|slirp4netns)/.test(valueIn(facts, 'gateway.networkMode') ?? '');
  if (engine?.rootless !== false || isUserMode)
    return 'an engine without root shows every client at one address, so whether some come from elsewhere can’t be seen';
  return undefined;
}

const TELLING = [
  'devices.paired',
  'devices.pending',
  'refusals',
  'gateway.config.allowedOrigins',
  'gateway.config.trustedProxies',
  'gateway.config.tailscaleMode',
  'gateway.natAddresses',
] as const;

function missing(facts: Facts): string | undefined {
  for (const id of TELLING) {
    const fact = factOf(facts, id);
    if (fact.status === 'unknown') return `who comes from elsewhere can’t be told: ${fact.reason}`;
  }
  return undefined;
}

function clients(facts: Facts): readonly string[] {
  const dials = valueIn(facts, 'client.dials');
  const isOther = dials != null && dials !== 'loopback';
  return isOther ? [`the client here dials ${valueIn(facts, 'client.url') ?? valueIn(facts, 'client.host')}`] : [];
}

function pages(facts: Facts): readonly string[] {
  const shown = valueIn(facts, 'page.url');
  const listed = valueIn(facts, 'gateway.config.allowedOrigins') ?? [];
  const isElsewhere = (url: string) => {
    const host = readPage(url)?.host;
    return host !== undefined && !isOfThisHost(host);
  };
  return [
    ...(shown != null && isElsewhere(shown) ? [`a browser opens ${shown}`] : []),
    ...listed.filter(isElsewhere).map((origin) => `gateway.controlUi.allowedOrigins names ${origin}`),
  ];
}

/** A proxy on the host may well use 127.0.0.1; that it does can't be seen. */
function fronts(facts: Facts): readonly string[] {
  const proxies = valueIn(facts, 'gateway.config.trustedProxies') ?? [];
  const mode = valueIn(facts, 'gateway.config.tailscaleMode');
  const name = valueIn(facts, 'front.kind') == null ? undefined : valueIn(facts, 'front.name');
  return [
    ...(proxies.length > 0 ? [`gateway.trustedProxies names ${proxies[0]}`] : []),
    ...(mode != null && mode !== 'off' ? [`Tailscale ${mode} hands others on to it`] : []),
    ...(name == null ? [] : [`${name} stands before it`]),
    ...(valueIn(facts, 'proxy.warned') === true ? ['its log tells of a proxy before it'] : []),
  ];
}

/** The gateway notes no address of clients beside it. */
function approved(facts: Facts): readonly string[] {
  return (valueIn(facts, 'devices.paired') ?? []).flatMap(({ client, remoteIp }) =>
    isFar(remoteIp, facts) ? [`${clientInWords(client, null)} at ${remoteIp} is approved`] : [],
  );
}

/** Who came from elsewhere and is not approved may be the user's next device, or nobody's. */
function strangers(facts: Facts): string | undefined {
  const waiting = (valueIn(facts, 'devices.pending') ?? []).flatMap(({ client, remoteIp }) =>
    isFar(remoteIp, facts) ? [`${clientInWords(client, null)} came from ${remoteIp}`] : [],
  );
  const refused = (valueIn(facts, 'refusals') ?? []).flatMap(fromElsewhere);
  const [first] = [...waiting, ...refused];
  return first && `${first} and is not approved: whether that is a client of yours can’t be told`;
}

function isFar(remoteIp: string | null, facts: Facts): boolean {
  const nat = valueIn(facts, 'gateway.natAddresses') ?? [];
  return remoteIp !== null && !nat.includes(plainAddress(remoteIp)) && !isOfThisHost(remoteIp);
}

/** By its address, by what a proxy says of it, or by the name that it asked for. */
function fromElsewhere({ who, forwarded, remote, remoteIs, host, hostIs }: Refusal): readonly string[] {
  const name = who ?? 'a client';
  const isNear = remoteIs === null || remoteIs === 'nat' || remoteIs === 'loopback';
  if (forwarded !== null) return [`${name} came from ${forwarded}`];
  if (!isNear) return [`${name} came from ${remote}`];
  return hostIs === null || hostIs === 'loopback'
    ? []
    : [`${name} asked for ${host ?? 'another address than 127.0.0.1'}`];
}
