import { Box } from 'ink';
import type { Remedy } from '../../model/report.ts';
import { riskWords, whereWords } from '../../report/words.ts';
import { Block } from '../components/block.tsx';
import { Choice } from '../components/choice.tsx';
import { FindingTitle } from '../components/finding-title.tsx';
import { PathLine } from '../components/path-line.tsx';
import { Words } from '../components/words.tsx';
import type { State } from '../state.ts';
import { pathOf } from '../way.ts';
import type { PropsOf } from './screen.tsx';

/** The ways to mend a finding, each with its risk. */
export function OptionsScreen({ state: { patient, diagnosis }, screen: { finding, at }, columns }: PropsOf<'options'>) {
  return (
    <Box flexDirection="column">
      <FindingTitle finding={finding} />
      {diagnosis ? <PathLine path={pathOf(diagnosis, finding)} columns={columns} /> : null}
      <Block
        heading={finding.remedies.length === 1 ? 'One way to mend it' : `${finding.remedies.length} ways to mend it`}
      >
        {finding.remedies.map((remedy, index) => (
          <Option key={remedy.id} remedy={remedy} patient={patient} isChosen={index === at} />
        ))}
      </Block>
      {finding.next === undefined ? null : (
        <Block heading="Then">
          <Words>{finding.next}</Words>
        </Block>
      )}
    </Box>
  );
}

interface OptionProps {
  readonly remedy: Remedy;
  readonly patient: State['patient'];
  readonly isChosen: boolean;
}

function Option({ remedy, patient, isChosen }: OptionProps) {
  const places = [...new Set(remedy.steps.map(({ where }) => whereWords(where, patient)))].join(', then ');
  return (
    <Choice isAt={isChosen}>
      <Words tone={isChosen ? 'title' : 'plain'}>{remedy.title}</Words>
      <Words tone={remedy.risk === 'none' ? 'quiet' : 'warning'}>
        {`${riskWords(remedy.risk)}; ${remedy.steps.length === 1 ? '1 step' : `${remedy.steps.length} steps`}, ${places}`}
      </Words>
      {isChosen && remedy.tradeOff !== undefined ? <Words>{remedy.tradeOff}</Words> : null}
      {isChosen && remedy.outcome !== undefined ? (
        <Words tone="quiet">{`The gateway then: ${remedy.outcome}`}</Words>
      ) : null}
    </Choice>
  );
}
