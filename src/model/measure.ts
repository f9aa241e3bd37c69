import type { Finding, UnknownFact } from './report.ts';
import type { Rule, Variant } from './rule.ts';

/**
 * A measure that keeps a mended error from coming back, as its file states it, `hardening/<label>`: read, every default
 * filled in. Its title says what to do, beginning with a verb; `when` and `openclaw` where it is a question at all.
 */
export interface MeasurePlan
  extends Pick<Rule, 'id' | 'file' | 'title' | 'docs' | 'openclaw' | 'pick' | 'when' | 'evidence' | 'remedies'> {
  /** Tried in order; the first that is known to hold tells how it stands here. */
  readonly variants: readonly MeasureVariant[];
}

/** `remedies`, where absent: all whose conditions hold, or none where it is in place or not advised. */
export interface MeasureVariant extends Pick<Variant, 'name' | 'openclaw' | 'when' | 'title' | 'remedies'> {
  readonly status: MeasureStatus;
  /** The value found, and the value needed. */
  readonly why: string;
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
