import type { PathStage } from '../model/report.ts';

/** Neighbouring stages that went alike. */
export interface PathPart {
  readonly status: PathStage['status'];
  readonly words: string;
}

/** What stands between two parts. */
export const PATH_GAP = 3;

/**
 * The whole path in one row of at most `columns`: every stage where there is room, else the first and the last of those
 * that went alike, else the stage that fails with its neighbours.
 */
export function pathParts(path: readonly PathStage[], columns: number): readonly PathPart[] {
  const runs = runsOf(path);
  const forms = [runs.map(whole), runs.map(ends), aroundFailed(runs)];
  return forms.find((parts) => widthOf(parts) <= columns) ?? aroundFailed(runs);
}

interface Run {
  readonly status: PathStage['status'];
  readonly stages: readonly string[];
}

function runsOf(path: readonly PathStage[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { stage, status } of path) {
    const run = runs.at(-1);
    if (run?.status === status) runs[runs.length - 1] = { status, stages: [...run.stages, stage] };
    else runs.push({ status, stages: [stage] });
  }
  return runs;
}

const whole = ({ status, stages }: Run): PathPart => ({ status, words: stages.join(' ') });
const first = ({ status, stages }: Run): PathPart => ({ status, words: stages[0] ?? '' });
const last = ({ status, stages }: Run): PathPart => ({ status, words: stages.at(-1) ?? '' });

function ends(run: Run): PathPart {
  const { status, stages } = run;
  return stages.length < 3 ? whole(run) : { status, words: `${stages[0]} … ${stages.at(-1)}` };
}

function aroundFailed(runs: readonly Run[]): readonly PathPart[] {
  const at = runs.findIndex(({ status }) => status === 'failed');
  if (at < 0) return runs.map(ends);
  const [before, broken, after] = [runs[at - 1], runs[at], runs[at + 1]];
  return [...(before ? [last(before)] : []), ...(broken ? [whole(broken)] : []), ...(after ? [first(after)] : [])];
}

/** A symbol and a space before each part; in ASCII an ellipsis is three characters. */
function widthOf(parts: readonly PathPart[]): number {
  const words = parts.map(({ words: text }) => text.replaceAll('…', '...').length + 2);
  return words.reduce((sum, width) => sum + width, 0) + PATH_GAP * (parts.length - 1);
}
