import { Box } from 'ink';
import { Words } from './words.tsx';

/** A name and its value, the values of several below each other. */
export function Field({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <Box>
      <Box width={12} flexShrink={0}>
        <Words tone="quiet">{name}</Words>
      </Box>
      <Words>{children}</Words>
    </Box>
  );
}
