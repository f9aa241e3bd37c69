import { judgedAs, newestRelease, releases, releasesOf } from '../gateway/releases.ts';
import { compareVersions, parseVersion, type Version } from '../gateway/version.ts';

/** The version that things are explained for. */
export interface At {
  /** What `--openclaw` says; null: nothing. */
  readonly asked: string | null;
  /** The one whose words are told. */
  readonly version: Version;
  /** Those that it may be: all that are known where nothing is said. */
  readonly possible: readonly Version[];
  /** What the reader must know of that choice. */
  readonly note: string | null;
}

/** The version at hand: what `--openclaw` names, else the newest known. A month stands for its releases. */
export function versionAt(asked: string | undefined): At {
  if (asked === undefined) return { asked: null, version: newestRelease, possible: releases, note: null };
  const named = releasesOf(asked);
  const last = named?.at(-1);
  if (!named || !last) {
    const note = `“${asked}” names no release: this is as of ${newestRelease.text}, the newest known.`;
    return { asked, version: newestRelease, possible: releases, note };
  }
  const version = judgedAs(last);
  const possible = named.length > 1 ? named : [version];
  return { asked, version, possible, note: noteOf(asked, version, named) };
}

/** The version at hand for a reader: «OpenClaw 2026.5.7». */
export function atInWords({ asked, version }: At): string {
  return `OpenClaw ${asked !== null && parseVersion(asked) ? asked.replace(/^v/, '') : version.text}`;
}

function noteOf(asked: string, version: Version, named: readonly Version[]): string | null {
  if (named.length > 1)
    return `Of ${asked} these releases are known: ${named.map(({ text }) => text).join(', ')}. This is as of ${version.text}.`;
  const [first] = releases;
  if (parseVersion(asked) && version.text !== asked.replace(/^v/, ''))
    return `${asked} is newer than this doctor knows: it is judged as ${version.text}.`;
  return first && compareVersions(version, first) < 0
    ? `${asked} is older than ${first.text}, the oldest that this doctor knows: what it says may differ.`
    : null;
}
