import { textPage } from '../document/text.ts';
import { writeDocument } from '../document/write.ts';
import { exitCodes } from '../exit-code.ts';
import { catalogueMarkdown, catalogueOf, cataloguePage } from '../explain/catalogue.ts';
import { measuresMarkdown, measuresPage } from '../explain/measures.ts';
import { Redactor, stripControls } from '../host/clean.ts';
import type { MeasurePlan } from '../model/measure.ts';
import type { Rule } from '../model/rule.ts';
import { type Options, UsageError } from '../options.ts';
import { countCases } from './case-file.ts';
import { missingKinds, readCases } from './cases.ts';
import { readableRules, readRulesFolder } from './folder.ts';
import { missingMeasureKinds, readMeasureCases } from './measure-cases.ts';
import { readMeasuresFolder } from './measure-folder.ts';
import { commandProblems } from './rule-commands.ts';
import { selectRules } from './select.ts';
import { testRules } from './test-run.ts';
import { RuleError } from './yaml-reader.ts';

/** `rules list|lint|test [DIR]`. Without a folder, list shows the shipped rules; lint and test take ./rules. */
export async function rulesCommand(options: Options, shipped: readonly Rule[]): Promise<number> {
  const { operands, only, skip, verbose } = options;
  const [verb, folder] = operands;
  const chosen = (rules: readonly Rule[]) => selectRules(rules, only, skip);
  const inFolder = (path: string) => {
    const all = readRulesFolder(path);
    // Whoever asks for some rules asks for no measure.
    const isAll = only.length === 0 && skip.length === 0;
    return { rules: chosen(all), measures: isAll ? readMeasuresFolder(path, [...all, ...shipped]) : [] };
  };
  switch (verb) {
    case undefined:
    case 'list':
      return folder === undefined
        ? list(options, { rules: chosen(shipped), measures: await shippedMeasures(options) }, folder)
        : list(options, inFolder(folder), folder);
    case 'lint':
      return lint(folder ?? 'rules', chosen, inFolder);
    case 'test':
      return test(inFolder(folder ?? 'rules'), verbose);
    default:
      throw new UsageError(`there is no "rules ${verb}"; there are: list, lint, test`);
  }
}

/** The cases of shipped rules were counted when the doctor was built. */
async function list(options: Options, { rules, measures }: Catalogue, folder: string | undefined): Promise<number> {
  const count = folder === undefined ? await shippedCounts() : countCases;
  // Rules of others are text from outside like any other.
  const entries = new Redactor().clean(catalogueOf(rules, count));
  const others = new Redactor().clean(measures);
  await writeDocument(options, {
    text: (screen) => textPage([...cataloguePage(entries), ...measuresPage(others)], screen),
    markdown: () => catalogueMarkdown(entries) + measuresMarkdown(others),
    json: () => entries,
  });
  return exitCodes.healthy;
}

/** What a folder of rules holds. */
interface Catalogue {
  readonly rules: readonly Rule[];
  readonly measures: readonly MeasurePlan[];
}

async function shippedMeasures({ only, skip }: Options): Promise<readonly MeasurePlan[]> {
  return only.length === 0 && skip.length === 0 ? (await import('virtual:measures')).measures : [];
}

async function shippedCounts(): Promise<(rule: Rule) => number> {
  const { caseCounts } = await import('virtual:case-counts');
  return ({ id }) => caseCounts[id] ?? 0;
}

/** Reading a rule validates it; each must also have cases of every kind, and advise only commands that there are. */
async function lint(
  folder: string,
  chosen: (rules: readonly Rule[]) => readonly Rule[],
  inFolder: (folder: string) => Catalogue,
): Promise<number> {
  const { cliTables } = await import('virtual:openclaw-cli');
  const read = readableRules(folder);
  const mistakes = [...read.mistakes];
  for (const rule of read.mistakes.length > 0 ? read.rules : chosen(read.rules))
    mistakes.push(...mistakesOf(rule, 'rule', () => missingKinds(readCases(rule), rule), cliTables));
  // Measures rest on all rules: where one can't be read, they are looked at once it can.
  if (mistakes.length > 0) throw new RuleError(mistakes.sort().join('\n'));
  const { rules, measures } = inFolder(folder);
  for (const measure of measures) {
    const missing = () => missingMeasureKinds(readMeasureCases(measure), measure);
    mistakes.push(...mistakesOf(measure, 'measure', missing, cliTables));
  }
  if (mistakes.length > 0) throw new RuleError(mistakes.sort().join('\n'));
  const counted = (count: number, what: string) => (count === 1 ? `1 ${what}` : `${count} ${what}s`);
  const measured = measures.length === 0 ? '' : ` and ${counted(measures.length, 'measure')}`;
  process.stdout.write(`${counted(rules.length, 'rule')}${measured}, no mistake found\n`);
  return exitCodes.healthy;
}

/** `missing`: the kinds of case that it lacks. */
function mistakesOf(
  entry: Rule | MeasurePlan,
  what: string,
  missing: () => readonly string[],
  tables: CliTables,
): readonly string[] {
  const at = `${entry.file}:1:1`;
  const wrong = commandProblems(entry, tables).map((problem) => `${at} ${problem}`);
  try {
    const kinds = missing();
    return kinds.length === 0 ? wrong : [`${at} the ${what} has no case that shows: ${kinds.join(', ')}`, ...wrong];
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return [error.message, ...wrong];
  }
}

type CliTables = Parameters<typeof commandProblems>[1];

function test({ rules, measures }: Catalogue, isVerbose: boolean): number {
  const { failed, lines } = testRules(rules, isVerbose, measures);
  process.stdout.write(`${stripControls(lines.join('\n'))}\n`);
  return failed === 0 ? exitCodes.healthy : exitCodes.problem;
}
