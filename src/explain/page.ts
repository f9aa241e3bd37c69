import { type Block, heading, type Item, list, section, steps, text, title } from '../document/block.ts';
import { riskWords, whereWords } from '../report/words.ts';
import type { Outline } from './conditions.ts';
import type {
  Explanation,
  NameExplanation,
  RemedyExplanation,
  RuleExplanation,
  RuleLine,
  StepExplanation,
  TextExplanation,
} from './explanation.ts';
import { sayingBlocks, sayingItems } from './saying-page.ts';

/** More sayings than this behind one number are listed in short. */
const IN_FULL = 5;

/** An explanation as a page to be read. */
export function pageOf(explanation: Explanation): readonly Block[] {
  switch (explanation.kind) {
    case 'rule':
      return rulePage(explanation);
    case 'text':
      return textPage(explanation);
    default:
      return namePage(explanation);
  }
}

const KINDS = {
  'details-code': 'a details.code of OpenClaw gateways',
  reason: 'a reason that OpenClaw gateways give',
  'close-code': 'a WebSocket close code',
  'http-answer': 'an HTTP answer',
} as const;

function namePage(explanation: NameExplanation): readonly Block[] {
  const { kind, name, means, fix, remark, versions, sayings, rules } = explanation;
  const isShort = sayings.length > IN_FULL;
  return [
    title(`${name}: ${KINDS[kind]}`),
    ...noted(explanation),
    ...(means === null ? [] : [text(means)]),
    ...(remark === null ? [] : [text(remark)]),
    ...(versions === null || remark !== null ? [] : [text(`Told by: ${versions}.`)]),
    ...(fix === null ? [] : [text(`Fix: ${fix}`)]),
    ...(isShort
      ? sayingItems(sayings, asOf(explanation))
      : sayings.flatMap((one) => sayingBlocks(one, asOf(explanation)))),
    ...rulesSection(rules),
  ];
}

function rulePage(explanation: RuleExplanation): readonly Block[] {
  const { id, variant, title: words, severity, stage, versions, isForVersion, why, picks, when } = explanation;
  const { variants, facts, remedies, next, yieldsTo, docs } = explanation;
  const sure = [...new Set(variants.map(({ certainty }) => certainty))].join(', ');
  return [
    title(words),
    ...noted(explanation),
    text(`${id}${variant === null ? '' : `:${variant}`}: ${severity} at ${stage}, ${sure}; for ${versions}.`),
    ...(isForVersion ? [] : [text(`It does not hold for ${asOf(explanation)}.`)]),
    text(why),
    ...section('What it looks at', [
      list([
        ...picks.map(({ name, from, where }) => ({
          say: `\`${name}\`: the first of \`${from}\`${where.length > 0 ? ' for which' : ''}`,
          items: where.map(outlineItem),
        })),
        ...when.map(outlineItem),
      ]),
    ]),
    ...section('How sure it is', [
      list(
        variants.map((one) => ({
          say: `${one.name}: ${one.certainty}${one.severity === severity ? '' : ` ${one.severity}`}${one.versions === 'all versions' ? '' : `, ${one.versions}`}${one.title === null || variant !== null ? '' : `. ${one.title}`}`,
          items: one.when.map(outlineItem),
        })),
      ),
    ]),
    ...remedies.flatMap((remedy, index) => remedyBlocks(remedy, index, remedies.length)),
    ...(next === null ? [] : section('What comes next', [text(next)])),
    ...section('What the facts are', [list(facts.map(({ fact, about }) => ({ say: `\`${fact}\`: ${about}` })))]),
    ...section('It is a symptom of', [list(yieldsTo.map((rule) => ({ say: rule })))]),
    ...section('Documentation', [list(docs.map((url) => ({ say: url })))]),
  ];
}

function textPage(explanation: TextExplanation): readonly Block[] {
  const { findings, recognised, names, near } = explanation;
  if (findings.length + recognised.length + names.length === 0) {
    return [
      title('Nothing in this text is known'),
      ...noted(explanation),
      text('It has none of the words that OpenClaw gateways and clients end a connection with.'),
      ...section('It comes near to', [list(near.map((say) => ({ say })))]),
      text(
        'Give more of the message or of the log, or a single code. `openclaw-doctor rules list` shows what is known.',
      ),
    ];
  }
  return [
    title(findings[0]?.title ?? 'What this text says'),
    ...noted(explanation),
    ...findings.flatMap(({ rule, title: words, certainty, severity, why, remedy, next }, index) => [
      ...(index === 0 ? [] : [heading(`Or: ${words}`)]),
      text(`${certainty} ${severity}, ${rule}`),
      text(why),
      ...(remedy ? [text(`${remedy.title} (${riskWords(remedy)}):`), steps(remedy.steps.map(stepItem))] : []),
      ...(next === null ? [] : [text(`Then: ${next}`)]),
    ]),
    ...section('What its words mean', [
      list(
        recognised.map(({ line, stage, means, fix }) => ({
          say: `«${line}», at ${stage}: ${means}`,
          items: [{ say: `Fix: ${fix}` }],
        })),
      ),
    ]),
    ...section('To be asked for by themselves', [
      list(names.map((name) => ({ say: `\`openclaw-doctor explain ${name}\`` }))),
    ]),
  ];
}

function remedyBlocks(remedy: RemedyExplanation, index: number, count: number): readonly Block[] {
  const { title: words, risk, tradeOff, versions, when, steps: all } = remedy;
  return [
    heading(`${count > 1 ? `Remedy ${index + 1}` : 'Remedy'}: ${words}`),
    text(
      `${capital(riskWords(remedy))}${versions === null ? '' : `; OpenClaw ${versions}`}.${tradeOff === null ? '' : ` ${tradeOff}`}${risk === 'weakens-security' ? ONLY_ALONE : ''}`,
    ),
    ...(when.length > 0 ? [list([{ say: 'offered where', items: when.map(outlineItem) }])] : []),
    steps(all.map(stepItem)),
  ];
}

const ONLY_ALONE = ' It is offered last, and only where the gateway is known to be reached from its own host alone.';

function stepItem({ say, where, code, versions }: StepExplanation): Item {
  const place = whereWords(where, 'evidence');
  const range = versions === null ? '' : `With OpenClaw ${versions}: `;
  return { say: `${range}${say}${code.length > 0 ? ` (${place})` : ''}`, code };
}

function rulesSection(rules: readonly RuleLine[]): readonly Block[] {
  return section('Rules that speak of it', [list(rules.map(({ id, title: words }) => ({ say: `${id}: ${words}` })))]);
}

const outlineItem = ({ say, items = [] }: Outline): Item => ({ say, items: items.map(outlineItem) });

const noted = ({ openclaw: { note } }: Explanation): readonly Block[] => (note === null ? [] : [text(note)]);

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** The version at hand for a sentence. */
const asOf = ({ openclaw: { toldAs } }: Explanation) => `OpenClaw ${toldAs}`;
