import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedRules } from 'virtual:shipped-rules';
import { signatures } from 'virtual:signatures';
import { describe, expect, test } from 'vitest';
import type { Condition, Rule } from '../../src/model/rule.ts';
import { readFile, signatureFiles } from '../../src/signatures/read.ts';
import { patternOf, signsOf } from '../../src/signatures/signature.ts';
import { signaturesIn } from '../../src/signatures/signs.ts';
import { root } from '../support/bundle.ts';

const signs = signsOf(signatures);
const all = [...signatures.symptoms, ...signs];

/** Every text that a rule's conditions ask `text.says` for. */
function askedBy({ when, variants, remedies, pick }: Rule): string[] {
  const conditions = [when, ...variants.map((variant) => variant.when), ...remedies.map((remedy) => remedy.when)];
  return [...conditions, ...Object.values(pick).map(({ where }) => where)].flatMap((each) =>
    each ? saidIn(each) : [],
  );
}

function saidIn(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(saidIn);
  if ('any' in condition) return condition.any.flatMap(saidIn);
  if ('not' in condition) return saidIn(condition.not);
  return condition.fact === 'text.says' && condition.op === 'contains' ? [String(condition.operand)] : [];
}

test('rules ask for words that a signature says, and each word is asked for', () => {
  const asked = new Set(shippedRules.flatMap(askedBy));
  const known = signs.map(({ sign }) => sign);
  expect([...asked].filter((word) => !known.includes(word))).toEqual([]);
  expect(known.filter((word) => !asked.has(word))).toEqual([]);
});

test('a sign stands in one topic only', () => {
  expect(new Set(all.map(({ sign }) => sign)).size).toBe(all.length);
});

describe.each(signatureFiles(join(root, 'rules/signatures')))('%s', (file) => {
  test.each(readFile(file).map((signature) => [signature.sign, signature] as const))('%s', (_, signature) => {
    expect(signature.examples.filter((text) => !patternOf(signature).test(text))).toEqual([]);
    expect(signature.others.filter((text) => patternOf(signature).test(text))).toEqual([]);
  });
});

test('what one sentence says it says once', () => {
  const said = signaturesIn('nodes approve failed: GatewayClientRequestError: unknown requestId');
  expect(said.map(({ sign }) => sign)).toEqual(['unknown-node-request']);
});

describe('no text hangs it', () => {
  const hostile = [
    'a'.repeat(200_000),
    ' '.repeat(200_000),
    'gateway '.repeat(25_000),
    'token token_ token-'.repeat(10_000),
    'deviceId=aaaaaaaaaaaa '.repeat(9000),
    'devices list devices approve '.repeat(7000),
    '2026.3.13 vs 2026.3.13 '.repeat(9000),
  ];
  test.each(hostile.map((text) => [text.slice(0, 20), text]))('%s…', (_, text) => {
    const start = performance.now();
    signaturesIn(text, text);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

test('every label of the taxonomy has a rule', () => {
  const taxonomy = readFileSync(join(root, 'fixtures/corpus/TAXONOMY.md'), 'utf8');
  const labels = [...taxonomy.matchAll(/^\| ([\w.-]+) \| ([\w-]+) \| \d+ \| \d+ \|$/gm)].map(
    ([, label, group]) => `${group}/${label}`,
  );
  expect(labels.length).toBe(49);
  const ids = shippedRules.map(({ id }) => id);
  expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
});
