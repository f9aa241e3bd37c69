import type { Item, Paired, Pending } from '../model/catalogue.ts';
import { type Facts, mapFact, valueIn } from '../model/fact.ts';
import { clientInWords } from './refusal-sources.ts';

/** A request that died longer ago tells of nobody who still waits. */
const RECENT_MS = 24 * 60 * 60_000;

/** The requests that died unanswered: a gateway drops them from its list only when the next one comes. */
export function lapsedFacts(facts: Facts, now: number): Facts {
  const pending = facts['devices.pending'];
  if (pending === undefined) return {};
  const paired = valueIn(facts, 'devices.paired') ?? [];
  return { 'requests.lapsed': mapFact(pending, (requests) => lapsedIn(requests, paired, now)) };
}

function lapsedIn(requests: readonly Pending[], paired: readonly Paired[], now: number): Item<'requests.lapsed'>[] {
  return requests
    .filter((request) => request.expired === true && now - (request.renewedAt ?? 0) < RECENT_MS)
    .filter((request) => !requests.some((other) => other.expired !== true && other.deviceId === request.deviceId))
    .filter((request) => !isAnswered(request, paired))
    .sort((a, b) => (b.renewedAt ?? 0) - (a.renewedAt ?? 0))
    .map((request) => ({
      requestId: request.requestId,
      deviceId: request.deviceId,
      client: request.client,
      who: clientInWords(request.client, null),
      remoteIp: request.remoteIp,
      minutes: Math.round((now - (request.renewedAt ?? now)) / 60_000),
    }));
}

const isAnswered = ({ deviceId, renewedAt }: Pending, paired: readonly Paired[]) =>
  paired.some((device) => device.deviceId === deviceId && (device.approvedAt ?? 0) >= (renewedAt ?? 0));
