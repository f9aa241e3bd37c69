import { possibleReleases } from '../facts/releases.ts';
import { holdsFor } from '../gateway/releases.ts';
import { type Facts, factOf } from '../model/fact.ts';
import type { Finding } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import { judge } from './conditions.ts';
import { scopeOf } from './scope.ts';
import { fillText } from './words.ts';

/** The name of the variant that every rule has without stating it. */
const VARIANT = 'resembles';

/** Who has as many findings to look at needs no more of them. */
const ENOUGH = 3;

/**
 * The findings, and behind those that signs speak for the causes whose reports read like what was handed in. None where
 * the cause is certain, nor where what is known speaks against one. They are hints: words alone make no problem of a
 * run, and are too little to plan a change of a gateway by.
 */
export function withResemblances(
  findings: readonly Finding[],
  rules: readonly Rule[],
  facts: Facts,
): readonly Finding[] {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const told = factOf(facts, 'text.resembles');
  if (told.status === 'unknown' || errors.some(({ certainty }) => certainty === 'confirmed')) return findings;
  const alike = told.value.flatMap(({ cause, words }) => {
    const rule = rules.find(({ id }) => id === cause);
    return rule && !isFound(rule, findings) && mayHold(rule, facts) ? [findingOf(rule, words, told.source, facts)] : [];
  });
  return [...findings, ...alike.slice(0, Math.max(0, ENOUGH - errors.length))];
}

/** Also where it is the symptom of a cause that was found. */
const isFound = (rule: Rule, findings: readonly Finding[]) =>
  findings.some((finding) => finding.rule === rule.id || rule.yieldsTo.includes(finding.rule));

const mayHold = (rule: Rule, facts: Facts) =>
  (rule.openclaw === undefined || holdsFor(rule.openclaw, possibleReleases(facts)) !== false) &&
  (rule.when === undefined || judge(rule.when, scopeOf(facts, rule.pick)).truth !== false);

function findingOf(rule: Rule, words: readonly string[], source: string, facts: Facts): Finding {
  const look = scopeOf(facts, rule.pick);
  return {
    rule: rule.id,
    variant: VARIANT,
    title: fillText(rule.title, look),
    severity: 'info',
    certainty: 'possible',
    stage: rule.stage,
    why: `Reports with this cause read alike: ${words.map((word) => `«${word}»`).join(', ')}. Nothing that was handed in shows it; \`openclaw-doctor explain ${rule.id}\` says what would.`,
    evidence: [{ fact: 'text.resembles', value: words, source }],
    remedies: [],
    docs: rule.docs,
  };
}
