import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bySettings } from '../../src/facts/by-settings.ts';
import { releaseFacts } from '../../src/facts/releases.ts';
import type { Hop } from '../../src/model/report.ts';
import { hopText } from '../../src/report/way.ts';
import { readCases } from '../../src/rules/cases.ts';
import { readRulesFolder } from '../../src/rules/folder.ts';
import { judgeRules } from '../../src/rules/judge-rules.ts';

const rules = readRulesFolder(fileURLToPath(new URL('../../rules', import.meta.url)));
const found = rules.flatMap((rule) =>
  readCases(rule).flatMap(({ name, facts }) => {
    const { findings } = judgeRules([rule], bySettings({ ...releaseFacts(facts), ...facts }));
    return findings.map((finding) => ({ rule, name, finding }));
  }),
);
const drawn = found.filter(({ finding }) => finding.severity !== 'info');

test('every cause has a picture of the way, and one place in it is marked: the one at which it breaks', () => {
  for (const { rule, name, finding } of drawn) {
    const marked = (finding.way ?? []).filter(
      ({ state, place }) => place !== 'answer' && (state === 'broken' || state === 'warning'),
    );
    expect([rule.id, name, marked.map(({ place }) => place)]).toEqual([rule.id, name, [rule.breaks]]);
  }
  expect(new Set(drawn.map(({ rule }) => rule.id)).size).toBe(
    rules.filter(({ variants, severity }) => variants.some((variant) => (variant.severity ?? severity) !== 'info'))
      .length,
  );
});

test('the way leads from the client to the gateway, each place once', () => {
  const order = ['client', 'proxy', 'network', 'gateway', 'state', 'answer'];
  for (const { finding } of drawn) {
    for (const way of [finding.way, ...finding.remedies.map((remedy) => remedy.way)]) {
      const places = way?.map(({ place }) => place) ?? [];
      expect(places).toEqual(order.filter((place) => (places as readonly string[]).includes(place)));
    }
    expect(finding.way?.map(({ place }) => place)).toEqual(expect.arrayContaining(['client', 'gateway']));
  }
});

test('an option that the model lets in shows the way then, ending in what the gateway answers', () => {
  const options = drawn.flatMap(({ finding }) => finding.remedies.filter(({ outcome }) => outcome !== undefined));
  expect(options.length).toBeGreaterThan(100);
  for (const { way, outcome } of options) expect(way?.at(-1)).toMatchObject({ place: 'answer', name: outcome });
});

test('most options show the way then, some only look, and what the model can’t know is left open', () => {
  const options = drawn.flatMap(({ rule, finding }) =>
    finding.remedies.map((remedy) => ({ ...remedy, id: `${rule.id} ${remedy.id}` })),
  );
  const count = (of: typeof options) => new Set(of.map(({ id }) => id)).size;
  expect(count(options.filter(({ way }) => way))).toBeGreaterThan(150);
  expect(count(options.filter(({ looks }) => looks))).toBeGreaterThan(10);
  for (const { way, outcome, looks } of options) {
    const last = way?.at(-1);
    // Who wasn't refused gets an answer that nobody knows; a state folder gives none.
    if (way && outcome === undefined) expect(last?.place === 'state' || last?.state === 'unknown').toBe(true);
    if (looks) expect([way, outcome]).toEqual([undefined, undefined]);
  }
});

test('the pictures of every cause read as they were reviewed', async () => {
  const marks = { ok: '+', broken: 'x', warning: '!', unknown: '.' } as const;
  const lines = (way: readonly Hop[], indent: string) =>
    way.map((hop) => `${indent}${marks[hop.state]} ${hopText(hop)}`);
  const pictures = rules.flatMap((rule) => {
    const first = drawn.find((one) => one.rule === rule);
    if (!first) return [];
    const { finding, name } = first;
    const options = finding.remedies.flatMap(({ id, way }) => (way ? [`    ${id}`, ...lines(way, '      ')] : []));
    return [`${rule.id}: ${name}`, ...lines(finding.way ?? [], '  '), ...options, ''];
  });
  await expect(`${pictures.join('\n')}`).toMatchFileSnapshot('ways.txt');
});
