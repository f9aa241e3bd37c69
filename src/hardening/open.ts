import { hardeningFacts } from '../facts/hardening.ts';
import type { Hand } from '../hand.ts';
import type { Redactor } from '../host/clean.ts';
import { type Facts, known } from '../model/fact.ts';
import type { Measure, MeasurePlan } from '../model/measure.ts';
import type { Rule } from '../model/rule.ts';
import { oldBackups } from '../remedy/backups.ts';
import { withChanges } from '../remedy/changes.ts';
import { judgeMeasures } from '../rules/judge-measures.ts';

/** Tells how each measure stands by the facts of a look. */
export type Harden = (facts: Facts) => Promise<readonly Measure[]>;

interface Sources {
  /** `--rules`: folders that may hold further measures. */
  readonly folders: readonly string[];
  /** From which those may borrow. */
  readonly rules: readonly Rule[];
  /** Cleans what others wrote. */
  readonly redactor: Redactor;
  /** Absent: the patient is recorded. */
  readonly hand: Hand | undefined;
}

/**
 * The measures are read when they are first asked for, once something is mended; those of others now, for a mistake in
 * them is told before anything is done. Throws RuleError.
 */
export async function openMeasures({ folders, rules, redactor, hand }: Sources): Promise<Harden> {
  let plans = folders.length > 0 ? Promise.resolve(await readAll(folders, rules, redactor)) : undefined;
  return async (facts) => {
    plans ??= readAll(folders, rules, redactor);
    const all = hardeningFacts({ ...facts, ...(await backupsOf(hand)) });
    const measures = judgeMeasures(await plans, all);
    const findings = await withChanges(
      measures.map(({ finding }) => finding),
      facts,
    );
    return measures.map((measure, index) => ({ ...measure, finding: findings[index] ?? measure.finding }));
  };
}

async function readAll(
  folders: readonly string[],
  rules: readonly Rule[],
  redactor: Redactor,
): Promise<readonly MeasurePlan[]> {
  const { measures } = await import('virtual:measures');
  if (folders.length === 0) return measures;
  const { readMeasuresFolder } = await import('../rules/measure-folder.ts');
  return [...measures, ...redactor.clean(folders.flatMap((folder) => readMeasuresFolder(folder, rules)))];
}

async function backupsOf(hand: Hand | undefined): Promise<Facts> {
  if (!hand) return { 'backups.old': known([], 'nothing was done to a recorded patient from here') };
  return oldBackups(await hand.journal.runs(), hand.disk);
}
