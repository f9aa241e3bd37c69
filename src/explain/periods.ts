import { releases } from '../gateway/releases.ts';
import type { Version } from '../gateway/version.ts';

/** A run of known releases of which the same holds. */
export interface Period<T> {
  readonly first: Version;
  readonly last: Version;
  readonly value: T;
}

/** What holds of each known release, those that follow each other and agree taken together. */
export function periodsOf<T>(tell: (version: Version) => T): readonly Period<T>[] {
  const periods: { first: Version; last: Version; value: T }[] = [];
  for (const release of releases) {
    const value = tell(release);
    const previous = periods.at(-1);
    if (previous && JSON.stringify(previous.value) === JSON.stringify(value)) previous.last = release;
    else periods.push({ first: release, last: release, value });
  }
  return periods;
}

/** Which versions those are: «before 2026.2.22», «2026.2.22 to 2026.4.10», «2026.4.20 and newer». */
export function periodInWords({ first, last }: Pick<Period<unknown>, 'first' | 'last'>): string {
  const isFirst = first === releases[0];
  const isLast = last === releases.at(-1);
  if (isFirst && isLast) return 'all versions';
  const next = releases[releases.indexOf(last) + 1];
  if (isFirst && next) return `before ${sinceInWords(next)}`;
  return isLast ? `${sinceInWords(first)} and newer` : `${sinceInWords(first)} to ${last.text}`;
}

/** Periods of one kind, joined for a reader: «before 2026.2.22, 2026.4.20 and newer». */
export function periodsInWords(periods: readonly Pick<Period<unknown>, 'first' | 'last'>[]): string {
  return periods.map(periodInWords).join('; ');
}

/** A change that came with the betas of a release came with that release. */
function sinceInWords(version: Version): string {
  const index = releases.indexOf(version);
  const release = version.beta === null ? version : releases.slice(index).find(({ beta }) => beta === null);
  return release?.text ?? version.text;
}
