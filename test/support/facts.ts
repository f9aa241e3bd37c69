import type { Refusal } from '../../src/model/catalogue.ts';
import { catalogue } from '../../src/model/catalogue.ts';

/** A refusal of which only `more` is known. */
export function refused(more: Partial<Refusal>): Refusal {
  const blank = Object.entries(catalogue.refusals.of).map(([key, shape]) => [key, shape.kind === 'texts' ? [] : null]);
  return { ...(Object.fromEntries(blank) as Refusal), past: false, ...more };
}
