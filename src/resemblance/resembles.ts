import { profiles } from 'virtual:profiles';
import { weighed } from './profiles.ts';
import { type Told, termsOf } from './terms.ts';

/** A cause whose reports read like this one. */
export interface Resemblance {
  readonly cause: string;
  /** The words that speak most for it, the first the most. */
  readonly words: readonly string[];
}

/** How many causes are worth naming. */
const MOST = 3;

/**
 * The cosine of the angle between a report and a profile below which they have only common words in common. Whoever
 * names the client or the deployment hands in a report; any other text may be anything.
 */
const LEAST = { report: 0.08, text: 0.22 };

const MAX_WORDS = 5;

/** The causes whose reports read most like what is told, the likest first; none where it reads like no report. */
export function resembles(told: Told): readonly Resemblance[] {
  const least = told.client === undefined && told.deployment === undefined ? LEAST.text : LEAST.report;
  const found = weighed(termsOf(told), (term) => own(term)?.[0]);
  const scores = profiles.causes.map((cause) => ({ cause, similarity: 0, words: [] as [string, number][] }));
  for (const [term, weight] of found) {
    const [, ...weights] = own(term) ?? [];
    for (let at = 0; at < weights.length; at += 2) {
      const score = scores[weights[at] as number];
      const share = (weight * (weights[at + 1] as number)) / 1000;
      if (!score) continue;
      score.similarity += share;
      score.words.push([term, share]);
    }
  }
  return scores
    .filter(({ similarity }) => similarity >= least)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, MOST)
    .map(({ cause, words }) => ({ cause, words: heaviest(words) }));
}

/** Terms come from outside: one may be the name of something that every object has. */
const own = (term: string) => (Object.hasOwn(profiles.terms, term) ? profiles.terms[term] : undefined);

/** Each word once: the pair that it stands in says more. */
function heaviest(words: readonly (readonly [string, number])[]): string[] {
  const kept: string[] = [];
  for (const [term] of [...words].sort(([, a], [, b]) => b - a)) {
    if (!kept.some((word) => word.includes(term) || term.includes(word))) kept.push(term);
    if (kept.length === MAX_WORDS) break;
  }
  return kept;
}
