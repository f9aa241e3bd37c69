import { signatures } from 'virtual:signatures';
import { machineAnchorsOf, patternOf, type Signature } from './signature.ts';

/** What texts say together, each by its signature, in the order of the topics; no wording reaches from one into the next. */
export function signaturesIn(...texts: readonly string[]): readonly Signature[] {
  return signatures.topics.flatMap((topic) => {
    let rest = texts.map(searchable);
    return topic.signatures.filter((signature) => {
      const left = rest.map((text) => without(text, signature));
      const isFound = left.some((text, index) => text !== rest[index]);
      rest = left;
      return isFound;
    });
  });
}

/** A text, and in small letters for the search for anchors. */
const searchable = (text: string) => ({ text, lower: text.toLowerCase() });
type Searchable = ReturnType<typeof searchable>;

/** What is left once a signature was found, for what one sentence says it says once; the same where it was not. */
function without(whole: Searchable, signature: Signature): Searchable {
  // A search for a few letters costs a hundredth of an expression's.
  if (!signature.anchors.some((anchor) => whole.lower.includes(anchor.toLowerCase()))) return whole;
  const left = whole.text.replace(patternOf(signature), ' ');
  return left === whole.text ? whole : searchable(left);
}

/** The anchors of all that programs say, by which a large log is searched. */
export const machineAnchors = machineAnchorsOf(signatures);
