import { symptomsIn } from '../gateway/symptoms.ts';

/** What parts the errors of a story: one was mended, and the next one came. */
const STEP =
  /\n|\s(?:->|=>|→)\s|\b(?:then|now|today|afterwards|next)\b|\bstep \d\b|\b(?:is|was) (?:gone|fixed|solved|corrected)\b|\((?:fixed|corrected|solved)[^)\n]{0,60}\)/gi;

/** … which a text must say somewhere: lines of a log follow each other as well, and are no story. */
const STORY =
  /\s(?:->|=>|→)\s|\bfirst\b[^\n]{0,80}\b(?:then|now)\b|\bstep \d\b|\b(?:is|was) (?:gone|fixed|solved|corrected)\b|\((?:fixed|corrected|solved|was )|\b(?:fixed|solved)\b[^\n]{0,60}\b(?:then|now|today)\b|\bnow (?:only|just|it says?|i get)\b/i;

/**
 * The part of a text with the error that still stands: people tell what they met in its order, so of several errors in a
 * story the last counts. The whole text where it tells no story, or of one error only.
 */
export function standingPart(text: string): string {
  if (!STORY.test(text)) return text;
  const starts = [0, ...[...text.matchAll(STEP)].map(({ index, 0: mark }) => index + mark.length)];
  const parts = starts.map((start, index) => text.slice(start, starts[index + 1]));
  const last = parts.findLastIndex((part) => symptomsIn(part).length > 0);
  if (last <= 0) return text;
  const earlier = new Set(parts.slice(0, last).flatMap((part) => symptomsIn(part).map(({ symptom }) => symptom)));
  const standing = symptomsIn(parts[last] ?? '').map(({ symptom }) => symptom);
  return [...earlier].some((symptom) => !standing.includes(symptom)) ? parts.slice(last).join(' ') : text;
}
