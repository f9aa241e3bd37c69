import { Box } from 'ink';
import { isMeasure } from '../../model/measure.ts';
import type { Finding, Remedy } from '../../model/report.ts';
import { placeWords, riskWords, thenInWords } from '../../report/words.ts';
import { Block } from '../components/block.tsx';
import { Choice } from '../components/choice.tsx';
import { FindingTitle } from '../components/finding-title.tsx';
import { useRoom, useTheme } from '../components/look.ts';
import { PathLine } from '../components/path-line.tsx';
import { TermList } from '../components/term-list.tsx';
import { InSight } from '../components/viewport.tsx';
import { Now, NowAndThen } from '../components/way.tsx';
import { Words } from '../components/words.tsx';
import { pathOf } from '../finding-path.ts';
import type { State } from '../state.ts';
import { newTerms } from '../terms.ts';
import { asTaken } from '../treat.ts';
import type { PropsOf } from './screen.tsx';

/** The ways to mend a finding, each with its risk. */
export function OptionsScreen({ state, screen: { finding, at }, columns }: PropsOf<'options'>) {
  const { patient, diagnosis } = state;
  const { isLinear } = useTheme();
  const mends = isMeasure(finding) ? 'to do it' : 'to mend it';
  const count = finding.remedies.length;
  const [first, ...others] = finding.remedies.map((remedy, index) => (
    <Option
      key={remedy.id}
      remedy={asTaken(state, remedy)}
      finding={finding}
      patient={patient}
      number={index + 1}
      isChosen={index === at}
      columns={columns - INDENT}
    />
  ));
  return (
    <Box flexDirection="column">
      <FindingTitle finding={finding} />
      {diagnosis && !isMeasure(finding) ? <PathLine path={pathOf(diagnosis, finding)} columns={columns} /> : null}
      {isLinear && showsNow(finding) ? <Now way={finding.way} /> : null}
      {/* How many there are is in sight with the first of them. */}
      <InSight isAt={at === 0}>
        <Block heading={count === 1 ? `One way ${mends}` : `${count} ways ${mends}`}>{first}</Block>
      </InSight>
      <Box flexDirection="column" paddingLeft={2}>
        {others}
      </Box>
      {finding.next === undefined ? null : (
        <Block heading="After that">
          <Words>{finding.next}</Words>
        </Block>
      )}
      <TermList terms={newTerms(state)} />
    </Box>
  );
}

/** Whether an option shows the way then beside the way now. */
function showsNow(finding: Finding): finding is Finding & Required<Pick<Finding, 'way'>> {
  return !isMeasure(finding) && finding.way !== undefined && finding.remedies.some(({ way }) => way !== undefined);
}

/** What a block and its cursor take of each line. */
const INDENT = 4;

interface OptionProps {
  readonly remedy: Remedy;
  readonly finding: Finding;
  readonly patient: State['patient'];
  readonly number: number;
  readonly isChosen: boolean;
  readonly columns: number;
}

function Option({ remedy, finding, patient, number, isChosen, columns }: OptionProps) {
  // Read from top to bottom, each says all.
  const isOpen = useTheme().isLinear || isChosen;
  const { isLow } = useRoom();
  const places = [...new Set(remedy.steps.map((step) => placeWords(step, patient)))].join(', then ');
  return (
    <Choice isAt={isChosen} number={number}>
      <Words tone={isChosen ? 'title' : 'plain'}>{remedy.title}</Words>
      <Words tone={remedy.risk === 'none' ? 'quiet' : 'plain'}>
        {`${riskWords(remedy)}; ${remedy.steps.length === 1 ? '1 step' : `${remedy.steps.length} steps`}, ${places}`}
      </Words>
      {isOpen && remedy.tradeOff !== undefined ? <Words>{remedy.tradeOff}</Words> : null}
      {isOpen ? <Afterwards remedy={remedy} finding={finding} columns={columns} /> : null}
      {isOpen && !isLow && number < finding.remedies.length ? <Words> </Words> : null}
    </Choice>
  );
}

/** What the gateway answers then, by the model of it, beside what it answers now. */
function Afterwards({ remedy, finding, columns }: Pick<OptionProps, 'remedy' | 'finding' | 'columns'>) {
  const { way: now } = finding;
  // A measure is about no client that the gateway would answer.
  if (isMeasure(finding)) return null;
  if (remedy.way && now) return <NowAndThen now={now} way={remedy.way} columns={columns} indent={INDENT} />;
  const words = thenInWords(remedy);
  return words === undefined ? null : <Words tone="quiet">{words}</Words>;
}
