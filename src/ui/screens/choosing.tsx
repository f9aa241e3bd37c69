import { Box } from 'ink';
import { Block } from '../components/block.tsx';
import { Choice } from '../components/choice.tsx';
import { Words } from '../components/words.tsx';
import { gatewayChoices } from '../gateways.ts';
import type { PropsOf } from './screen.tsx';

/** Several gateways run here: only the user knows which one is meant. */
export function ChoosingScreen({ state, screen }: PropsOf<'choosing'>) {
  return (
    <Box flexDirection="column">
      <Words tone="title">Several gateways could be meant. Which one does your client not get into?</Words>
      <Block>
        {gatewayChoices(state.diagnosis).map((choice, index) => (
          <Choice key={choice.name} isAt={index === screen.at} number={index + 1}>
            <Words tone={index === screen.at ? 'title' : 'plain'}>
              {`${choice.name}, ${choice.running ? 'running' : 'stopped'}`}
            </Words>
            <Words tone="quiet">
              {`${choice.engine ?? 'container'}, ${choice.image ?? 'image not told'}, published: ${choice.published.join(', ') || 'no port'}`}
            </Words>
          </Choice>
        ))}
      </Block>
    </Box>
  );
}
