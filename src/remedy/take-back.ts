import type { Disk } from '../host/disk.ts';
import { type RunResult, runStep } from './run.ts';
import { argvBack, type Undo } from './undo.ts';

interface Means {
  readonly disk: Disk;
  readonly clean: (text: string) => string;
  readonly run?: typeof runStep;
  readonly signal?: AbortSignal;
  /** The terminal is the command's own for as long as it runs. */
  readonly asks?: boolean;
}

/** Takes back one piece of a run. The caller has the user's consent for exactly this. */
export async function takeBack(
  undo: Undo,
  onLine: (line: string) => void,
  { disk, clean, run = runStep, signal, asks }: Means,
): Promise<RunResult> {
  switch (undo.kind) {
    case 'command':
    case 'again':
      return run(argvBack(undo), onLine, { clean, ...(signal ? { signal } : {}), ...(asks ? { asks } : {}) });
    case 'file': {
      const done = await disk.restore(undo.written);
      return done.status === 'ok' ? done : { status: 'failed', reason: clean(done.reason) };
    }
    case 'by-hand':
      return { status: 'failed', reason: undo.why };
    default:
      return undo satisfies never;
  }
}
