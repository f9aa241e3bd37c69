import { kindOfAddress } from '../gateway/addresses.ts';
import { type Fact, type Facts, valueIn } from '../model/fact.ts';
import { readPage } from './page-address.ts';
import { isBeyondHost, publishedAt } from './published.ts';

/**
 * From where a gateway can be reached:
 * - `loopback`: from its own host alone, by all that was seen; a tunnel that somebody opened by hand leaves no trace
 * - `exposed`: from elsewhere too; `why` is a clause that says by what
 * - `unknown`: something that would tell could not be learnt
 */
export type Exposure =
  | { readonly kind: 'loopback' }
  | { readonly kind: 'exposed'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** One sign more of exposure counts than any number of the contrary; one that is missing leaves it open. */
export function exposureOf(facts: Facts): Exposure {
  const signs = [
    ...reached(facts),
    tailscale(facts),
    proxies(facts),
    warned(facts),
    front(facts),
    pages(facts),
    clients(facts),
  ];
  return (
    signs.find(({ kind }) => kind === 'exposed') ?? signs.find(({ kind }) => kind === 'unknown') ?? { kind: 'loopback' }
  );
}

const LOOPBACK: Exposure = { kind: 'loopback' };
const exposed = (why: string): Exposure => ({ kind: 'exposed', why });
const unknown = (why: string): Exposure => ({ kind: 'unknown', why });

/** The sign that a fact gives; `what` names it where it isn't known. */
function signOf<T>(fact: Fact<T> | undefined, what: string, judge: (value: T) => Exposure): Exposure {
  return fact?.status === 'known' ? judge(fact.value) : unknown(`${what} is not known`);
}

/** By its own port: what a process listens on, or where a container's port is published. */
function reached(facts: Facts): readonly Exposure[] {
  const kind = facts['gateway.kind'];
  if (kind?.status !== 'known' || kind.value === null) return [unknown('which gateway is meant is not known')];
  if (kind.value === 'elsewhere') return [exposed('the gateway runs on another host')];
  const isApart = kind.value === 'container' && valueIn(facts, 'gateway.networkMode') !== 'host';
  return [isApart ? published(facts) : bound(facts)];
}

function bound(facts: Facts): Exposure {
  return signOf(facts['gateway.bind'], 'what the gateway listens on', (bind) =>
    bind === 'loopback'
      ? LOOPBACK
      : bind === 'auto' || bind === null
        ? unknown('what gateway.bind auto comes to here is not known')
        : exposed(`the gateway is bound to ${bind}`),
  );
}

function published(facts: Facts): Exposure {
  const mode = valueIn(facts, 'gateway.networkMode') ?? '';
  if (mode === '' || mode.startsWith('container:'))
    return unknown('where the network of its container is published is not known');
  return signOf(facts['gateway.published'], 'where its container is published', (list) => {
    const open = list.find(isBeyondHost);
    if (open !== undefined) return exposed(`the gateway is published at ${publishedAt(open)}`);
    return list.length > 0 ? LOOPBACK : unknown('what reaches its container, which publishes no port, is not known');
  });
}

function tailscale(facts: Facts): Exposure {
  return signOf(facts['gateway.config.tailscaleMode'], 'gateway.tailscale.mode', (mode) =>
    mode === null || mode === 'off' ? LOOPBACK : exposed(`Tailscale ${mode} hands others on to the gateway`),
  );
}

function proxies(facts: Facts): Exposure {
  return signOf(facts['gateway.config.trustedProxies'], 'gateway.trustedProxies', (list) =>
    list.length === 0 ? LOOPBACK : exposed(`gateway.trustedProxies names ${list[0]}, a proxy before the gateway`),
  );
}

function warned(facts: Facts): Exposure {
  return signOf(facts['proxy.warned'], 'whether its log tells of a proxy', (isWarned) =>
    isWarned === true ? exposed('the gateway’s log tells of a proxy before it') : LOOPBACK,
  );
}

/** What somebody said; that nobody did is no sign. */
function front(facts: Facts): Exposure {
  const name = valueIn(facts, 'front.name');
  return valueIn(facts, 'front.kind') == null ? LOOPBACK : exposed(`${name ?? 'a proxy'} stands before the gateway`);
}

/** Pages that open from elsewhere, by the settings and by the address that a browser shows. */
function pages(facts: Facts): Exposure {
  const shown = valueIn(facts, 'page.url');
  if (shown != null && !isOfThisHost(shown)) return exposed(`a browser opens it as ${shown}`);
  return signOf(facts['gateway.config.allowedOrigins'], 'gateway.controlUi.allowedOrigins', (list) => {
    const open = list.find((origin) => !isOfThisHost(origin));
    return open === undefined ? LOOPBACK : exposed(`gateway.controlUi.allowedOrigins names ${open}`);
  });
}

function isOfThisHost(url: string): boolean {
  const host = readPage(url)?.host;
  return host != null && kindOfAddress(host) === 'loopback';
}

/** Who came: through a proxy, from elsewhere, or by a name that is not this host's. */
function clients(facts: Facts): Exposure {
  const dialled = valueIn(facts, 'client.dials');
  if (valueIn(facts, 'path.tcp') === 'ok' && dialled != null && dialled !== 'loopback')
    return exposed(`it answers at ${valueIn(facts, 'client.host')}`);
  return signOf(facts.refusals, 'who was refused', (refusals) => {
    const far = refusals.find(
      ({ forwarded, symptom, hostIs, remoteIs }) =>
        forwarded !== null ||
        symptom === 'proxy-attribution' ||
        (hostIs !== null && hostIs !== 'loopback') ||
        (remoteIs !== null && ['private', 'tailnet', 'public'].includes(remoteIs)),
    );
    if (far === undefined) return LOOPBACK;
    return exposed(`a client came from ${far.forwarded ?? far.remote ?? far.host ?? 'a proxy'}`);
  });
}
