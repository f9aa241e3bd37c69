import { Box } from 'ink';
import type { StepRecord } from '../../remedy/journal.ts';
import type { Outcome } from '../../remedy/verify.ts';
import { factName } from '../../report/fact-names.ts';
import { follows, nextFinding } from '../chain.ts';
import { Block } from '../components/block.tsx';
import { FindingTitle } from '../components/finding-title.tsx';
import { Marked } from '../components/marked.tsx';
import { PathLine } from '../components/path-line.tsx';
import { TermList } from '../components/term-list.tsx';
import { Words } from '../components/words.tsx';
import { pathOf } from '../finding-path.ts';
import { offersHardening } from '../hardening.ts';
import type { State } from '../state.ts';
import { newTerms } from '../terms.ts';
import type { SymbolName, Tone } from '../theme.ts';
import { undoableHere } from '../undo.ts';
import { type Weakening, weakenings, weakeningWords } from '../weakened.ts';
import type { PropsOf } from './screen.tsx';

/** What came of it, what is behind one, and what comes next. */
export function DoneScreen({ state, screen: { outcome }, columns }: PropsOf<'done'>) {
  const { symbol, tone, title, next } = endOf(outcome, state);
  const { diagnosis, mended } = state;
  const finding = nextFinding(state);
  const staying = outcome === 'still-there' ? state.treatment?.finding : undefined;
  return (
    <Box flexDirection="column">
      <Marked symbol={symbol} tone={tone}>
        <Words tone="title">{title}</Words>
      </Marked>
      {diagnosis ? <PathLine path={pathOf(diagnosis, finding ?? staying)} columns={columns} /> : null}
      {next.length === 0 ? null : (
        <Block>
          {next.map((line) => (
            <Words key={line}>{line}</Words>
          ))}
        </Block>
      )}
      {finding ? (
        <Box flexDirection="column" marginTop={1}>
          <Words tone="title">Next</Words>
          <FindingTitle finding={finding} />
          <Box flexDirection="column" paddingLeft={2}>
            <Words>{finding.why}</Words>
          </Box>
          <TermList terms={newTerms(state)} />
        </Box>
      ) : null}
      {mended.length < 2 ? null : (
        <Block heading={`Mended so far: ${mended.length}`}>
          {mended.map((past) => (
            <Marked key={past.finding.title} symbol="ok" tone="good">
              <Words>{past.finding.title}</Words>
            </Marked>
          ))}
        </Block>
      )}
      <Further state={state} />
      <Reminder weakenings={weakenings(state)} />
    </Box>
  );
}

/** The list of measures is offered, and never opens by itself. */
function Further({ state }: { readonly state: State }) {
  if (!offersHardening(state)) return null;
  return (
    <Block>
      <Words>Some measures would keep it from coming back: h lists them.</Words>
    </Block>
  );
}

/** What was weakened on the way stays so until somebody takes it back. */
function Reminder({ weakenings: all }: { readonly weakenings: readonly Weakening[] }) {
  if (all.length === 0) return null;
  const isKnown = all.some((one) => one.isKnown);
  return (
    <Block heading={isKnown ? 'Security is weaker than before' : 'Security may be weaker than before'}>
      {all.map((one) => (
        <Marked key={one.remedy.id} symbol="warning" tone="warning">
          <Words>{weakeningWords(one)}</Words>
        </Marked>
      ))}
    </Block>
  );
}

interface End {
  readonly symbol: SymbolName;
  readonly tone: Tone;
  readonly title: string;
  readonly next: readonly string[];
}

