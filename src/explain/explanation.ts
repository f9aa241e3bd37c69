import type { Certainty, Risk, Severity, Stage } from '../model/rule.ts';
import type { Outline } from './conditions.ts';
import type { Heard } from './heard.ts';
import type { Advice } from './saying.ts';

/** What `explain --format json` prints: one object, told apart by `kind`. Adding fields is fine. */
export type Explanation = NameExplanation | RuleExplanation | TextExplanation;

interface Head {
  readonly schemaVersion: 1;
  /** X, as it was asked for. */
  readonly asked: string;
  readonly openclaw: {
    /** What `--openclaw` says; null: nothing. */
    readonly version: string | null;
    /** The release whose words are told. */
    readonly toldAs: string;
    /** What must be known of that choice: newer than known, a whole month, no release at all. */
    readonly note: string | null;
  };
}

/** A `details.code`, an auth or pairing reason, a close code, an HTTP answer. */
export interface NameExplanation extends Head {
  readonly kind: 'details-code' | 'reason' | 'close-code' | 'http-answer';
  readonly name: string;
  /** What a number means before any words are known; null: the name says it all. */
  readonly means: string | null;
  readonly fix: string | null;
  /** Whether the version at hand tells it. */
  readonly isTold: boolean;
  /** The versions that do, in words; null: it isn't of the gateway's making. */
  readonly versions: string | null;
  /** What must be known of it in the version at hand; null: nothing. */
  readonly remark: string | null;
  /** What it may stand for, in the order in which a gateway decides. */
  readonly sayings: readonly SayingExplanation[];
  /** Rules that speak of it, where no saying goes with it. */
  readonly rules: readonly RuleLine[];
}

export interface SayingExplanation {
  readonly id: string;
  readonly stage: Stage;
  /** Whether the version at hand says it. */
  readonly isSaid: boolean;
  /** What clients hear of it in that version; empty where it isn't said. */
  readonly heard: readonly Heard[];
  /** What that version does instead, in words; null: it says it, or that isn't known. */
  readonly instead: string | null;
  /** The versions that say it, in words. */
  readonly versions: string;
  /** The same in other versions, where it differs. */
  readonly elsewhere: readonly { readonly versions: string; readonly says: string }[];
  readonly means: string;
  readonly fix: string;
  readonly next: string | null;
  /** `details.recommendedNextStep`; null: this version gives none, or there is none. */
  readonly advice: Advice | null;
  readonly rules: readonly RuleLine[];
}

/** A rule in one line. */
export interface RuleLine {
  readonly id: string;
  readonly title: string;
}

export interface RuleExplanation extends Head {
  readonly kind: 'rule';
  readonly id: string;
  /** The variant that was asked for; null: the whole rule. */
  readonly variant: string | null;
  readonly title: string;
  readonly severity: Severity;
  readonly stage: Stage;
  /** The versions that it holds for, in words. */
  readonly versions: string;
  /** Whether the version at hand is one of them. */
  readonly isForVersion: boolean;
  readonly why: string;
  readonly picks: readonly { readonly name: string; readonly from: string; readonly where: readonly Outline[] }[];
  /** What must hold for any variant. */
  readonly when: readonly Outline[];
  readonly variants: readonly VariantExplanation[];
  readonly facts: readonly { readonly fact: string; readonly about: string }[];
  /** Only those that the version at hand has. */
  readonly remedies: readonly RemedyExplanation[];
  readonly next: string | null;
  /** Rules of which this one is a symptom. */
  readonly yieldsTo: readonly string[];
  readonly docs: readonly string[];
}

export interface VariantExplanation {
  readonly name: string;
  readonly certainty: Certainty;
  readonly severity: Severity;
  readonly versions: string;
  readonly when: readonly Outline[];
  /** Null: those of the rule. */
  readonly title: string | null;
  readonly why: string | null;
  readonly next: string | null;
  /** Null: all of the rule's. */
  readonly remedies: readonly string[] | null;
}

export interface RemedyExplanation {
  readonly id: string;
  readonly title: string;
  readonly risk: Risk;
  /** Of risk `restart`, and yet this version takes it over as it runs. */
  readonly restarts?: false;
  readonly tradeOff: string | null;
  /** The versions that have it, where not all that the rule is for; else null. */
  readonly versions: string | null;
  /** Where it is offered. */
  readonly when: readonly Outline[];
  readonly steps: readonly StepExplanation[];
}

export interface StepExplanation {
  readonly say: string;
  readonly where: string;
  /** The command, and lines for other files, as they are to be typed. */
  readonly code: readonly string[];
  readonly versions: string | null;
}

/** An error message or a piece of a log. */
export interface TextExplanation extends Head {
  readonly kind: 'text';
  /** What the doctor would find by this text alone, the likeliest first. */
  readonly findings: readonly {
    readonly rule: string;
    readonly variant: string;
    readonly title: string;
    readonly certainty: Certainty;
    readonly severity: Severity;
    readonly why: string;
    /** The first way to mend it; null: none is known from the text alone. */
    readonly remedy: { readonly title: string; readonly risk: Risk; readonly steps: readonly StepExplanation[] } | null;
    readonly next: string | null;
  }[];
  /** What is known in it: each with the line that says so. */
  readonly recognised: readonly {
    readonly line: string;
    readonly stage: Stage;
    readonly words: string;
    readonly means: string;
    readonly fix: string;
  }[];
  /** Numbers and codes in it that can be explained by themselves. */
  readonly names: readonly string[];
  /** Where nothing is known in it: what it comes near to. */
  readonly near: readonly string[];
}
