import { Box } from 'ink';
import type { State } from '../state.ts';
import { EvidenceList } from './evidence-list.tsx';
import { FindingTitle } from './finding-title.tsx';
import { LookedList } from './looked-list.tsx';
import { PathList } from './path-list.tsx';
import { Words } from './words.tsx';

/** Beside the present screen, in a wide terminal: what is being mended, what shows it, and the way to the gateway. */
export function Aside({ state: { screen, diagnosis, treatment, showsHelp } }: { readonly state: State }) {
  if (!diagnosis || showsHelp) return null;
  const { report } = diagnosis;
  const chosen = 'finding' in screen ? screen.finding : treatment?.finding;
  const finding = screen.kind === 'diagnosis' ? report.findings[screen.at] : chosen;
  return (
    <Box flexDirection="column">
      {finding && screen.kind !== 'diagnosis' ? (
        <>
          {screen.kind === 'options' ? null : <FindingTitle finding={finding} />}
          <Words>{finding.why}</Words>
        </>
      ) : null}
      {finding ? <EvidenceList evidence={finding.evidence} showsAll /> : null}
      {finding || report.verdict !== 'healthy' ? <PathList path={report.path} /> : null}
      {finding ? <LookedList looked={report.looked} showsAll={false} /> : null}
    </Box>
  );
}
