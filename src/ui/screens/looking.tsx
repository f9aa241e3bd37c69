import { Box } from 'ink';
import { handedInWords } from '../../report/words.ts';
import { ProbeList } from '../components/probe-list.tsx';
import { Words } from '../components/words.tsx';
import type { State } from '../state.ts';

export function LookingScreen({ state: { patient, handedIn, probes, container } }: { readonly state: State }) {
  const what = patient === 'machine' ? 'this machine' : handedInWords(handedIn);
  const whose = container === null ? '' : `, with ${container} as the gateway`;
  return (
    <Box flexDirection="column">
      <Words tone="title">{`Looking at ${what}${whose}. Nothing is changed.`}</Words>
      <ProbeList probes={probes} />
    </Box>
  );
}
