import { describe, expect, test } from 'vitest';
import { holdsFor, judgedAs, newestRelease, releases, releasesIn, releasesOf } from '../../src/gateway/releases.ts';
import { compareVersions, parseVersion, type Version } from '../../src/gateway/version.ts';

const version = (text: string) => parseVersion(text) as Version;
const texts = (versions: readonly Version[] | undefined) => versions?.map(({ text }) => text);

test('the known releases stand in the order of their behaviour', () => {
  expect(texts([...releases].sort(compareVersions))).toEqual(texts(releases));
});

test('a version newer than the newest known is judged as that', () => {
  expect(judgedAs(version('2027.1.4'))).toBe(newestRelease);
  expect(judgedAs(version('2026.5.7')).text).toBe('2026.5.7');
});

test.each([
  ['2026.9.6', ['2026.9.6']],
  ['2026.3.8', ['2026.3.8']],
  ['2026.3.x', ['2026.3.1', '2026.3.2', '2026.3.7', '2026.3.11', '2026.3.13', '2026.3.22', '2026.3.28', '2026.3.31']],
  ['2026.6', ['2026.6.1', '2026.6.5', '2026.6.11']],
  ['dev', undefined],
  ['main 328b69be', undefined],
])('the words %s leave open %j', (words, expected) => {
  expect(texts(releasesOf(words))).toEqual(expected);
});

describe('a range', () => {
  test('holds for releases only if it holds for each', () => {
    expect(holdsFor('>=2026.8.1', releasesIn('>=2026.8.1'))).toBe(true);
    expect(holdsFor('>=2026.8.1', releasesIn('>=2026.7.1'))).toBe('unknown');
    expect(holdsFor('>=2026.8.1', releasesIn('<2026.5.1'))).toBe(false);
    expect(holdsFor('>=2026.8.1', [])).toBe('unknown');
  });

  test('with 2026.8.1 in it holds for no patch line of 2026.7', () => {
    expect(holdsFor('>=2026.7.2-beta.7', [version('2026.7.33'), version('2026.7.35')])).toBe(false);
  });
});
