import { describe, expect, test } from 'vitest';
import { nagiosExitCode, nagiosFailure, nagiosReport } from '../../src/report/nagios.ts';
import { finding, mountFinding } from '../ui/fakes.ts';
import { hostile, reportOf, warning } from './reports.ts';

const unknown = [{ fact: 'refusals', reason: 'no log was handed in' }];

describe('the line and its exit code', () => {
  test.each([
    ['OK', 0, reportOf([]), 'healthy, OpenClaw 2026.9.6'],
    [
      'OK, though something is worth a look',
      0,
      reportOf([warning], { verdict: 'healthy' }),
      'healthy, OpenClaw 2026.9.6; warning: The state is in a volume without a name (likely, state-dir/state-not-durable)',
    ],
    [
      'WARNING',
      1,
      reportOf([warning]),
      'The state is in a volume without a name (likely, state-dir/state-not-durable)',
    ],
    [
      'CRITICAL',
      2,
      reportOf([{ ...finding, remedies: [] }, warning]),
      'The gateway sees the CLI as 172.17.0.1, not as local (confirmed, pairing-approval/pending-approval-docker), and 1 more',
    ],
    [
      'UNKNOWN',
      3,
      reportOf([], { verdict: 'inconclusive', unknown }),
      'inconclusive, OpenClaw 2026.9.6: refusals: no log was handed in',
    ],
  ])('%s', (name, code, report, text) => {
    const [state] = name.split(',');
    expect(nagiosReport(report)).toBe(`OPENCLAW ${state} - ${text} | resolve=0.25ms tcp=1.5ms\n`);
    expect(nagiosExitCode(report)).toBe(code);
  });

  test('without a stage that took time there is nothing to measure', () => {
    expect(nagiosReport(reportOf([], { path: [] }))).toBe('OPENCLAW OK - healthy, OpenClaw 2026.9.6\n');
  });

  test('where the doctor could not do its job', () => {
    expect(nagiosFailure('--url is no gateway URL: give it as ws://host:18789')).toBe(
      'OPENCLAW UNKNOWN - --url is no gateway URL: give it as ws://host:18789\n',
    );
  });
});

test('below the line stands the first fix', () => {
  expect(
    nagiosReport(reportOf([finding]))
      .split('\n')
      .slice(1),
  ).toEqual([
    'Fix: Approve this device from inside the container',
    '1. Approve the CLI at 172.17.0.1. The command runs in the container gwa, where it counts as local.',
    '   $ docker exec gwa node openclaw.mjs devices approve af964ec2-97e0-4757-83de-47a050036ff7',
    '2. Connect again with the client that was refused.',
    '',
  ]);
});

test('what one line can’t show whole is named, not shown in part', () => {
  const piped = { say: 'Copy it.', where: 'wsl:Ubuntu', run: ['sh', '-c', 'a | b'] };
  const whole = { say: 'Start it.', where: 'wsl:Ubuntu', run: ['openclaw', 'gateway'] };
  const [change] = mountFinding.remedies[0]?.steps ?? [];
  const remedy = {
    id: 'x',
    title: 'Mend it',
    risk: 'restart',
    steps: [piped, whole, ...(change ? [change] : [])],
  } as const;
  expect(
    nagiosReport(reportOf([{ ...finding, remedies: [remedy] }]))
      .split('\n')
      .slice(1),
  ).toEqual([
    'Fix: Mend it [risk: restart]',
    '1. Copy it.',
    '   openclaw-doctor check shows it whole',
    '2. Start it.',
    '   (in the WSL distribution Ubuntu) $ openclaw gateway',
    '3. Let the volume openclaw-state be mounted at /home/node/.openclaw.',
    '   openclaw-doctor check shows it whole',
    '',
  ]);
});

test('no text from outside makes a line or a measurement of its own', () => {
  const report = reportOf([finding, warning]);
  const [line = '', ...below] = nagiosReport(hostile(report, 'a | tcp=0ms\nOPENCLAW OK - b')).split('\n');
  expect(line.split('|')).toEqual([expect.stringMatching(/^OPENCLAW CRITICAL - /), ' resolve=0.25ms tcp=1.5ms']);
  expect(below.filter((one) => one.includes('|') || one.startsWith('OPENCLAW'))).toEqual([]);
});
