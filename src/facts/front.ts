import { type Fact, type Facts, known, unknown, valueIn } from '../model/fact.ts';
import { readPage } from './page-address.ts';

interface Front {
  readonly kind: 'tailscale' | 'hosted' | 'proxy';
  readonly name: string;
}

const NAMED: readonly (readonly [RegExp, Front])[] = [
  [/tailscale|\.ts\.net\b/i, { kind: 'tailscale', name: 'Tailscale Serve' }],
  [/railway/i, { kind: 'hosted', name: 'Railway' }],
  [/coolify/i, { kind: 'hosted', name: 'Coolify' }],
  [/\bfly(?:\.io|\.dev)?\b/i, { kind: 'hosted', name: 'Fly' }],
  [/\brender\b|onrender/i, { kind: 'hosted', name: 'Render' }],
  [/northflank/i, { kind: 'hosted', name: 'Northflank' }],
  [/zeabur/i, { kind: 'hosted', name: 'Zeabur' }],
  [/\bkilo/i, { kind: 'hosted', name: 'KiloClaw' }],
  [/nginx/i, { kind: 'proxy', name: 'nginx' }],
  [/\bcaddy/i, { kind: 'proxy', name: 'Caddy' }],
  [/traefik/i, { kind: 'proxy', name: 'Traefik' }],
  [/cloudflare/i, { kind: 'proxy', name: 'Cloudflare' }],
  [/haproxy/i, { kind: 'proxy', name: 'HAProxy' }],
  [/\bapache/i, { kind: 'proxy', name: 'Apache' }],
  [/reverse[- ]?proxy|\bingress\b/i, { kind: 'proxy', name: 'a reverse proxy' }],
];

const SOME_PROXY: Front = { kind: 'proxy', name: 'a proxy' };

/** What stands between browsers and the gateway, by whatever was said of it, and how its own host reaches it. */
export function frontFacts(facts: Facts): Facts {
  const page = facts['page.url'];
  const [front, source] =
    namedIn(facts['text.deployment']) ??
    pageFront(page, facts) ??
    (isDirect(page) ? undefined : namedIn(facts['text.notes'])) ??
    [];
  // Whoever dials the gateway's own tailnet address comes through no proxy.
  const isDialled =
    front?.kind === 'tailscale' && valueIn(facts, 'gateway.config.bind') === 'tailnet' && page === undefined;
  const told = source !== undefined || page?.status === 'known' || facts['text.deployment']?.status === 'known';
  const fact = <T>(value: T | null) =>
    told ? known(value, source ?? 'what was said of it') : unknown('nobody said what stands before the gateway');
  return {
    'front.kind': fact(isDialled ? null : (front?.kind ?? null)),
    'front.name': fact(front?.name ?? null),
    'gateway.hostPort': hostPort(facts),
  };
}

function namedIn(fact: Fact<string | null> | Fact<readonly string[]> | undefined): [Front, string] | undefined {
  if (fact?.status !== 'known' || fact.value === null) return undefined;
  const text = [fact.value].flat().join('\n');
  const front = NAMED.find(([pattern]) => pattern.test(text))?.[1];
  return front && [front, fact.source];
}

/** HTTPS that the gateway doesn't speak itself is somebody's in front of it. */
function pageFront(page: Fact<string | null> | undefined, facts: Facts): [Front, string] | undefined {
  if (page?.status !== 'known' || page.value === null) return undefined;
  const named = namedIn(known(readPage(page.value)?.host ?? null, page.source));
  if (named) return named;
  const isTls = /^(?:https|wss):/i.test(page.value) && valueIn(facts, 'gateway.config.tls') !== true;
  return isTls ? [SOME_PROXY, page.source] : undefined;
}

/** Plain HTTP at a port of its own is the gateway itself, whatever else there is. */
function isDirect(page: Fact<string | null> | undefined): boolean {
  return page?.status === 'known' && /^http:\/\/[^/]+:\d+/.test(page.value ?? '');
}

/** The published port of a container, else the port that the gateway has, else that of a page on plain HTTP. */
function hostPort(facts: Facts): Fact<number | null> {
  const published = facts['gateway.publishedPort'];
  if (published?.status === 'known' && published.value !== null) return published;
  if (valueIn(facts, 'gateway.name') != null && published?.status === 'known') return published;
  const own = [facts['gateway.port'], facts['gateway.config.port']].find(
    (fact) => fact?.status === 'known' && fact.value !== null,
  );
  if (own) return own;
  const page = facts['page.url'];
  const told = page?.status === 'known' ? /^http:\/\/[^/]+:(\d+)/.exec(page.value ?? '')?.[1] : undefined;
  return told !== undefined && page?.status === 'known'
    ? known(Number(told), page.source)
    : unknown('nothing that was looked at tells its port');
}
