import type { PathStage } from '../../model/report.ts';
import { Block } from './block.tsx';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

const MARKS = {
  ok: ['ok', 'good'],
  failed: ['bad', 'bad'],
  unknown: ['unknown', 'warning'],
  skipped: ['dot', 'quiet'],
} as const;

/** One connection, stage by stage, as the gateway judges it. */
export function PathList({ path }: { readonly path: readonly PathStage[] }) {
  if (path.every(({ status }) => status === 'unknown')) return null;
  return (
    <Block heading="The way to the gateway">
      {path.map(({ stage, status, detail }) => (
        <Marked key={stage} symbol={MARKS[status][0]} tone={MARKS[status][1]}>
          <Words>{`${stage.padEnd(9)}${detail}`}</Words>
        </Marked>
      ))}
    </Block>
  );
}
