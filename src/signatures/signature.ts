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
  /** Where it may stand: in what a machine said, or in the notes of who wrote the report; absent: in both. */
  readonly in?: 'text' | 'notes';
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

/** The regular expression of a signature, for a whole text with its lines. */
export function patternOf({ pattern, anchors, exact }: Signature): RegExp {
  return new RegExp(pattern ?? anchors.map(escaped).join('|'), exact ? 'gm' : 'gim');
}

const escaped = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
