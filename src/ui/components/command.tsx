import { Box } from 'ink';
import { type Shell, written } from '../../model/shell.ts';
import { commandLines } from '../command-lines.ts';
import { Words } from './words.tsx';

interface Props {
  readonly argv: readonly string[];
  readonly columns: number;
  /** What it is typed into. */
  readonly shell?: Shell;
}

const PROMPTS: Readonly<Record<Shell, string>> = { sh: '$ ', powershell: 'PS> ', cmd: 'cmd> ' };

/** A command, whole, as it is typed in its shell: wrapped where it must, never cut. */
export function Command({ argv, columns, shell = 'sh' }: Props) {
  const typed = written(argv, shell);
  if (typed.status === 'unsafe') return <Unwritten argv={argv} reason={typed.reason} />;
  const prompt = PROMPTS[typed.shell];
  const width = columns - prompt.length;
  // A line break within quotes is one on screen as well.
  const lines = commandLines(typed, width).flatMap((line) => line.split('\n'));
  // What stands after `--%` can't be broken: the terminal wraps it.
  const isOneLine = typed.shell === 'powershell' && lines.some((line) => line.length > width);
  return (
    <Box>
      <Box width={prompt.length} flexShrink={0}>
        <Words tone="quiet">{prompt}</Words>
      </Box>
      <Box flexDirection="column" width={width} flexShrink={0}>
        {lines.map((line, index) => (
          <Words key={index} tone="command">
            {line}
          </Words>
        ))}
        {isOneLine ? <Words tone="quiet">(this is one line)</Words> : null}
      </Box>
    </Box>
  );
}

/** What is run or agreed to is shown whole, even where it can't be typed. */
function Unwritten({ argv, reason }: { readonly argv: readonly string[]; readonly reason: string }) {
  return (
    <Box flexDirection="column">
      <Words>{`${reason}. Its arguments, one a line:`}</Words>
      {argv.map((part, index) => (
        <Words key={index} tone="command">
          {JSON.stringify(part)}
        </Words>
      ))}
    </Box>
  );
}
