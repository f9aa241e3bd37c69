import { Box } from 'ink';
import { ProbeList } from '../components/probe-list.tsx';
import { Words } from '../components/words.tsx';
import type { State } from '../state.ts';

export function CheckingScreen({ state: { probes, treatment } }: { readonly state: State }) {
  return (
    <Box flexDirection="column">
      <Words tone="title">{`Looking again, after step ${(treatment?.step ?? 0) + 1}`}</Words>
      <ProbeList probes={probes} />
    </Box>
  );
}