function endOf(outcome: Outcome, state: State): End {
  const { treatment, diagnosis } = state;
  const good = { symbol: 'ok', tone: 'good' } as const;
  switch (outcome) {
    case 'connected':
      return { ...good, title: 'Connected: the device was approved and has connected since.', next: [] };
    case 'fixed':
      return { ...good, title: 'The problem is gone.', next: expected(state) };
    case 'approved':
      return { ...good, title: 'Approved: the client gets in at its next attempt.', next: expected(state) };
    case 'refused-anew':
      return {
        symbol: 'warning',
        tone: 'warning',
        title: 'Approved, and refused since for another reason.',
        next: nextFinding(state) ? [] : ['Connect again: what the gateway answers appears here by itself.'],
      };
    case 'untried':
      return {
        symbol: 'unknown',
        tone: 'warning',
        title: 'No new attempt of the client was seen.',
        next: [
          'What still shows is from before. Connect with the client: if it gets in, you are done.',
          ...awaited(state),
        ],
      };
    case 'still-there': {
      const isApproval = treatment?.deviceId != null;
      return {
        symbol: 'bad',
        tone: 'bad',
        title: isApproval ? 'The device is still not approved.' : 'The problem is still there.',
        next: [
          isApproval
            ? 'The command ended, and the device is not among the approved ones. Read what it said above: it may have reached another gateway, or only printed the request.'
            : doneSoFar(state),
          ...(isApproval ? [] : whatElse(state)),
        ],
      };
    }
    case 'unknown':
      return {
        symbol: 'unknown',
        tone: 'warning',
        title: 'Whether it helped can’t be told from here.',
        next: isHidden(state)
          ? [HIDDEN]
          : [
              ...(diagnosis?.report.unknown.slice(0, 2).map(({ fact, reason }) => `${factName(fact)}: ${reason}`) ??
                []),
              'Connect with the client: if it gets in, you are done.',
              ...awaited(state),
            ],
      };
    default:
      return outcome satisfies never;
  }
}

const HIDDEN = 'What is wrong now keeps every client out before this could show. Mend that first.';

/** Whether an error that shows now stands before what was to be mended. */
const isHidden = (state: State) => nextFinding(state)?.severity === 'error';

/** What was done to no avail. */
function doneSoFar({ run, treatment, diagnosis }: State): string {
  const findings = diagnosis?.report.findings ?? [];
  const tried = findings.find(({ rule, client }) => rule === treatment?.finding.rule && client)?.client?.at ?? null;
  if (treatment && tried !== null && tried >= treatment.since)
    return 'The client has tried again since, and is refused as before.';
  const steps = run?.remedy.id === treatment?.remedy.id ? (run?.steps ?? []) : [];
  const hasRun = steps.some(({ status }, at) => BEGUN.includes(status) && run?.remedy.steps[at]?.run);
  if (hasRun) return 'What the commands said stands above: an error in it tells most.';
  return steps.some(({ status }) => status === 'done')
    ? 'The file is written, and what the doctor sees is as before.'
    : 'It was done elsewhere by your word, and what the doctor sees is as before: it may have been done to another gateway, or not take effect before a restart.';
}

const BEGUN: readonly StepRecord['status'][] = ['done', 'failed', 'stopped'];

/** What is left to try. */
function whatElse(state: State): readonly string[] {
  const others = (state.treatment?.finding.remedies.length ?? 1) - 1;
  const options = others === 1 ? 'the other option' : `the ${others} other options`;
  return [
    others > 0
      ? `Look again with r; if it stays, b leads back to the step, and from there to ${options}.`
      : 'Look again with r. The doctor knows no other way to mend this: for whoever helps you, openclaw-doctor check --format markdown tells all that it saw.',
    ...(undoableHere(state) ? ['u takes back what was done.'] : []),
  ];
}

/** What to expect of the client's next attempt, while nothing that was seen tells it. */
function expected(state: State): readonly string[] {
  if (nextFinding(state) || !state.treatment) return [];
  const { finding, remedy } = state.treatment;
  return [
    ...(remedy.outcome === undefined ? [] : [`What to expect: the gateway ${remedy.outcome}.`]),
    ...(remedy.follows === undefined ? [] : [remedy.follows]),
    ...(finding.next === undefined ? [] : [finding.next]),
    ...awaited(state),
  ];
}

function awaited(state: State): readonly string[] {
  return follows(state) ? ['What the gateway answers to the client’s next attempt appears here by itself.'] : [];
}
