import { clientOf } from '../facts/refused-client.ts';
import { possibleReleases } from '../facts/releases.ts';
import { wayNow } from '../facts/way.ts';
import { holdsFor } from '../gateway/releases.ts';
import type { Version } from '../gateway/version.ts';
import type { Refusal } from '../model/catalogue.ts';
import type { Facts } from '../model/fact.ts';
import type { Evidence, Finding, UnknownFact } from '../model/report.ts';
import { type Certainty, certainties, type Rule, severities, stages, type Variant } from '../model/rule.ts';
import { planRemedies } from '../remedy/plan.ts';
import { type Judgement, judge, type Lookup, type Rest } from './conditions.ts';
import { refusalOf } from './refusal-of.ts';
import { withResemblances } from './resemblance.ts';
import { scopeOf } from './scope.ts';
import { fillText, fillTitle, placeholdersOf } from './words.ts';

export interface Judged {
  /** Ranked: the first is the diagnosis. */
  readonly findings: readonly Finding[];
  /** Facts that would have decided a rule and are unknown, each once. */
  readonly unknown: readonly UnknownFact[];
  /** Facts that a finding's words name and that are unknown. */
  readonly untold: readonly string[];
}

/** Judges every rule by the facts and ranks what it finds. */
export function judgeRules(rules: readonly Rule[], facts: Facts): Judged {
  const fired = new Map<Finding, Fired>();
  const untold: string[] = [];
  const missing = new Map<string, string>();
  const possible = possibleReleases(facts);
  for (const rule of rules) {
    const look = scopeOf(facts, rule.pick);
    const outcome = judgeRule(rule, look, possible);
    if (outcome.kind === 'finding') {
      fired.set(outcome.finding, { ...outcome, rule, look });
      untold.push(...namesIn(rule, outcome.variant).filter((name) => look(name).status === 'unknown'));
    }
    if (outcome.kind === 'undecided') {
      for (const name of outcome.missing) {
        const fact = look(name);
        if (fact.status === 'unknown') missing.set(rootOf(rule, name), fact.reason);
      }
    }
  }
  const left = withoutSymptoms(rank([...fired.keys()]), rules);
  return {
    findings: withResemblances(
      left.map((finding) => treated(finding, fired, facts)),
      rules,
      facts,
    ),
    unknown: [...missing].map(([fact, reason]) => ({ fact, reason })),
    untold,
  };
}

interface Fired {
  readonly rule: Rule;
  readonly variant: Variant;
  readonly about: Refusal | null;
  readonly look: Lookup;
}

type Outcome =
  | {
      readonly kind: 'finding';
      readonly finding: Finding;
      readonly variant: Variant;
      /** The refusal that it is about. */
      readonly about: Refusal | null;
    }
  | { readonly kind: 'holds-not' }
  | { readonly kind: 'undecided'; readonly missing: readonly string[] };

/** `possible`: the releases that the gateway may be. */
function judgeRule(rule: Rule, look: Lookup, possible: readonly Version[]): Outcome {
  const version = holdsFor(rule.openclaw, possible);
  const common: Judgement = rule.when ? judge(rule.when, look) : { truth: true, rests: [] };
  if (common.truth === false || version === false) return { kind: 'holds-not' };
  const missing: string[] = [];
  for (const variant of rule.variants) {
    const own: Judgement = variant.when ? judge(variant.when, look) : { truth: true, rests: [] };
    const variantVersion = holdsFor(variant.openclaw, possible);
    if (own.truth === false || variantVersion === false) continue;
    if (common.truth === 'unknown') missing.push(...common.missing);
    // Whether a mere warning applies makes no run inconclusive.
    if (own.truth === 'unknown') missing.push(...((variant.severity ?? rule.severity) === 'error' ? own.missing : []));
    else if (common.truth === true) {
      // What holds in some versions only is possible at most while the version isn't known.
      const unsure = version === 'unknown' || variantVersion === 'unknown';
      const rests = [...common.rests, ...own.rests];
      const about = refusalOf(rule, rests, look);
      const certainty = unsure ? 'possible' : variant.certainty;
      return { kind: 'finding', variant, about, finding: findingOf({ rule, variant, about, look }, certainty, rests) };
    }
  }
  return missing.length > 0 ? { kind: 'undecided', missing } : { kind: 'holds-not' };
}

/** The finding without its remedies and its way: those cost more, and a mere symptom of another needs neither. */
function findingOf({ rule, variant, about, look }: Fired, certainty: Certainty, rests: readonly Rest[]): Finding {
  const title = variant.title ?? rule.title;
  const why = variant.why ?? rule.why;
  const next = variant.next ?? rule.next;
  return {
    rule: rule.id,
    variant: variant.name,
    title: fillTitle(title, look),
    severity: variant.severity ?? rule.severity,
    certainty,
    stage: variant.stage ?? rule.stage,
    why: fillText(why, look),
    ...(about ? { client: clientOf(about) } : {}),
    evidence: evidenceOf(rule, [...rule.evidence, ...namesIn(rule, variant)], rests, look),
    remedies: [],
    ...(next === undefined ? {} : { next: fillText(next, look) }),
    docs: rule.docs,
  };
}

