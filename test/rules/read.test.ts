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

test('words that two parts share are written once', () => {
  const shared = RULE.replace('why: Because.', 'why: &why Because of that.').replace(
    'certainty: confirmed',
    'certainty: confirmed\n    why: *why',
  );
  expect(read(shared)()).toMatchObject({ why: 'Because of that.', variants: [{ why: 'Because of that.' }] });
});

test('lines for another program’s file keep their breaks and tell their facts', () => {
  const snippet = RULE.replace(
    '        approves: refusal\n',
    '        snippet:\n          file: /etc/caddy/Caddyfile\n          text: |\n            name {\n              to {client.port|1}\n            }\n',
  );
  expect(read(snippet)().remedies[0]?.steps[0]?.snippet).toEqual({
    file: '/etc/caddy/Caddyfile',
    text: 'name {\n  to {client.port|1}\n}',
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
    [
      'risk: none',
      'risk: weakens-security\n    tradeOff: All may come in.',
      '15:5 a remedy of risk "weakens-security" needs its "takeBack": how it is taken back by hand',
    ],
    ['approves: refusal', 'approves: refusl', '22:19 no pick "refusl": did you mean "refusal"?'],
    ['why: Because.', 'why: *why', '5:6 there is no "&why" above'],
    [
      'why: Because.\npick:',
      'why: Because.\ndocs: &a [x, y]\nyieldsTo: &b [*a, *a]\npick:',
      '7:15 what "&b" names holds no "*" of its own',
    ],
    [
      'certainty: confirmed',
      'certainty: confirmed\n    symptomOnly: true',
      '13:18 what a symptom alone speaks for is possible at most',
    ],
    ['certainty: confirmed', 'certainty: sure', '12:16 "certainty" can\'t be "sure"'],
  ])('%s → %s', (right, wrong, message) => {
    expect(read(RULE.replace(right, wrong))).toThrow(`rules/group/label.yaml:${message}`);
  });

  test.each([
    ['all: [{ fact: path.tcp, equals: ok }, { fact: path.tcp, equals: refused }]', 'equals "ok", equals "refused"'],
    ['all: [{ fact: path.tcp, equals: ok }, { fact: path.tcp, oneOf: [refused, timeout] }]', 'equals "ok", oneOf'],
    ['all: [{ fact: path.tcp, equals: ok }, { not: { fact: path.tcp, equals: ok } }]', 'equals "ok", not equals "ok"'],
    ['all: [{ fact: path.tcp, present: true }, { fact: path.tcp, equals: null }]', 'present true, equals null'],
    ['all: [{ fact: path.tcp, known: false }, { fact: path.tcp, equals: ok }]', 'known false, equals "ok"'],
    ['all: [{ fact: client.port, atLeast: 9 }, { fact: client.port, atMost: 8 }]', 'atLeast 9, atMost 8'],
    ['all: [{ fact: path.tcp, equals: ok }, { all: [{ fact: path.tcp, equals: failed }] }]', 'equals "failed"'],
    [
      'all: [{ fact: gateway.version, version: ">=2026.8.1" }, { fact: gateway.version, version: "<2026.7.1" }]',
      'version ">=2026.8.1", version "<2026.7.1"',
    ],
  ])('comparisons that exclude each other: %s', (conjunction, message) => {
    expect(read(RULE.replace('{ fact: refusal.remote, present: true }', `{ ${conjunction} }`))).toThrow(message);
  });

  test.each([
    'all: [{ fact: path.tcp, oneOf: [ok, refused] }, { fact: path.tcp, equals: ok }]',
    'any: [{ fact: path.tcp, equals: ok }, { fact: path.tcp, equals: refused }]',
    'all: [{ fact: path.tcp, equals: ok }, { any: [{ fact: path.tcp, equals: refused }, { fact: path.http, equals: ok }] }]',
    'all: [{ not: { fact: path.tcp, equals: ok } }, { not: { fact: path.tcp, equals: refused } }]',
    'all: [{ fact: client.port, atLeast: 8 }, { fact: client.port, atMost: 8 }]',
    'all: [{ fact: path.tcp, known: false }, { fact: path.http, equals: ok }]',
  ])('and none that don’t: %s', (condition) => {
    expect(read(RULE.replace('{ fact: refusal.remote, present: true }', `{ ${condition} }`))).not.toThrow();
  });

  test('a variant that the rule’s own condition or range shuts out', () => {
    const never = RULE.replace('variants:', 'when: { fact: path.tcp, equals: ok }\nvariants:').replace(
      '{ fact: refusal.remote, present: true }',
      '{ fact: path.tcp, equals: refused }',
    );
    expect(read(never)).toThrow('no facts can meet this: "path.tcp" can\'t be both: equals "ok", equals "refused"');
    const apart = RULE.replace('variants:', "openclaw: '>=2026.8.1'\nvariants:").replace(
      'certainty: confirmed',
      "certainty: confirmed\n    openclaw: '<2026.7.1'",
    );
    expect(read(apart)).toThrow('no version is both >=2026.8.1 and <2026.7.1');
  });

  test.each(['docs: []', 'evidence: []', 'yieldsTo: []'])('an empty list: %s', (line) => {
    expect(read(RULE.replace('why: Because.', `why: Because.\n${line}`))).toThrow('is an empty list: leave it out');
  });

  test('a change that the model of the gateway doesn’t know', () => {
    const admits = (by: string, client = 'refusal') =>
      read(RULE.replace('    steps:', `    admits: { client: ${client}, by: [${by}] }\n    steps:`));
    expect(admits('approve')).not.toThrow();
    expect(admits('aprove')).toThrow('unknown change "aprove": did you mean "approve"?');
    expect(admits('approve', 'refusl')).toThrow('"refusl" is no pick from refusals: did you mean "refusal"?');
  });

  test('what an option leads to: a known change of a refused client or of the way, a mere look or words, and one of these', () => {
    const leads = (leadsTo: string, step = '') =>
      read(RULE.replace('    steps:', `    leadsTo: ${leadsTo}\n    steps:${step}`));
    expect(leads('{ client: refusal, by: [update, approve] }')).not.toThrow();
    expect(leads('{ way: [start] }')).not.toThrow();
    expect(leads("{ words: 'It depends on {refusal.who}.' }")).not.toThrow();
    expect(leads("{ words: 'It depends on {refusl.who}.' }")).toThrow('refusl');
    expect(leads('{ client: refusal, by: [aprove] }')).toThrow('unknown change "aprove": did you mean "approve"?');
    expect(leads('{ way: [approve] }')).toThrow('unknown change "approve"');
    expect(leads('{ client: refusal }')).toThrow('"by" takes at least one change');
    expect(leads('{ client: refusl, by: [approve] }')).toThrow('"refusl" is no pick from refusals');
    for (const wrong of [
      '{}',
      '{ by: [approve] }',
      '{ way: [start], look: true }',
      '{ way: [start], by: [approve] }',
      '{ words: So., look: true }',
    ])
      expect(leads(wrong)).toThrow('"leadsTo" takes "client" with "by", or "way", or "look", or "words"');
    expect(leads('{ look: false }')).toThrow('"look" is true or left out');
    const admits = '    admits: { client: refusal, by: [approve] }\n    leadsTo: { look: true }\n    steps:';
    expect(read(RULE.replace('    steps:', admits))).toThrow('"admits" says what it leads to already');
  });

  test.each([
    'run: [openclaw, config, set, gateway.bind, lan]',
    "run: ['{gateway.restart...}']",
    'approves: refusal',
    'snippet: { file: Caddyfile, text: x }',
  ])('a mere look that does more: %s', (does) => {
    const step = `\n      - { say: Do it., where: host, ${does} }`;
    const leads = (look: string) => read(RULE.replace('    steps:', `${look}    steps:${step}`));
    expect(leads('')).not.toThrow();
    expect(leads('    leadsTo: { look: true }\n')).toThrow('it does more than look: Do it.');
  });

  test('what a remedy changes is told by facts and by refusals, which a second look can find again', () => {
    const changes = (fact: string) =>
      read(
        RULE.replace('pick:', 'pick:\n  asking:\n    from: devices.pending').replace(
          '    steps:',
          `    changes: { fact: ${fact}, present: true }\n    steps:`,
        ),
      );
    expect(changes('gateway.config.bind')).not.toThrow();
    expect(changes('refusal.originListed')).not.toThrow();
    expect(changes('asking.deviceId')).toThrow('unknown fact "asking.deviceId"');
  });

  test('YAML itself', () => {
    expect(read('id: [')).toThrow(/^rules\/group\/label\.yaml:\d+:\d+ /);
  });

  test('a title of 80 characters', () => {
    expect(read(RULE.replace('Nothing listens at', 'N'.repeat(80)))).toThrow('a title stays under 80 characters');
  });
});
