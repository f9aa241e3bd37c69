import type { Finding, Report } from '../model/report.ts';
import { blocks, docsLine, evidenceList, folded, questionBlock, remedyBlock, unknownList } from './markdown-finding.ts';
import { inline } from './markdown-text.ts';
import { versionInWords } from './version.ts';
import { withheldWords } from './words.ts';

/** The answer to whoever reported a problem: what it is and how sure that is, what to do, and what to ask them. */
export function markdownReply(report: Report): string {
  const [diagnosis, ...others] = report.findings;
  const text = diagnosis ? diagnosed(report, diagnosis, others) : undiagnosed(report);
  return `${blocks(text, footer(report))}\n`;
}

function diagnosed(report: Report, diagnosis: Finding, others: readonly Finding[]): string {
  const { title, why, evidence, remedies, next, docs } = diagnosis;
  const [first, ...further] = remedies;
  const { question } = report;
  return blocks(
    `Thanks for the report. ${howSure(diagnosis)}`,
    `**${inline(title)}**`,
    inline(why),
    first ? remedyBlock(first, 'What to do', 'evidence') : inline(withheldWords(diagnosis) ?? ''),
    next === undefined ? '' : `Afterwards: ${inline(next)}`,
    further.length === 0
      ? ''
      : folded(
          further.length === 1 ? 'Another way' : 'Other ways',
          blocks(...further.map((remedy, index) => remedyBlock(remedy, `Option ${index + 2}`, 'evidence'))),
        ),
    others.length === 0 ? '' : blocks(othersIntro(diagnosis), others.map(possibility)),
    question && blocks('**To be sure, one question:**', questionBlock(question, report.findings)),
    question || diagnosis.certainty !== 'possible' ? '' : ASK,
    evidence.length === 0 ? '' : folded('What this rests on', evidenceList(evidence).join('\n')),
    docsLine(docs),
  );
}

function undiagnosed(report: Report): string {
  const { question, verdict } = report;
  const missing = verdict === 'healthy' ? [] : unknownList(report);
  return blocks(
    verdict === 'healthy'
      ? 'Thanks for the report. Nothing of what you sent is wrong, as far as can be told from it.'
      : 'Thanks for the report. What you sent does not show the cause yet.',
    question && blocks('One question would help most:', questionBlock(question, report.findings)),
    ASK,
    missing.length === 0 ? '' : folded('What could not be learnt', missing.join('\n')),
  );
}

const ASK =
  'It would help to see what `npx openclaw-doctor check --format markdown` prints on the machine of the gateway. It changes nothing there and leaves out tokens and passwords; names and addresses stay, so look through it before you post it.';

/** How certain it is, in words. What is no error has refused nobody yet. */
function howSure({ certainty, severity }: Finding): string {
  const what = severity === 'error' ? 'the cause' : 'something to look at, though not why a client would be refused';
  switch (certainty) {
    case 'confirmed':
      return `What you sent shows ${what}:`;
    case 'likely':
      return severity === 'error'
        ? 'This is likely the cause, though what you sent does not prove it:'
        : `What you sent likely shows ${what}:`;
    case 'possible':
      return severity === 'error'
        ? 'What you sent does not prove a cause. It is possible that it is this one:'
        : 'What you sent shows no refusal. What may be worth a look:';
    default:
      return certainty satisfies never;
  }
}

function othersIntro({ certainty, severity }: Finding): string {
  if (certainty === 'confirmed') return 'What else was found:';
  return severity === 'error' ? 'If it is not that, it may be:' : 'What else may be worth a look:';
}

function possibility({ title, certainty, remedies: [first] }: Finding): string {
  const fix = first === undefined ? '' : `. For that: ${inline(first.title)}`;
  return `- ${certainty}: ${inline(title)}${fix}`;
}

function footer({ doctor, openclaw }: Report): string {
  const words = inline(versionInWords(openclaw));
  const version = words === '' ? '' : `, for ${words}`;
  return `<sub>Diagnosed by openclaw-doctor ${inline(doctor.version)} from what was sent${version}; nobody has looked at the machine itself.</sub>`;
}
