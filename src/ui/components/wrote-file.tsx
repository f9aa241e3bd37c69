import { Box } from 'ink';
import type { Wrote } from '../state.ts';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

/** What became of a file: it stays in the terminal's history. */
export function WroteFile({ wrote: { words, isOk }, columns }: { readonly wrote: Wrote; readonly columns: number }) {
  return (
    <Box flexDirection="column" width={columns} marginBottom={1}>
      <Marked symbol={isOk ? 'ok' : 'bad'} tone={isOk ? 'good' : 'bad'}>
        <Words>{words}</Words>
      </Marked>
    </Box>
  );
}
