import { Box } from 'ink';
import { useRoom } from './look.ts';
import { Words } from './words.tsx';

/** The footer. */
export function KeyHints({ lines }: { readonly lines: readonly string[] }) {
  return (
    <Box flexDirection="column" marginTop={lines.length === 0 || useRoom().isLow ? 0 : 1}>
      {lines.map((line) => (
        <Words key={line}>{line}</Words>
      ))}
    </Box>
  );
}
