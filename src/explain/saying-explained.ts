import { holdsFor } from '../gateway/releases.ts';
import type { Version } from '../gateway/version.ts';
import type { Rule } from '../model/rule.ts';
import type { At } from './at.ts';
import type { SayingExplanation } from './explanation.ts';
import { type Heard, heardIn, insteadIn, numberOf } from './heard.ts';
import { periodInWords, periodsInWords, periodsOf } from './periods.ts';
import { rulesAbout } from './related.ts';
import { lineOf } from './rule-line.ts';
import { isIn, type Saying, toldIn } from './saying.ts';

/** Since when the gateway advises programs what to do: F4 of the observations. */
const ADVISES = '>=2026.3.11';

/** A saying as the version at hand has it, and what is otherwise in others. */
export function explainSaying(saying: Saying, at: At, rules: readonly Rule[]): SayingExplanation {
  const { version, possible } = at;
  const heard = heardIn(saying, version);
  const said = heard[0] ? inShort(heard[0]) : null;
  const periods = periodsOf((release) => sayingIn(saying, release));
  const isAdvised = heard.some(({ code }) => code !== null) && isIn(version, ADVISES);
  return {
    id: saying.id,
    stage: saying.stage,
    isSaid: heard.length > 0,
    heard,
    instead: heard.length > 0 ? null : insteadInWords(saying, version),
    versions: periodsInWords(periodsOf((release) => heardIn(saying, release).length > 0).filter(({ value }) => value)),
    elsewhere: periods.flatMap(({ value, ...period }) =>
      value === null || value === said ? [] : [{ versions: periodInWords(period), says: value }],
    ),
    means: toldIn(saying.means, version),
    fix: toldIn(saying.fix, version),
    next: saying.next === undefined ? null : toldIn(saying.next, version),
    advice: isAdvised ? (saying.advice ?? null) : null,
    rules: rulesAbout(saying, rules)
      .filter(({ openclaw }) => holdsFor(openclaw, possible) !== false)
      .map(lineOf),
  };
}

/** What is heard, in short: «1008 “pairing required”, PAIRING_REQUIRED». */
function inShort({ words, code, ...rest }: Heard): string {
  const quoted = words === '' ? 'without words' : `«${words}»`;
  return `${numberOf(rest)} ${quoted}${code === null ? '' : `, ${code}`}`.trim();
}

/** What the first kind of client hears in that release; null: it isn't said. */
function sayingIn(saying: Saying, release: Version): string | null {
  const [first] = heardIn(saying, release);
  return first ? inShort(first) : null;
}

function insteadInWords(saying: Saying, version: Version): string | null {
  const instead = insteadIn(saying, version);
  if (instead === undefined) return null;
  return instead === 'lets it in' ? 'lets the client in' : `says ${inShort(instead)}`;
}
