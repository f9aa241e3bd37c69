import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRulesFolder } from '../../src/rules/folder.ts';
import { missingMeasureKinds, readMeasureCases, runMeasureCases } from '../../src/rules/measure-cases.ts';
import { readMeasuresFolder } from '../../src/rules/measure-folder.ts';

const folder = fileURLToPath(new URL('../../rules', import.meta.url));
const measures = readMeasuresFolder(folder, readRulesFolder(folder));

describe.each(measures.map((measure) => [measure.id, measure] as const))('%s', (_, measure) => {
  const cases = readMeasureCases(measure);

  test('has cases in which it is wanted, in which it is not, and in which it can’t tell', () => {
    expect(missingMeasureKinds(cases, measure)).toEqual([]);
  });

  test('every variant holds in a case', () => {
    const held = cases.flatMap(({ expect: wanted }) => (typeof wanted === 'string' ? [] : [wanted.variant]));
    expect(measure.variants.map(({ name }) => name).filter((name) => !held.includes(name))).toEqual([]);
  });

  test.each(runMeasureCases(measure, cases))('$name', ({ problem }) => {
    expect(problem).toBeUndefined();
  });
});
