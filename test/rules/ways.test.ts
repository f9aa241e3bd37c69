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

test('every variant of every cause has a picture of the way, and one place in it is marked: where it breaks', () => {
  for (const { rule, name, finding } of drawn) {
    const marked = (finding.way ?? []).filter(
      ({ state, place }) => place !== 'answer' && (state === 'broken' || state === 'warning'),
    );
    expect([rule.id, name, marked.map(({ place }) => place)]).toEqual([rule.id, name, [rule.breaks]]);
  }
  const shown = new Set(drawn.map(({ rule, finding }) => `${rule.id} ${finding.variant}`));
  const variants = rules.flatMap((rule) => rule.variants.map((variant) => ({ rule, ...variant })));
  const bare = variants.filter(({ rule, name }) => !shown.has(`${rule.id} ${name}`));
  // Of a mere hint no connection breaks.
  expect(bare.map(({ rule, name, severity = rule.severity }) => `${rule.id} ${name}: ${severity}`)).toEqual([
    'secure-context/insecure-context-http readable: info',
  ]);
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

test('every option of every rule says what it leads to', () => {
  const mute = rules.flatMap(({ id, remedies }) =>
    remedies
      .filter(
        ({ admits, leadsTo, steps }) => !admits && !leadsTo && !steps.some((step) => step.approves ?? step.change),
      )
      .map((remedy) => `${id} ${remedy.id}`),
  );
  expect(mute).toEqual([]);
});

test('every option that is offered draws the way then, or only looks, or says in words what follows', () => {
  const options = drawn.flatMap(({ rule, name, finding }) =>
    finding.remedies.map((remedy) => ({ ...remedy, id: `${rule.id} ${remedy.id}: ${name}` })),
  );
  const mute = options.filter(({ way, looks, follows }) => [way, looks, follows].filter(Boolean).length !== 1);
  expect(mute.map(({ id }) => id)).toEqual([]);
  for (const { way, outcome } of options) {
    // What is only expected of a client that nobody saw refused, or of its newest try, is marked so.
    if (way) expect(way.at(-1)).toMatchObject({ place: 'answer', name: outcome });
    else expect(outcome).toBeUndefined();
  }
});

test('words stand for the picture where nothing of the answer can be told, and nowhere else', () => {
  const inWords = rules.flatMap(({ id, remedies }) =>
    remedies.filter(({ leadsTo }) => leadsTo?.kind === 'words').map((remedy) => `${id} ${remedy.id}`),
  );
  expect(inWords).toEqual([
    // Another client than the one that was refused.
    'client-version/third-party-client-no-device-identity own-page',
    // It depends on what the first step shows.
    'container-network/network-unreachable see-where',
    // It depends on which of two settings is chosen.
    'gateway-not-serving/gateway-config-refused complete-proxy-auth',
    // No connection to the gateway is changed by it.
    'gateway-not-serving/status-false-alarm update',
    'pairing-approval/approve-wrong-id chat',
    'pairing-approval/channel-pairing-confusion approve-sender',
    'pairing-approval/device-identity-not-persisted remove-stale',
    'pairing-approval/metadata-upgrade reject',
    'pairing-approval/nodes-vs-devices approve-surface',
    'pairing-approval/nodes-vs-devices list-surface',
    // Nobody was refused: it depends on the page that each browser opens.
    'secure-context/insecure-auth-in-force undo-disable',
    'secure-context/insecure-auth-in-force undo-allow',
    'state-dir/volume-path-mismatch use-that',
  ]);
});

test('at 40 columns no word of a picture is broken, addresses and words of the gateway apart', () => {
  const words = drawn
    .flatMap(({ finding }) => [finding.way, ...finding.remedies.map(({ way }) => way)])
    .flatMap((way = []) => way.flatMap((hop) => hopText(hop).split(' ')));
  // A mark, and what a screen is set in by.
  expect([...new Set(words.filter((word) => word.length > 40 - 2 - 4))]).toEqual([]);
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
