import { describe, expect, test } from 'vitest';
import { releaseFacts } from '../../src/facts/releases.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { Rule, Variant } from '../../src/model/rule.ts';
import { judgeRules } from '../../src/rules/judge-rules.ts';

const variant = (more: Partial<Variant> = {}): Variant => ({ name: 'only', certainty: 'confirmed', ...more });
const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  file: `${id}.yaml`,
  severity: 'error',
  breaks: 'gateway',
  stage: 'tcp',
  title: 'T',
  why: 'W',
  docs: [],
  yieldsTo: [],
  pick: {},
  variants: [variant()],
  evidence: [],
  remedies: [],
  ...more,
});
const ids = (rules: readonly Rule[], facts: Facts = {}) =>
  judgeRules(rules, facts).findings.map((finding) => finding.rule);

describe('findings are ranked', () => {
  test('errors first, then by certainty, then in the order in which a gateway judges', () => {
    const rules = [
      rule('a/scopes', { stage: 'scopes' }),
      rule('a/likely', { stage: 'resolve', variants: [variant({ certainty: 'likely' })] }),
      rule('a/warning', { stage: 'resolve', severity: 'warning' }),
      rule('a/tcp'),
    ];
    expect(ids(rules)).toEqual(['a/tcp', 'a/scopes', 'a/likely', 'a/warning']);
  });

  test('and a symptom yields to a cause that is found as surely', () => {
    const symptom = rule('a/symptom', { yieldsTo: ['a/cause'] });
    expect(ids([symptom, rule('a/cause')])).toEqual(['a/cause']);
    expect(ids([symptom, rule('a/cause', { variants: [variant({ certainty: 'possible' })] })])).toEqual([
      'a/symptom',
      'a/cause',
    ]);
  });
});

describe('a range of versions', () => {
  const newer = [rule('a/newer', { variants: [variant({ openclaw: '>=2026.8.1' })] })];
  test.each([
    ['2026.9.6', 'confirmed'],
    ['2026.7.33', undefined],
    ['dev', 'possible'],
  ])('%s: %s', (version, certainty) => {
    const [finding] = judgeRules(newer, releaseFacts({ 'gateway.version': known(version, 't') })).findings;
    expect(finding?.certainty).toBe(certainty);
  });
});

describe('what can’t be told', () => {
  const when = { fact: 'path.tcp', op: 'equals', operand: 'refused' };
  const lost: Facts = { 'path.tcp': unknown('--offline') };
  test('is named with its reason', () => {
    expect(judgeRules([rule('a/b', { variants: [variant({ when })] })], lost)).toMatchObject({
      findings: [],
      unknown: [{ fact: 'path.tcp', reason: '--offline' }],
    });
  });
  test('but not where only a warning hangs on it, or no variant could hold', () => {
    expect(judgeRules([rule('a/b', { severity: 'warning', variants: [variant({ when })] })], lost).unknown).toEqual([]);
    const never = variant({ when: { fact: 'os.platform', op: 'equals', operand: 'beos' } });
    expect(
      judgeRules([rule('a/b', { when, variants: [never] })], { ...lost, 'os.platform': known('linux', 't') }).unknown,
    ).toEqual([]);
  });
});

test('a finding cites what it rests on and what it tells, each once, and nothing that says nothing', () => {
  const facts: Facts = {
    'path.tcp': known('refused', 'a connection'),
    'client.url': known('ws://h:1', '--url'),
    'gateway.published': known([], 'inspect'),
    'gateway.name': known(null, 'inspect'),
  };
  const when = { fact: 'path.tcp', op: 'equals', operand: 'refused' };
  const [finding] = judgeRules(
    [
      rule('a/b', {
        title: 'Nothing at {client.url}',
        when,
        evidence: ['gateway.published', 'gateway.name', 'client.url'],
      }),
    ],
    facts,
  ).findings;
  expect(finding).toMatchObject({
    title: 'Nothing at ws://h:1',
    evidence: [
      { fact: 'client.url', value: 'ws://h:1', source: '--url' },
      { fact: 'path.tcp', value: 'refused', source: 'a connection' },
    ],
  });
});

test('of a list it cites the items that it rests on; what a list lacks shows nothing', () => {
  const says = (sign: string) => ({ fact: 'text.says', op: 'contains', operand: sign });
  const facts: Facts = { 'text.says': known(['cli-apart', 'did-not-start', 'crash-loop'], 'a text') };
  const [finding] = judgeRules(
    [
      rule('a/b', {
        when: { all: [{ any: [says('timed-out'), says('did-not-start')] }, { not: says('upgrade-lost') }] },
        variants: [variant({ when: says('crash-loop') })],
      }),
    ],
    facts,
  ).findings;
  expect(finding?.evidence).toEqual([{ fact: 'text.says', value: ['did-not-start', 'crash-loop'], source: 'a text' }]);
});
