import type { Finding, PathStage, Report, Waiting } from '../model/report.ts';
import { blocks, docsLine, evidenceList, folded, questionBlock, remedyBlock, unknownList } from './markdown-finding.ts';
import { markdownReply } from './markdown-reply.ts';
import { cell, code, inline } from './markdown-text.ts';
import type { ReportOptions } from './report-options.ts';
import { versionInWords } from './version.ts';
import { withheldWords } from './words.ts';

/**
 * The report for an issue on GitHub. This machine's own is for whoever asks for help with it; of evidence that somebody
 * handed in it is the answer to them.
 */
export function markdownReport(report: Report, options: ReportOptions): string {
  return options.patient === 'evidence' ? markdownReply(report) : machineReport(report, options.verbose);
}

function machineReport(report: Report, verbose: boolean): string {
  const { findings, question, looked, doctor } = report;
  const [diagnosis, ...others] = findings;
  const missing = report.verdict === 'inconclusive' || verbose ? unknownList(report) : [];
  const text = blocks(
    `### ${headline(report)}`,
    pathTable(report.path, verbose),
    diagnosis && findingBlock(diagnosis),
    question && blocks('#### What to ask', questionBlock(question, findings)),
    others.length === 0 ? '' : folded(`What else was found: ${others.length}`, blocks(...others.map(findingBlock))),
    waitingBlock(report.waiting ?? []),
    missing.length === 0 ? '' : folded(`Could not be learnt: ${report.unknown.length}`, missing.join('\n')),
    verbose || findings.length === 0
      ? folded('Looked at', looked.map((source) => `- ${inline(source)}`).join('\n'))
      : undefined,
    `<sub>openclaw-doctor ${inline(doctor.version)}</sub>`,
  );
  return `${text}\n`;
}

function headline({ verdict, openclaw }: Report): string {
  const words = inline(versionInWords(openclaw));
  const version = words === '' ? '' : `, ${words}`;
  switch (verdict) {
    case 'healthy':
      return `✓ Healthy${version}`;
    case 'problem':
      return `✗ A problem was found${version}`;
    case 'inconclusive':
      return `? Inconclusive${version}: not everything could be seen`;
    default:
      return verdict satisfies never;
  }
}

const MARKS = { ok: '✓ ok', failed: '✗ failed', unknown: '? unknown', skipped: '· skipped' } as const;

/** Stages up to the one that fails; all of them in verbose. */
function pathTable(path: readonly PathStage[], verbose: boolean): readonly string[] {
  const broken = path.findIndex(({ status }) => status === 'failed');
  const shown = verbose || broken === -1 ? path : path.slice(0, broken + 1);
  if (!verbose && shown.every(({ status }) => status === 'unknown'))
    return ['Nothing of the way to the gateway is known.'];
  return [
    '| stage | | |',
    '| --- | --- | --- |',
    ...shown.map(({ stage, status, detail }) => `| ${stage} | ${MARKS[status]} | ${cell(detail)} |`),
  ];
}

function findingBlock(finding: Finding): string {
  const { title, certainty, severity, rule, why, evidence, remedies, next, docs } = finding;
  const nameOf = (index: number) => (remedies.length > 1 ? `Option ${index + 1}` : 'Fix');
  return blocks(
    `#### ${inline(title)}`,
    `${certainty} ${severity}, ${code(rule)}`,
    inline(why),
    evidence.length === 0 ? '' : blocks('Seen:', evidenceList(evidence)),
    ...remedies.map((remedy, index) => remedyBlock(remedy, nameOf(index), 'machine')),
    inline(withheldWords(finding) ?? ''),
    next === undefined ? '' : `Then: ${inline(next)}`,
    docsLine(docs),
  );
}

function waitingBlock(waiting: readonly Waiting[]): string {
  if (waiting.length < 2) return '';
  const items = waiting.map(
    ({ requestId, who, remoteIp, roles, scopes }) =>
      `- ${code(`${requestId}`)} ${inline(`${who} at ${remoteIp}, as ${roles.join(' and ') || 'no role'}: ${scopes.join(', ') || 'no scopes'}`)}`,
  );
  return folded(`${waiting.length} devices wait for approval: approve only your own`, items.join('\n'));
}
