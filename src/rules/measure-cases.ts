import { bySettings } from '../facts/by-settings.ts';
import { hardeningFacts } from '../facts/hardening.ts';
import { releaseFacts } from '../facts/releases.ts';
import type { Facts } from '../model/fact.ts';
import type { Measure, MeasurePlan } from '../model/measure.ts';
import { readCaseFile } from './case-file.ts';
import { type CaseResult, readFacts } from './cases.ts';
import { judgeMeasure } from './judge-measures.ts';
import { RuleError } from './yaml-reader.ts';

/**
 * A case beside a measure, `<label>.test.yaml`: facts, and how the measure stands by them. `cannot-tell`: none of its
 * variants is known to hold, and one may; `not-listed`: it is no question there.
 */
export interface MeasureCase {
  readonly name: string;
  readonly facts: Facts;
  readonly expect: 'not-listed' | 'cannot-tell' | Expected;
}

/** What must come; a part that isn't named may be anything. */
interface Expected {
  readonly variant: string;
  readonly status?: string;
  readonly title?: string;
  readonly remedies?: readonly string[];
}

const EXPECTED = ['variant', 'status', 'title', 'remedies'];

/** The cases beside a measure. Throws RuleError where they are missing or can't be read. */
export function readMeasureCases(plan: MeasurePlan): readonly MeasureCase[] {
  const { file, cases } = readCaseFile(plan);
  if (!Array.isArray(cases) || cases.length === 0)
    throw new RuleError(`${file}:1:1 "cases" is a list of at least one case`);
  return cases.map((item, index) => readCase(item as Record<string, unknown>, `${file}: case ${index + 1}`));
}

function readCase(item: Record<string, unknown>, at: string): MeasureCase {
  const { name, facts = {}, expect, ...rest } = item ?? {};
  const extra = Object.keys(rest)[0];
  if (extra !== undefined) throw new RuleError(`${at}: unknown key "${extra}"`);
  if (typeof name !== 'string') throw new RuleError(`${at}: "name" says in a sentence what the case shows`);
  const isWord = expect === 'not-listed' || expect === 'cannot-tell';
  if (!isWord && typeof (expect as Expected | undefined)?.variant !== 'string')
    throw new RuleError(`${at}: "expect" is not-listed, cannot-tell, or a mapping with the variant that holds`);
  const wrong = isWord ? undefined : Object.keys(expect as object).find((key) => !EXPECTED.includes(key));
  if (wrong !== undefined) throw new RuleError(`${at}: a case can't expect "${wrong}" of a measure`);
  return {
    name,
    facts: readFacts(facts as Record<string, unknown>, at),
    expect: expect as MeasureCase['expect'],
  };
}

/** Judges the measure by the facts of each case. */
export function runMeasureCases(plan: MeasurePlan, cases: readonly MeasureCase[]): CaseResult[] {
  return cases.map(({ name, facts, expect }) => {
    const came = toldOf(judgeMeasure(plan, hardeningFacts(bySettings({ ...releaseFacts(facts), ...facts }))));
    const wanted: unknown = expect;
    if (typeof wanted === 'string' || typeof came === 'string') {
      const [expected, was] = [inWords(wanted), inWords(came)];
      return expected === was ? { name } : { name, problem: { expected, came: was } };
    }
    const keys = Object.keys(wanted as object) as (keyof Expected)[];
    const part = Object.fromEntries(keys.map((key) => [key, came[key]]));
    const isSame = keys.every((key) => JSON.stringify(came[key]) === JSON.stringify((wanted as Expected)[key]));
    return isSame ? { name } : { name, problem: { expected: inWords(wanted), came: inWords(part) } };
  });
}

function toldOf(measure: Measure | undefined): 'not-listed' | 'cannot-tell' | Expected {
  if (!measure) return 'not-listed';
  if (measure.missing.length > 0) return 'cannot-tell';
  const { variant, title, remedies } = measure.finding;
  return { variant, status: measure.status, title, remedies: remedies.map(({ id }) => id) };
}

const inWords = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Which kinds of case a measure lacks: every one shows where it holds, where it is no question or in place, and can't tell. */
export function missingMeasureKinds(cases: readonly MeasureCase[], { variants }: MeasurePlan): readonly string[] {
  const shown = cases.map(({ expect }) => (typeof expect === 'string' ? expect : expect.variant));
  const isBeside = (name: string) =>
    variants.some(
      (variant) => variant.name === name && (variant.status === 'in-place' || variant.status === 'not-advised'),
    );
  return [
    ...(variants.some(({ name }) => shown.includes(name) && !isBeside(name)) ? [] : ['that it is wanted']),
    ...(shown.some((name) => name === 'not-listed' || isBeside(name)) ? [] : ['that it is not']),
    ...(shown.includes('cannot-tell') ? [] : ['cannot-tell']),
  ];
}
