import { expect, test } from 'vitest';
import { behaves } from '../../../src/gateway/model/behaviour.ts';
import { parseVersion, type Version } from '../../../src/gateway/version.ts';

const releases = (...names: readonly string[]): readonly Version[] => names.flatMap((name) => parseVersion(name) ?? []);

test.each([
  ['every release that it may be', ['2026.3.13', '2026.5.7'], true],
  ['no release but one, which does not', ['2026.2.19'], false],
  ['none of them', ['2026.1.29', '2026.2.19'], false],
  ['the first of them only', ['2026.3.13', '2026.2.19'], 'unknown'],
  ['the last of them only', ['2026.1.29', '2026.2.19', '2026.5.7'], 'unknown'],
  ['no release at all', [], 'unknown'],
] as const)('what %s does, the gateway does so', (_, names, expected) => {
  expect(behaves(releases(...names), 'frame-limit')).toBe(expected);
});
