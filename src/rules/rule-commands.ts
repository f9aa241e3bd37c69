import { holdsFor } from '../gateway/releases.ts';
import { parseVersion } from '../gateway/version.ts';
import type { MeasurePlan } from '../model/measure.ts';
import type { RemedyPlan, Rule } from '../model/rule.ts';
import { type CliTable, commandsIn, problemOf } from './openclaw-cli.ts';

/** A command that a rule advises, and the ranges of versions in which it does. */
interface Advised {
  /** Where in the rule it stands: `remedies.approve`, `variants.told`. */
  readonly place: string;
  readonly argv: readonly string[];
  readonly ranges: readonly string[];
}

/**
 * The openclaw commands that a rule advises and that one of the versions in which it does lacks, a sentence each: those
 * that its steps run, and those that its words quote.
 */
export function commandProblems(rule: Rule | MeasurePlan, tables: readonly CliTable[]): string[] {
  const problems = advisedBy(rule, tables).flatMap(({ place, argv, ranges }) =>
    tables
      .filter(({ version }) => ranges.every((range) => isWithin(version, range)))
      .flatMap((table) => {
        const problem = problemOf(argv, table);
        return problem === undefined ? [] : [`${place}: openclaw ${argv.join(' ')}: ${problem}`];
      }),
  );
  return [...new Set(problems)];
}

function isWithin(version: string, range: string): boolean {
  const parsed = parseVersion(version);
  return parsed !== undefined && holdsFor(range, [parsed]) === true;
}

function advisedBy(rule: Rule | MeasurePlan, tables: readonly CliTable[]): Advised[] {
  return rule.variants.flatMap((variant) => {
    const ranges = [rule.openclaw, variant.openclaw].filter((range) => range !== undefined);
    const next = 'next' in variant ? variant.next : 'next' in rule ? rule.next : undefined;
    const words = [variant.title ?? rule.title, variant.why ?? ('why' in rule ? rule.why : ''), next ?? ''];
    const all: readonly RemedyPlan[] = rule.remedies;
    const offered = all.filter(({ id }) => variant.remedies === undefined || variant.remedies.includes(id));
    return [
      ...words.flatMap((text) => quotedIn(text, `variants.${variant.name}`, ranges, tables)),
      ...offered.flatMap((remedy) => {
        const own = remedy.openclaw === undefined ? ranges : [...ranges, remedy.openclaw];
        const place = `remedies.${remedy.id}`;
        return [
          ...[remedy.title, remedy.tradeOff ?? '', remedy.takeBack ?? ''].flatMap((text) =>
            quotedIn(text, place, own, tables),
          ),
          ...remedy.steps.flatMap((step) => {
            const within = step.openclaw === undefined ? own : [...own, step.openclaw];
            const run = step.run === undefined ? undefined : openclawArgv(step.run);
            return [
              ...(run ? [{ place, argv: run, ranges: within }] : []),
              ...[step.say, step.byHand ?? ''].flatMap((text) => quotedIn(text, place, within, tables)),
            ];
          }),
        ];
      }),
    ];
  });
}

const quotedIn = (text: string, place: string, ranges: readonly string[], tables: readonly CliTable[]): Advised[] =>
  commandsIn(text, tables).map((argv) => ({ place, argv, ranges }));

/** Facts that stand for the argv of an openclaw program, up to the subcommand. */
const PROGRAMS = /^\{(?:gateway\.(?:exec|sidecar)|client\.command)\.\.\.\}$/;

/** The part of an argv that OpenClaw's CLI gets; undefined where it doesn't run one. */
function openclawArgv(argv: readonly string[]): readonly string[] | undefined {
  const program = argv.findIndex((part) => part === 'openclaw' || PROGRAMS.test(part));
  // What is left out where there is nothing to spread are options of some versions.
  return program === -1 ? undefined : argv.slice(program + 1).filter((part) => !/^\{[\w.-]+\.\.\.\|\}$/.test(part));
}
