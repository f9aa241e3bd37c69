import { describe, expect, test } from 'vitest';
import { readRule } from '../../src/rules/read.ts';

const RULE = `id: group/label
severity: error
stage: tcp
title: Nothing listens at {client.url}
why: Because.
pick:
  refusal:
    from: refusals
    where: { fact: remoteIs, equals: nat }
variants:
  - name: one
    certainty: confirmed
    when: { fact: refusal.remote, present: true }
remedies:
  - id: mend
    title: Mend it
    risk: none
    steps:
      - say: Do so.
        where: host
        run: ['{gateway.exec...}', devices, approve, '{refusal.requestId}']
        approves: refusal
`;
const read = (text: string) => () => readRule(text, 'rules/group/label.yaml', 'group/label');

test('a rule is read with its defaults filled in', () => {
  expect(read(RULE)()).toMatchObject({
    id: 'group/label',
    docs: [],
    evidence: [],
    pick: { refusal: { from: 'refusals', where: { fact: 'remoteIs', op: 'equals', operand: 'nat' } } },
    variants: [{ name: 'one', certainty: 'confirmed', when: { fact: 'refusal.remote', op: 'present', operand: true } }],
  });
});

describe('a mistake is told with file, line, column and the nearest right word', () => {
  test.each([
    ['severity: error', 'sevrity: error', '2:1 unknown key "sevrity" in a rule: did you mean "severity"?'],
    ['severity: error', 'severity: eror', '2:11 "severity" can\'t be "eror": did you mean "error"?'],
    ['stage: tcp', 'stage: tpc', '3:8 "stage" can\'t be "tpc": did you mean "tcp"?'],
    ['present: true', 'presnt: true', '13:35 unknown operator "presnt": did you mean "present"?'],
    ['present: true', 'present: maybe', '13:44 "present" takes true or false'],
    ['present: true', 'present: true, equals: 1', '13:11 one operator a condition, not present and equals'],
    ['refusal.remote,', 'refusal.remot,', '13:19 "refusal" has no "remot": did you mean "remote"?'],
    ['refusal.remote,', 'gateway.knd,', '13:19 unknown fact "gateway.knd": did you mean "gateway.kind"?'],
    ['fact: remoteIs', 'fact: remoteIz', '9:20 unknown fact "remoteIz": did you mean "remoteIs"?'],
    ['from: refusals', 'from: refusal', '8:11 "refusal" is no list: did you mean "refusals"?'],
    ['{client.url}', '{client.ur}', '4:8 unknown fact "client.ur": did you mean "client.url"?'],
    ['id: group/label', 'id: group/lable', '1:5 the id is "group/lable", the file\'s place says "group/label"'],
    ['risk: none', 'risk: restart', '15:5 a remedy of risk "restart" needs its "tradeOff" in words'],
    ['approves: refusal', 'approves: refusl', '22:19 no pick "refusl": did you mean "refusal"?'],
    ['certainty: confirmed', 'certainty: sure', '12:16 "certainty" can\'t be "sure"'],
  ])('%s → %s', (right, wrong, message) => {
    expect(read(RULE.replace(right, wrong))).toThrow(`rules/group/label.yaml:${message}`);
  });

  test('YAML itself', () => {
    expect(read('id: [')).toThrow(/^rules\/group\/label\.yaml:\d+:\d+ /);
  });

  test('a title of 80 characters', () => {
    expect(read(RULE.replace('Nothing listens at', 'N'.repeat(80)))).toThrow('a title stays under 80 characters');
  });
});
