import { Box } from 'ink';
import type { Finding, Remedy } from '../../model/report.ts';
import { riskWords, whereWords } from '../../report/words.ts';
import { Block } from '../components/block.tsx';
import { Choice } from '../components/choice.tsx';
import { FindingTitle } from '../components/finding-title.tsx';
import { PathLine } from '../components/path-line.tsx';
import { NowAndThen } from '../components/way.tsx';
import { Words } from '../components/words.tsx';
import { pathOf } from '../finding-path.ts';
import type { State } from '../state.ts';
import type { PropsOf } from './screen.tsx';

/** The ways to mend a finding, each with its risk. */
export function OptionsScreen({
  state: { patient, diagnosis },
  screen: { finding, at },
  columns,
  wide,
}: PropsOf<'options'>) {
  return (
    <Box flexDirection="column">
      <FindingTitle finding={finding} />
      {diagnosis ? <PathLine path={pathOf(diagnosis, finding)} columns={columns} /> : null}
      <Block
        heading={finding.remedies.length === 1 ? 'One way to mend it' : `${finding.remedies.length} ways to mend it`}
      >
        {finding.remedies.map((remedy, index) => (
          <Option
            key={remedy.id}
            remedy={remedy}
            now={finding.way}
            patient={patient}
            isChosen={index === at}
            columns={columns - INDENT}
            wide={wide - INDENT}
          />
        ))}
      </Block>
      {finding.next === undefined ? null : (
        <Block heading="After that">
          <Words>{finding.next}</Words>
        </Block>
      )}
    </Box>
  );
}

/** What a block and its cursor take of each line. */
const INDENT = 4;

interface OptionProps {
  readonly remedy: Remedy;
  readonly now: Finding['way'];
  readonly patient: State['patient'];
  readonly isChosen: boolean;
  readonly columns: number;
  readonly wide: number;
}

function Option({ remedy, now, patient, isChosen, columns, wide }: OptionProps) {
  const places = [...new Set(remedy.steps.map(({ where }) => whereWords(where, patient)))].join(', then ');
  return (
    <Choice isAt={isChosen}>
      <Words tone={isChosen ? 'title' : 'plain'}>{remedy.title}</Words>
      <Words tone={remedy.risk === 'none' ? 'quiet' : 'warning'}>
        {`${riskWords(remedy.risk)}; ${remedy.steps.length === 1 ? '1 step' : `${remedy.steps.length} steps`}, ${places}`}
      </Words>
      {isChosen && remedy.tradeOff !== undefined ? <Words>{remedy.tradeOff}</Words> : null}
      {isChosen ? <Afterwards {...{ remedy, now, columns, wide }} /> : null}
    </Choice>
  );
}

/** What the gateway answers then, by the model of it, beside what it answers now. */
function Afterwards({ remedy, now, columns, wide }: Omit<OptionProps, 'patient' | 'isChosen'>) {
  if (remedy.way && now) return <NowAndThen now={now} way={remedy.way} columns={columns} wide={wide} />;
  return remedy.outcome === undefined ? null : <Words tone="quiet">{`The gateway then: ${remedy.outcome}`}</Words>;
}
