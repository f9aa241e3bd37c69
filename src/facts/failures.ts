import type { Item } from '../model/catalogue.ts';
import { type Fact, type Facts, known, valueIn } from '../model/fact.ts';
import type { Failure } from '../probes/failures.ts';
import type { Gateway } from './choose.ts';

/** A gateway that runs and still logs the same after a day would have logged it again. */
const STALE_MS = 24 * 3_600_000;
/** How long an engine waits at most before it starts a container again that ended by itself, and a bit. */
const RESTART_MS = 90_000;

/** What failed, as a fact: which path that concerns, and whether it is over. */
export function failureFacts(
  failures: Fact<readonly Failure[]>,
  { gateway, facts, now }: { readonly gateway: Gateway; readonly facts: Facts; readonly now: number },
): Facts {
  if (failures.status === 'unknown') return { failures };
  const list = failures.value.map((failure) => ({
    kind: failure.kind,
    path: failure.path,
    place: placeOfPath(failure, facts),
    port: failure.port,
    text: failure.text,
    at: failure.at,
    past: isPast(failure, gateway, facts, now),
    source: failure.source,
  }));
  return {
    failures: known(
      list.sort((a, b) => (b.at ?? 0) - (a.at ?? 0)),
      failures.source,
    ),
  };
}

type Place = 'state' | 'config' | 'host' | 'other';

/** A path that only makes sense on a host, met inside a container, is a setting that leaked into it. */
const HOST_PATH =
  /^(?:[A-Za-z]:[\\/]|\/mnt\/[a-z](?:\/|$)|\/(?:host_mnt|run\/desktop)\/|\/[a-zA-Z]\/Users\/|\/Users(?:\/|$))/;
const STATE_PATH = /\/\.(?:openclaw|clawdbot|moltbot|moldbot)(?:-[\w-]{1,60})?(?:\/|$)/;

function placeOfPath({ path, kind }: Failure, facts: Facts): Item<'failures'>['place'] {
  if (path === null || kind === 'unset-variable') return null;
  const word = (place: Place) => place;
  const isOnHost = valueIn(facts, 'gateway.kind') === 'process';
  if (!isOnHost && isHostPath(path)) return word('host');
  const stateDir = valueIn(facts, 'gateway.stateDir') ?? valueIn(facts, 'client.stateDir');
  const isState = STATE_PATH.test(path) || (stateDir != null && path.startsWith(stateDir));
  if (!isState && !/openclaw|clawdbot|moltbot/i.test(path)) return word('other');
  return /openclaw\.json(?:\.|$)/.test(path) ? word('config') : word('state');
}

/** Whether a path in a container is one of its host. */
export function isHostPath(path: string): boolean {
  return HOST_PATH.test(path);
}

/** A gateway that came up since, or runs and has not said it for long, is over it. */
function isPast({ at, isFatal, isOver }: Failure, gateway: Gateway, facts: Facts, now: number): boolean {
  if (isOver) return true;
  const answers = valueIn(facts, 'path.http') === 'ok';
  if (isFatal && answers) return true;
  if (at === null) return false;
  if (gateway.kind !== 'container') return answers && now - at > STALE_MS;
  const { running, startedAt } = gateway.container;
  const since = Date.parse(startedAt);
  if (Number.isNaN(since)) return false;
  // One that ends again and again has said it in its run before.
  return running ? at < since - RESTART_MS || (answers && now - at > STALE_MS) : at < since;
}
