import { Box } from 'ink';
import type { Progress } from '../../probes/collect.ts';
import { useTheme } from './look.ts';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

const MARKS = {
  running: ['running', 'quiet', ''],
  done: ['ok', 'good', ''],
  failed: ['unknown', 'warning', ' could not be looked at'],
} as const;

/** What is being looked at, while it is. */
export function ProbeList({ probes }: { readonly probes: readonly Progress[] }) {
  // What moves can't be read from top to bottom.
  if (useTheme().isLinear) return null;
  return (
    <Box flexDirection="column" paddingLeft={2}>
      {probes.map(({ probe, status }) => {
        const [symbol, tone, words] = MARKS[status];
        return (
          <Marked key={probe} symbol={symbol} tone={tone}>
            <Words tone={status === 'running' ? 'plain' : 'quiet'}>{`${probe}${words}`}</Words>
          </Marked>
        );
      })}
    </Box>
  );
}
