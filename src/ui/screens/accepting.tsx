import { Box } from 'ink';
import { riskWords } from '../../report/words.ts';
import { Block } from '../components/block.tsx';
import { Marked } from '../components/marked.tsx';
import { Words } from '../components/words.tsx';
import type { PropsOf } from './screen.tsx';

/** A remedy with a risk is begun by a word, never by Enter alone. */
export function AcceptingScreen({ screen: { remedy, typed } }: PropsOf<'accepting'>) {
  return (
    <Box flexDirection="column">
      <Marked symbol="warning" tone="warning">
        <Words tone="title">{remedy.title}</Words>
        <Words tone="warning">{riskWords(remedy.risk)}</Words>
      </Marked>
      <Block>
        {remedy.tradeOff === undefined ? null : <Words>{remedy.tradeOff}</Words>}
        <Words>Nothing runs yet: each step is shown first.</Words>
      </Block>
      <Block>
        <Words>{`Type yes to accept this risk: ${typed}_`}</Words>
      </Block>
    </Box>
  );
}
