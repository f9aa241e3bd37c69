import type { Surroundings } from '../gateway/peer.ts';
import { symptomOfRefusal } from '../gateway/symptoms.ts';
import type { Pending } from '../model/catalogue.ts';
import { type Fact, type Facts, known, unknown, valueIn } from '../model/fact.ts';
import type { SeenEvent } from '../probes/logs.ts';
import { isCovered, isPast, newestPerClient } from './past.ts';
import { fromEvent, fromPending, fromText, type TextRefusal } from './refusal-sources.ts';
import { withUpgrade } from './upgrades.ts';

interface Sources {
  readonly events: Fact<readonly SeenEvent[]>;
  readonly told: readonly TextRefusal[];
  readonly facts: Facts;
  readonly surroundings: Surroundings;
  /** ms since 1970: now, or when the evidence was captured. */
  readonly now: number;
}

/** Brings log, state and text together: who was refused, what stands behind the address, and whether it is over. */
export function refusalFacts({ events, told, facts, surroundings, now }: Sources): Facts {
  const pendingFact = facts['devices.pending'];
  const pending = valueIn(facts, 'devices.pending');
  const paired = valueIn(facts, 'devices.paired') ?? [];
  const seen = events.status === 'known' ? events.value : [];
  if (events.status === 'unknown' && pending === undefined && told.length === 0) {
    const reason = pendingFact?.status === 'unknown' ? `${events.reason}; ${pendingFact.reason}` : events.reason;
    return {
      refusals: unknown(reason),
      'refusals.past': unknown(reason),
      'proxy.warned': unknown(events.reason),
      'proxy.from': unknown(events.reason),
    };
  }
  const live = (pending ?? []).filter((request) => request.expired !== true);
  const logged = newestPerClient(withoutEchoes(seen).flatMap((event) => fromEvent(event, surroundings)));
  const waiting = live.map((request: Pending) =>
    fromPending(request, { surroundings, fact: pendingFact, paired, logged }),
  );
  const all = [...waiting, ...logged, ...told.map((refusal) => fromText(refusal, surroundings))];
  const judged = all
    .map((refusal) => withUpgrade(refusal, paired))
    .map((refusal) => ({
      ...refusal,
      live: refusal.live ?? (pending && refusal.requestId !== null ? false : null),
      past: isPast(refusal, { live, paired, seen, refusals: all, now }),
    }))
    .filter((refusal) => !isCovered(refusal, waiting))
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  const source = [
    ...new Set([...judged.map((refusal) => refusal.source ?? ''), ...sourcesOf(events, pendingFact)]),
  ].join(', ');
  return {
    refusals: known(judged, source),
    'refusals.past': known(judged.filter((refusal) => refusal.past).length, source),
    ...proxyFacts(events),
    ...(facts['log.reason'] === undefined ? { 'log.reason': reasonIn(events) } : {}),
  };
}

/** What the newest line that tells of a refusal says why. */
function reasonIn(events: Fact<readonly SeenEvent[]>): Fact<string | null> {
  if (events.status === 'unknown') return events;
  const line = events.value.findLast((event) => event.kind === 'refused' && symptomOfRefusal(event) !== undefined);
  return known(line?.kind === 'refused' ? line.reason : null, line?.source ?? events.source);
}

/** Whether the log warns of proxy headers that are not believed. */
function proxyFacts(events: Fact<readonly SeenEvent[]>): Facts {
  if (events.status === 'unknown') return { 'proxy.warned': events, 'proxy.from': events };
  const warning = events.value.findLast((event) => event.kind === 'untrusted-proxy');
  const source = warning?.source ?? events.source;
  return {
    'proxy.warned': known(warning !== undefined, source),
    'proxy.from': known(warning?.remote ?? null, source),
  };
}

function sourcesOf(events: Fact<unknown>, pending: Fact<unknown> | undefined): string[] {
  return [events, pending].flatMap((fact) => (fact?.status === 'known' ? [fact.source] : []));
}

/** The events less the lines of a connection whose refusal another source explains: consoles say less than log files. */
function withoutEchoes(seen: readonly SeenEvent[]): readonly SeenEvent[] {
  const tells = (event: SeenEvent) => event.kind === 'refused' && symptomOfRefusal(event) !== undefined;
  const told = new Set(seen.flatMap((event) => (event.kind === 'refused' && tells(event) ? [event.conn] : [])));
  return seen.filter(
    (event) => event.kind !== 'refused' || tells(event) || event.conn === null || !told.has(event.conn),
  );
}
