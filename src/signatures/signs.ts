import { signatures } from 'virtual:signatures';
import { patternOf, type Signature } from './signature.ts';

/** What a text and the notes beside it say, each by its signature, in the order of the topics. */
export function signaturesIn(text: string, notes: string): readonly Signature[] {
  return signatures.topics.flatMap((topic) => {
    let rest = { text, notes };
    return topic.signatures.filter((signature) => {
      const left = without(rest, signature);
      if (left) rest = left;
      return left !== undefined;
    });
  });
}

interface Told {
  readonly text: string;
  readonly notes: string;
}

/** What is left to say once a signature was found; undefined where it wasn't. What one sentence says it says once. */
function without(told: Told, signature: Signature): Told | undefined {
  const isIn = { text: signature.in !== 'notes', notes: signature.in !== 'text' };
  const text = isIn.text ? cut(told.text, signature) : undefined;
  const notes = isIn.notes ? cut(told.notes, signature) : undefined;
  if (text === undefined && notes === undefined) return undefined;
  return { text: text ?? told.text, notes: notes ?? told.notes };
}

function cut(text: string, signature: Signature): string | undefined {
  if (text === '' || !mayHold(text, signature)) return undefined;
  const pattern = patternOf(signature);
  return pattern.test(text) ? text.replace(pattern, ' ') : undefined;
}

/** A search for a few letters costs a hundredth of an expression's. */
function mayHold(text: string, { anchors }: Signature): boolean {
  const lower = text.toLowerCase();
  return anchors.some((anchor) => lower.includes(anchor.toLowerCase()));
}

/** What programs themselves say: in a log that is too large to be read whole a person's words are not looked for. */
const machines = [
  ...signatures.symptoms,
  ...signatures.topics.flatMap(({ signatures: own }) => own.filter(({ error }) => error !== undefined)),
];

/** The anchors of all that programs say; bare numbers are left out, for a log is full of them. */
export const machineAnchors: readonly string[] = [
  ...new Set(machines.flatMap(({ anchors }) => anchors.filter((anchor) => /[a-z]/i.test(anchor)))),
];
