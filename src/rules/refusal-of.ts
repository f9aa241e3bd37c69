import type { Refusal } from '../model/catalogue.ts';
import type { Rule } from '../model/rule.ts';
import type { Lookup, Rest } from './conditions.ts';

/** The refusal that a finding is about: of the rule's picks the first that holds what the finding rests on. */
export function refusalOf(rule: Rule, rests: readonly Rest[], look: Lookup): Refusal | null {
  const picks = Object.entries(rule.pick).flatMap(([name, { from }]) => (from === 'refusals' ? [name] : []));
  const rested = rests.flatMap(({ fact }) => picks.filter((name) => fact === name || fact.startsWith(`${name}.`)));
  for (const name of [...rested, ...picks]) {
    const picked = look(name);
    if (picked.status === 'known' && picked.value !== null) return picked.value as Refusal;
  }
  return null;
}
