/** A wording and what it says: one word that rules judge, instead of the text itself. */
export interface Signature {
  readonly sign: string;
  /** What it says, for a reader. */
  readonly about: string;
  /** One of these stands in every text that the pattern fits, in whatever case: what has none of them need not be tried. */
  readonly anchors: readonly string[];
  /** A regular expression; absent: the anchors are all of it. */
  readonly pattern?: string;
  /** Upper and lower case count. */
  readonly exact?: true;
  /** How the error that it is reads in a sentence; absent: it is no error. */
  readonly error?: string;
}

/** What a gateway or client says when a connection fails: a signature that knows the stage it ends. */
export interface SymptomSignature extends Signature {
  readonly stage: SymptomStage;
}

export const symptomStages = ['upgrade', 'origin', 'identity', 'auth', 'pairing', 'scopes'] as const;
export type SymptomStage = (typeof symptomStages)[number];

/** Signatures of one file: what one of them fits, the later ones don't see. */
export interface Topic {
  readonly topic: string;
  readonly signatures: readonly Signature[];
}

/** All that ships, as `rules/signatures` holds it. */
export interface Signatures {
  /** In the order in which a gateway judges. */
  readonly symptoms: readonly SymptomSignature[];
  readonly topics: readonly Topic[];
}

/** The signatures of every topic: what texts say, besides what a gateway says to a client. */
export const signsOf = ({ topics }: Signatures): readonly Signature[] => topics.flatMap(({ signatures }) => signatures);

/**
 * The anchors of all that programs themselves say: in a log that is too large to be read whole a person's words are not
 * looked for. Bare numbers are left out, for a log is full of them.
 */
export function machineAnchorsOf(all: Signatures): readonly string[] {
  const machines = [...all.symptoms, ...signsOf(all).filter(({ error }) => error !== undefined)];
  return [...new Set(machines.flatMap(({ anchors }) => anchors.filter((anchor) => /[a-z]/i.test(anchor))))];
}

/** The regular expression of a signature, for a whole text with its lines. */
export function patternOf({ pattern, anchors, exact }: Signature): RegExp {
  return new RegExp(pattern ?? anchors.map(escaped).join('|'), exact ? 'gm' : 'gim');
}

const escaped = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
