import { Box } from 'ink';
import { commandLines } from '../command-lines.ts';
import { Words } from './words.tsx';

/** A command, whole: wrapped where it must, never cut. */
export function Command({ argv, columns }: { readonly argv: readonly string[]; readonly columns: number }) {
  return (
    <Box>
      <Box width={2} flexShrink={0}>
        <Words tone="quiet">$</Words>
      </Box>
      <Box flexDirection="column" width={columns - 2} flexShrink={0}>
        {commandLines(argv, columns - 2).map((line, index) => (
          <Words key={index} tone="command">
            {line}
          </Words>
        ))}
      </Box>
    </Box>
  );
}
