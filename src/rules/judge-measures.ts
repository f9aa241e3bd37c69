import { possibleReleases } from '../facts/releases.ts';
import { holdsFor } from '../gateway/releases.ts';
import type { Facts } from '../model/fact.ts';
import { isOpen, type Measure, type MeasurePlan, type MeasureStatus, type MeasureVariant } from '../model/measure.ts';
import type { Evidence, UnknownFact } from '../model/report.ts';
import { planRemedies } from '../remedy/plan.ts';
import { type Judgement, judge, type Lookup, type Rest } from './conditions.ts';
import { evidenceOf } from './judge-rules.ts';
import { scopeOf } from './scope.ts';
import { fillTitle, placeholdersOf } from './words.ts';

/** How each measure stands by the facts, what is to do about first. One that is no question here is not among them. */
export function judgeMeasures(plans: readonly MeasurePlan[], facts: Facts): readonly Measure[] {
  const judged = plans.flatMap((plan) => judgeMeasure(plan, facts) ?? []);
  return ORDER.flatMap((status) => {
    const own = judged.filter((measure) => measure.status === status);
    return [...own.filter(isOpen), ...own.filter((measure) => !isOpen(measure))];
  });
}

const ORDER: readonly MeasureStatus[] = ['advised', 'unknown', 'not-advised', 'in-place'];

/** Undefined: it is no question here. What isn't known to hold is no advice and no tick. */
export function judgeMeasure(plan: MeasurePlan, facts: Facts): Measure | undefined {
  const look = scopeOf(facts, plan.pick);
  const common = judged(plan, look, facts);
  if (common.truth === false) return undefined;
  const missing: string[] = common.truth === 'unknown' ? [...common.missing] : [];
  for (const variant of plan.variants) {
    const own = judged(variant, look, facts);
    if (own.truth === 'unknown') missing.push(...own.missing);
    if (own.truth === true && common.truth === true)
      return measureOf(plan, variant, [...common.rests, ...own.rests], look, facts);
  }
  return missing.length > 0 ? undecided(plan, missing, look) : undefined;
}

function judged({ openclaw, when }: Pick<MeasureVariant, 'openclaw' | 'when'>, look: Lookup, facts: Facts): Judgement {
  const holds: Judgement = when ? judge(when, look) : { truth: true, rests: [] };
  if (holds.truth === false) return holds;
  const version = holdsFor(openclaw, possibleReleases(facts));
  if (version === true) return holds;
  if (version === false) return { truth: false, rests: [] };
  return { truth: 'unknown', missing: [...(holds.truth === 'unknown' ? holds.missing : []), 'gateway.version'] };
}

function measureOf(
  plan: MeasurePlan,
  variant: MeasureVariant,
  rests: readonly Rest[],
  look: Lookup,
  facts: Facts,
): Measure {
  const { status } = variant;
  const isSettled = (status === 'in-place' || status === 'not-advised') && variant.remedies === undefined;
  const { remedies, withheld } = planRemedies({ rule: plan, variant, about: null }, look, facts);
  const title = variant.title ?? plan.title;
  const told = placeholdersOf(`${title} ${variant.why}`).map(({ name }) => name);
  return {
    status,
    finding: {
      ...words(plan, variant.name),
      title: fillTitle(title, look),
      why: fillTitle(variant.why, look),
      evidence: evidenceOf(plan, [...plan.evidence, ...told], rests, look),
      remedies: isSettled ? [] : remedies,
      ...(isSettled || withheld.length === 0 ? {} : { withheld }),
    },
    missing: [],
  };
}

function undecided(plan: MeasurePlan, names: readonly string[], look: Lookup): Measure {
  const missing = [...new Set(names)].flatMap((name): UnknownFact[] => {
    const fact = look(name);
    if (name === 'gateway.version' && fact.status === 'known')
      return [{ fact: name, reason: 'which release it is can’t be told' }];
    return fact.status === 'unknown'
      ? [{ fact: plan.pick[name.split('.')[0] ?? '']?.from ?? name, reason: fact.reason }]
      : [];
  });
  const seen = new Map(missing.map((one) => [one.fact, one]));
  const evidence: readonly Evidence[] = [];
  return {
    status: 'unknown',
    finding: { ...words(plan, 'undecided'), title: fillTitle(plan.title, look), why: '', evidence, remedies: [] },
    missing: [...seen.values()],
  };
}

/** A measure is about no refusal, so that it breaks no connection at any stage. */
const words = ({ id, docs }: MeasurePlan, variant: string) =>
  ({ rule: id, variant, severity: 'info', certainty: 'confirmed', stage: 'pairing', docs }) as const;
