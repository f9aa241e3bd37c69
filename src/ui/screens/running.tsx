import { Box } from 'ink';
import { approvalFailureInWords, approvalFailureOf } from '../../remedy/approval-failure.ts';
import type { Effect } from '../../remedy/effect.ts';
import { mayAsk, type RunResult } from '../../remedy/run.ts';
import { Block } from '../components/block.tsx';
import { Command } from '../components/command.tsx';
import { Marked } from '../components/marked.tsx';
import { Words } from '../components/words.tsx';
import { shellHere } from '../copyable.ts';
import type { SymbolName, Tone } from '../theme.ts';
import { durationWords } from '../words.ts';
import type { PropsOf } from './screen.tsx';

/** Lines of output that are shown while it runs; all of them stand above the screen once it has ended. */
const LAST_LINES = 8;

export function RunningScreen({ state, screen, columns }: PropsOf<'running'>) {
  const { argv, lines, result, answer, effect, since } = screen;
  if (result !== null) {
    // What had the terminal for itself has written there.
    const said = lines.length > 0 || mayAsk(argv) ? 'What it said stands above.' : 'It said nothing.';
    const failure = answer === null || result.status === 'cancelled' ? 'other' : approvalFailureOf(lines);
    return (
      <Box flexDirection="column">
        <Marked
          symbol={result.status === 'failed' ? 'bad' : 'warning'}
          tone={result.status === 'failed' ? 'bad' : 'warning'}
        >
          <Words tone="title">{titleOf((state.treatment?.step ?? 0) + 1, result, effect)}</Words>
        </Marked>
        <Block>
          <Words>{failure === 'other' ? said : approvalFailureInWords(failure)}</Words>
        </Block>
        <After effect={effect} />
      </Box>
    );
  }
  const first = Math.max(0, lines.length - LAST_LINES);
  return (
    <Box flexDirection="column">
      <Words tone="title">{`Running, ${durationWords(state.now - since)}`}</Words>
      <Box marginTop={1}>
        <Command argv={argv} columns={columns} shell={shellHere(state)} />
      </Box>
      <Block>
        {lines.slice(first).map((line, index) => (
          <Words key={first + index}>{line}</Words>
        ))}
      </Block>
    </Box>
  );
}

function titleOf(number: number, result: RunResult, effect: Effect | undefined): string {
  const ended = result.status === 'failed' ? 'failed' : 'was stopped';
  if (effect?.status === 'done') return `Step ${number} is done, though its command ${ended}`;
  return effect?.status === 'undone'
    ? `Step ${number} is not done: its command ${ended}`
    : `Step ${number} may not be done: its command ${ended}`;
}

/** What a look has shown of it since. */
function After({ effect }: { readonly effect: Effect | undefined }) {
  if (!effect) {
    return (
      <Block>
        <Words tone="quiet">Looking what it has done.</Words>
      </Block>
    );
  }
  const [symbol, tone] = EFFECT_MARKS[effect.status];
  return (
    <Block>
      <Marked symbol={symbol} tone={tone}>
        <Words>{`Looked again: ${effectWords(effect)}.`}</Words>
      </Marked>
    </Block>
  );
}

const EFFECT_MARKS = {
  done: ['ok', 'good'],
  undone: ['bad', 'bad'],
  unknown: ['unknown', 'warning'],
} as const satisfies Readonly<Record<Effect['status'], readonly [SymbolName, Tone]>>;

function effectWords(effect: Effect): string {
  switch (effect.status) {
    case 'done':
      return effect.shows;
    case 'undone':
      return `still as it was, ${effect.shows}`;
    case 'unknown':
      return 'what it has done can’t be told from here';
    default:
      return effect satisfies never;
  }
}
