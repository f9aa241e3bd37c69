import type { Finding, UnknownFact } from './report.ts';
import type { Condition, Pick, RemedyPlan } from './rule.ts';

/** A measure that keeps a mended error from coming back, as its file states it: read, every default filled in. */
export interface MeasurePlan {
  /** `hardening/<label>`, the same as its file below `rules/`. */
  readonly id: string;
  readonly file: string;
  /** What to do, beginning with a verb: the line of the checklist. */
  readonly title: string;
  readonly docs: readonly string[];
  /** The OpenClaw versions in which it is a question at all; absent: all. */
  readonly openclaw?: string;
  readonly pick: Readonly<Record<string, Pick>>;
  /** Where it is a question at all: where this is known not to hold, it is not listed. */
  readonly when?: Condition;
  /** Tried in order; the first that is known to hold tells how it stands here. */
  readonly variants: readonly MeasureVariant[];
  /** Facts that it cites besides those that its conditions saw. */
  readonly evidence: readonly string[];
  /** The ways to take it, those that it borrows from rules among them. */
  readonly remedies: readonly RemedyPlan[];
}

export interface MeasureVariant {
  readonly name: string;
  readonly status: MeasureStatus;
  readonly openclaw?: string;
  readonly when?: Condition;
  /** Instead of the measure's. */
  readonly title?: string;
  /** The value found, and the value needed. */
  readonly why: string;
  /** The ways to offer, by id; absent: all whose conditions hold, or none where it is in place or not advised. */
  readonly remedies?: readonly string[];
}

export const measureStatuses = {
  advised: 'the facts show that it is missing, and nothing that they show is against it',
  unknown: 'whether it is wanted can’t be told from the facts: it is shown as that, and never as advice',
  'not-advised': 'somebody would lose something by it',
  'in-place': 'the facts show that it is taken',
} as const;
export type MeasureStatus = keyof typeof measureStatuses;

/** A measure as it stands here. */
export interface Measure {
  readonly status: MeasureStatus;
  /** Its words with what was found, what it rests on and the ways to take it: as much a finding as that of a rule. */
  readonly finding: Finding;
  /** The facts that would tell how it stands, where nothing that is known does. */
  readonly missing: readonly UnknownFact[];
}

/** The group of all measures. No rule has it. */
export const MEASURES = 'hardening';

/** Whether what is under treatment is a measure, not an error. */
export function isMeasure({ rule }: { readonly rule: string }): boolean {
  return rule.startsWith(`${MEASURES}/`);
}

/** Whether there is something to do about it: a way that can be taken, and it is not taken yet. */
export function isOpen({ status, finding }: Measure): boolean {
  return status === 'advised' || (status === 'unknown' && finding.remedies.length > 0);
}
