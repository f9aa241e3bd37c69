import type { Refusal } from '../model/catalogue.ts';
import type { RefusedClient } from '../model/report.ts';

/** The client that was refused. */
export function clientOf({ deviceId, client, origin, forwarded, remote, at }: Refusal): RefusedClient {
  return { deviceId, client, origin, remoteIp: forwarded ?? remote, at };
}

/** Whether two refusals may be of one client. Where one shows no device, its page and address tell. */
export function isSameClient(a: RefusedClient | undefined, b: RefusedClient | undefined): boolean {
  if (!a || !b) return true;
  if (a.deviceId !== null && b.deviceId !== null) return a.deviceId === b.deviceId;
  const isSameKind = a.client === null || b.client === null || a.client === b.client;
  return isSameKind && a.origin === b.origin && a.remoteIp === b.remoteIp;
}
