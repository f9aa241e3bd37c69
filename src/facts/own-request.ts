import { kindOfAddress, plainAddress } from '../gateway/addresses.ts';
import { type Facts, known, unknown, valueIn } from '../model/fact.ts';
import { isTrusted } from './proxies.ts';

/**
 * The facts of the way, where a refusal of the doctor's own request tells of nobody else. Through a proxy on the
 * gateway's host the doctor comes from that host as well: a trusted proxy then names an address that no gateway takes for
 * a client, and the answer is that to a proxy which isn't trusted.
 */
export function ownRequest(facts: Facts): Facts {
  const listed = valueIn(facts, 'gateway.config.trustedProxies') ?? [];
  const isHere = ['host', undefined, null].includes(valueIn(facts, 'gateway.where'));
  const trusts = (address: string) => isTrusted(address, listed, facts) === true;
  const own = ['127.0.0.1', '::1', ...(valueIn(facts, 'gateway.natAddresses') ?? []), ...addressesHere(facts)];
  if (!isHere || !own.some(trusts)) return facts;
  const namesNobody = (host: string) => {
    const plain = plainAddress(host);
    return kindOfAddress(plain) === 'loopback' || (addressesHere(facts).includes(plain) && trusts(plain));
  };
  const dialled = [valueIn(facts, 'client.host') ?? '', ...(valueIn(facts, 'path.addresses') ?? [])];
  const page = hostOf(valueIn(facts, 'page.url'));
  const isPageHere = page !== undefined && (namesNobody(page) || (dialled.includes(page) && dialled.some(namesNobody)));
  return {
    ...facts,
    ...(dialled.some(namesNobody) ? wayUntold(facts) : {}),
    ...(isPageHere && wasRefused(facts, 'page.http') ? { 'page.http': unknown(WHY) } : {}),
  };
}

const WHY =
  'the gateway refuses the doctor’s own request: it comes through the proxy from this host, which no gateway takes for a client. One from elsewhere may get in';

type Answer = 'path.http' | 'path.upgrade' | 'page.http';

const wasRefused = (facts: Facts, id: Answer): boolean => valueIn(facts, id) === 'proxy-attribution';

function wayUntold(facts: Facts): Facts {
  if (!wasRefused(facts, 'path.http') && !wasRefused(facts, 'path.upgrade')) return {};
  const stages = facts['path.stages'];
  const untold = ['http', 'upgrade'];
  return {
    'path.http': unknown(WHY),
    'path.upgrade': unknown(WHY),
    'path.broken': unknown(WHY),
    ...(stages?.status === 'known'
      ? {
          'path.stages': known(
            stages.value.map((stage) =>
              untold.includes(stage.stage ?? '') ? { ...stage, status: 'unknown', detail: WHY } : stage,
            ),
            stages.source,
          ),
        }
      : {}),
  };
}

const addressesHere = (facts: Facts): readonly string[] => valueIn(facts, 'os.addresses') ?? [];

const hostOf = (url: string | null | undefined): string | undefined =>
  url != null && URL.canParse(url) ? new URL(url).hostname : undefined;
