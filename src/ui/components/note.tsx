import { Box } from 'ink';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

/** What has come up meanwhile and should be known before going on; null: nothing has. */
export function Note({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <Box marginTop={1}>
      <Marked symbol="warning" tone="warning">
        <Words>{text}</Words>
      </Marked>
    </Box>
  );
}
