import { join } from 'node:path';
import type { Disk, KeepResult } from '../host/disk.ts';
import { parseJson } from '../model/json.ts';
import { type Run, readRun } from './journal.ts';

/** What the doctor did on this machine, one file a run. */
export interface Journal {
  /** The newest first. Files that others could have written are left aside. */
  runs(): Promise<readonly Run[]>;
  save(run: Run): Promise<KeepResult>;
}

/** So many are kept; whatever is older nobody takes back any more. */
const MAX_RUNS = 50;

/** The journal in that folder. Runs are redacted before they come here: what the doctor holds is. */
export function openJournal(disk: Disk, folder: string): Journal {
  const files = async () =>
    (await disk.names({ path: folder })).filter((name) => /^[\dTZ]{10,30}-\w+\.json$/.test(name));
  return {
    runs: async () => {
      const names = (await files()).sort().toReversed().slice(0, MAX_RUNS);
      const read = await Promise.all(names.map((name) => disk.read({ path: join(folder, name) })));
      return read.flatMap((file) => {
        if (file.status !== 'ok' || !file.isOwn) return [];
        const run = readRun(parseJson(file.text));
        return run ? [run] : [];
      });
    },
    save: async (run) => {
      const path = join(folder, `${run.id}.json`);
      const kept = await disk.keep({ path, text: `${JSON.stringify(run, null, 1)}\n` });
      for (const name of (await files()).sort().slice(0, -MAX_RUNS)) await disk.remove({ path: join(folder, name) });
      return kept;
    },
  };
}

/** Where programs of this user keep what they remember, the doctor's own folder in it. */
export function journalFolder(env: NodeJS.ProcessEnv, platform: string, home: string): string {
  const { XDG_STATE_HOME: state, LOCALAPPDATA: local } = env;
  if (platform === 'win32') return join(local || join(home, 'AppData', 'Local'), 'openclaw-doctor');
  // A path that isn't absolute is to be ignored, says the XDG specification.
  return join(state?.startsWith('/') ? state : join(home, '.local', 'state'), 'openclaw-doctor');
}
