/**
 * OpenClaw's calendar versions: `2026.2.22-1` is a fix of 2026.2.22 and newer than it, `2026.7.2-beta.7` comes before
 * 2026.7.2. 2026.6.33 and later 2026.6.x, and 2026.7.33 and later 2026.7.x, are patch lines of 2026.6.11 and 2026.7.1:
 * they behave like those, not like the releases that came between by number.
 */
export interface Version {
  readonly text: string;
  readonly year: number;
  readonly month: number;
  readonly release: number;
  /** Fix number after a dash; 0 without. */
  readonly fix: number;
  /** Number of the beta; null for a release. */
  readonly beta: number | null;
}

const FORM = /^v?(20\d\d)\.(\d{1,2})\.(\d{1,3})(?:-(?:(\d+)|(?:beta|alpha|rc)\.?(\d+)?))?$/i;

/** The version that a text states, or undefined for anything else, `dev` and `2026.3.x` among it. */
export function parseVersion(text: string): Version | undefined {
  const match = FORM.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, release, fix, beta] = match;
  const isBeta = /(?:beta|alpha|rc)/i.test(text);
  return {
    text: text.trim().replace(/^v/, ''),
    year: Number(year),
    month: Number(month),
    release: Number(release),
    fix: Number(fix ?? 0),
    beta: isBeta ? Number(beta ?? 0) : null,
  };
}

/** Patch lines by month: their first release number and the release whose behaviour they keep. */
const PATCH_LINES: Readonly<Record<string, { readonly from: number; readonly of: number }>> = {
  '2026.6': { from: 33, of: 11 },
  '2026.7': { from: 33, of: 1 },
};

/** Numbers that order versions by behaviour: a patch line stands right behind the release that it patches. */
function orderOf(version: Version): readonly number[] {
  const line = PATCH_LINES[`${version.year}.${version.month}`];
  const isPatch = line !== undefined && version.release >= line.from;
  return [
    version.year,
    version.month,
    isPatch ? line.of : version.release,
    version.beta === null ? 1 : 0,
    version.beta ?? 0,
    isPatch ? version.release : 0,
    version.fix,
  ];
}

/** Negative where `a` behaves like an earlier release than `b`, positive where later, 0 where the same. */
export function compareVersions(a: Version, b: Version): number {
  const right = orderOf(b);
  for (const [index, left] of orderOf(a).entries()) {
    const difference = left - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

interface Bound {
  readonly op: '>=' | '>' | '<=' | '<' | '=';
  readonly version: Version;
}

/** A range such as `>=2026.2.21 <2026.8.1`: every bound must hold. Undefined where the text is none. */
export function parseRange(text: string): readonly Bound[] | undefined {
  const known = ranges.get(text) ?? { bounds: readRange(text) };
  ranges.set(text, known);
  return known.bounds;
}

/** The same few are asked of every release again. */
const ranges = new Map<string, { readonly bounds: readonly Bound[] | undefined }>();

function readRange(text: string): readonly Bound[] | undefined {
  const bounds: Bound[] = [];
  for (const part of text.trim().split(/\s+/)) {
    const match = /^(>=|>|<=|<|=)?(.+)$/.exec(part);
    const version = parseVersion(match?.[2] ?? '');
    if (!version) return undefined;
    bounds.push({ op: (match?.[1] ?? '=') as Bound['op'], version });
  }
  return bounds;
}

/** A range for a reader: `>=2026.4.7 <2026.8.1` is «2026.4.7 and newer, before 2026.8.1». */
export function rangeInWords(text: string): string {
  return (parseRange(text) ?? []).map(boundInWords).join(', ');
}

function boundInWords({ op, version: { text } }: Bound): string {
  switch (op) {
    case '>=':
      return `${text} and newer`;
    case '>':
      return `after ${text}`;
    case '<=':
      return `${text} and older`;
    case '<':
      return `before ${text}`;
    case '=':
      return text;
    default:
      return op satisfies never;
  }
}

export function inRange(version: Version, range: readonly Bound[]): boolean {
  return range.every(({ op, version: bound }) => {
    const order = compareVersions(version, bound);
    switch (op) {
      case '>=':
        return order >= 0;
      case '>':
        return order > 0;
      case '<=':
        return order <= 0;
      case '<':
        return order < 0;
      case '=':
        return order === 0;
      default:
        return op satisfies never;
    }
  });
}
