import { Box } from 'ink';
import type { PathStage } from '../../model/report.ts';
import { PATH_GAP, pathParts } from '../path-parts.ts';
import { useRoom, useTheme } from './look.ts';
import { STATUS_MARKS } from './marks.ts';
import { Words } from './words.tsx';

/** Where on the whole path one is, in one row. */
export function PathLine({ path, columns }: { readonly path: readonly PathStage[]; readonly columns: number }) {
  const { symbols, isLinear } = useTheme();
  const { isLow } = useRoom();
  if (path.every(({ status }) => status === 'unknown')) return null;
  return (
    <Box
      marginTop={isLow ? 0 : 1}
      {...(isLinear ? { flexDirection: 'column' } : { columnGap: PATH_GAP, flexWrap: 'wrap' })}
    >
      {pathParts(path, isLinear ? Number.POSITIVE_INFINITY : columns).map(({ status, words }) => {
        const [symbol, tone] = STATUS_MARKS[status];
        return <Words key={words} tone={status === 'failed' ? 'title' : tone}>{`${symbols[symbol]} ${words}`}</Words>;
      })}
    </Box>
  );
}
