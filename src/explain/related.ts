import { releases } from '../gateway/releases.ts';
import { stageOf, symptomOf } from '../gateway/symptoms.ts';
import type { Condition, Rule, Test } from '../model/rule.ts';
import { heardIn } from './heard.ts';
import type { Saying } from './saying.ts';

/** The rules that speak of a saying: those that judge its symptom where it shows, and those that it names itself. */
export function rulesAbout(saying: Saying, rules: readonly Rule[]): readonly Rule[] {
  const symptom = symptomOfSaying(saying);
  const named = rules.filter(({ id }) => saying.rules?.includes(id));
  if (symptom === undefined) return named;
  const judging = rules
    .filter((rule) => rule.stage === stageOf(symptom) && !named.includes(rule))
    .map((rule) => ({ rule, breadth: breadthOf(rule, symptom, pairingReason(saying)) }))
    .filter(({ breadth }) => breadth !== undefined)
    .sort((a, b) => (a.breadth ?? 0) - (b.breadth ?? 0));
  return [...named, ...judging.map(({ rule }) => rule)];
}

/** The symptom that a saying tells of. */
export function symptomOfSaying(saying: Saying): string | undefined {
  const said = releases.toReversed().flatMap((release) => heardIn(saying, release));
  const [newest] = said;
  if (!newest) return undefined;
  return symptomOf(newest.code ?? newest.words) ?? symptomOf(newest.words);
}

/** `details.reason` of a request that waits: rules are apart by it. */
function pairingReason({ id, stage }: Saying): string | undefined {
  return stage === 'pairing' && /^(?:not-paired|\w+-upgrade)$/.test(id) ? id : undefined;
}

/** How many symptoms the rule judges beside this one: the fewer, the more it is about it. Undefined: it doesn't at all. */
function breadthOf(rule: Rule, symptom: string, reason: string | undefined): number | undefined {
  const breadths = Object.values(rule.pick)
    .filter(({ from }) => from === 'refusals')
    .flatMap(({ where }) => {
      const tests = testsIn(where);
      const valuesOf = (fact: string) => tests.filter((test) => test.fact === fact).flatMap(({ operand }) => operand);
      const symptoms = valuesOf('symptom');
      const whys = valuesOf('why');
      const isOfReason = reason === undefined || whys.length === 0 || whys.includes(reason);
      return symptoms.includes(symptom) && isOfReason ? [symptoms.length] : [];
    });
  return breadths.length > 0 ? Math.min(...breadths) : undefined;
}

/** What must hold of an item: its tests by equality. */
function testsIn(condition: Condition | undefined): readonly Test[] {
  if (!condition || 'not' in condition) return [];
  if ('all' in condition) return condition.all.flatMap(testsIn);
  if ('any' in condition) return condition.any.flatMap(testsIn);
  return condition.op === 'equals' || condition.op === 'oneOf' ? [condition] : [];
}
