import type { Item, Paired, Pending } from '../model/catalogue.ts';
import { type Facts, known, unknown, valueIn } from '../model/fact.ts';
import { isDeviceId, isRequestId } from '../model/ids.ts';
import { clientInWords } from './refusal-sources.ts';

const DAY_MS = 24 * 3_600_000;
const BROWSER = /^(?:openclaw-control-ui|webchat-ui)$/;

/** The approved browsers, and what shows whether they keep their identity. */
export function browserFacts(facts: Facts): Facts {
  const paired = facts['devices.paired'];
  if (paired?.status !== 'known') return { browsers: unknown(paired?.reason ?? 'the approved devices were not read') };
  const own = paired.value.filter(({ client }) => client !== null && BROWSER.test(client));
  const isAlike = (a: Paired, b: Paired) =>
    a.remoteIp === b.remoteIp &&
    a.platform === b.platform &&
    a.approvedAt !== null &&
    b.approvedAt !== null &&
    Math.abs(a.approvedAt - b.approvedAt) < DAY_MS;
  const browsers = [...own]
    .sort((a, b) => (b.approvedAt ?? 0) - (a.approvedAt ?? 0))
    .map((device): Item<'browsers'> => {
      const { deviceId, remoteIp, approvedAt } = device;
      const seen = seenOf(device);
      const days = seen === null || approvedAt === null ? null : Math.floor((seen - approvedAt) / DAY_MS);
      return {
        deviceId,
        remoteIp,
        days,
        alike: own.filter((other) => other === device || isAlike(device, other)).length,
      };
    });
  return { browsers: known(browsers, paired.source) };
}

/** The older of devices that look alike, where it is told that they were not let in since the newest was approved. */
export function leftDevices(facts: Facts): Facts {
  const paired = facts['devices.paired'];
  if (paired?.status !== 'known')
    return { 'devices.left': unknown(paired?.reason ?? 'the approved devices were not read') };
  const own = valueIn(facts, 'client.devices') ?? [];
  // An id becomes an argument: nothing that only looks like one does.
  const older = paired.value.filter(
    ({ deviceId, client }) => client !== null && isDeviceId(deviceId ?? '') && !own.includes(deviceId ?? ''),
  );
  let isUntold = false;
  const left = older.flatMap((device): Item<'devices.left'>[] => {
    const newest = paired.value
      .filter((other) => keyOf(other) === keyOf(device))
      .reduce((a, b) => ((b.approvedAt ?? 0) > (a.approvedAt ?? 0) ? b : a), device);
    if (newest === device) return [];
    const [seen, since] = [seenOf(device), newest.approvedAt];
    isUntold ||= seen === null || since === null;
    if (seen === null || since === null || seen >= since) return [];
    return [
      {
        deviceId: device.deviceId,
        who: clientInWords(device.client, null),
        name: device.name,
        remoteIp: device.remoteIp,
        seen: dateOf(seen),
        newer: newest.deviceId?.slice(0, 8) ?? null,
        newerSince: dateOf(since),
      },
    ];
  });
  return {
    'devices.left':
      left.length === 0 && isUntold
        ? unknown('when the older of two devices that look alike came last is not told')
        : known(left, paired.source),
  };
}

/** What waits and is no client of this user's: whose it is, nobody here knows. */
export function otherRequests(facts: Facts): Facts {
  const pending = facts['devices.pending'];
  if (pending?.status !== 'known') return { 'requests.others': unknown(pending?.reason ?? 'who waits was not read') };
  const own = valueIn(facts, 'client.devices') ?? [];
  const isOther = ({ requestId, deviceId, expired }: Pending) =>
    expired !== true && isRequestId(requestId ?? '') && (deviceId === null || !own.includes(deviceId));
  const others = pending.value.filter(isOther).map(({ requestId, client, name, remoteIp }) => {
    return { requestId, who: clientInWords(client, null), name, remoteIp };
  });
  return { 'requests.others': known(others, pending.source) };
}

/** A device that was let in, or whose token was taken; null: not told, as of one that never came. */
const seenOf = ({ seenAt, usedAt }: Paired) => (seenAt === null ? usedAt : Math.max(seenAt, usedAt ?? 0));

const keyOf = ({ client, name, platform, remoteIp }: Paired) => JSON.stringify([client, name, platform, remoteIp]);

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);
