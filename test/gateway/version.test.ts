import { describe, expect, test } from 'vitest';
import { compareVersions, inRange, parseRange, parseVersion, rangeInWords } from '../../src/gateway/version.ts';

const order = (a: string, b: string) => {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (!left || !right) throw new Error('no version');
  return Math.sign(compareVersions(left, right));
};
const within = (version: string, range: string) => {
  const parsed = parseVersion(version);
  const bounds = parseRange(range);
  if (!parsed || !bounds) throw new Error('no version or range');
  return inRange(parsed, bounds);
};

describe('OpenClaw’s versions', () => {
  test('are ordered by year, month and release', () => {
    expect(order('2026.1.29', '2026.2.2')).toBe(-1);
    expect(order('2026.9.6', '2026.9.5')).toBe(1);
    expect(order('v2026.9.6', '2026.9.6')).toBe(0);
  });

  test('a fix of a release is newer than it, a beta older', () => {
    expect(order('2026.2.22-1', '2026.2.22')).toBe(1);
    expect(order('2026.7.2-beta.7', '2026.7.2')).toBe(-1);
    expect(order('2026.7.2-beta.7', '2026.7.1')).toBe(1);
  });

  test('a patch line behaves like the release that it patches', () => {
    expect(within('2026.7.33', '>=2026.7.2-beta.7')).toBe(false);
    expect(within('2026.7.35', '<2026.7.2')).toBe(true);
    expect(within('2026.7.2-beta.7', '>=2026.7.2-beta.7')).toBe(true);
    expect(within('2026.6.34', '>=2026.6.11 <2026.7.1')).toBe(true);
    expect(order('2026.7.35', '2026.7.33')).toBe(1);
  });

  test.each(['dev', '2026.3.x', 'main 328b69be', '', '1.2.3'])('%j is no version', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  test('a range is bounds that must all hold', () => {
    expect(within('2026.5.7', '>=2026.4.7 <2026.8.1')).toBe(true);
    expect(within('2026.8.1', '>=2026.4.7 <2026.8.1')).toBe(false);
    expect(parseRange('newer than 2026')).toBeUndefined();
  });
});

test('a range is told in words', () => {
  expect(rangeInWords('>=2026.4.7 <2026.8.1')).toBe('2026.4.7 and newer, before 2026.8.1');
  expect(rangeInWords('<=2026.2.19')).toBe('2026.2.19 and older');
});
