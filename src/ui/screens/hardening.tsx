import type { Measure, MeasureStatus } from '../../model/measure.ts';
import type { Outcome } from '../../remedy/verify.ts';
import { factName } from '../../report/fact-names.ts';
import { withheldWords } from '../../report/words.ts';
import { Block } from '../components/block.tsx';
import { Choice } from '../components/choice.tsx';
import { useRoom, useTheme } from '../components/look.ts';
import { Marked } from '../components/marked.tsx';
import { TermList } from '../components/term-list.tsx';
import { InSight } from '../components/viewport.tsx';
import { Words } from '../components/words.tsx';
import { measureAt } from '../hardening.ts';
import { newTerms } from '../terms.ts';
import type { SymbolName, Tone } from '../theme.ts';
import type { PropsOf } from './screen.tsx';

/** What keeps a mended error from coming back: what is advisable, what nobody can tell from here, what is in place. */
export function HardeningScreen({ state, screen: { last } }: PropsOf<'hardening'>) {
  const { measures } = state;
  const { isLow } = useRoom();
  const chosen = measureAt(state);
  return (
    <InSight isAt={last !== null || chosen === measures[0]} news={last && `${last.outcome} ${last.title}`}>
      <Words tone="title">Keep it from coming back</Words>
      {last === null ? null : <Last {...last} />}
      {isLow || last !== null ? null : (
        <Words tone="quiet">
          Nothing of this is needed for the connection. Each is shown whole before anything runs.
        </Words>
      )}
      {STATUSES.map(([status, heading]) => (
        <Group key={status} heading={heading} status={status} measures={measures} chosen={chosen} />
      ))}
      <TermList terms={newTerms(state)} />
    </InSight>
  );
}

const STATUSES = [
  ['advised', 'Advisable'],
  ['unknown', 'Can’t be told from here'],
  ['not-advised', 'Better left as it is'],
  ['in-place', 'In place'],
] as const satisfies readonly (readonly [MeasureStatus, string])[];

const MEASURE_MARKS: Readonly<Record<MeasureStatus, readonly [SymbolName, Tone]>> = {
  advised: ['warning', 'warning'],
  unknown: ['unknown', 'warning'],
  'not-advised': ['dot', 'quiet'],
  'in-place': ['ok', 'good'],
};

interface GroupProps {
  readonly heading: string;
  readonly status: MeasureStatus;
  readonly measures: readonly Measure[];
  readonly chosen: Measure | undefined;
}

function Group({ heading, status, measures, chosen }: GroupProps) {
  const own = measures.filter((measure) => measure.status === status);
  if (own.length === 0) return null;
  return (
    <Block heading={heading}>
      {own.map((measure) => (
        <Choice key={measure.finding.rule} isAt={measure === chosen} number={measures.indexOf(measure) + 1}>
          <Line measure={measure} isAt={measure === chosen} />
        </Choice>
      ))}
    </Block>
  );
}

function Line({ measure, isAt }: { readonly measure: Measure; readonly isAt: boolean }) {
  // Read from top to bottom, each says all.
  const isOpen = useTheme().isLinear || isAt;
  const { status, finding, missing } = measure;
  const [symbol, tone] = MEASURE_MARKS[status];
  const withheld = withheldWords(finding);
  return (
    <Marked symbol={symbol} tone={tone}>
      <Words tone={isAt ? 'title' : 'plain'}>{finding.title}</Words>
      {isOpen && finding.why !== '' ? <Words>{finding.why}</Words> : null}
      {isOpen && withheld !== undefined ? <Words>{withheld}</Words> : null}
      {isOpen
        ? missing.slice(0, 2).map(({ fact, reason }) => <Words key={fact}>{`${factName(fact)}: ${reason}`}</Words>)
        : null}
    </Marked>
  );
}

function Last({ title, outcome }: { readonly title: string; readonly outcome: Outcome }) {
  const [symbol, tone, words] = lastOf(outcome);
  return (
    <Marked symbol={symbol} tone={tone}>
      <Words>{`${words}: ${title}`}</Words>
    </Marked>
  );
}

function lastOf(outcome: Outcome): readonly [SymbolName, Tone, string] {
  switch (outcome) {
    case 'fixed':
    case 'connected':
    case 'approved':
      return ['ok', 'good', 'Done, and the new look shows it'];
    case 'still-there':
    case 'refused-anew':
      return ['bad', 'bad', 'The new look does not show it yet; what the command said stands above'];
    case 'untried':
    case 'unknown':
      return ['unknown', 'warning', 'Whether it is done can’t be seen from here'];
    default:
      return outcome satisfies never;
  }
}
