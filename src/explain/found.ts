import { releases } from '../gateway/releases.ts';
import { type Heard, heardIn } from './heard.ts';
import type { Saying } from './saying.ts';
import { sayings } from './sayings.ts';

/** Every saying with what clients hear of it, release by release. */
const heard: readonly (readonly [Saying, readonly Heard[]])[] = sayings.map((saying) => [
  saying,
  releases.flatMap((release) => heardIn(saying, release)),
]);

/** The sayings that some version tells with this `details.code`. */
export const sayingsOfCode = (code: string) => sayingsWith((one) => one.code === code);

/** The sayings that some version tells with this `details.authReason` or `details.reason`. */
export const sayingsOfReason = (reason: string) => sayingsWith((one) => isReason(one.reason, reason));

/** The sayings that some version closes with this code. */
export const sayingsOfClose = (close: number) => sayingsWith((one) => one.close === close);

/** The sayings that some version answers with this HTTP status. */
export const sayingsOfHttp = (status: number) => sayingsWith((one) => one.http === status);

/** Every `details.code` that a known version tells. */
export const codes: readonly string[] = namesOf((one) => one.code);

/** Every `details.authReason` and `details.reason`, those of a header without its name. */
export const reasons: readonly string[] = namesOf((one) => one.reason).filter((reason) => !reason.includes(' '));

/** What gateways say, without the hints in brackets. */
export const phrases: readonly string[] = namesOf((one) =>
  one.words.replace(/ \(.*$/, '').replace(/^unauthorized: /, ''),
);

function sayingsWith(is: (one: Heard) => boolean): readonly Saying[] {
  return heard.filter(([, all]) => all.some(is)).map(([saying]) => saying);
}

function namesOf(name: (one: Heard) => string | null): readonly string[] {
  const found = heard.flatMap(([, all]) => all.map(name)).filter((text) => text !== null && text !== '');
  return [...new Set(found as string[])];
}

/** The reason that a header is missing ends in its name. */
function isReason(told: string | null, asked: string): boolean {
  if (told === null) return false;
  const header = 'trusted_proxy_missing_header_';
  return told === asked || (told.startsWith(header) && asked.startsWith(header));
}
