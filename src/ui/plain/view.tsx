import { renderToString } from 'ink';
import { ThemeContext } from '../components/look.ts';
import { Screen } from '../screens/screen.tsx';
import { type State, viewOf } from '../state.ts';
import type { Theme } from '../theme.ts';

/** The present screen as text of at most `columns` columns. */
export function viewText(state: State, theme: Theme, columns: number): string {
  const text = renderToString(
    <ThemeContext value={theme}>
      <Screen state={state} columns={columns} />
    </ThemeContext>,
    { columns },
  );
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/**
 * What tells two views apart: not the time that passes on them, and while something is under way only what that is. A
 * view that is read from top to bottom is said again only where it says something else.
 */
export function sameView(state: State, text: string): string {
  const { screen } = state;
  if (screen.kind === 'looking' || screen.kind === 'checking') return viewOf(state);
  if (screen.kind === 'running' && !screen.effect) return `running ${screen.since}`;
  return text.replace(/\d+ (?:s|min|h)\b(?: \d+ (?:s|min)\b)?/g, '');
}
