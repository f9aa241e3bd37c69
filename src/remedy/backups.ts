import { basename, dirname } from 'node:path';
import type { Disk } from '../host/disk.ts';
import { type Facts, known } from '../model/fact.ts';
import { type Run, runAimOf } from './journal.ts';

/**
 * The copies of files that were kept at fixes before the last one of a gateway, as far as they are still there: that of
 * the last one is what takes it back. `runs`: the newest first.
 */
export async function oldBackups(runs: readonly Run[], disk: Pick<Disk, 'names'>): Promise<Facts> {
  const gatewayOf = ({ aim }: Run) => JSON.stringify(runAimOf(aim ?? {}));
  const last = runs.filter((run, index) => runs.findIndex((other) => gatewayOf(other) === gatewayOf(run)) === index);
  const kept = last.flatMap(copiesOf);
  const wanted = [...new Set(runs.flatMap(copiesOf))].filter((path) => !kept.includes(path));
  const there = await Promise.all(
    wanted.map(async (path) => ((await disk.names({ path: dirname(path) })).includes(basename(path)) ? [path] : [])),
  );
  return { 'backups.old': known(there.flat().slice(0, 20), 'what the doctor wrote down of its fixes') };
}

const copiesOf = ({ steps }: Run): readonly string[] =>
  steps.flatMap(({ undo }) => undo.flatMap((what) => (what.kind === 'file' ? [what.written.backup] : [])));
