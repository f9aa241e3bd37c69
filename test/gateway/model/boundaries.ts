import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/gateway/model/answer.ts';
import { brief, judge, type Kind, type Over } from './attempts.ts';

/** The release before a change and the first that has it, the fact, who connects, and what both answer. */
export type Boundary = readonly [
  before: string,
  since: string,
  fact: string,
  kind: Kind,
  over: Over,
  was: string,
  is: string,
];

/** 2026.7.35 patches 2026.7.1; the betas of 2026.7.2 behave like 2026.8.1. */
export const BEFORE_8 = '2026.7.35';
export const SINCE_8 = '2026.7.2-beta.7';

export const SILENT = 'approved-silently by local';
export const NEW = 'pending: not-paired';

/** Holds the model against changes, on both sides of each; `tell` says what of an answer is meant. */
export function holdBoundaries(rows: readonly Boundary[], tell: (answer: Answer) => string): void {
  describe.each(rows)('between %s and %s: %s', (before, since, _, kind, over, was, is) => {
    test(`${before} answers ${was}`, () => {
      expect(tell(judge(before, kind, over))).toBe(was);
    });
    test(`${since} answers ${is}`, () => {
      expect(tell(judge(since, kind, over))).toBe(is);
    });
  });
}

/** What the tables of the research leave to the code: read in that version's package, or run on 2026.9.6. */
export type Row = readonly [version: string, what: string, kind: Kind, over: Over, answer: string];

export function hold(rows: readonly Row[]): void {
  test.each(rows)('%s: %s', (version, _, kind, over, answer) => {
    expect(brief(judge(version, kind, over))).toBe(answer);
  });
}
