import type { Item, Paired, Pending } from '../model/catalogue.ts';
import { type Facts, known, unknown } from '../model/fact.ts';
import { clientInWords } from './refusal-sources.ts';

/** As many devices of one name, client and address within a day are one client that makes a new key each time, if one of them was approved. */
const AT_LEAST = 3;
const DAY_MS = 24 * 3_600_000;

/** Clients that showed several devices within a day, and ask again although one was approved. Browsers are left out: each window without memory is a device. */
export function repeatFacts(facts: Facts, now: number): Facts {
  const { 'devices.pending': pending, 'devices.paired': paired } = facts;
  const missing = [pending, paired].find((fact) => fact?.status !== 'known');
  if (pending?.status !== 'known' || paired?.status !== 'known') {
    const reason = missing?.status === 'unknown' ? missing.reason : 'the lists of devices are not known';
    return { 'devices.repeats': unknown(reason) };
  }
  const repeats = grouped([...pending.value, ...paired.value].filter(isRecent)).flatMap(
    (devices): Item<'devices.repeats'>[] => {
      const [first] = devices;
      const count = new Set(devices.map(({ deviceId }) => deviceId)).size;
      if (!first || count < AT_LEAST || !askedAgain(devices)) return [];
      return [
        {
          client: first.client,
          name: first.name,
          who: clientInWords(first.client, null),
          remoteIp: first.remoteIp,
          devices: count,
        },
      ];
    },
  );
  return { 'devices.repeats': known(repeats, pending.source) };

  function isRecent(device: Pending | Paired): boolean {
    const at = 'renewedAt' in device ? device.renewedAt : device.approvedAt;
    return at !== null && now - at < DAY_MS && device.client !== null && !/control-ui|webchat/.test(device.client);
  }
}

const keyOf = ({ client, name, platform, remoteIp }: Pending | Paired) =>
  JSON.stringify([client, name, platform, remoteIp]);

/** Whether one waits although a device that looks the same was approved before. */
function askedAgain(devices: readonly (Pending | Paired)[]): boolean {
  const approved = devices.flatMap((device) =>
    'approvedAt' in device && device.approvedAt !== null ? [device.approvedAt] : [],
  );
  return devices.some((device) => 'renewedAt' in device && approved.some((at) => at < (device.renewedAt ?? 0)));
}

/** By what stays the same of a client that makes a new key. */
function grouped(devices: readonly (Pending | Paired)[]): readonly (readonly (Pending | Paired)[])[] {
  const groups = new Map<string, (Pending | Paired)[]>();
  for (const device of devices) groups.set(keyOf(device), [...(groups.get(keyOf(device)) ?? []), device]);
  return [...groups.values()];
}
