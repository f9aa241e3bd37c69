import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ruleFiles } from '../../src/rules/folder.ts';
import { measureFiles } from '../../src/rules/measure-folder.ts';
import { measureSchema, ruleSchema } from '../../src/rules/rule-schema.ts';
import { root } from '../support/bundle.ts';

const validate = new Ajv2020({ strict: true, allErrors: true, strictTypes: false }).compile(ruleSchema());
const files = ruleFiles(join(root, 'rules'));
const first = () => parse(readFileSync(files[0] ?? '', 'utf8')) as Record<string, unknown>;

test.each(files)('%s is valid by the schema that editors use', (file) => {
  validate(parse(readFileSync(file, 'utf8')));
  expect(validate.errors ?? []).toEqual([]);
});

test.each(files)('%s names the schema, so that editors find it', (file) => {
  expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('# yaml-language-server: $schema=../../dist/rule.schema.json');
});

const validateMeasure = new Ajv2020({ strict: true, allErrors: true, strictTypes: false }).compile(measureSchema());
const measures = measureFiles(join(root, 'rules'));

test.each(measures)('%s is valid by the schema of measures, and names it', (file) => {
  const text = readFileSync(file, 'utf8');
  validateMeasure(parse(text));
  expect(validateMeasure.errors ?? []).toEqual([]);
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../../dist/measure.schema.json');
});

test('the schema of measures refuses a status that there is not', () => {
  const measure = parse(readFileSync(measures[0] ?? '', 'utf8')) as { variants: object[] };
  const variants = measure.variants.map((variant) => ({ ...variant, status: 'fixed' }));
  expect(validateMeasure({ ...measure, variants })).toBe(false);
});

describe('the schema refuses', () => {
  test.each([
    ['an unknown key', { sevrity: 'error' }],
    ['an unknown choice', { severity: 'fatal' }],
    ['an unknown operator', { when: { fact: 'path.tcp', equal: 'refused' } }],
    ['two operators', { when: { fact: 'path.tcp', equals: 'refused', present: true } }],
    ['an empty list', { docs: [] }],
    ['an empty conjunction', { when: { all: [] } }],
    ['a range that is none', { openclaw: 'new ones' }],
    ['an operand of the wrong kind', { when: { fact: 'path.tcp', present: 'yes' } }],
  ])('%s', (_, change) => {
    expect(validate({ ...first(), ...change })).toBe(false);
  });
});
