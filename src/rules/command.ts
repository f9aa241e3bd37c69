import { textPage } from '../document/text.ts';
import { writeDocument } from '../document/write.ts';
import { exitCodes } from '../exit-code.ts';
import { catalogueMarkdown, catalogueOf, cataloguePage } from '../explain/catalogue.ts';
import { Redactor, stripControls } from '../host/clean.ts';
import type { Rule } from '../model/rule.ts';
import { type Options, UsageError } from '../options.ts';
import { countCases } from './case-file.ts';
import { missingKinds, readCases } from './cases.ts';
import { readRulesFolder } from './folder.ts';
import { commandProblems } from './rule-commands.ts';
import { selectRules } from './select.ts';
import { testRules } from './test-run.ts';
import { RuleError } from './yaml-reader.ts';

/** `rules list|lint|test [DIR]`. Without a folder, list shows the shipped rules; lint and test take ./rules. */
export async function rulesCommand(options: Options, shipped: readonly Rule[]): Promise<number> {
  const { operands, only, skip, verbose } = options;
  const [verb, folder] = operands;
  const chosen = (rules: readonly Rule[]) => selectRules(rules, only, skip);
  switch (verb) {
    case undefined:
    case 'list':
      return list(options, chosen(folder === undefined ? shipped : readRulesFolder(folder)), folder);
    case 'lint':
      return lint(chosen(readRulesFolder(folder ?? 'rules')));
    case 'test':
      return test(chosen(readRulesFolder(folder ?? 'rules')), verbose);
    default:
      throw new UsageError(`there is no "rules ${verb}"; there are: list, lint, test`);
  }
}

/** The cases of shipped rules were counted when the doctor was built. */
async function list(options: Options, rules: readonly Rule[], folder: string | undefined): Promise<number> {
  const count = folder === undefined ? await shippedCounts() : countCases;
  // Rules of others are text from outside like any other.
  const entries = new Redactor().clean(catalogueOf(rules, count));
  await writeDocument(options, {
    text: (screen) => textPage(cataloguePage(entries), screen),
    markdown: () => catalogueMarkdown(entries),
    json: () => entries,
  });
  return exitCodes.healthy;
}

async function shippedCounts(): Promise<(rule: Rule) => number> {
  const { caseCounts } = await import('virtual:case-counts');
  return ({ id }) => caseCounts[id] ?? 0;
}

/** Reading a rule validates it; each must also have cases of every kind, and advise only commands that there are. */
async function lint(rules: readonly Rule[]): Promise<number> {
  const { cliTables } = await import('virtual:openclaw-cli');
  for (const rule of rules) {
    const missing = missingKinds(readCases(rule), rule);
    if (missing.length > 0)
      throw new RuleError(`${rule.file}:1:1 the rule has no case that shows: ${missing.join(', ')}`);
    const [wrong] = commandProblems(rule, cliTables);
    if (wrong !== undefined) throw new RuleError(`${rule.file}:1:1 ${wrong}`);
  }
  process.stdout.write(`${rules.length === 1 ? '1 rule' : `${rules.length} rules`}, no mistake found\n`);
  return exitCodes.healthy;
}

function test(rules: readonly Rule[], isVerbose: boolean): number {
  const { failed, lines } = testRules(rules, isVerbose);
  process.stdout.write(`${stripControls(lines.join('\n'))}\n`);
  return failed === 0 ? exitCodes.healthy : exitCodes.problem;
}
