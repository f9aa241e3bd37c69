import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Words } from './words.tsx';

/** A part of a screen under a heading, an empty line before it. */
export function Block({ heading, children }: { readonly heading?: string; readonly children: ReactNode }) {
  return (
    <Box flexDirection="column" marginTop={1}>
      {heading === undefined ? null : <Words tone="title">{heading}</Words>}
      <Box flexDirection="column" paddingLeft={2}>
        {children}
      </Box>
    </Box>
  );
}
