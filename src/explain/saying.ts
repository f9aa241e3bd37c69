import type { DecidedBy } from '../gateway/model/answer.ts';
import { type Feature, has } from '../gateway/model/behaviour.ts';
import { inRange, parseRange, type Version } from '../gateway/version.ts';
import type { Stage } from '../model/rule.ts';
import type { Scene } from './scenes.ts';

/**
 * One thing that a connection can end with: a row of the order in which a gateway decides. Where the gateway's model
 * knows it, `scenes` say how it comes about, and the words, the codes and the versions are the model's own; `said` has
 * the rest.
 */
export type Saying = Modelled | Declared;

interface Common {
  /** Its name in tests and JSON. */
  readonly id: string;
  readonly stage: Stage;
  readonly means: Told;
  readonly fix: Told;
  /** What to expect once it is mended. */
  readonly next?: Told;
  /** `details.recommendedNextStep`: the gateway's own advice to programs, from 2026.3.11 on. */
  readonly advice?: Advice;
  /** Rules that speak of it besides those that judge its symptom. */
  readonly rules?: readonly string[];
}

export interface Modelled extends Common {
  /** Attempts that end so, by whom it is said to. The first stands for all. */
  readonly scenes: Readonly<Record<string, Scene>>;
  /** What the model's answer must be, so that a version says it: another answer means that it doesn't. */
  readonly is: { readonly by: DecidedBy; readonly close?: number; readonly words?: string };
  /** Versions that have it, where the model doesn't know. */
  readonly openclaw?: string;
}

export interface Declared extends Common {
  readonly said: {
    /** The WebSocket close code; null: no close, an answer to a single call. */
    readonly close: number | null;
    readonly words: string;
    readonly code?: string;
    /** Since when the code is told with it, where not as soon as there are codes. */
    readonly coded?: Feature;
    readonly reason?: string;
    readonly to?: string;
  };
  /** Versions that have it; absent: all. */
  readonly openclaw?: string;
}

export type Advice =
  | 'retry_with_device_token'
  | 'update_auth_configuration'
  | 'update_auth_credentials'
  | 'wait_then_retry'
  | 'review_auth_configuration';

/** Sentences; those with a condition hold only for versions that have the feature, lack it, or are in the range. */
export type Told = string | readonly (string | Part)[];
type Part = { readonly say: string } & (
  | { readonly has: Feature }
  | { readonly lacks: Feature }
  | { readonly openclaw: string }
);

/** What is told in that version. */
export function toldIn(told: Told, version: Version): string {
  return [told]
    .flat()
    .filter((part) => typeof part === 'string' || holds(part, version))
    .map((part) => (typeof part === 'string' ? part : part.say))
    .join(' ');
}

function holds(part: Part, version: Version): boolean {
  if ('has' in part) return has(version, part.has);
  return 'lacks' in part ? !has(version, part.lacks) : isIn(version, part.openclaw);
}

/** Whether the version is in the range; every version is where there is none. */
export function isIn(version: Version, range: string | undefined): boolean {
  return range === undefined || inRange(version, parseRange(range) ?? []);
}
