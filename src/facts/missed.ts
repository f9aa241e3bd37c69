import { type Fact, type Facts, known } from '../model/fact.ts';
import type { SeenEvent } from '../probes/logs.ts';
import { STALE_MS } from './past.ts';

/** Approvals that the log shows as failed lately because no request had the id that they named. */
export function missedFacts(events: Fact<readonly SeenEvent[]>, now: number): Facts {
  if (events.status === 'unknown') return { 'approve.unknownAt': events, 'approve.unknownNodeAt': events };
  const missed = (list: 'devices' | 'nodes') =>
    known(newestMissed(events.value, list, now), newestSource(events.value, list) ?? events.source);
  return { 'approve.unknownAt': missed('devices'), 'approve.unknownNodeAt': missed('nodes') };
}

/** One that came close to another that went well was a repetition, or was put right at once. */
function newestMissed(events: readonly SeenEvent[], list: string, now: number): number | null {
  const times = events.flatMap((event) =>
    event.kind === 'approve-missed' && event.list === list ? [event.at ?? now] : [],
  );
  const at = times.length > 0 ? Math.max(...times) : undefined;
  if (at === undefined || now - at > STALE_MS) return null;
  const wentWell = events.some(
    (event) => event.kind === 'approved' && !event.silent && Math.abs((event.at ?? now) - at) <= STALE_MS,
  );
  return wentWell ? null : at;
}

function newestSource(events: readonly SeenEvent[], list: string): string | undefined {
  return events.findLast((event) => event.kind === 'approve-missed' && event.list === list)?.source;
}
