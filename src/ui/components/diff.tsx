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
        <Words key={index} tone={toneOf(line)}>
          {line === '' ? ' ' : line}
        </Words>
      ))}
    </Block>
  );
}

function toneOf(line: string): Tone {
  if (/^(?:---|\+\+\+|@@)/.test(line)) return 'quiet';
  if (line.startsWith('+')) return 'good';
  return line.startsWith('-') ? 'bad' : 'plain';
}
