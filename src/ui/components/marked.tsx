import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { SymbolName, Tone } from '../theme.ts';
import { useTheme } from './look.ts';
import { Words } from './words.tsx';

interface Props {
  readonly symbol: SymbolName;
  readonly tone?: Tone;
  readonly children: ReactNode;
}

/** A symbol, and beside it whatever it marks; wrapped text stays beside the symbol. */
export function Marked({ symbol, tone = 'plain', children }: Props) {
  const { symbols } = useTheme();
  return (
    <Box>
      <Box width={Math.max(2, symbols[symbol].length + 1)} flexShrink={0}>
        <Words tone={tone}>{symbols[symbol]}</Words>
      </Box>
      <Box flexDirection="column" flexGrow={1}>
        {children}
      </Box>
    </Box>
  );
}
