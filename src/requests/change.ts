import { coversScope } from '../facts/refusal-sources.ts';
import type { Paired, Pending } from '../model/catalogue.ts';

/** What a device is and may do. */
export interface Rights {
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/** What approving a request changes: an approval adds to what the device has and takes nothing away. */
export interface RequestChange {
  /** Null: the device is not approved yet. */
  readonly before: Rights | null;
  /** What it gets and does not have yet. */
  readonly gained: Rights;
}

export function changeOf({ deviceId, roles, scopes }: Pending, paired: readonly Paired[]): RequestChange {
  const device = deviceId === null ? undefined : paired.find((candidate) => candidate.deviceId === deviceId);
  if (!device) return { before: null, gained: { roles, scopes } };
  return {
    before: { roles: device.roles, scopes: device.scopes },
    gained: {
      roles: roles.filter((role) => !device.roles.includes(role)),
      scopes: scopes.filter((scope) => !coversScope(device.scopes, scope)),
    },
  };
}