/** The finding with its remedies, and with the way as it is: of a mere hint no connection breaks. */
function treated(finding: Finding, fired: ReadonlyMap<Finding, Fired>, facts: Facts): Finding {
  const found = fired.get(finding);
  if (!found) return finding;
  const { rule, about, look } = found;
  const { next, docs, ...told } = finding;
  const { severity } = told;
  const way = severity === 'info' ? undefined : wayNow({ refusal: about, breaks: rule.breaks, severity }, facts);
  const { remedies, withheld } = planRemedies(found, look, facts);
  return {
    ...told,
    remedies,
    ...(withheld.length === 0 ? {} : { withheld }),
    ...(way ? { way } : {}),
    ...(next === undefined ? {} : { next }),
    docs,
  };
}

/** The facts that the title and the why of a variant name. */
function namesIn(rule: Rule, variant: Variant): readonly string[] {
  const words = [variant.title ?? rule.title, variant.why ?? rule.why];
  return words.flatMap((text) => placeholdersOf(text).map(({ name }) => name)).filter(isSeen);
}

/** Words for the reader that were made of other facts are no evidence, nor is that a text names nothing else. */
function isSeen(name: string): boolean {
  return !/\.(?:who|gains|mixed|originFound|found|notLocal)$/.test(name);
}

/** Every fact that the finding rests on or tells, once, where it is known and says something. */
export function evidenceOf(
  rule: Pick<Rule, 'pick'>,
  told: readonly string[],
  rests: readonly Rest[],
  look: Lookup,
): Evidence[] {
  const evidence: Evidence[] = [];
  for (const name of new Set([...told, ...rests.map(({ fact }) => fact)])) {
    if (name in rule.pick || !isSeen(name)) continue;
    const fact = look(name);
    // A list of items is no evidence as a whole: the item that was picked out of it is.
    const saysNothing =
      fact.status === 'known' &&
      (fact.value === null ||
        (Array.isArray(fact.value) && (fact.value.length === 0 || typeof fact.value[0] === 'object')));
    if (fact.status !== 'known' || saysNothing) continue;
    const items = rests.flatMap(({ fact: rest, item }) => (rest === name && item !== undefined ? [item] : []));
    const isWhole = items.length === 0 || told.includes(name);
    evidence.push({ fact: name, value: isWhole ? fact.value : [...new Set(items)], source: fact.source });
  }
  return evidence;
}

/** The fact behind a name: the list that a picked item comes from. */
function rootOf(rule: Rule, name: string): string {
  const [first = ''] = name.split('.');
  return rule.pick[first]?.from ?? name;
}

/**
 * The ranked findings less those that are symptoms of a cause found as surely. A cause that is only possible leaves
 * them, behind it: what it would explain may be all that there is.
 */
function withoutSymptoms(ranked: readonly Finding[], rules: readonly Rule[]): readonly Finding[] {
  const causes = new Map(ranked.map((finding) => [finding, causesOf(finding, ranked, rules)]));
  const isSymptom = (finding: Finding) => causes.get(finding)?.some(({ certainty }) => certainty !== 'possible');
  const left = ranked.filter((finding) => !isSymptom(finding));
  const placed: Finding[] = [];
  const place = (finding: Finding, waiting: readonly Finding[]) => {
    if (placed.includes(finding) || waiting.includes(finding)) return;
    for (const cause of causes.get(finding) ?? []) if (left.includes(cause)) place(cause, [...waiting, finding]);
    placed.push(finding);
  };
  for (const finding of left) place(finding, []);
  return placed;
}

/** The findings of which this one is a symptom, as sure and as bad as it is. */
function causesOf(symptom: Finding, findings: readonly Finding[], rules: readonly Rule[]): readonly Finding[] {
  const causes = rules.find((rule) => rule.id === symptom.rule)?.yieldsTo ?? [];
  return findings.filter(
    (cause) =>
      causes.includes(cause.rule) &&
      certainties.indexOf(cause.certainty) <= certainties.indexOf(symptom.certainty) &&
      severities.indexOf(cause.severity) <= severities.indexOf(symptom.severity),
  );
}

/** Errors before warnings, then by certainty, then in the order in which a gateway judges, then by how much was seen. */
function rank(findings: readonly Finding[]): Finding[] {
  const order = (finding: Finding) => [
    severities.indexOf(finding.severity),
    certainties.indexOf(finding.certainty),
    stages.indexOf(finding.stage),
    -finding.evidence.length,
  ];
  return [...findings].sort((a, b) => {
    const left = order(a);
    const right = order(b);
    const index = left.findIndex((value, at) => value !== right[at]);
    return index === -1 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
  });
}
