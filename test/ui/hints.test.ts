import { expect, it } from 'vitest';
import { hintLine, hintLines } from '../../src/ui/hints.ts';
import { bindingsOf, onceRead } from '../../src/ui/keys.ts';
import { after, bindFinding, diagnosisOf, enter, looked } from './fakes.ts';

it('on one line of forty columns stands that one can choose', () => {
  const bindings = bindingsOf(after([looked(), enter]));
  expect(hintLine(bindings, 40)).toEqual(['enter take this one   ↑↓ choose   ? help']);
  expect(hintLines(bindings, 80)).toEqual(['enter take this one   arrows choose   b back   ? help   q leave']);
});

it('a key that waits for the screen to be read says so, and only such a key', () => {
  const state = after([looked(diagnosisOf([bindFinding])), enter, enter]);
  expect(onceRead(state)).toEqual([]);
  const unread = { ...state, seen: null };
  expect(hintLines(onceRead(unread), 80)).toEqual(['enter once all is read (space)']);
  expect(bindingsOf(unread).flatMap(({ keys }) => keys)).not.toContain('enter');
  expect(onceRead({ ...after([looked()]), seen: null })).toEqual([]);
});
