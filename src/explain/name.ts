import { has } from '../gateway/model/behaviour.ts';
import { releases } from '../gateway/releases.ts';
import type { Version } from '../gateway/version.ts';
import type { Rule } from '../model/rule.ts';
import { type At, atInWords } from './at.ts';
import type { NameExplanation } from './explanation.ts';
import { sayingsOfClose, sayingsOfCode, sayingsOfHttp, sayingsOfReason } from './found.ts';
import { type Heard, heardIn } from './heard.ts';
import { closeCodes, httpAnswers } from './numbers.ts';
import { periodsInWords, periodsOf } from './periods.ts';
import { lineOf } from './rule-line.ts';
import { type Saying, toldIn } from './saying.ts';
import { explainSaying } from './saying-explained.ts';

type Named = Omit<NameExplanation, 'schemaVersion' | 'asked' | 'openclaw'>;

/** A `details.code`: what it stands for, in which versions. */
export function explainCode(code: string, at: At, rules: readonly Rule[]): Named {
  const sayings = sayingsOfCode(code);
  return ofDetails('details-code', code, sayings, (heard) => heard.code === code, at, rules);
}

/** A `details.authReason` or `details.reason`. */
export function explainReason(reason: string, at: At, rules: readonly Rule[]): Named {
  const sayings = sayingsOfReason(reason);
  const isIt = (heard: Heard) => heard.reason !== null && (heard.reason === reason || heard.reason.startsWith(reason));
  return ofDetails('reason', reason, sayings, isIt, at, rules);
}

/** A WebSocket close code: all that it may stand for. */
export function explainClose(close: number, at: At, rules: readonly Rule[]): Named {
  return ofNumber('close-code', close, closeCodes[close], sayingsOfClose(close), at, rules);
}

/** An HTTP status in answer to a request to connect. */
export function explainHttp(status: number, at: At, rules: readonly Rule[]): Named {
  return ofNumber('http-answer', status, httpAnswers[status], sayingsOfHttp(status), at, rules);
}

function ofDetails(
  kind: 'details-code' | 'reason',
  name: string,
  sayings: readonly Saying[],
  isIt: (heard: Heard) => boolean,
  at: At,
  rules: readonly Rule[],
): Named {
  const tells = (version: Version) => sayings.some((saying) => heardIn(saying, version).some(isIt));
  const isTold = tells(at.version);
  const versions = periodsInWords(periodsOf(tells).filter(({ value }) => value));
  return {
    kind,
    name,
    means: null,
    fix: null,
    isTold,
    versions,
    remark: isTold ? sometimes(name, tells, at) : remarkOn(name, sayings, versions, at),
    sayings: sayings.map((saying) => explainSaying(saying, at, rules)),
    rules: [],
  };
}

/** Why the version at hand doesn't tell it, and what it tells instead. */
function remarkOn(name: string, sayings: readonly Saying[], versions: string, at: At): string {
  const version = atInWords(at);
  const isSaid = sayings.some((saying) => heardIn(saying, at.version).length > 0);
  const told = `it is told by ${versions}`;
  if (!has(at.version, 'details-code')) {
    const since = releases.find((release) => has(release, 'details-code'))?.text;
    const isEarly = `${version} has no details.code yet: they come with ${since}.`;
    return isSaid ? `${isEarly} It shows the words alone.` : `${isEarly} It doesn’t have ${name} at all: ${told}.`;
  }
  return isSaid ? `${version} doesn’t tell ${name} with it: ${told}.` : `${version} doesn’t have ${name}: ${told}.`;
}

/** Of a month some releases may tell it and some not. */
function sometimes(name: string, tells: (version: Version) => boolean, { asked, possible }: At): string | null {
  if (asked === null || possible.every(tells)) return null;
  return `Not every release of ${asked} tells ${name}.`;
}

function ofNumber(
  kind: 'close-code' | 'http-answer',
  number: number,
  meaning: (typeof closeCodes)[number] | undefined,
  sayings: readonly Saying[],
  at: At,
  rules: readonly Rule[],
): Named {
  const tells = (version: Version) => sayings.some((saying) => heardIn(saying, version).length > 0);
  return {
    kind,
    name: String(number),
    means: meaning ? toldIn(meaning.means, at.version) : null,
    fix: meaning ? toldIn(meaning.fix, at.version) : null,
    isTold: tells(at.version),
    versions: sayings.length > 0 ? periodsInWords(periodsOf(tells).filter(({ value }) => value)) : null,
    remark: null,
    sayings: sayings.map((saying) => explainSaying(saying, at, rules)),
    rules: rules.filter(({ id }) => meaning?.rules?.includes(id)).map(lineOf),
  };
}
