import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useRoom } from './look.ts';
import { Words } from './words.tsx';

/** A part of a screen under a heading, an empty line before it. */
export function Block({ heading, children }: { readonly heading?: string; readonly children: ReactNode }) {
  const { isLow } = useRoom();
  return (
    <Box flexDirection="column" marginTop={isLow ? 0 : 1}>
      {heading === undefined ? null : <Words tone="title">{heading}</Words>}
      <Box flexDirection="column" paddingLeft={2}>
        {children}
      </Box>
    </Box>
  );
}
