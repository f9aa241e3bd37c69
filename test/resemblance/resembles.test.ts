import { describe, expect, test } from 'vitest';
import { profilesOf } from '../../src/resemblance/profiles.ts';
import { resembles } from '../../src/resemblance/resembles.ts';
import { termsOf } from '../../src/resemblance/terms.ts';

describe('the terms of a report', () => {
  test('are its words, the pairs of them and its fields', () => {
    expect([...termsOf({ client: 'CLI', openclaw: '2026.2.19', text: 'Token mismatch at 172.17.0.1' })]).toEqual([
      'client: cli',
      'openclaw: 2026.2',
      'token',
      'token mismatch',
      'mismatch',
      'mismatch at',
      'at',
      'at ip172',
      'ip172',
    ]);
  });
  test('leave out what is of this report alone', () => {
    expect([...termsOf({ text: 'requestId 0f038245-1fe1-4ae6-af5d-50fd85ed60a6' })]).toEqual([
      'requestid',
      'requestid uuid',
      'uuid',
    ]);
  });
  test('of a huge text are those of its first part', () => {
    const text = `${'a '.repeat(40_000)}zebra`;
    expect(termsOf({ text }).has('zebra')).toBe(false);
  });
});

test('a profile weighs what its reports say and others do not', () => {
  const told = (text: string, cause: string) => ({ told: { text }, cause });
  const { causes, priors, terms } = profilesOf([
    told('error proxy', 'p'),
    told('error proxy', 'p'),
    told('error token', 't'),
    told('error token', 't'),
  ]);
  expect(causes).toEqual(['p', 't']);
  // As many of one as of the other: nothing speaks for either before a word is read, but what the last report left.
  expect(Math.abs((priors[0] ?? 0) + (priors[1] ?? 0))).toBeLessThan(2);
  expect(Object.keys(terms).sort()).toEqual(['error proxy', 'error token', 'proxy', 'token']);
  // What all say weighs nothing. The pair of words is as rare as the word.
  const [rarity, ...weights] = terms.proxy ?? [];
  expect(rarity).toBe(0.69);
  expect(weights).toEqual([0, expect.any(Number), 1, expect.any(Number)]);
  expect(weights[1]).toBeGreaterThan(100);
  expect(weights[3]).toBe(-(weights[1] ?? 0));
  expect(terms['error proxy']).toEqual(terms.proxy);
});

describe('a text', () => {
  test('resembles the reports of its cause, and the words say why', () => {
    const [first] = resembles({
      deployment: 'docker',
      text: 'EACCES: permission denied, mkdir',
      notes: ['bind mount owned by root'],
    });
    expect(first?.cause).toBe('state-dir/volume-permissions');
    expect(first?.words).toContain('eacces');
  });
  test('that reads like no report resembles none', () => {
    for (const text of [
      'hello world',
      'My printer shows a paper jam',
      'npm ERR! code ELIFECYCLE',
      '__proto__ constructor',
    ])
      expect(resembles({ text })).toEqual([]);
  });
});
