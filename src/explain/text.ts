import { diagnose } from '../doctor.ts';
import { patientOf } from '../from/patient.ts';
import { readTold } from '../from/told.ts';
import { symptomsIn } from '../gateway/symptoms.ts';
import { valueIn } from '../model/fact.ts';
import type { Finding, Remedy } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import { shellText } from '../model/shell.ts';
import { nearest } from '../rules/nearest.ts';
import type { At } from './at.ts';
import type { StepExplanation, TextExplanation } from './explanation.ts';
import { codes, phrases, reasons } from './found.ts';
import { heardIn } from './heard.ts';
import { closeCodes, networkErrors } from './numbers.ts';
import { symptomOfSaying } from './related.ts';
import { toldIn } from './saying.ts';
import { sayings } from './sayings.ts';

type Explained = Omit<TextExplanation, 'schemaVersion' | 'asked' | 'openclaw'>;

/** How many findings are told: the likeliest ones. */
const FINDINGS = 3;

/** An error message or a piece of a log, read and judged as `--from` does it. */
export async function explainText(text: string, at: At, rules: readonly Rule[]): Promise<Explained> {
  const told = readTold(text, 'the text');
  const stated = { openclaw: at.asked ?? undefined };
  const { facts, events, refusals, failures } = told;
  const patient = patientOf({ facts, stated, events, told: refusals, failures });
  const { report } = await diagnose(patient.facts, { rules, failOn: 'error' });
  const why = refusals.find(({ symptom }) => symptom === 'pairing-required')?.why ?? null;
  const recognised = [
    ...networkErrorIn(valueIn(facts, 'text.errno') ?? '', at),
    ...symptomsIn(text).flatMap(({ symptom, line }) => recognise(symptom, line, why, at)),
  ];
  const names = namesIn(text, valueIn(facts, 'text.closeCode') ?? null);
  const isKnown = report.findings.length > 0 || recognised.length > 0 || names.length > 0;
  return {
    kind: 'text',
    findings: report.findings.slice(0, FINDINGS).map(explainFinding),
    recognised,
    names,
    near: isKnown ? [] : nearTo(text),
  };
}

/** What a symptom of the text means, by the saying that has the words of the text, else by the first with that symptom. */
function recognise(symptom: string, line: string, why: string | null, { version }: At): TextExplanation['recognised'] {
  const fitting = sayings.filter((saying) => symptomOfSaying(saying) === symptom);
  const saying =
    fitting.find(({ id }) => id === why) ??
    fitting.find((one) =>
      heardIn(one, version).some(({ words }) => words !== '' && line.includes(words.slice(0, 40))),
    ) ??
    fitting[0];
  if (!saying) return [];
  const words = heardIn(saying, version)[0]?.words ?? '';
  const { stage, means, fix } = saying;
  return [{ line: line.trim().slice(0, 300), stage, words, means: toldIn(means, version), fix: toldIn(fix, version) }];
}

/** What the operating system said of the way to the gateway. */
function networkErrorIn(errno: string, { version }: At): TextExplanation['recognised'] {
  const error = networkErrors[errno];
  if (!error) return [];
  const { stage, means, fix } = error;
  return [{ line: errno, stage, words: errno, means: toldIn(means, version), fix: toldIn(fix, version) }];
}

function explainFinding({
  rule,
  variant,
  title,
  certainty,
  severity,
  why,
  remedies,
  next,
}: Finding): TextExplanation['findings'][number] {
  const [first] = remedies;
  return {
    rule,
    variant,
    title,
    certainty,
    severity,
    why,
    remedy: first ? { title: first.title, risk: first.risk, steps: first.steps.map(explainStep) } : null,
    next: next ?? null,
  };
}

function explainStep({ say, where, run, snippet }: Remedy['steps'][number]): StepExplanation {
  const lines = snippet ? [`${snippet.file}:`, ...snippet.text.split('\n').map((line) => `    ${line}`)] : [];
  return { say, where, code: [...(run ? [shellText(run)] : []), ...lines], versions: null };
}

/** The codes, reasons and close codes that the text names: each can be asked for by itself. */
function namesIn(text: string, closeCode: number | null): readonly string[] {
  const known = new Set([...codes, ...reasons.filter((reason) => reason.includes('_'))]);
  const words = text.match(/[A-Za-z]\w{3,}/g) ?? [];
  const close = closeCode !== null && closeCode in closeCodes ? [String(closeCode)] : [];
  return [...new Set([...words.filter((word) => known.has(word)), ...close])];
}

/** What gateways say that comes near to a text in which nothing is known. */
function nearTo(text: string): readonly string[] {
  const line = text.trim().split('\n')[0]?.slice(0, 200) ?? '';
  const words = line.match(/[A-Za-z][\w-]{4,}/g) ?? [];
  const found = [...windowsOf(line).map(nearestPhrase), ...words.map((word) => nearest(word, [...codes, ...reasons]))];
  return [...new Set(found.filter((one) => one !== undefined))].slice(0, 3);
}

/** Every run of two to five words of a line. */
function windowsOf(line: string): readonly string[] {
  const words = line.split(/[^A-Za-z]+/).filter((word) => word !== '');
  return words.flatMap((_, start) =>
    [2, 3, 4, 5].flatMap((count) =>
      start + count <= words.length ? [words.slice(start, start + count).join(' ')] : [],
    ),
  );
}

/** The phrase of as many words that this comes near to, of those long enough to be told apart. */
function nearestPhrase(words: string): string | undefined {
  const count = words.split(' ').length;
  return nearest(
    words,
    phrases.filter((phrase) => phrase.length >= 10 && phrase.split(' ').length === count),
  );
}
