import type { MeasurePlan } from '../model/measure.ts';
import type { Rule } from '../model/rule.ts';
import { type CaseResult, readCases, runCases } from './cases.ts';
import { readMeasureCases, runMeasureCases } from './measure-cases.ts';

/** What the cases beside some rules gave. */
export interface TestRun {
  readonly passed: number;
  readonly failed: number;
  /** For the reader: each case that fails with what was expected and what came, counts, the sum. */
  readonly lines: readonly string[];
}

/** Runs the cases beside each rule and measure. Throws RuleError where they are missing or can't be read. */
export function testRules(rules: readonly Rule[], isVerbose: boolean, measures: readonly MeasurePlan[] = []): TestRun {
  const ran: Ran = [
    ...rules.map((rule) => ({ rule, results: runCases(rule, readCases(rule)) })),
    ...measures.map((rule) => ({ rule, results: runMeasureCases(rule, readMeasureCases(rule)) })),
  ];
  const all = ran.flatMap(({ results }) => results);
  const failed = failuresIn(all);
  const passed = all.length - failed;
  return {
    passed,
    failed,
    lines: [
      ...ran.flatMap(({ rule, results }) => results.flatMap((result) => failureLines(rule, result))),
      ...(isVerbose ? groupLines(ran) : []),
      `${passed} passed, ${failed} failed`,
    ],
  };
}

function failureLines({ id }: Pick<Rule, 'id'>, { name, problem }: CaseResult): readonly string[] {
  if (problem === undefined) return [];
  return [`✗ ${id}: ${name}`, `    expected: ${problem.expected}`, `    came:     ${problem.came}`];
}

type Ran = readonly { readonly rule: Pick<Rule, 'id'>; readonly results: readonly CaseResult[] }[];

function groupLines(ran: Ran): readonly string[] {
  const groupOf = ({ id }: Pick<Rule, 'id'>) => id.split('/')[0] ?? '';
  return [...new Set(ran.map(({ rule }) => groupOf(rule)))].map((group) => {
    const own = ran.filter(({ rule }) => groupOf(rule) === group);
    const results = own.flatMap((one) => one.results);
    const failed = failuresIn(results);
    return `${group}: ${own.length === 1 ? '1 rule' : `${own.length} rules`}, ${results.length - failed} cases passed, ${failed} failed`;
  });
}

const failuresIn = (results: readonly CaseResult[]) => results.filter(({ problem }) => problem !== undefined).length;
