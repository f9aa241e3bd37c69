import { questions } from 'virtual:questions';
import type { FactId } from '../model/catalogue.ts';
import { type Facts, factOf } from '../model/fact.ts';
import type { Finding, Question } from '../model/report.ts';
import type { QuestionPlan } from './question.ts';

/** The causes that are open: what comes first, and what else it could be. */
const OPEN = 4;

/**
 * The question whose answer would settle most between the findings, or undefined where the first is certain or no
 * question tells them apart.
 */
export function questionFor(findings: readonly Finding[], facts: Facts): Question | undefined {
  const [first] = findings;
  if (!first || first.certainty === 'confirmed') return undefined;
  const open = findings.slice(0, OPEN).filter(({ certainty }) => certainty !== 'confirmed');
  const weighed = questions
    .filter((question) => !isAnswered(question, facts))
    .map((question) => ({ question, weight: weightOf(question, open) }))
    .filter(({ weight }) => weight > 0);
  const best = weighed.reduce<(typeof weighed)[number] | undefined>(
    (chosen, each) => (chosen && chosen.weight >= each.weight ? chosen : each),
    undefined,
  );
  if (!best) return undefined;
  const { id, ask, how, answers } = best.question;
  return { id, ask, how, answers };
}

const isAnswered = ({ unless }: QuestionPlan, facts: Facts) =>
  unless.some((id) => {
    const fact = factOf(facts, id as FactId);
    return fact.status === 'known' && fact.value !== null;
  });

/** How many of the open causes its answers name; one that names the first counts, one that names a single other does not. */
function weightOf({ answers }: QuestionPlan, open: readonly Finding[]): number {
  const named = open.filter(({ rule }) => answers.some((answer) => answer.rule === rule));
  const namesFirst = named.includes(open[0] as Finding);
  return named.length > 1 ? named.length + (namesFirst ? 0.5 : 0) : namesFirst ? 1 : 0;
}
