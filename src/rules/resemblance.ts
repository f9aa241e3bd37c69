import { possibleReleases } from '../facts/releases.ts';
import { holdsFor } from '../gateway/releases.ts';
import { type Facts, factOf } from '../model/fact.ts';
import type { Finding } from '../model/report.ts';
import type { Rule, Severity } from '../model/rule.ts';
import { judge } from './conditions.ts';
import { scopeOf } from './scope.ts';
import { fillTitle } from './words.ts';

/** The name of the variant that every rule has without stating it. */
const VARIANT = 'resembles';

/** Who has as many findings to look at needs no more of them. */
const ENOUGH = 3;

/**
 * The findings, and with them the causes whose reports read like what was handed in: behind those that signs speak for,
 * before those that rest on a symptom which many causes share. None where the cause is certain, nor where what is known
 * speaks against one. They plan no remedy: words alone are too little to change a gateway by.
 */
export function withResemblances(
  findings: readonly Finding[],
  rules: readonly Rule[],
  facts: Facts,
): readonly Finding[] {
  const told = factOf(facts, 'text.resembles');
  const isCertain = findings.some(({ severity, certainty }) => severity === 'error' && certainty === 'confirmed');
  if (told.status === 'unknown' || isCertain) return findings;
  const [vague, firm] = split(findings, (finding) => isVague(finding, rules));
  const room = Math.max(0, ENOUGH - firm.filter(({ severity }) => severity === 'error').length);
  // Where nothing tells of a failure, that a text reads like reports of one makes no problem of a run.
  const tellsOfFailure = vague.length > 0 || firm.some((finding) => finding.severity === 'error');
  const severity = tellsOfFailure ? 'error' : 'info';
  const alike = told.value.flatMap(({ cause, words }) => {
    const rule = rules.find(({ id }) => id === cause);
    const found = vague.find((finding) => finding.rule === cause);
    if (found) return [found];
    return rule && !isFound(rule, findings) && mayHold(rule, facts)
      ? [findingOf(rule, severity, words, told.source, facts)]
      : [];
  });
  const [errors, others] = split(firm, (finding) => finding.severity === 'error');
  const placed = alike.slice(0, room);
  return [...errors, ...placed, ...vague.filter((finding) => !placed.includes(finding)), ...others];
}

/** Those for which it holds, and the rest. */
function split<T>(items: readonly T[], holds: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

/** Whether it rests on no more than a symptom that other causes have as well. */
const isVague = (finding: Finding, rules: readonly Rule[]) =>
  finding.certainty === 'possible' &&
  rules
    .find(({ id }) => id === finding.rule)
    ?.variants.some(({ name, symptomOnly }) => name === finding.variant && symptomOnly === true) === true;

/** Also where it is the symptom of a cause that is more than possible. */
const isFound = (rule: Rule, findings: readonly Finding[]) =>
  findings.some(
    (finding) => finding.rule === rule.id || (finding.certainty !== 'possible' && rule.yieldsTo.includes(finding.rule)),
  );

const mayHold = (rule: Rule, facts: Facts) =>
  holdsFor(rule.openclaw, possibleReleases(facts)) !== false &&
  (rule.when === undefined || judge(rule.when, scopeOf(facts, rule.pick)).truth !== false);

function findingOf(rule: Rule, severity: Severity, words: readonly string[], source: string, facts: Facts): Finding {
  const look = scopeOf(facts, rule.pick);
  return {
    rule: rule.id,
    variant: VARIANT,
    title: fillTitle(rule.title, look),
    severity,
    certainty: 'possible',
    stage: rule.stage,
    why: `Reports with this cause read alike: ${words.map((word) => `«${word}»`).join(', ')}. Nothing that was handed in shows it; \`openclaw-doctor explain ${rule.id}\` says what would.`,
    evidence: [{ fact: 'text.resembles', value: words, source }],
    remedies: [],
    docs: rule.docs,
  };
}
