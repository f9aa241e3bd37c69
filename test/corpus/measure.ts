import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EvidenceFile } from '../../src/from/evidence.ts';
import type { Report } from '../../src/model/report.ts';

/** One report of fixtures/corpus/reports.jsonl: what a user handed in, and what the thread established. */
export interface CorpusReport {
  readonly id: string;
  readonly input: EvidenceFile;
  readonly expect: { readonly cause: string; readonly also: readonly string[]; readonly fix: string };
  readonly specificity: 'specific' | 'generic';
}

/** What the doctor said of a report. */
export interface Answer {
  readonly of: CorpusReport;
  readonly report: Report;
}

export const corpus = readReports('reports');

/** More real ones, gathered later by readers who knew neither the rules nor the others. */
export const gathered = readReports('gathered');

/** Further ones that nobody sent, written from the taxonomy: rules were mended by them. */
export const synthetic = readReports('synthetic');

function readReports(name: string): readonly CorpusReport[] {
  const text = readFileSync(new URL(`../../fixtures/corpus/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CorpusReport);
}

/** Every third real report, by a hash of its id: nobody looked at these while the rules were written. */
export function isSetAside({ id }: Pick<CorpusReport, 'id'>): boolean {
  return createHash('sha256').update(id).digest().readUInt32BE(0) % 3 === 0;
}

/** How many of how many, for each question that the corpus puts. */
export interface Figures {
  /** The expected cause is the first finding. */
  readonly first: Figure;
  /** The same of the reports whose text names the cause. */
  readonly firstOfSpecific: Figure;
  /** It is among the first three findings. */
  readonly amongThree: Figure;
  /** The first finding is of its group. */
  readonly group: Figure;
  /** Of the first findings that are `confirmed`, those that are a cause of the report. */
  readonly confirmed: Figure;
}

export interface Figure {
  readonly of: number;
  readonly right: number;
}

export function figuresOf(answers: readonly Answer[]): Figures {
  const specific = answers.filter(({ of }) => of.specificity === 'specific');
  const confirmed = answers.filter(({ report }) => report.findings[0]?.certainty === 'confirmed');
  return {
    first: figure(answers, isFirst),
    firstOfSpecific: figure(specific, isFirst),
    amongThree: figure(answers, ({ of, report }) => rulesOf(report).slice(0, 3).includes(of.expect.cause)),
    group: figure(answers, ({ of, report }) => groupOf(rulesOf(report)[0]) === groupOf(of.expect.cause)),
    confirmed: figure(confirmed, isCause),
  };
}

const figure = (answers: readonly Answer[], holds: (answer: Answer) => boolean): Figure => ({
  of: answers.length,
  right: answers.filter(holds).length,
});

const rulesOf = (report: Report) => report.findings.map(({ rule }) => rule);
const groupOf = (rule: string | undefined) => rule?.split('/')[0];

export const isFirst = ({ of, report }: Answer) => rulesOf(report)[0] === of.expect.cause;

/** Whether the first finding is the cause, or another that the report tells of as well. */
function isCause({ of, report }: Answer): boolean {
  const first = rulesOf(report)[0] ?? '';
  return first === of.expect.cause || of.expect.also.includes(first.split('/')[1] ?? '');
}

/** Share in percent, one decimal. */
export const percent = ({ of, right }: Figure) => (of === 0 ? 0 : Math.round((1000 * right) / of) / 10);
