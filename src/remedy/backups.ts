import { basename, dirname } from 'node:path';
import type { Disk } from '../host/disk.ts';
import { type Facts, known } from '../model/fact.ts';
import type { Run } from './journal.ts';

/**
 * The copies of files that were kept at fixes before the last one, as far as they are still there. That of the last one
 * is what takes it back.
 */
export async function oldBackups(runs: readonly Run[], disk: Pick<Disk, 'names'>): Promise<Facts> {
  const kept = runs.map((run) =>
    run.steps.flatMap(({ undo }) => undo.flatMap((what) => (what.kind === 'file' ? [what.written.backup] : []))),
  );
  const [last = [], ...older] = kept;
  const wanted = [...new Set(older.flat())].filter((path) => !last.includes(path));
  const there = await Promise.all(
    wanted.map(async (path) => ((await disk.names({ path: dirname(path) })).includes(basename(path)) ? [path] : [])),
  );
  return { 'backups.old': known(there.flat().slice(0, 20), 'what the doctor wrote down of its fixes') };
}
