import type { PathStage } from '../../model/report.ts';
import { Block } from './block.tsx';
import { Marked } from './marked.tsx';
import { STATUS_MARKS } from './marks.ts';
import { Words } from './words.tsx';

/** One connection, stage by stage, as the gateway judges it. */
export function PathList({ path }: { readonly path: readonly PathStage[] }) {
  if (path.every(({ status }) => status === 'unknown')) return null;
  return (
    <Block heading="The way to the gateway">
      {path.map(({ stage, status, detail }) => (
        <Marked key={stage} symbol={STATUS_MARKS[status][0]} tone={STATUS_MARKS[status][1]}>
          <Words>{`${stage.padEnd(9)}${detail}`}</Words>
        </Marked>
      ))}
    </Block>
  );
}
