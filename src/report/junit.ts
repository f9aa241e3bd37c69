import type { Finding, PathStage, Report } from '../model/report.ts';
import { severities } from '../model/rule.ts';
import type { ReportOptions } from './report-options.ts';
import { findingText } from './text.ts';

/**
 * JUnit XML as GitHub, GitLab and Jenkins read it: a test case for each stage of a connection and for each finding. It is
 * red where the exit code isn't 0: a problem is a failure, an inconclusive run an error.
 */
export function junitReport(report: Report, { failOn }: ReportOptions): string {
  const cases = [
    ...report.path.map((stage) => stageCase(stage, report)),
    ...report.findings.map((finding, index) => findingCase(finding, index === 0, failOn)),
    ...(report.verdict === 'inconclusive' ? [inconclusiveCase(report)] : []),
  ];
  const count = (result: Result['kind']) => cases.filter((one) => one.result?.kind === result).length;
  const [failures, errors] = [count('failure'), count('error')];
  const time = seconds(cases.reduce((sum, { ms = 0 }) => sum + ms, 0));
  const totals = { tests: cases.length, failures, errors };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: SUITE, ...totals, time })}>`,
    `  <testsuite${attributes({ name: SUITE, ...totals, skipped: count('skipped'), time })}>`,
    ...cases.flatMap(caseLines),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const SUITE = 'openclaw-doctor';

interface Case {
  readonly group: string;
  readonly name: string;
  readonly ms?: number | undefined;
  /** Absent where it passes. */
  readonly result?: Result;
}

interface Result {
  readonly kind: 'failure' | 'error' | 'skipped';
  readonly message: string;
  readonly type?: string;
  readonly text?: string;
}

/** A stage that fails is as bad as the whole: where nothing makes a problem of it, it is told and not counted. */
function stageCase({ stage, status, detail, ms }: PathStage, { verdict }: Report): Case {
  const failed = { problem: 'failure', inconclusive: 'error', healthy: 'skipped' } as const;
  const common = { group: 'path', name: stage, ms };
  if (status === 'ok') return common;
  if (status !== 'failed') return { ...common, result: { kind: 'skipped', message: `${status}: ${detail}` } };
  return { ...common, result: { kind: failed[verdict], message: detail, type: 'failed stage' } };
}

function findingCase(finding: Finding, isDiagnosis: boolean, failOn: ReportOptions['failOn']): Case {
  const { rule, title, certainty, severity } = finding;
  const counts = severities.indexOf(severity) <= severities.indexOf(failOn);
  const text = findingText(finding, isDiagnosis);
  const result: Result = counts
    ? { kind: 'failure', message: title, type: `${certainty} ${severity}`, text }
    : { kind: 'skipped', message: `${severity}, not counted by --fail-on ${failOn}: ${title}`, text };
  return { group: 'findings', name: rule, result };
}

function inconclusiveCase({ unknown }: Report): Case {
  const text = unknown.map(({ fact, reason }) => `${fact}: ${reason}`).join('\n');
  const message = 'not everything that matters could be learnt';
  return { group: 'verdict', name: 'conclusive', result: { kind: 'error', message, type: 'inconclusive', text } };
}

function caseLines({ group, name, ms = 0, result }: Case): readonly string[] {
  const open = `    <testcase${attributes({ classname: `${SUITE}.${group}`, name, time: seconds(ms) })}`;
  if (!result) return [`${open}/>`];
  const { kind, message, type, text } = result;
  const inner = `<${kind}${attributes({ message, ...(type === undefined || kind === 'skipped' ? {} : { type }) })}`;
  const body = text === undefined ? '/>' : `>${escaped(text)}</${kind}>`;
  return [`${open}>`, `      ${inner}${body}`, '    </testcase>'];
}

const seconds = (ms: number) => (ms / 1000).toFixed(4);

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value).replace(/\s+/g, ' '))}"`)
    .join('');
}

/** Text that XML 1.0 can hold; what it can't, not even as a reference, is shown as the sign for that. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
