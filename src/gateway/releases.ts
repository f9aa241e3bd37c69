import { compareVersions, inRange, parseRange, parseVersion, type Version } from './version.ts';

/**
 * The releases whose behaviour is known, in the order of that: each was unpacked and read, some were run. What holds
 * between two of them is taken from the earlier one.
 */
const KNOWN = [
  ...['2026.1.29', '2026.2.2', '2026.2.12', '2026.2.19', '2026.2.21', '2026.2.22', '2026.2.23', '2026.2.24'],
  ...['2026.2.25', '2026.2.26', '2026.3.1', '2026.3.2', '2026.3.7', '2026.3.11', '2026.3.13', '2026.3.22', '2026.3.28'],
  ...['2026.3.31', '2026.4.1', '2026.4.2', '2026.4.5', '2026.4.7', '2026.4.8', '2026.4.10', '2026.4.20', '2026.4.24'],
  ...['2026.5.7', '2026.5.12', '2026.5.18', '2026.5.28', '2026.6.1', '2026.6.5', '2026.6.11', '2026.7.1', '2026.7.33'],
  ...['2026.7.35', '2026.7.2-beta.7', '2026.8.1', '2026.8.2', '2026.9.1', '2026.9.3', '2026.9.5', '2026.9.6'],
] as const;

export const releases: readonly Version[] = KNOWN.map((text) => {
  const version = parseVersion(text);
  if (!version) throw new Error(`${text} is no version`);
  return version;
});

export const newestRelease = releases.at(-1) as Version;

/** The version as which this one is judged: the newest known, where it is newer than that. */
export function judgedAs(version: Version): Version {
  return compareVersions(version, newestRelease) > 0 ? newestRelease : version;
}

/** The known releases in a range such as `>=2026.2.22 <2026.8.1`; all of them for a text that is no range. */
export function releasesIn(range: string): readonly Version[] {
  const bounds = parseRange(range);
  return bounds ? releases.filter((release) => inRange(release, bounds)) : releases;
}

/**
 * What the words for a version leave open: the version itself, or the known releases of a month that is named as
 * `2026.3` or `2026.3.x`. Undefined where they name none: `dev`, `main 328b69be`.
 */
export function releasesOf(text: string): readonly Version[] | undefined {
  const version = parseVersion(text);
  if (version) return [version];
  const [, year, month] = /^v?(20\d\d)\.(\d{1,2})(?:\.[x*])?$/i.exec(text.trim()) ?? [];
  if (month === undefined) return undefined;
  const named = releases.filter((release) => release.year === Number(year) && release.month === Number(month));
  return named.length > 0 ? named : undefined;
}

/** Whether a range holds for every release that a gateway may still be: unknown where it does for some only. No range always does. */
export function holdsFor(range: string | undefined, possible: readonly Version[]): boolean | 'unknown' {
  if (range === undefined) return true;
  const bounds = parseRange(range) ?? [];
  const inside = possible.filter((version) => inRange(version, bounds)).length;
  if (inside === possible.length) return possible.length > 0 ? true : 'unknown';
  return inside === 0 ? false : 'unknown';
}
