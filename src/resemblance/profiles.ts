import { type Told, termsOf } from './terms.ts';

/** What reports of each cause have in common: a nearest-centroid classifier over TF-IDF weights. */
export interface Profiles {
  readonly causes: readonly string[];
  /**
   * For each term its inverse document frequency in ln(reports / reports that have it), then the causes whose reports
   * have it: index into `causes`, and 1000 times its weight in the profile of that cause, a vector of length 1.
   */
  readonly terms: Readonly<Record<string, readonly number[]>>;
}

/** A report whose cause is known. */
export interface Example {
  readonly told: Told;
  readonly cause: string;
}

/** In a profile; the rest weighs next to nothing. */
const MAX_TERMS = 250;

/** A term of one report says nothing of others. */
const MIN_REPORTS = 2;

/** Learns what the reports of each cause have in common. */
export function profilesOf(examples: readonly Example[]): Profiles {
  const reports = examples.map(({ told, cause }) => ({ terms: termsOf(told), cause }));
  const counts = new Map<string, number>();
  for (const { terms } of reports) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const rarity = new Map(
    [...counts]
      .filter(([, count]) => count >= MIN_REPORTS)
      .map(([term, count]) => [term, Math.log(reports.length / count)]),
  );
  const causes = [...new Set(reports.map(({ cause }) => cause))].sort();
  const terms: Record<string, number[]> = {};
  for (const [index, cause] of causes.entries()) {
    const sum = new Map<string, number>();
    for (const report of reports.filter((each) => each.cause === cause)) {
      for (const [term, weight] of weighed(report.terms, (each) => rarity.get(each)))
        sum.set(term, (sum.get(term) ?? 0) + weight);
    }
    const heaviest = [...sum].sort(([, a], [, b]) => b - a).slice(0, MAX_TERMS);
    const length = Math.hypot(...heaviest.map(([, weight]) => weight));
    for (const [term, weight] of heaviest) {
      terms[term] ??= [rounded(rarity.get(term) ?? 0, 100)];
      terms[term].push(index, Math.round((1000 * weight) / length));
    }
  }
  return { causes, terms };
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

const rounded = (value: number, steps: number) => Math.round(value * steps) / steps;
