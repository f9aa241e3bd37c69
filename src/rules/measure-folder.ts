import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MEASURES, type MeasurePlan } from '../model/measure.ts';
import type { Rule } from '../model/rule.ts';
import { readMeasure } from './read-measure.ts';

/** Every measure of a folder of rules, `hardening/<label>.yaml` each; none where there is no such folder. Throws RuleError. */
export function readMeasuresFolder(folder: string, rules: readonly Rule[]): MeasurePlan[] {
  return measureFiles(folder).map((file) => {
    const label = file.slice(join(folder, MEASURES).length + 1).replace(/\.ya?ml$/, '');
    return readMeasure(readFileSync(file, 'utf8'), file, `${MEASURES}/${label}`, rules);
  });
}

/** The files of measures below a folder of rules; the cases beside them left out. */
export function measureFiles(folder: string): string[] {
  const own = join(folder, MEASURES);
  if (!existsSync(own)) return [];
  return readdirSync(own)
    .filter((name) => /\.ya?ml$/.test(name) && !/\.test\.ya?ml$/.test(name))
    .map((name) => join(own, name))
    .sort();
}
