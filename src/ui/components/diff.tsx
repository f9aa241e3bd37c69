import { Box } from 'ink';
import type { FileChange } from '../../model/report.ts';
import { diffLines } from '../../report/text.ts';
import type { Tone } from '../theme.ts';
import { Block } from './block.tsx';
import { Words } from './words.tsx';

/** What changes in a file: a sign in front of each line says what becomes of it, a colour says the same. */
export function Diff({ change }: { readonly change: FileChange }) {
  return (
    <Block>
      {diffLines(change).map((line, index) => (
        <Line key={index} line={line} />
      ))}
    </Block>
  );
}

function Line({ line }: { readonly line: string }) {
  if (/^(?:---|\+\+\+|@@)/.test(line)) return <Words tone="quiet">{line}</Words>;
  const sign = line.slice(0, 1);
  return (
    <Box>
      <Box width={1} flexShrink={0}>
        <Words tone={SIGNS[sign] ?? 'plain'}>{sign}</Words>
      </Box>
      <Words>{line.slice(1) || ' '}</Words>
    </Box>
  );
}

const SIGNS: Readonly<Record<string, Tone>> = { '+': 'good', '-': 'bad' };
