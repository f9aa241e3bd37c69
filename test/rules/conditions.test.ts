import { describe, expect, test } from 'vitest';
import { type Fact, known, unknown } from '../../src/model/fact.ts';
import type { Condition } from '../../src/model/rule.ts';
import { judge } from '../../src/rules/conditions.ts';

const facts: Readonly<Record<string, Fact>> = {
  yes: known(true, 's'),
  no: known(false, 's'),
  none: known(null, 's'),
  port: known(18789, 's'),
  other: known(28789, 's'),
  address: known('172.17.0.1', 's'),
  list: known(['a', '172.17.0.1'], 's'),
  version: known('2026.7.33', 's'),
  dev: known('dev', 's'),
};
const look = (name: string) => facts[name] ?? unknown('not looked at');
const truth = (condition: Condition) => judge(condition, look).truth;
const is = (fact: string, op: string, operand: unknown): Condition => ({ fact, op, operand });
const yes = is('yes', 'equals', true);
const no = is('no', 'equals', true);
const dunno = is('lost', 'equals', true);

describe('three values', () => {
  test.each([
    [[yes, yes], true, true],
    [[yes, no], false, true],
    [[yes, dunno], 'unknown', true],
    [[no, dunno], false, 'unknown'],
    [[dunno, dunno], 'unknown', 'unknown'],
    [[no, no], false, false],
  ])('%j', (parts, all, any) => {
    expect(truth({ all: parts })).toBe(all);
    expect(truth({ any: parts })).toBe(any);
  });

  test('not turns true and false and leaves unknown', () => {
    expect([truth({ not: yes }), truth({ not: no }), truth({ not: dunno })]).toEqual([false, true, 'unknown']);
  });

  test('a judgement names the facts that it rests on, or those that are missing', () => {
    expect(judge({ all: [yes, { any: [dunno, is('port', 'equals', 18789)] }] }, look)).toEqual({
      truth: true,
      rests: [{ fact: 'yes' }, { fact: 'port' }],
    });
    expect(judge({ all: [yes, dunno] }, look)).toEqual({ truth: 'unknown', missing: ['lost'] });
    expect(judge({ all: [yes, no, dunno] }, look)).toEqual({ truth: false, rests: [{ fact: 'no' }] });
  });
});

test.each([
  ['none', 'equals', null, true],
  ['none', 'present', true, false],
  ['none', 'present', false, true],
  ['lost', 'present', false, 'unknown'],
  ['lost', 'known', false, true],
  ['port', 'known', true, true],
  ['port', 'oneOf', [1, 18789], true],
  ['port', 'atLeast', 18789, true],
  ['port', 'atMost', 18788, false],
  ['address', 'within', ['172.16.0.0/12'], true],
  ['address', 'within', ['10.0.0.0/8'], false],
  ['address', 'startsWith', ['10.', '172.'], true],
  ['list', 'contains', 'a', true],
  ['address', 'in', 'list', true],
  ['address', 'in', 'lost', 'unknown'],
  ['port', 'sameAs', 'other', false],
  ['version', 'version', '>=2026.8.1', false],
  ['version', 'version', '>=2026.7.1', true],
  ['dev', 'version', '>=2026.7.1', 'unknown'],
])('%s %s %j is %s', (fact, op, operand, expected) => {
  expect(truth(is(fact, op, operand))).toBe(expected);
});
