import { bySettings } from '../facts/by-settings.ts';
import { releaseFacts } from '../facts/releases.ts';
import { catalogue, type Shape, shapeOf } from '../model/catalogue.ts';
import { type Facts, known, unknown } from '../model/fact.ts';
import type { Finding } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import { readCaseFile } from './case-file.ts';
import { judgeRules } from './judge-rules.ts';
import { nearest } from './nearest.ts';
import { RuleError } from './yaml-reader.ts';

/**
 * A case beside a rule, `<label>.test.yaml`: facts, and whether the rule fires on them, holds not, or can't tell.
 * Facts that it doesn't name are unknown; `null` is a fact that is known to be absent, `{ unknown: reason }` says why not.
 */
export interface RuleCase {
  readonly name: string;
  readonly facts: Facts;
  readonly expect: 'holds-not' | 'cannot-tell' | Expected;
}

/** What the finding must be; a part that isn't named may be anything. */
interface Expected {
  readonly variant: string;
  readonly certainty?: string;
  readonly severity?: string;
  readonly title?: string;
  readonly remedies?: readonly string[];
}

const EXPECTED: readonly string[] = [
  'variant',
  'certainty',
  'severity',
  'title',
  'remedies',
] satisfies (keyof Expected)[];

/** What a case wants and what the rule did, in words that can be compared. */
export interface Mismatch {
  readonly expected: string;
  readonly came: string;
}

export interface CaseResult {
  readonly name: string;
  /** What is wrong; undefined where the case passes. */
  readonly problem?: Mismatch;
}

/** The cases beside a rule. Throws RuleError where they are missing or can't be read. */
export function readCases(rule: Rule): readonly RuleCase[] {
  const { file, cases } = readCaseFile(rule);
  if (!Array.isArray(cases) || cases.length === 0)
    throw new RuleError(`${file}:1:1 "cases" is a list of at least one case`);
  return cases.map((item, index) => readCase(item as Record<string, unknown>, `${file}: case ${index + 1}`));
}

/** Judges the rule alone by the facts of each case. */
export function runCases(rule: Rule, cases: readonly RuleCase[]): CaseResult[] {
  return cases.map(({ name, facts, expect }) => {
    // What follows from the version and from settings is drawn here; a case need not say it.
    const { findings, unknown: missing } = judgeRules([rule], bySettings({ ...releaseFacts(facts), ...facts }));
    const problem = problemOf(
      expect,
      findings[0],
      missing.map(({ fact }) => fact),
    );
    return problem === undefined ? { name } : { name, problem };
  });
}

/**
 * Which of the three kinds of case a rule lacks: every rule shows when it fires, nearly fires, and can't tell. A rule
 * that only warns can always tell: whether a mere warning applies makes no run inconclusive.
 */
export function missingKinds(cases: readonly RuleCase[], { severity, variants }: Rule): readonly string[] {
  const kinds: readonly string[] = cases.map(({ expect }) => (typeof expect === 'string' ? expect : 'fires'));
  const isError = variants.some((variant) => (variant.severity ?? severity) === 'error');
  return ['fires', 'holds-not', ...(isError ? ['cannot-tell'] : [])].filter((kind) => !kinds.includes(kind));
}

/** Undefined where the finding is what the case expects; of what the case doesn't name anything may come. */
function problemOf(
  expect: RuleCase['expect'],
  finding: Finding | undefined,
  missing: readonly string[],
): Mismatch | undefined {
  const silence = missing.length > 0 ? `cannot tell: ${missing.join(', ')} not known` : 'holds not';
  if (typeof expect === 'string') {
    const isSo = !finding && (expect === 'cannot-tell') === missing.length > 0;
    const expected = expect === 'cannot-tell' ? 'cannot tell' : 'holds not';
    return isSo ? undefined : { expected, came: finding ? `fires as ${finding.variant}` : silence };
  }
  const wanted: Readonly<Record<string, unknown>> = { ...expect };
  if (!finding) return { expected: `fires as ${told(wanted)}`, came: silence };
  const all: Readonly<Record<string, unknown>> = { ...finding, remedies: finding.remedies.map(({ id }) => id) };
  const wrong = Object.keys(wanted).filter((key) => JSON.stringify(all[key]) !== JSON.stringify(wanted[key]));
  if (wrong.length === 0) return undefined;
  const differing = (from: Readonly<Record<string, unknown>>) =>
    told(Object.fromEntries(['variant', ...wrong].map((key) => [key, from[key]])));
  return { expected: `fires as ${differing(wanted)}`, came: `fires as ${differing(all)}` };
}

/** The variant, and what else of a finding is meant, as the case writes it. */
function told({ variant, ...rest }: Readonly<Record<string, unknown>>): string {
  return [String(variant), ...Object.entries(rest).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)].join(
    ', ',
  );
}

function readCase(item: Record<string, unknown>, at: string): RuleCase {
  const { name, facts = {}, expect, ...rest } = item ?? {};
  const extra = Object.keys(rest)[0];
  if (extra !== undefined) throw new RuleError(`${at}: unknown key "${extra}"`);
  if (typeof name !== 'string') throw new RuleError(`${at}: "name" says in a sentence what the case shows`);
  if (
    expect !== 'holds-not' &&
    expect !== 'cannot-tell' &&
    typeof (expect as Expected | undefined)?.variant !== 'string'
  ) {
    throw new RuleError(`${at}: "expect" is holds-not, cannot-tell, or a mapping with the variant that fires`);
  }
  const wrong = Object.keys(typeof expect === 'object' ? (expect as object) : {}).find(
    (key) => !EXPECTED.includes(key),
  );
  if (wrong !== undefined) {
    const near = nearest(wrong, EXPECTED);
    throw new RuleError(`${at}: a case can't expect "${wrong}"${near ? `: did you mean "${near}"?` : ''}`);
  }
  return { name, facts: readFacts(facts as Record<string, unknown>, at), expect: expect as RuleCase['expect'] };
}

/** What a case says of facts. Throws RuleError. */
export function readFacts(raw: Readonly<Record<string, unknown>>, at: string): Facts {
  const facts: Record<string, unknown> = {};
  for (const [id, value] of Object.entries(raw)) {
    const shape = shapeOf(id);
    if (!shape) {
      const near = nearest(id, Object.keys(catalogue));
      throw new RuleError(`${at}: unknown fact "${id}"${near ? `: did you mean "${near}"?` : ''}`);
    }
    facts[id] = isUnknown(value) ? unknown(value.unknown) : known(complete(value, shape, `${at}: ${id}`), 'the case');
  }
  return facts as Facts;
}

function isUnknown(value: unknown): value is { unknown: string } {
  return value !== null && typeof value === 'object' && typeof (value as { unknown?: unknown }).unknown === 'string';
}

/** The items of a list with what they don't name filled in as absent. */
function complete(value: unknown, shape: Shape, at: string): unknown {
  if (shape.kind !== 'list') return value;
  if (!Array.isArray(value)) throw new RuleError(`${at} takes a list`);
  return value.map((item: Record<string, unknown>) => {
    const wrong = Object.keys(item).find((key) => !(key in shape.of));
    if (wrong !== undefined) throw new RuleError(`${at} has no "${wrong}"`);
    const blank = Object.entries(shape.of).map(([key, field]) => [
      key,
      field.kind === 'texts' || field.kind === 'list' ? [] : null,
    ]);
    return { ...Object.fromEntries(blank), ...item };
  });
}
