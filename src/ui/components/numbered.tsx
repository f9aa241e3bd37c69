import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useTheme } from './look.ts';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

interface Props {
  readonly isAt: boolean;
  /** From 1. */
  readonly number: number;
  readonly children: ReactNode;
}

/** One of several: the cursor stands before it where it is chosen, or its number where there is no cursor. */
export function Numbered({ isAt, number, children }: Props) {
  const { isLinear } = useTheme();
  if (!isLinear) return <Marked symbol={isAt ? 'cursor' : 'none'}>{children}</Marked>;
  return (
    <Box>
      <Box width={4} flexShrink={0}>
        <Words>{`${number}.`}</Words>
      </Box>
      <Box flexDirection="column" flexGrow={1}>
        {children}
      </Box>
    </Box>
  );
}
