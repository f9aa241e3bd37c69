import { exitCodes } from '../exit-code.ts';
import { Redactor } from '../host/clean.ts';
import type { Rule } from '../model/rule.ts';
import { type Options, UsageError } from '../options.ts';
import { missingKinds, readCases, runCases } from './cases.ts';
import { readRulesFolder } from './folder.ts';
import { commandProblems } from './rule-commands.ts';
import { RuleError } from './yaml-reader.ts';

/** `rules list|lint|test [DIR]`. Without a folder, list shows the shipped rules; lint and test take ./rules. */
export async function rulesCommand({ operands }: Options, shipped: readonly Rule[]): Promise<number> {
  const [verb, folder] = operands;
  switch (verb) {
    case undefined:
    case 'list':
      return list(folder === undefined ? shipped : new Redactor().clean(readRulesFolder(folder)));
    case 'lint':
      return lint(folder ?? 'rules');
    case 'test':
      return test(folder ?? 'rules');
    default:
      throw new UsageError(`there is no "rules ${verb}"; there are: list, lint, test`);
  }
}

function list(rules: readonly Rule[]): number {
  for (const rule of rules) process.stdout.write(`${rule.id}\n  ${rule.title}\n`);
  return exitCodes.healthy;
}

/** Reading a rule validates it; each must also have cases of every kind, and advise only commands that there are. */
async function lint(folder: string): Promise<number> {
  const rules = readRulesFolder(folder);
  const { cliTables } = await import('virtual:openclaw-cli');
  for (const rule of rules) {
    const missing = missingKinds(readCases(rule), rule);
    if (missing.length > 0)
      throw new RuleError(`${rule.file}:1:1 the rule has no case that shows: ${missing.join(', ')}`);
    const [wrong] = commandProblems(rule, cliTables);
    if (wrong !== undefined) throw new RuleError(`${rule.file}:1:1 ${wrong}`);
  }
  process.stdout.write(`${rules.length} rules, no mistake found\n`);
  return exitCodes.healthy;
}

function test(folder: string): number {
  let count = 0;
  let failed = 0;
  for (const rule of readRulesFolder(folder)) {
    for (const { name, problem } of runCases(rule, readCases(rule))) {
      count++;
      if (problem === undefined) continue;
      failed++;
      process.stdout.write(`✗ ${rule.id}: ${name}: ${problem}\n`);
    }
  }
  process.stdout.write(`${count - failed} passed, ${failed} failed\n`);
  return failed === 0 ? exitCodes.healthy : exitCodes.problem;
}
