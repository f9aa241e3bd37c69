import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { bySettings } from '../facts/by-settings.ts';
import { releaseFacts } from '../facts/releases.ts';
import { catalogue, type Shape, shapeOf } from '../model/catalogue.ts';
import { type Facts, known, unknown } from '../model/fact.ts';
import type { Finding } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
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

export interface CaseResult {
  readonly name: string;
  /** What is wrong; undefined where the case passes. */
  readonly problem?: string;
}

/** The cases beside a rule. Throws RuleError where they are missing or can't be read. */
export function readCases(rule: Rule): readonly RuleCase[] {
  const file = rule.file.replace(/\.ya?ml$/, '.test.yaml');
  if (!existsSync(file)) throw new RuleError(`${rule.file}:1:1 the rule has no cases: they belong in ${file}`);
  const raw = parse(readFileSync(file, 'utf8'), { merge: true }) as { cases?: unknown } | null;
  if (!Array.isArray(raw?.cases) || raw.cases.length === 0)
    throw new RuleError(`${file}:1:1 "cases" is a list of at least one case`);
  return raw.cases.map((item, index) => readCase(item as Record<string, unknown>, `${file}: case ${index + 1}`));
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

function problemOf(
  expect: RuleCase['expect'],
  finding: Finding | undefined,
  missing: readonly string[],
): string | undefined {
  const got = finding
    ? `it fires as ${finding.variant}`
    : missing.length > 0
      ? `it can't tell (${missing.join(', ')})`
      : 'it holds not';
  if (expect === 'holds-not') return finding || missing.length > 0 ? `should not hold, but ${got}` : undefined;
  if (expect === 'cannot-tell')
    return finding || missing.length === 0 ? `should not be able to tell, but ${got}` : undefined;
  if (!finding) return `should fire as ${expect.variant}, but ${got}`;
  const actual: Readonly<Record<string, unknown>> = { ...finding, remedies: finding.remedies.map(({ id }) => id) };
  for (const [key, wanted] of Object.entries(expect)) {
    if (JSON.stringify(actual[key]) !== JSON.stringify(wanted)) {
      return `${key} should be ${JSON.stringify(wanted)}, but is ${JSON.stringify(actual[key])}`;
    }
  }
  return undefined;
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
  return { name, facts: readFacts(facts as Record<string, unknown>, at), expect: expect as RuleCase['expect'] };
}

function readFacts(raw: Readonly<Record<string, unknown>>, at: string): Facts {
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
