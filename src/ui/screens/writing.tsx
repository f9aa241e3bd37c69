import { Box } from 'ink';
import { Block } from '../components/block.tsx';
import { Marked } from '../components/marked.tsx';
import { Words } from '../components/words.tsx';
import type { PropsOf } from './screen.tsx';

/** A file is being written, which takes no time; or why it was not. */
export function WritingScreen({ state, screen: { change, result } }: PropsOf<'writing'>) {
  if (result === null) return <Words tone="title">{`Writing ${change.file}`}</Words>;
  return (
    <Box flexDirection="column">
      <Marked symbol="bad" tone="bad">
        <Words tone="title">{`Step ${(state.treatment?.step ?? 0) + 1} is not done: the file was left as it is`}</Words>
      </Marked>
      <Block>
        <Words>{`${result.reason}.`}</Words>
        <Words>Go back to see the change once more, and make it yourself where the doctor can’t; then press d.</Words>
      </Block>
    </Box>
  );
}
