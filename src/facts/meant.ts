import type { Pending } from '../model/catalogue.ts';
import { type Facts, known, unknown, valueIn } from '../model/fact.ts';

/** Which request was meant by a device id or an address that was given instead of its own id. */
export function meantFacts(facts: Facts): Facts {
  const given = facts['text.approved'];
  const pending = facts['devices.pending'];
  if (given?.status !== 'known' || pending?.status !== 'known')
    return { 'text.meantRequest': unknown('no text and list of requests were there to compare') };
  const kind = valueIn(facts, 'text.approvedIs') ?? null;
  const live = pending.value.filter(({ expired }) => expired !== true);
  const meant = live.filter((request) => isMeant(request, given.value ?? '', kind));
  // Of several nobody can tell which.
  return { 'text.meantRequest': known(meant.length === 1 ? (meant[0]?.requestId ?? null) : null, pending.source) };
}

function isMeant({ deviceId, remoteIp, requestId }: Pending, given: string, kind: string | null): boolean {
  if (kind === 'device') return deviceId?.startsWith(given.toLowerCase()) === true;
  if (kind === 'address') return remoteIp === given;
  return kind === 'cut' && requestId?.startsWith(given.toLowerCase()) === true;
}
