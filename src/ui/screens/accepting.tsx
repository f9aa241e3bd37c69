import { Box } from 'ink';
import { riskWords } from '../../report/words.ts';
import { Block } from '../components/block.tsx';
import { Marked } from '../components/marked.tsx';
import { TypedWord } from '../components/typed-word.tsx';
import { Words } from '../components/words.tsx';
import { wordFor } from '../words.ts';
import type { PropsOf } from './screen.tsx';

/** Such a remedy is offered nowhere else; what the doctor can't see is the reader's to know. */
const FROM_HERE_ALONE =
  'As far as its settings, its log and its published ports tell, the gateway is reached from its own host alone. A tunnel that you opened yourself (ssh -R, ngrok) can’t be seen: with one, leave this.';

/** A remedy with a risk is begun by a word, never by Enter alone. */
export function AcceptingScreen({ screen: { remedy, typed, isPasted } }: PropsOf<'accepting'>) {
  return (
    <Box flexDirection="column">
      <Marked symbol="warning" tone="warning">
        <Words tone="title">{remedy.title}</Words>
        <Words>{riskWords(remedy)}</Words>
      </Marked>
      <Block>
        {remedy.tradeOff === undefined ? null : <Words>{remedy.tradeOff}</Words>}
        {remedy.risk === 'weakens-security' ? <Words>{FROM_HERE_ALONE}</Words> : null}
        <Words>Nothing runs yet: each step is shown first.</Words>
      </Block>
      <TypedWord word={wordFor(remedy.risk) ?? ''} purpose="accept this risk" typed={typed} isPasted={isPasted} />
    </Box>
  );
}
