import type { Evidence, Finding, Question, Remedy, Report, Step } from '../model/report.ts';
import { code, fenced, inline, link } from './markdown-text.ts';
import { valueText } from './text.ts';
import { riskWords, stepCommand, whereWords } from './words.ts';

/** Blocks of Markdown with a blank line between each two. */
export function blocks(...parts: readonly (string | readonly string[] | undefined)[]): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : (part ?? []).join('\n')))
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What shows it, one item each. */
export function evidenceList(evidence: readonly Evidence[]): readonly string[] {
  return evidence.map(
    ({ fact, value, source }) => `- ${code(fact)} = ${code(valueText(value)) || 'nothing'} (${inline(source)})`,
  );
}

/** A remedy with its steps under a title of its own. `name`: what it is called here, such as `Option 1`. */
export function remedyBlock(remedy: Remedy, name: string, patient: 'machine' | 'evidence'): string {
  const risk = remedy.risk === 'none' ? '' : ` (${riskWords(remedy)})`;
  return blocks(
    `**${name}:** ${inline(remedy.title)}${risk}`,
    remedy.tradeOff === undefined ? undefined : `> ${inline(remedy.tradeOff)}`,
    remedy.steps.flatMap((step, index) => stepLines(step, index + 1, patient)),
    remedy.outcome === undefined ? undefined : `The gateway then: ${inline(remedy.outcome)}.`,
    remedy.follows === undefined ? undefined : `What follows: ${inline(remedy.follows)}`,
  );
}

/** What to ask, how to find it out, and what the answers would mean. */
export function questionBlock({ ask, how, answers }: Question, findings: readonly Finding[]): string {
  const titleOf = (rule: string) => findings.find((finding) => finding.rule === rule)?.title;
  return blocks(
    inline(ask),
    inline(how),
    answers.map(({ answer, rule }) => {
      const title = titleOf(rule);
      return `- ${inline(answer)}: ${title === undefined ? code(rule) : `${inline(title)} (${code(rule)})`}`;
    }),
  );
}

/** Facts that mattered and could not be learnt, those with one reason together. */
export function unknownList({ unknown }: Report): readonly string[] {
  const reasons = [...new Set(unknown.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const facts = unknown.filter((item) => item.reason === reason).map(({ fact }) => code(fact));
    return `- ${inline(reason)}: ${facts.join(', ')}`;
  });
}

/** What is read by those who want it: folded, under a line of its own. */
export function folded(summary: string, body: string): string {
  return blocks(`<details>\n<summary>${summary}</summary>`, body, '</details>');
}

export function docsLine(docs: readonly string[]): string {
  return docs.length === 0 ? '' : `More: ${docs.map(link).join(', ')}`;
}

function stepLines(step: Step, number: number, patient: 'machine' | 'evidence'): readonly string[] {
  const marker = `${number}. `;
  const indent = ' '.repeat(marker.length);
  const command = stepCommand(step);
  const place = step.run && step.where !== 'host' ? ` To be run ${inline(whereWords(step.where, patient))}:` : '';
  return [
    `${marker}${inline(step.say)}${place}`,
    ...(command === undefined ? [] : fenced([command], step.shell ?? 'sh', indent)),
    ...(step.change ? fenced(step.change.diff.trimEnd().split('\n'), 'diff', indent) : []),
    ...(step.snippet ? [`${indent}${inline(step.snippet.file)}:`, ...fenced([step.snippet.text], '', indent)] : []),
  ];
}
