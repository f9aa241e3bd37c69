import { Box } from 'ink';
import { isUndoable, nextStep, type StepRecord } from '../../remedy/journal.ts';
import { Block } from '../components/block.tsx';
import { Marked } from '../components/marked.tsx';
import { Words } from '../components/words.tsx';
import { nowFound } from '../resume.ts';
import type { SymbolName, Tone } from '../theme.ts';
import { durationWords } from '../words.ts';
import type { PropsOf } from './screen.tsx';

/** A fix of before stopped half-way: how far it got, and what the doctor sees now. */
export function ResumingScreen({ state, screen: { run } }: PropsOf<'resuming'>) {
  const next = nextStep(run);
  return (
    <Box flexDirection="column">
      <Marked symbol="warning" tone="warning">
        <Words tone="title">{`A fix was left half-way, ${durationWords(state.now - run.startedAt)} ago`}</Words>
        <Words>{run.remedy.title}</Words>
      </Marked>
      <Block>
        {run.remedy.steps.map((step, index) => (
          <StepLine key={index} say={step.say} record={run.steps[index]} isNext={index === next} />
        ))}
      </Block>
      <Block>
        <Words>{nowFound(state)}</Words>
        <Words>
          {`Enter goes on where it stopped: the step is shown first.${isUndoable(run) ? ' u takes back what was done, piece by piece.' : ''} f leaves it as it is, b asks again at the next start.`}
        </Words>
      </Block>
    </Box>
  );
}

const MARKS: Readonly<Record<StepRecord['status'], readonly [SymbolName, Tone, string]>> = {
  done: ['ok', 'good', ''],
  claimed: ['ok', 'good', ''],
  waiting: ['dot', 'quiet', ''],
  failed: ['bad', 'bad', 'failed: '],
  stopped: ['warning', 'warning', 'stopped: '],
  running: ['unknown', 'warning', 'perhaps done: '],
};

interface LineProps {
  readonly say: string;
  readonly record: StepRecord | undefined;
  readonly isNext: boolean;
}

function StepLine({ say, record, isNext }: LineProps) {
  const [symbol, tone, words] = MARKS[record?.status ?? 'waiting'];
  return (
    <Marked symbol={isNext && record?.status === 'waiting' ? 'cursor' : symbol} tone={tone}>
      <Words tone={isNext ? 'plain' : 'quiet'}>{`${words}${say}`}</Words>
    </Marked>
  );
}
