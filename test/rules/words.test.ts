import { expect, test } from 'vitest';
import { known, unknown } from '../../src/model/fact.ts';
import { fillArgv, fillText } from '../../src/rules/words.ts';

const look = (name: string) =>
  ({ options: known(['--url', 'ws://127.0.0.1:1'], 'x'), none: known([], 'x'), name: known('a node', 'x') })[name] ??
  unknown('nobody knows');

test('a list in its place alone is spread; the command can’t be named where it is empty or unknown', () => {
  expect(fillArgv(['openclaw', '{options...}'], look)).toEqual(['openclaw', '--url', 'ws://127.0.0.1:1']);
  expect(fillArgv(['openclaw', '{none...}'], look)).toBeUndefined();
  expect(fillArgv(['openclaw', '{other...}'], look)).toBeUndefined();
});

test('one that may be missing is left out', () => {
  expect(fillArgv(['openclaw', '{options...|}', 'x'], look)).toEqual(['openclaw', '--url', 'ws://127.0.0.1:1', 'x']);
  expect(fillArgv(['openclaw', '{none...|}', '{other...|}'], look)).toEqual(['openclaw']);
});

test('no words leave no gap', () => {
  expect(fillText('Approve {name|a client}. {note|}', look)).toBe('Approve a node.');
  expect(fillText('{note|} Approve {other|a client}.', look)).toBe(' Approve a client.');
});
