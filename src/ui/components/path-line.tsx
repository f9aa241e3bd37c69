import { Box } from 'ink';
import type { PathStage } from '../../model/report.ts';
import { PATH_GAP, pathParts } from '../path-parts.ts';
import { useRoom, useTheme } from './look.ts';
import { Marked } from './marked.tsx';
import { STATUS_MARKS } from './marks.ts';
import { Words } from './words.tsx';

const TEXT = { ok: 'plain', failed: 'title', unknown: 'plain', skipped: 'quiet' } as const;

/** Where on the whole path one is, in one row. */
export function PathLine({ path, columns }: { readonly path: readonly PathStage[]; readonly columns: number }) {
  const { isLinear } = useTheme();
  const { isLow } = useRoom();
  if (path.every(({ status }) => status === 'unknown')) return null;
  return (
    <Box
      marginTop={isLow ? 0 : 1}
      {...(isLinear ? { flexDirection: 'column' } : { columnGap: PATH_GAP, flexWrap: 'wrap' })}
    >
      {pathParts(path, isLinear ? Number.POSITIVE_INFINITY : columns).map(({ status, words }) => {
        const [symbol, tone] = STATUS_MARKS[status];
        return (
          <Marked key={words} symbol={symbol} tone={tone}>
            <Words tone={TEXT[status]}>{words}</Words>
          </Marked>
        );
      })}
    </Box>
  );
}
