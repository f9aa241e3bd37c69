import type { FactId, FactValue } from './catalogue.ts';

/** What was learnt about one thing: its value and where it was seen, or why it could not be learnt. */
export type Fact<T = unknown> = Known<T> | Unknown;

export interface Known<T> {
  readonly status: 'known';
  readonly value: T;
  /** Where it was seen, in the reader's terms: a file, a command, a setting. */
  readonly source: string;
}

export interface Unknown {
  readonly status: 'unknown';
  /** Why, and what would make it known: a sentence that the user can act on. */
  readonly reason: string;
}

export function known<T>(value: T, source: string): Known<T> {
  return { status: 'known', value, source };
}

export function unknown(reason: string): Unknown {
  return { status: 'unknown', reason };
}

/** Facts by id. Probes return a part of them; what nobody returned is unknown. */
export type Facts = { readonly [K in FactId]?: Fact<FactValue<K>> };

/** The fact `id`; where no probe gave it, unknown with that reason. */
export function factOf<K extends FactId>(facts: Facts, id: K): Fact<FactValue<K>> {
  return (facts[id] as Fact<FactValue<K>> | undefined) ?? unknown('nothing that was looked at tells');
}

/** The value of the fact `id`, or undefined where it is unknown. */
export function valueIn<K extends FactId>(facts: Facts, id: K): FactValue<K> | undefined {
  const fact = facts[id] as Fact<FactValue<K>> | undefined;
  return fact?.status === 'known' ? fact.value : undefined;
}

/** The same fact with its value changed by `change`; unknown stays unknown. */
export function mapFact<A, B>(fact: Fact<A>, change: (value: A) => B): Fact<B> {
  return fact.status === 'known' ? known(change(fact.value), fact.source) : fact;
}
