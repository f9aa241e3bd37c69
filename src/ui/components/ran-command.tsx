import { Box } from 'ink';
import type { Shell } from '../../model/shell.ts';
import type { Ran } from '../state.ts';
import { resultWords } from '../words.ts';
import { Command } from './command.tsx';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

interface Props {
  readonly ran: Ran;
  readonly columns: number;
  readonly shell: Shell;
}

/** A command that has ended, with what it said: it stays in the terminal's history. */
export function RanCommand({ ran, columns, shell }: Props) {
  const { argv, lines, result } = ran;
  return (
    <Box flexDirection="column" width={columns} marginBottom={1}>
      <Command argv={argv} columns={columns} shell={shell} />
      {lines.map((line, index) => (
        <Words key={index}>{line}</Words>
      ))}
      <Marked
        symbol={result.status === 'ok' ? 'ok' : result.status === 'failed' ? 'bad' : 'warning'}
        tone={result.status === 'ok' ? 'good' : result.status === 'failed' ? 'bad' : 'warning'}
      >
        <Words>{resultWords(result)}</Words>
      </Marked>
    </Box>
  );
}
