import { Box } from 'ink';
import { approvalFailureInWords, approvalFailureOf } from '../../remedy/approval-failure.ts';
import { Block } from '../components/block.tsx';
import { Command } from '../components/command.tsx';
import { Marked } from '../components/marked.tsx';
import { Words } from '../components/words.tsx';
import { shellHere } from '../copyable.ts';
import { durationWords } from '../words.ts';
import type { PropsOf } from './screen.tsx';

/** Lines of output that are shown while it runs; all of them stand above the screen once it has ended. */
const LAST_LINES = 8;

export function RunningScreen({ state, screen: { argv, lines, result, answer, since }, columns }: PropsOf<'running'>) {
  if (result !== null) {
    return (
      <Box flexDirection="column">
        <Marked
          symbol={result.status === 'failed' ? 'bad' : 'warning'}
          tone={result.status === 'failed' ? 'bad' : 'warning'}
        >
          <Words tone="title">{`Step ${(state.treatment?.step ?? 0) + 1} is not done: its command ${result.status === 'failed' ? 'failed' : 'was stopped'}`}</Words>
        </Marked>
        <Block>
          <Words>
            {answer === null ? 'What it said stands above.' : approvalFailureInWords(approvalFailureOf(lines))}
          </Words>
        </Block>
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
