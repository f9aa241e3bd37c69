import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { missingKinds, readCases, runCases } from '../../src/rules/cases.ts';
import { readRulesFolder } from '../../src/rules/folder.ts';

const rules = readRulesFolder(fileURLToPath(new URL('../../rules', import.meta.url)));

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  const cases = readCases(rule);

  test('has cases that fire, that nearly fire and don’t, and that can’t tell', () => {
    expect(missingKinds(cases, rule)).toEqual([]);
  });

  test('every variant fires in a case', () => {
    const fired = cases.flatMap(({ expect: wanted }) => (typeof wanted === 'string' ? [] : [wanted.variant]));
    expect(rule.variants.map(({ name }) => name).filter((name) => !fired.includes(name))).toEqual([]);
  });

  test.each(runCases(rule, cases))('$name', ({ problem }) => {
    expect(problem).toBeUndefined();
  });
});
