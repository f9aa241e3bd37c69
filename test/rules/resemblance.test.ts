import { describe, expect, test } from 'vitest';
import { releaseFacts } from '../../src/facts/releases.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import type { Finding } from '../../src/model/report.ts';
import type { Rule } from '../../src/model/rule.ts';
import { withResemblances } from '../../src/rules/resemblance.ts';

const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  file: `${id}.yaml`,
  severity: 'error',
  breaks: 'gateway',
  stage: 'auth',
  title: `The gateway is {gateway.version|of some version}`,
  why: 'W',
  docs: ['https://docs.openclaw.ai'],
  yieldsTo: [],
  pick: {},
  variants: [],
  evidence: [],
  remedies: [],
  ...more,
});
const found = (id: string, more: Partial<Finding> = {}): Finding => ({
  rule: id,
  variant: 'told',
  title: 'T',
  severity: 'error',
  certainty: 'likely',
  stage: 'auth',
  why: 'W',
  evidence: [],
  remedies: [],
  docs: [],
  ...more,
});
const alike = (...causes: string[]): Facts => ({
  'text.resembles': known(
    causes.map((cause) => ({ cause, words: ['token', '.env'] })),
    'the text',
  ),
});
const names = (findings: readonly Finding[]) => findings.map(({ rule, variant }) => `${rule} ${variant}`);

describe('causes whose reports read alike', () => {
  test('stand behind what signs speak for, without a remedy', () => {
    expect(withResemblances([found('a/a')], [rule('a/a'), rule('b/b')], alike('b/b'))).toEqual([
      found('a/a'),
      {
        rule: 'b/b',
        variant: 'resembles',
        title: 'The gateway is of some version',
        severity: 'error',
        certainty: 'possible',
        stage: 'auth',
        why: 'Reports with this cause read alike: «token», «.env». Nothing that was handed in shows it; `openclaw-doctor explain b/b` says what would.',
        evidence: [{ fact: 'text.resembles', value: ['token', '.env'], source: 'the text' }],
        remedies: [],
        docs: ['https://docs.openclaw.ai'],
      },
    ]);
  });
  test('fill up three, not more', () => {
    const rules = ['a/a', 'b/b', 'c/c', 'd/d'].map((id) => rule(id));
    expect(names(withResemblances([found('a/a')], rules, alike('b/b', 'c/c', 'd/d')))).toEqual([
      'a/a told',
      'b/b resembles',
      'c/c resembles',
    ]);
  });
  test('are not named beside a certain cause', () => {
    const certain = found('a/a', { certainty: 'confirmed' });
    expect(withResemblances([certain], [rule('a/a'), rule('b/b')], alike('b/b'))).toEqual([certain]);
  });
  test('nor where one was found, or is the symptom of what was', () => {
    const rules = [rule('a/a'), rule('b/b', { yieldsTo: ['a/a'] })];
    expect(names(withResemblances([found('a/a')], rules, alike('a/a', 'b/b')))).toEqual(['a/a told']);
  });
  test('nor where the version or what is known speaks against it', () => {
    const rules = [
      rule('b/old', { openclaw: '<2026.2.14' }),
      rule('b/other', { when: { fact: 'gateway.kind', op: 'equals', operand: 'process' } }),
      rule('b/new', { openclaw: '>=2026.2.14' }),
    ];
    const facts: Facts = {
      ...alike('b/old', 'b/other', 'b/new'),
      'gateway.version': known('2026.9.6', 's'),
      'gateway.kind': known('container', 's'),
    };
    expect(names(withResemblances([], rules, { ...facts, ...releaseFacts(facts) }))).toEqual(['b/new resembles']);
  });
  test('stand before what rests on a symptom that many causes share, and that one in their place where it is one of them', () => {
    const vague = (id: string) => rule(id, { variants: [{ name: 'told', certainty: 'possible', symptomOnly: true }] });
    const rules = [vague('a/a'), rule('b/b'), vague('c/c')];
    const seen = ['a/a', 'c/c'].map((id) => found(id, { certainty: 'possible' }));
    expect(names(withResemblances(seen, rules, alike('c/c', 'b/b')))).toEqual([
      'c/c told',
      'b/b resembles',
      'a/a told',
    ]);
  });
  test('are an error where something else tells of one, and a hint alone', () => {
    const severities = (findings: readonly Finding[]) =>
      withResemblances(findings, [rule('a/a'), rule('b/b')], alike('b/b')).map(({ severity }) => severity);
    expect(severities([found('a/a')])).toEqual(['error', 'error']);
    expect(severities([])).toEqual(['info']);
    expect(severities([found('a/a', { severity: 'warning' })])).toEqual(['info', 'warning']);
  });
  test('nor where nothing was handed in to read', () => {
    expect(withResemblances([], [rule('b/b')], {})).toEqual([]);
  });
});
