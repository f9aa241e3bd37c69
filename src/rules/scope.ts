import type { FactId } from '../model/catalogue.ts';
import { shapeOf } from '../model/catalogue.ts';
import { type Fact, type Facts, factOf, known, unknown } from '../model/fact.ts';
import type { Pick } from '../model/rule.ts';
import { judge, type Lookup } from './conditions.ts';

/** Finds a fact by its id, a picked item by its name, or a field of one by `name.field`. */
export function scopeOf(facts: Facts, picks: Readonly<Record<string, Pick>>): Lookup {
  const base: Lookup = (name) =>
    shapeOf(name) ? factOf(facts, name as FactId) : unknown(`there is no fact called ${name}`);
  const items = new Map(Object.entries(picks).map(([name, pick]) => [name, pickItem(pick, base)]));
  return (name) => {
    const [first = '', ...rest] = name.split('.');
    const item = items.get(first);
    return item ? fieldOf(item, rest.join('.')) : base(name);
  };
}

type Record_ = Readonly<Record<string, unknown>>;

/** The first item that meets the condition; null where the list is known and none does. */
function pickItem({ from, where }: Pick, base: Lookup): Fact<Record_ | null> {
  const list = base(from);
  if (list.status === 'unknown') return list;
  for (const item of list.value as readonly Record_[]) {
    const seen = typeof item.source === 'string' ? item.source : list.source;
    const look: Lookup = (name) => (name in item ? known(item[name], seen) : base(name));
    if (!where || judge(where, look).truth === true) return known(item, seen);
  }
  return known(null, list.source);
}

function fieldOf(item: Fact<Record_ | null>, field: string): Fact {
  if (item.status === 'unknown' || field === '') return item;
  return known(item.value?.[field] ?? null, item.source);
}
