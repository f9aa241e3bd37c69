import { describe, expect, test } from 'vitest';
import { commands, helpText, readOptions } from '../src/options.ts';
import { formatNames } from '../src/report/report-options.ts';

describe('the help', () => {
  test('is at most 100 columns wide', () => {
    expect(
      helpText()
        .split('\n')
        .filter((line) => line.length > 100),
    ).toEqual([]);
  });

  test('names every command and every format', () => {
    expect(commands.filter((name) => !new RegExp(`^ {2}${name}\\b`, 'm').test(helpText()))).toEqual([]);
    const [formats = ''] = /--format .*/.exec(helpText()) ?? [];
    expect(formatNames.filter((name) => !formats.includes(name))).toEqual([]);
  });
});

test('--timeout is one probe’s, and the whole of wait', () => {
  const deadlines = (...args: readonly string[]) => {
    const { aim, waitMs } = readOptions(args);
    return [aim.timeoutMs, waitMs];
  };
  expect(deadlines('check')).toEqual([5000, 60_000]);
  expect(deadlines('check', '--timeout', '700')[0]).toBe(700);
  expect(deadlines('wait')).toEqual([5000, 60_000]);
  expect(deadlines('wait', '--timeout', '90000')).toEqual([5000, 90_000]);
});

test('--ssh takes what ssh itself would connect to, and never an option', () => {
  expect(readOptions(['check', '--ssh', 'me@claw.lan:2222']).aim.ssh).toBe('me@claw.lan:2222');
  for (const text of ['-oProxyCommand=x', 'a b', 'me@', 'h;x'])
    expect(() => readOptions(['check', `--ssh=${text}`])).toThrow('is no target for ssh: give it as user@host');
});
