import { measures } from 'virtual:measures';
import { shippedRules } from 'virtual:shipped-rules';
import { expect, it } from 'vitest';
import { factName, seenText } from '../../src/report/fact-names.ts';
import { placeholdersOf } from '../../src/rules/words.ts';

it('every fact that a rule shows as evidence has a name that is no id', () => {
  const shown = shippedRules.flatMap((rule) => {
    const texts = [rule.title, rule.why, ...rule.variants.flatMap(({ title = '', why = '' }) => [title, why])];
    return [...rule.evidence, ...texts.flatMap((text) => placeholdersOf(text).map(({ name }) => name))].filter(
      // What is made of other facts is no evidence, and an item as a whole isn't either.
      (name) => !/\.(?:gains|mixed|originFound|found|notLocal)$/.test(name) && !(name in rule.pick),
    );
  });
  expect([...new Set(shown)].filter((fact) => factName(fact) === fact)).toEqual([]);
});

it('every fact that a measure shows, or may not know, has a name that is no id', () => {
  const shown = measures.flatMap((measure) => {
    const texts = [measure.title, ...measure.variants.flatMap(({ title = '', why }) => [title, why])];
    const asked = JSON.stringify([measure.when, measure.variants]).matchAll(/"fact":"([\w.]+)"/g);
    const names = [...[...asked].map(([, name = '']) => name), ...measure.evidence];
    return [...names, ...texts.flatMap((text) => placeholdersOf(text).map(({ name }) => name))]
      .filter((name) => !name.startsWith('text.'))
      .map((name) => measure.pick[name]?.from ?? name);
  });
  expect([...new Set(shown)].filter((fact) => factName(fact) === fact)).toEqual([]);
});

it.each([
  ['refusal.remote', '172.17.0.1', 'address that the gateway saw: 172.17.0.1 (x)'],
  ['lapsed.requestId', 'abc', 'request that has died: abc (x)'],
  ['gateway.config.bind', 'lan', 'gateway.bind, set for the gateway: lan (x)'],
  ['client.config.remoteUrl', 'ws://h', 'gateway.remote.url, set for the client: ws://h (x)'],
  ['gateway.config.file', '/x', 'settings of the gateway: /x (x)'],
  ['page.secureContext', false, 'the browser treats the page as secure: no (x)'],
  ['somebody.elses', ['a', 'b'], 'somebody.elses: a, b (x)'],
])('%s reads', (fact, value, text) => {
  expect(seenText({ fact, value, source: 'x' })).toBe(text);
});
