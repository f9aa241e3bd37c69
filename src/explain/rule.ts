import { holdsFor } from '../gateway/releases.ts';
import { rangeInWords } from '../gateway/version.ts';
import type { RemedyPlan, Rule, StepPlan, Variant } from '../model/rule.ts';
import { shellText } from '../model/shell.ts';
import { restarting } from '../remedy/restarts.ts';
import type { At } from './at.ts';
import { conditionInWords, namesIn } from './conditions.ts';
import type { RemedyExplanation, RuleExplanation, StepExplanation, VariantExplanation } from './explanation.ts';
import { aboutOf, plainArgv, plainText } from './plain.ts';

type Explained = Omit<RuleExplanation, 'schemaVersion' | 'asked' | 'openclaw'>;

/** A rule for a reader without facts: what it looks at, what it finds, and the remedies that the version at hand has. */
export function explainRule(rule: Rule, variantName: string | null, at: At): Explained {
  const variant = rule.variants.find(({ name }) => name === variantName);
  const shown = variant ? [variant] : rule.variants;
  const plain = (words: string) => plainText(words, rule);
  const offered = new Set(shown.flatMap(({ remedies }) => remedies ?? rule.remedies.map(({ id }) => id)));
  const next = variant?.next ?? rule.next;
  const ranges = [rule.openclaw, variant?.openclaw].filter((range) => range !== undefined);
  return {
    kind: 'rule',
    id: rule.id,
    variant: variant?.name ?? null,
    title: plain(variant?.title ?? rule.title),
    severity: variant?.severity ?? rule.severity,
    stage: rule.stage,
    versions: ranges.length > 0 ? ranges.map(rangeInWords).join(', ') : 'all versions',
    isForVersion: ranges.every((range) => isPossible(range, at)),
    why: plain(variant?.why ?? rule.why),
    picks: Object.entries(rule.pick).map(([name, { from, where }]) => ({ name, from, where: conditionInWords(where) })),
    when: conditionInWords(rule.when),
    variants: shown.map((one) => explainVariant(one, rule)),
    facts: factsOf(rule, shown),
    remedies: rule.remedies
      .filter(({ id, openclaw }) => offered.has(id) && isPossible(openclaw, at))
      .map((remedy) => explainRemedy(remedy, rule, at)),
    next: next === undefined ? null : plain(next),
    yieldsTo: rule.yieldsTo,
    docs: rule.docs,
  };
}

/** A step as it is told where nothing of the gateway is known: by hand where the rule has words for that. */
export function explainStep(
  { say, where, run, byHand, snippet, change, openclaw }: StepPlan,
  rule: Rule,
  at: At,
): StepExplanation {
  const plain = (words: string) => plainText(words, rule);
  const changed = change ? [`${change.compose}: ${plain(change.target)}`] : [];
  return {
    say: plain(run && byHand !== undefined && /\{(?!gateway\.exec)/.test(run[0] ?? '') ? `${say} ${byHand}` : say),
    where: /^[a-z-]+(?::\S+)?$/.test(plain(where)) ? plain(where) : 'gateway-host',
    code: [
      ...(run ? [shellText(plainArgv(run, rule)).replaceAll(/'(<[^']+>)'/g, '$1')] : []),
      ...changed,
      ...(snippet
        ? [
            `${plain(snippet.file)}:`,
            ...plain(snippet.text)
              .split('\n')
              .map((line) => `    ${line}`),
          ]
        : []),
    ],
    versions: openclaw !== undefined && holdsFor(openclaw, at.possible) === 'unknown' ? rangeInWords(openclaw) : null,
  };
}

function explainVariant(variant: Variant, rule: Rule): VariantExplanation {
  const plain = (words: string | undefined) => (words === undefined ? null : plainText(words, rule));
  return {
    name: variant.name,
    certainty: variant.certainty,
    severity: variant.severity ?? rule.severity,
    versions: variant.openclaw === undefined ? 'all versions' : rangeInWords(variant.openclaw),
    when: conditionInWords(variant.when),
    title: plain(variant.title),
    why: plain(variant.why),
    next: plain(variant.next),
    remedies: variant.remedies ?? null,
  };
}

function explainRemedy(remedy: RemedyPlan, rule: Rule, at: At): RemedyExplanation {
  const { id, title, risk, openclaw, when, steps } = remedy;
  const { restarts, tradeOff } = restarting(remedy, at.possible);
  return {
    id,
    title: plainText(title, rule),
    risk,
    ...(restarts === undefined ? {} : { restarts }),
    tradeOff: tradeOff === undefined ? null : plainText(tradeOff, rule),
    versions: openclaw === undefined ? null : rangeInWords(openclaw),
    when: conditionInWords(when),
    steps: steps.filter((step) => isPossible(step.openclaw, at)).map((step) => explainStep(step, rule, at)),
  };
}

/** Every fact that the rule's conditions ask for, with what it is. */
function factsOf(rule: Rule, variants: readonly Variant[]): RuleExplanation['facts'] {
  const picked = Object.entries(rule.pick).flatMap(([name, { from, where }]) =>
    namesIn(where).map((field) => ({
      fact: aboutOf(field, rule) === undefined ? `${name}.${field}` : field,
      about: aboutOf(field, rule, from),
    })),
  );
  const asked = [...namesIn(rule.when), ...variants.flatMap(({ when }) => namesIn(when))]
    .filter((name) => !(name in rule.pick))
    .map((fact) => ({ fact, about: aboutOf(fact, rule) }));
  const all = [...picked, ...asked].flatMap(({ fact, about }) => (about === undefined ? [] : [{ fact, about }]));
  return all.filter(({ fact }, index) => all.findIndex((other) => other.fact === fact) === index);
}

function isPossible(range: string | undefined, { possible }: At): boolean {
  return holdsFor(range, possible) !== false;
}
