import { cliTables as tables } from 'virtual:openclaw-cli';
import { shippedRules } from 'virtual:shipped-rules';
import { describe, expect, test } from 'vitest';
import { commandProblems } from '../../src/rules/rule-commands.ts';
import { ruleWith } from '../support/rules.ts';

test('the command lines of the six versions that were run, and of the neighbours of every boundary, are there', () => {
  const versions = tables.map(({ version }) => version);
  for (const version of ['2026.1.29', '2026.2.19', '2026.3.13', '2026.5.7', '2026.7.1', '2026.9.6'])
    expect(versions).toContain(version);
  expect(versions.length).toBeGreaterThan(15);
});

test.each(shippedRules.map((rule) => [rule.id, rule] as const))(
  'every command of %s is one that the versions have in which it is advised',
  (_, rule) => {
    expect(commandProblems(rule, tables)).toEqual([]);
  },
);

describe('a command is found wrong', () => {
  const rule = (range: string, step: string) => ruleWith(`    steps:\n      - ${step}\n`, `openclaw: '${range}'`);

  test.each([
    ['<=2026.2.12', "{ say: Do so., where: host, run: ['{gateway.exec...}', devices, remove, ID] }", 'devices remove'],
    ['>=2026.1.29', '{ say: Do so., where: host, run: [openclaw, gateway, token, rotate] }', 'gateway token'],
    ['>=2026.9.6', "{ say: 'Run `openclaw devices aprove REQUEST_ID`.', where: host }", 'devices aprove'],
  ])('%s %s', (range, step, command) => {
    expect(commandProblems(rule(range, step), tables).join('\n')).toContain(command);
  });

  test('only in versions for which its step is meant', () => {
    const step = "{ say: Do so., where: host, openclaw: '>=2026.2.19', run: [openclaw, devices, remove, ID] }";
    expect(commandProblems(rule('>=2026.1.29', step), tables)).toEqual([]);
  });
});
