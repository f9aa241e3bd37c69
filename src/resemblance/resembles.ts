import { profiles } from 'virtual:profiles';
import { SCALE, softmax, weighed } from './profiles.ts';
import { type Told, termsOf } from './terms.ts';

/** A cause whose reports read like this one. */
export interface Resemblance {
  readonly cause: string;
  /** The words that speak most for it, the first the most. */
  readonly words: readonly string[];
}

/** More than anybody is shown: what is known of the machine may speak against some. */
const MOST = 12;

/** The probability below which a cause isn't worth naming. */
const LEAST = 0.01;

/**
 * Whoever names the client or the deployment hands in a report. Any other text may be anything: it reads like one where
 * its likeliest cause is as likely as this, and this much of it are words of reports.
 */
const STRANGER = { probability: 0.15, known: 0.55 };

const MAX_WORDS = 5;

/** The causes whose reports read most like what is told, the likest first; none where it reads like no report. */
export function resembles(told: Told): readonly Resemblance[] {
  const terms = termsOf(told);
  const scores = profiles.causes.map((cause, index) => ({
    cause,
    score: profiles.priors[index] ?? 0,
    words: [] as [string, number][],
  }));
  for (const [term, weight] of weighed(terms, (each) => own(each)?.[0])) {
    const [, ...weights] = own(term) ?? [];
    for (let at = 0; at < weights.length; at += 2) {
      const score = scores[weights[at] as number];
      const share = weight * (weights[at + 1] as number);
      if (!score) continue;
      score.score += share;
      if (share > 0) score.words.push([term, share]);
    }
  }
  const probabilities = softmax(scores.map(({ score }) => score / SCALE));
  const isReport = told.client !== undefined || told.deployment !== undefined;
  if (!isReport && (Math.max(...probabilities) < STRANGER.probability || shareKnown(terms) < STRANGER.known)) return [];
  return scores
    .map((score, index) => ({ ...score, probability: probabilities[index] ?? 0 }))
    .filter(({ probability, words }) => probability >= LEAST && words.length > 0)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MOST)
    .map(({ cause, words }) => ({ cause, words: heaviest(words) }));
}

/** Terms come from outside: one may be the name of something that every object has. */
const own = (term: string) => (Object.hasOwn(profiles.terms, term) ? profiles.terms[term] : undefined);

/** How many of the terms stand in reports. */
const shareKnown = (terms: ReadonlySet<string>) =>
  [...terms].filter((term) => own(term) !== undefined).length / terms.size;

/** Each word once: the pair that it stands in says more. */
function heaviest(words: readonly (readonly [string, number])[]): string[] {
  const kept: string[] = [];
  for (const [term] of [...words].sort(([, a], [, b]) => b - a)) {
    if (!kept.some((word) => word.includes(term) || term.includes(word))) kept.push(term);
    if (kept.length === MAX_WORDS) break;
  }
  return kept;
}
