import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rowsOf } from './attempts.ts';
import { answersOf, casesOf } from './suite.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/openclaw/${name}`, import.meta.url), 'utf8');

const rows = rowsOf(fixture('WORDS.md')).map(([version = '', name = '', close, message, code, detail]) => ({
  version,
  name,
  refusal: { close: Number(close), message, code, detail },
}));
const cases = casesOf(fixture('suite.sh'));

/** What the probe's big frame carries besides: it is too long for newer gateways, and no more than odd to older ones. */
const ODDITY: Readonly<Record<string, string>> = { 'frame-too-big': "; at root: unexpected property 'x'" };

test('all 335 refusals of seven versions are held against the model, word for word', () => {
  expect(rows).toHaveLength(335);
});

describe.each([...new Set(rows.map(({ version }) => version))])('a gateway of %s', (version) => {
  const answers = answersOf(cases, version);
  test.each(rows.filter((row) => row.version === version))('refuses $name as observed', ({ name, refusal }) => {
    const answer = answers.get(name);
    if (answer?.kind !== 'refused' && answer?.kind !== 'pending') throw new Error(`${name} is ${answer?.kind}`);
    expect({
      close: answer.closeCode,
      message: `${answer.reason}${ODDITY[name] ?? ''}`,
      code: answer.detailsCode ?? '-',
      detail: answer.detailsReason ?? '-',
    }).toEqual(refusal);
  });
});
