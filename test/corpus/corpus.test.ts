import { cliTables } from 'virtual:openclaw-cli';
import { beforeAll, describe, expect, test } from 'vitest';
import { problemOf } from '../../src/rules/openclaw-cli.ts';
import { reportOn } from '../support/evidence.ts';
import { harmsOf, shortcutsIn } from '../support/harm.ts';
import { type Answer, corpus, figuresOf, gathered, isSetAside, percent, synthetic } from './measure.ts';

const answers: Answer[] = [];
const later: Answer[] = [];
beforeAll(async () => {
  for (const of of corpus) answers.push({ of, report: await reportOn(of.input) });
  for (const of of gathered) later.push({ of, report: await reportOn(of.input) });
}, 120_000);

/** What the rules reached: they may not fall behind it. In percent. */
const REACHED = {
  all: { first: 88, firstOfSpecific: 92, amongThree: 95, group: 92, confirmed: 97 },
  'set aside': { first: 73, firstOfSpecific: 80, amongThree: 91, group: 83, confirmed: 97 },
} as const;

test('of real reports that came later the rules name as many causes as they did', () => {
  const { first, amongThree, group } = figuresOf(later);
  expect([percent(first) >= 87, percent(amongThree) >= 95, percent(group) >= 92]).toEqual([true, true, true]);
  const { first: unread, amongThree: three } = figuresOf(later.filter(({ of }) => isSetAside(of)));
  expect([percent(unread) >= 85, percent(three) >= 95]).toEqual([true, true]);
});

test('of reports that nobody sent the rules name as many causes as they did', async () => {
  const told: Answer[] = [];
  for (const of of synthetic) told.push({ of, report: await reportOn(of.input) });
  const { first, amongThree } = figuresOf(told);
  expect([percent(first) >= 91.5, percent(amongThree) >= 98]).toEqual([true, true]);
}, 60_000);

test.each(['all', 'set aside'] as const)('of %s reports the rules name as many causes as they did', (part) => {
  const chosen = part === 'all' ? answers : answers.filter(({ of }) => isSetAside(of));
  const figures = Object.entries(figuresOf(chosen)).map(([name, figure]) => [name, percent(figure)] as const);
  const wanted = Object.entries(REACHED[part]);
  expect(figures.filter(([name, value]) => value < (wanted.find(([key]) => key === name)?.[1] ?? 0))).toEqual([]);
});

describe('no advice over the whole corpus does harm', () => {
  test.each([...corpus, ...gathered].map(({ id }) => id))('%s', (id) => {
    const answer = [...answers, ...later].find(({ of }) => of.id === id);
    const findings = answer?.report.findings ?? [];
    // What a report tells never shows that the gateway is reached from its own host alone.
    expect(shortcutsIn(findings)).toEqual([]);
    expect(findings.flatMap(({ remedies }) => remedies.flatMap((remedy) => harmsOf(remedy)))).toEqual([]);
    const first = findings[0]?.remedies[0];
    if (!answer || !first) return;
    expect(['none', 'restart']).toContain(first.risk);
    // A token is no cause of «pairing required», and state is not to be edited by hand while a gateway runs.
    const said = first.steps.flatMap(({ say, run }) => [say, (run ?? []).join(' ')]).join('\n');
    expect(said).not.toMatch(/\b(?:edit|change|delete|remove)\b[^.\n]{0,40}\b(?:paired|pending)\.json/i);
    const table = cliTables.find(({ version }) => version === answer.of.input.openclaw);
    const commands = first.steps.flatMap(({ run }) =>
      run?.includes('openclaw') ? [run.slice(run.indexOf('openclaw') + 1)] : [],
    );
    expect(table ? commands.map((argv) => problemOf(argv, table)).filter(Boolean) : []).toEqual([]);
  });
});

test('what is not certain comes with a question, where one tells the causes apart', () => {
  const open = answers.filter(
    ({ report }) => report.findings.length > 1 && report.findings[0]?.certainty === 'possible',
  );
  const asked = open.filter(({ report }) => report.question !== undefined);
  expect(asked.length / open.length).toBeGreaterThanOrEqual(0.8);
});

test('seven reports that quote no more than «pairing required» are never answered with certainty', () => {
  const bare = answers.filter(({ of }) => /^\W*pairing required\W*$/i.test(of.input.text ?? ''));
  expect(bare.length).toBeGreaterThanOrEqual(7);
  expect(bare.filter(({ report }) => report.findings[0]?.certainty === 'confirmed')).toEqual([]);
});
