import type { Finding, Question, Report } from '../../src/model/report.ts';
import type { ReportOptions } from '../../src/report/report-options.ts';
import { diagnosisOf, finding } from '../ui/fakes.ts';

export const forMachine: ReportOptions = {
  color: false,
  verbose: false,
  columns: 80,
  patient: 'machine',
  failOn: 'error',
};
export const forReporter: ReportOptions = { ...forMachine, patient: 'evidence' };

export const warning: Finding = {
  ...finding,
  rule: 'state-dir/state-not-durable',
  title: 'The state is in a volume without a name',
  severity: 'warning',
  certainty: 'likely',
  why: 'It is gone once the container is made anew.',
  evidence: [],
  remedies: [],
  docs: [],
};

export const question: Question = {
  id: 'where',
  ask: 'Does the gateway run in a container?',
  how: 'docker ps lists it.',
  answers: [
    { answer: 'yes', rule: 'pairing-approval/pending-approval-docker' },
    { answer: 'no', rule: 'pairing-approval/pending-approval-new-device' },
  ],
};

export const path: Report['path'] = [
  { stage: 'resolve', status: 'ok', detail: 'got past this', ms: 0.25 },
  { stage: 'tcp', status: 'ok', detail: 'got past this', ms: 1.5 },
  { stage: 'tls', status: 'unknown', detail: 'not told' },
  { stage: 'pairing', status: 'failed', detail: 'the CLI from 172.17.0.1 waits | for approval' },
  { stage: 'scopes', status: 'skipped', detail: 'not reached: pairing failed' },
];

/** A report with these findings; its verdict is what they make of it unless `more` says otherwise. */
export function reportOf(findings: readonly Finding[], more: Partial<Report> = {}): Report {
  return { ...diagnosisOf(findings).report, looked: ['gateway.log'], path, ...more };
}

/** The same report with `text` after every text in it that may come from outside. */
export function hostile(report: Report, text: string): Report {
  const taint = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return KEPT.has(key) ? value : `${value} ${text}`;
    if (Array.isArray(value)) return value.map((item) => taint(item, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, taint(item, name)]));
  };
  return taint(report) as Report;
}

/** What only the doctor's own code and rules give. */
const KEPT = new Set([
  'verdict',
  'status',
  'stage',
  'severity',
  'certainty',
  'risk',
  'place',
  'state',
  'docs',
  'rule',
  'id',
]);
