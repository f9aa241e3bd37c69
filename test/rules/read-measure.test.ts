import { describe, expect, test } from 'vitest';
import { readMeasure } from '../../src/rules/read-measure.ts';
import { ruleWith } from '../support/rules.ts';

const rule = ruleWith(
  "    steps:\n      - { say: 'Go to {refused.remote}.', where: host }",
  'pick:\n  refused: { from: refusals }',
);
const head = 'id: hardening/label\ntitle: Do it';
const variant = 'variants:\n  - { name: one, status: advised, why: Because. }';
const read = (text: string) => readMeasure(text, 'rules/hardening/label.yaml', 'hardening/label', [rule]);

test('a remedy is borrowed, under another name where that is given', () => {
  const measure = read(
    `${head}\npick:\n  refused: { from: refusals }\n${variant}\nborrows:\n  - { rule: group/label, remedy: mend, as: do }`,
  );
  expect(measure.remedies).toEqual([{ ...rule.remedies[0], id: 'do' }]);
});

describe('a mistake is told with its place', () => {
  test.each([
    [
      'an id that is not its place',
      `id: hardening/other\ntitle: Do it\n${variant}`,
      ':1:5 the id is "hardening/other"',
    ],
    [
      'a status that there is not',
      `${head}\nvariants:\n  - { name: one, status: advise, why: W. }`,
      'did you mean "advised"?',
    ],
    ['no variant', `${head}\nvariants: []`, ':3:11 "variants" is an empty list'],
    [
      'a rule that there is not',
      `${head}\n${variant}\nborrows:\n  - { rule: group/labl, remedy: mend }`,
      'did you mean "group/label"?',
    ],
    [
      'a remedy that it has not',
      `${head}\n${variant}\nborrows:\n  - { rule: group/label, remedy: mnd }`,
      'group/label has no remedy "mnd": did you mean "mend"?',
    ],
    [
      'a pick that the loan needs',
      `${head}\n${variant}\nborrows:\n  - { rule: group/label, remedy: mend }`,
      'the measure needs a pick of that name from refusals',
    ],
    [
      'two remedies of one name',
      `${head}\npick:\n  refused: { from: refusals }\n${variant}\nborrows:\n  - { rule: group/label, remedy: mend }\n  - { rule: group/label, remedy: mend }`,
      'two of its remedies are called "mend"',
    ],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
