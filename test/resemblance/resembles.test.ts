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
  const { causes, terms } = profilesOf([
    told('error proxy', 'p'),
    told('error proxy', 'p'),
    told('error token', 't'),
    told('error token', 't'),
  ]);
  expect(causes).toEqual(['p', 't']);
  // The pair of words is as rare as the word; what all say weighs nothing.
  expect(terms).toEqual({
    error: [0, 0, 0, 1, 0],
    proxy: [0.69, 0, 707],
    'error proxy': [0.69, 0, 707],
    token: [0.69, 1, 707],
    'error token': [0.69, 1, 707],
  });
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
