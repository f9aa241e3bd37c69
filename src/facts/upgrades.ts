import type { Paired, Refusal } from '../model/catalogue.ts';
import { coversScope } from './refusal-sources.ts';
import { scopeInWords } from './scope-words.ts';

/** A refusal with what its approval would give the device, and with what changed about it, in words. */
export function withUpgrade(refusal: Refusal, paired: readonly Paired[]): Refusal {
  const device = paired.find(({ deviceId }) => deviceId !== null && deviceId === refusal.deviceId);
  const approvedPlatform = refusal.approvedPlatform ?? device?.platform ?? null;
  return {
    ...refusal,
    approvedPlatform,
    platformChange: platformChange(approvedPlatform, refusal.platform),
    gains: gainsOf(refusal),
  };
}

/** What the device may do once it is approved and may not do now; null where that isn't told. */
function gainsOf({ roles, scopes, approvedRoles, approvedScopes }: Refusal): string | null {
  const asked = scopes.filter((scope) => !coversScope(approvedScopes, scope));
  const parts = asked.includes('operator.admin') ? [withScope('operator.admin')] : asked.map(withScope);
  const isNewNode = roles.includes('node') && !approvedRoles.includes('node');
  const all = [...parts, ...(isNewNode ? ['offer its machine’s commands to agents (role node)'] : [])];
  return all.length > 0 ? all.join(', ') : null;
}

const withScope = (scope: string) => {
  const words = scopeInWords(scope);
  return words === undefined ? `use ${scope}` : `${words} (${scope})`;
};

/**
 * - `update`: the same system with another version in its name
 * - `names`: the same system by another name, as two programs with one identity tell it
 * - `other`: another system, as with an identity that was copied
 */
function platformChange(before: string | null, now: string | null): 'update' | 'names' | 'other' | null {
  if (before === null || now === null || before === now) return null;
  const [family, claimed] = [familyOf(before), familyOf(now)];
  if (family !== claimed) return 'other';
  return numbersOf(before) !== numbersOf(now) && numbersOf(before) !== '' && numbersOf(now) !== '' ? 'update' : 'names';
}

function familyOf(platform: string): string {
  const word = platform.trim().toLowerCase();
  if (/^(?:darwin|mac)/.test(word)) return 'macos';
  if (/^win/.test(word)) return 'windows';
  return /^[a-z]+/.exec(word)?.[0] ?? word;
}

const numbersOf = (platform: string) => (platform.replace(/win32/gi, '').match(/\d+/g) ?? []).join('.');
