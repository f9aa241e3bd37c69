/**
 * Every fact that a probe may give and a rule may ask for: its id, its shape, what it means.
 * Types, the validation of rules and the list in the documentation all come from this one table.
 * `null` is a known value: the thing was looked for and isn't there.
 */
import { clientFacts } from './catalogue/client.ts';
import { gatewayFacts } from './catalogue/gateway.ts';
import { hardeningFacts } from './catalogue/hardening.ts';
import { pairingFacts } from './catalogue/pairing.ts';
import type { Shape, Value } from './catalogue/shape.ts';
import { storageFacts } from './catalogue/storage.ts';
import { toldFacts } from './catalogue/told.ts';

export const catalogue = {
  ...clientFacts,
  ...gatewayFacts,
  ...storageFacts,
  ...pairingFacts,
  ...toldFacts,
  ...hardeningFacts,
} as const;

type Catalogue = typeof catalogue;

export type FactId = keyof Catalogue;

/** The value of a known fact. */
export type FactValue<K extends FactId> = Value<Catalogue[K]>;

/** One item of a fact that is a list. */
export type Item<K extends FactId> = FactValue<K> extends readonly (infer I)[] ? I : never;

export type Pending = Item<'devices.pending'>;
export type Paired = Item<'devices.paired'>;
export type Refusal = Item<'refusals'>;
export type Engine = Item<'engines'>;

/** What the value of `id` looks like, or undefined where there is no such fact. */
export function shapeOf(id: string): Shape | undefined {
  return (catalogue as Readonly<Record<string, Shape>>)[id];
}
export type { Shape };
