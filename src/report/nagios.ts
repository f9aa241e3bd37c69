import type { Finding, Report, Step } from '../model/report.ts';
import { versionInWords } from './version.ts';
import { riskMark, stepCommand, whereWords } from './words.ts';

/** The states of a Nagios plugin; the place of each is its exit code. */
const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

/**
 * The report as a Nagios plugin prints it: one line with state, text and the stages' times; below it the first fix.
 * Icinga, Naemon, Checkmk and others read the same.
 */
export function nagiosReport(report: Report): string {
  const [first] = report.findings;
  const times = report.path.flatMap(({ stage, ms }) => (ms === undefined ? [] : `${stage}=${Number(ms.toFixed(3))}ms`));
  const perfdata = times.length === 0 ? '' : ` | ${times.join(' ')}`;
  const lines = [
    `${statusLine(STATES[nagiosExitCode(report)], words(report))}${perfdata}`,
    ...(report.verdict === 'problem' && first ? fixLines(first) : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** 0 healthy, 1 a problem without an error, 2 one with, 3 inconclusive. */
export function nagiosExitCode({ verdict, findings }: Report): 0 | 1 | 2 | 3 {
  switch (verdict) {
    case 'healthy':
      return 0;
    case 'problem':
      return findings.some(({ severity }) => severity === 'error') ? 2 : 1;
    case 'inconclusive':
      return 3;
    default:
      return verdict satisfies never;
  }
}

/** What a plugin prints where it could not do its job; its exit code is 3. */
export function nagiosFailure(message: string): string {
  return `${statusLine('UNKNOWN', message)}\n`;
}

function statusLine(state: (typeof STATES)[number], text: string): string {
  return `OPENCLAW ${state} - ${plain(text)}`;
}

function words({ verdict, openclaw, findings, unknown }: Report): string {
  const [first, ...others] = findings;
  const also = others.length === 0 ? '' : `, and ${others.length} more`;
  const found = first && `${first.title} (${first.certainty}, ${first.rule})${also}`;
  if (verdict === 'problem' && found) return found;
  const version = versionInWords(openclaw);
  const state = `${verdict}${version === '' ? '' : `, ${version}`}`;
  const [missing] = unknown;
  const why = verdict === 'inconclusive' && missing ? `: ${missing.fact}: ${missing.reason}` : '';
  return `${state}${why}${found === undefined ? '' : `; ${first?.severity}: ${found}`}`;
}

function fixLines({ remedies: [remedy] }: Finding): readonly string[] {
  if (!remedy) return [];
  const mark = riskMark(remedy);
  const risk = mark === undefined ? '' : ` ${mark}`;
  return [`Fix: ${plain(remedy.title)}${risk}`, ...remedy.steps.flatMap((step, index) => stepLines(step, index + 1))];
}

function stepLines(step: Step, number: number): readonly string[] {
  const { say, where, change, snippet } = step;
  const command = stepCommand(step);
  const place = where === 'host' ? '' : `(${plain(whereWords(where, 'evidence'))}) `;
  const isWhole = command !== undefined && plain(command) === command;
  const isElsewhere = change !== undefined || snippet !== undefined || (command !== undefined && !isWhole);
  return [
    `${number}. ${plain(say)}`,
    ...(isWhole ? [`   ${place}$ ${command}`] : []),
    ...(isElsewhere ? ['   openclaw-doctor check shows it whole'] : []),
  ];
}

/** On one line, and without the bar, behind which Nagios reads measurements. */
function plain(text: string): string {
  return text.replaceAll('|', '/').replace(/\s+/g, ' ').trim();
}
