import { styleText } from 'node:util';
import type { Evidence, FileChange, Finding, Hop, PathStage, Question, Remedy, Report, Step } from '../model/report.ts';
import type { Snippet } from '../model/rule.ts';
import { versionInWords } from './version.ts';
import { hopText, isSameWay, tellsSomething } from './way.ts';
import { inconclusiveWords, riskMark, stepCommand, whereWords, withheldWords } from './words.ts';
import { wrap } from './wrap.ts';

export interface TextOptions {
  readonly color: boolean;
  readonly verbose: boolean;
  readonly columns: number;
}

type Style = Parameters<typeof styleText>[0];

/** The report as text that reads well from top to bottom, also in a screen reader and without colour. */
export function textReport(report: Report, { color, verbose, columns }: TextOptions): string {
  const paint = (style: Style, text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
  const width = Math.max(40, Math.min(columns, 100));
  const lines: string[] = [headline(report, paint), ''];
  lines.push(...pathLines(report.path, paint, verbose), '');
  for (const [index, finding] of report.findings.entries())
    lines.push(...findingLines(finding, index === 0, paint, width), '');
  if (report.question) lines.push(...questionLines(report.question, paint, width), '');
  const waiting = report.waiting ?? [];
  if (waiting.length > 1) {
    lines.push(paint('bold', `${waiting.length} devices wait for approval: approve only your own`));
    for (const { requestId, who, remoteIp, roles, scopes } of waiting) {
      lines.push(
        ...wrap(
          `${requestId} ${who} at ${remoteIp}, as ${roles.join(' and ') || 'no role'}: ${scopes.join(', ') || 'no scopes'}`,
          width,
          '  ',
          '    ',
        ),
      );
    }
    lines.push('');
  }
  if (report.verdict === 'inconclusive' || (verbose && report.unknown.length > 0)) {
    lines.push(paint('bold', 'Could not be learnt'));
    for (const { fact, reason } of report.unknown) lines.push(...wrap(`${fact}: ${reason}`, width, '  ', '    '));
    lines.push('');
  }
  if (verbose || report.findings.length === 0) {
    lines.push(paint('bold', 'Looked at'));
    for (const source of report.looked) lines.push(...wrap(source, width, '  ', '    '));
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The question, where to look, and what each answer would mean: one that nothing speaks for may be the right one. */
function questionLines(
  { ask, how, answers }: Question,
  paint: (style: Style, text: string) => string,
  width: number,
): string[] {
  return [
    ...wrap(ask, width, `${paint('yellow', '?')} `, '  '),
    ...wrap(how, width, '  '),
    ...answers.flatMap(({ answer, rule }) => wrap(`${answer}: ${rule}`, width, '    - ', '      ')),
  ];
}

function headline({ verdict, openclaw, findings }: Report, paint: (style: Style, text: string) => string): string {
  const words = versionInWords(openclaw);
  const version = words === '' ? '' : `, ${words}`;
  switch (verdict) {
    case 'healthy':
      return `${paint('green', '✓')} ${paint('bold', `Healthy${version}`)}: the gateway answers, and no client is being refused.`;
    case 'problem':
      return `${paint('red', '✗')} ${paint('bold', `A problem was found${version}`)}`;
    case 'inconclusive':
      return `${paint('yellow', '?')} ${paint('bold', `Inconclusive${version}`)}: ${inconclusiveWords({ findings })}`;
    default:
      return verdict satisfies never;
  }
}

const MARKS = { ok: ['green', '✓'], failed: ['red', '✗'], unknown: ['yellow', '?'], skipped: ['dim', '·'] } as const;

/** Stages up to the one that fails; all of them in verbose. */
function pathLines(
  path: readonly PathStage[],
  paint: (style: Style, text: string) => string,
  verbose: boolean,
): string[] {
  const broken = path.findIndex((stage) => stage.status === 'failed');
  const shown = verbose || broken === -1 ? path : path.slice(0, broken + 1);
  if (!verbose && shown.every((stage) => stage.status === 'unknown'))
    return ['Nothing of the way to the gateway is known.'];
  return shown.map(({ stage, status, detail }) => {
    const [style, mark] = MARKS[status];
    return `${paint(style, mark)} ${stage.padEnd(9)}${detail}`;
  });
}

/** One finding as plain text, without its title. */
export function findingText(finding: Finding, isDiagnosis: boolean): string {
  const [, ...lines] = findingLines(finding, isDiagnosis, (_, text) => text, 100);
  return lines.map((line) => line.replace(/^ {2}/, '')).join('\n');
}

/** One finding: what is wrong, why it matters, what shows it, what to do. */
function findingLines(
  finding: Finding,
  isDiagnosis: boolean,
  paint: (style: Style, text: string) => string,
  width: number,
): string[] {
  const mark =
    finding.severity === 'error' ? paint('red', '✗') : finding.severity === 'warning' ? paint('yellow', '!') : 'i';
  const lines = [
    `${mark} ${paint('bold', finding.title)}`,
    paint('dim', `  ${isDiagnosis ? 'Diagnosis' : 'Also'}: ${finding.certainty} ${finding.severity}, ${finding.rule}`),
    ...wrap(finding.why, width, '  '),
    ...wayLines(isDiagnosis || finding.severity === 'error' ? finding.way : undefined, paint, width),
    '',
    '  Seen:',
    ...finding.evidence.flatMap((item) => wrap(evidenceText(item), width, '    ', '      ')),
  ];
  for (const [index, remedy] of finding.remedies.entries()) {
    const isNew = remedy.way !== undefined && !isSameWay(finding.way ?? [], remedy.way);
    lines.push(
      '',
      ...remedyLines(remedy, index, finding.remedies.length, paint, width),
      ...(isNew ? wayLines(remedy.way, paint, width, 'The way then:') : []),
    );
  }
  const withheld = withheldWords(finding);
  if (withheld !== undefined) lines.push('', ...wrap(withheld, width, '  '));
  if (finding.next !== undefined) lines.push('', ...wrap(`Then: ${finding.next}`, width, '  '));
  for (const url of finding.docs) lines.push(paint('dim', `  ${url}`));
  return lines;
}

const HOP_MARKS = { ok: MARKS.ok, broken: MARKS.failed, warning: ['yellow', '!'], unknown: MARKS.skipped } as const;

/** The way from the client to the answer, a line each place. */
function wayLines(
  way: readonly Hop[] | undefined,
  paint: (style: Style, text: string) => string,
  width: number,
  heading = 'The way:',
): string[] {
  if (!way || !tellsSomething(way)) return [];
  const lines = way.flatMap((hop) => {
    const [style, mark] = HOP_MARKS[hop.state];
    const [first = '', ...rest] = wrap(hopText(hop), width, '      ', '        ');
    return [`    ${paint(style, mark)} ${first.trimStart()}`, ...rest];
  });
  return ['', `  ${heading}`, ...lines];
}

/** `fact = value (source)`, long values shortened. */
function evidenceText({ fact, value, source }: Evidence): string {
  return `${fact} = ${valueText(value)} (${source})`;
}

/** A fact's value on one line, shortened where it is long. */
export function valueText(value: unknown): string {
  const text =
    Array.isArray(value) && value.every((item) => typeof item !== 'object')
      ? value.join(', ')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function remedyLines(
  remedy: Remedy,
  index: number,
  count: number,
  paint: (style: Style, text: string) => string,
  width: number,
): string[] {
  const mark = riskMark(remedy);
  const risk = mark === undefined ? '' : paint('yellow', ` ${mark}`);
  const title = count > 1 ? `  Option ${index + 1}: ${remedy.title}` : `  Fix: ${remedy.title}`;
  return [
    `${paint('bold', title)}${risk}`,
    ...(remedy.tradeOff === undefined ? [] : wrap(remedy.tradeOff, width, '    ! ', '      ')),
    ...remedy.steps.flatMap((step, at) => stepLines(step, at, remedy.steps.length, width)),
    ...(remedy.outcome === undefined ? [] : wrap(`The gateway then: ${remedy.outcome}`, width, '    ', '      ')),
    ...(remedy.follows === undefined ? [] : wrap(`What follows: ${remedy.follows}`, width, '    ', '      ')),
  ];
}

function stepLines(step: Step, index: number, count: number, width: number): string[] {
  const number = count > 1 ? `${index + 1}. ` : '';
  const lines = wrap(`${number}${step.say}`, width, '    ', number === '' ? '    ' : '       ');
  const command = stepCommand(step);
  if (command !== undefined) lines.push(`       ${whereText(step.where)}$ ${command}`);
  if (step.change) lines.push(...diffLines(step.change).map((line) => `       ${line}`));
  if (step.snippet) lines.push(...snippetLines(step.snippet).map((line) => `       ${line}`));
  return lines;
}

/** The file, and what stands in it line by line, as it is. */
export function snippetLines({ file, text }: Snippet): readonly string[] {
  return [`${file}:`, ...text.split('\n').map((line) => `    ${line}`)];
}

/** A diff line by line, as it is: wrapped, it would be no diff. */
export function diffLines({ diff }: FileChange): readonly string[] {
  return diff.trimEnd().split('\n');
}

/** Where a command must run, for the margin of the command; nothing where it is this host. */
function whereText(where: string): string {
  return where === 'host' ? '' : `(${whereWords(where, 'evidence')}) `;
}
