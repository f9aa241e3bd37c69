import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cellOf, rowsOf } from './attempts.ts';
import { answersOf, casesOf } from './suite.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/openclaw/${name}`, import.meta.url), 'utf8');

const VERSIONS = ['2026.1.29', '2026.2.19', '2026.3.13', '2026.5.7', '2026.7.1', '2026.9.6'];
const rows = rowsOf(fixture('MATRIX.md'));
const cases = casesOf(fixture('suite.sh'));
const observed = rows.flatMap(([name = '', ...cells]) =>
  cells.flatMap((cell, index) => (cell === '-' ? [] : [{ name, version: VERSIONS[index] ?? '', cell }])),
);

test('the table has every case of the suite and no other', () => {
  expect(rows.map(([name]) => name)).toEqual(cases.map(({ name }) => name));
});

test('all 405 observed cells of 69 cases and 6 versions are held against the model', () => {
  expect(rows).toHaveLength(69);
  expect(observed).toHaveLength(405);
});

describe.each(VERSIONS)('a gateway of %s', (version) => {
  const answers = answersOf(cases, version);
  const own = observed.filter((cell) => cell.version === version);
  test.each(own)('answers $name with $cell', ({ name, cell }) => {
    const answer = answers.get(name);
    expect(answer && cellOf(answer)).toBe(cell);
  });
});
