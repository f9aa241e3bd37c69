import { Text, Transform } from 'ink';
import { visible } from '../../host/clean.ts';
import type { Tone } from '../theme.ts';
import { useTheme } from './look.ts';

/**
 * Text on screen. All text goes through here: whatever names and logs bring along is shown as plain characters on one
 * line, and can neither paint nor move the cursor.
 */
export function Words({ children, tone = 'plain' }: { readonly children: string; readonly tone?: Tone }) {
  const theme = useTheme();
  return (
    <Transform transform={withoutIndent}>
      <Text {...theme.paint[tone]}>{theme.text(visible(children).replace(/[\n\t]+/g, ' '))}</Text>
    </Transform>
  );
}

/** Where a line breaks at a space, Ink lets the next one begin with it. */
function withoutIndent(line: string, index: number): string {
  return index === 0 ? line : line.replace(/^((?:\x1b\[[\d;]*m)*) +/, '$1');
}
