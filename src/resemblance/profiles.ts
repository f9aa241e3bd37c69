import { type Told, termsOf } from './terms.ts';

/**
 * How much each term speaks for each cause: multinomial logistic regression over TF-IDF weights (Bishop, Pattern
 * Recognition and Machine Learning, 4.3.4). Weights are those of the regression times `SCALE`.
 */
export interface Profiles {
  readonly causes: readonly string[];
  /** For each cause how much speaks for it before a word is read. */
  readonly priors: readonly number[];
  /** For each term its inverse document frequency in ln(reports / reports that have it), then pairs: index into `causes`, weight. */
  readonly terms: Readonly<Record<string, readonly number[]>>;
}

/** A report whose cause is known. */
export interface Example {
  readonly told: Told;
  readonly cause: string;
}

export const SCALE = 100;

/** In a profile; the rest weighs next to nothing. */
const MAX_TERMS = 400;

/** A term of one report says nothing of others. */
const MIN_REPORTS = 2;

/** How often each report is learnt from, and how far a first step goes. */
const ROUNDS = 20;
const STEP = 3;
/** Each later round takes smaller steps. */
const DECAY = 0.1;
/** Words tell causes apart: how many reports of one were made up says little of how often it is met. */
const PRIOR_STEP = 0.1;

/** Learns what tells the reports of each cause from the others. The same examples give the same profiles. */
export function profilesOf(examples: readonly Example[]): Profiles {
  const reports = examples.map(({ told, cause }) => ({ terms: termsOf(told), cause }));
  const rarity = rarityIn(reports.map(({ terms }) => terms));
  const causes = [...new Set(reports.map(({ cause }) => cause))].sort();
  const { weights, priors } = learnt(
    reports.map(({ terms, cause }) => ({
      vector: weighed(terms, (term) => rarity.get(term)),
      cause: causes.indexOf(cause),
    })),
    causes.length,
  );
  const terms: Record<string, number[]> = {};
  for (const cause of causes.keys()) {
    const heaviest = [...weights].sort(([, a], [, b]) => Math.abs(b[cause] ?? 0) - Math.abs(a[cause] ?? 0));
    for (const [term, row] of heaviest.slice(0, MAX_TERMS)) {
      const weight = Math.round(SCALE * (row[cause] ?? 0));
      if (weight === 0) continue;
      terms[term] ??= [Math.round(100 * (rarity.get(term) ?? 0)) / 100];
      terms[term].push(cause, weight);
    }
  }
  return { causes, priors: [...priors].map((prior) => Math.round(SCALE * prior)), terms };
}

/** The terms that `rarity` knows, each with its weight in a vector of length 1. */
export function weighed(
  terms: ReadonlySet<string>,
  rarity: (term: string) => number | undefined,
): readonly (readonly [string, number])[] {
  const found = [...terms].flatMap((term) => {
    const weight = rarity(term);
    return weight === undefined ? [] : [[term, weight] as const];
  });
  const length = Math.hypot(...found.map(([, weight]) => weight));
  return found.map(([term, weight]) => [term, length === 0 ? 0 : weight / length]);
}

/** What scores say as probabilities. */
export function softmax(scores: ArrayLike<number>): Float64Array {
  const most = Math.max(...Array.from(scores));
  const powers = Float64Array.from(scores, (score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Inverse document frequencies. */
function rarityIn(reports: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const terms of reports) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= MIN_REPORTS);
  return new Map(kept.map(([term, count]) => [term, Math.log(reports.length / count)]));
}

interface Sample {
  readonly vector: readonly (readonly [string, number])[];
  /** Index. */
  readonly cause: number;
}

/** Stochastic gradient descent on the cross-entropy. */
function learnt(samples: readonly Sample[], causes: number) {
  const weights = new Map<string, Float64Array>();
  for (const [term] of samples.flatMap(({ vector }) => vector)) weights.set(term, new Float64Array(causes));
  const priors = new Float64Array(causes);
  const rows = samples.map(({ vector, cause }) => ({
    cause,
    parts: vector.map(([term, weight]) => ({ row: weights.get(term) as Float64Array, weight })),
  }));
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = STEP / (1 + DECAY * round);
    for (const { parts, cause } of mixed(rows, round)) {
      const scores = Float64Array.from(priors);
      for (const { row, weight } of parts)
        for (let at = 0; at < causes; at += 1) scores[at] = (scores[at] as number) + (row[at] as number) * weight;
      const gradient = softmax(scores);
      gradient[cause] = (gradient[cause] as number) - 1;
      for (const { row, weight } of parts)
        for (let at = 0; at < causes; at += 1) row[at] = (row[at] as number) - step * (gradient[at] as number) * weight;
      for (let at = 0; at < causes; at += 1)
        priors[at] = (priors[at] as number) - PRIOR_STEP * (gradient[at] as number);
    }
  }
  return { weights, priors };
}

/** All of them in another order each round, and the same at each build: neighbours are of one cause. */
function mixed<T>(items: readonly T[], round: number): readonly T[] {
  const keyed = items.map((item, index) => ({ item, key: Math.sin((index + 1) * (round + 1) * 12.9898) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
