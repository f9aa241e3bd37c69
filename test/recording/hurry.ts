import type { CastEvent } from './asciicast.ts';

/**
 * The same events, with the parts in which a viewer would only wait played faster: none of those lasts longer than its
 * limit, in seconds. How long a machine takes says nothing about the walkthrough.
 */
export function hurried(events: readonly CastEvent[], limits: Readonly<Record<string, number>>): readonly CastEvent[] {
  const begins = events.flatMap(([at, kind, text]) => (kind === 'm' ? [{ at, part: text }] : []));
  const end = events.at(-1)?.[0] ?? 0;
  // Where each part begins now, and how fast it goes.
  const parts: { at: number; now: number; speed: number }[] = [];
  let now = 0;
  for (const [index, { at, part }] of begins.entries()) {
    const seconds = (begins[index + 1]?.at ?? end) - at;
    const speed = Math.max(1, seconds / (limits[part] ?? Number.POSITIVE_INFINITY));
    parts.push({ at, now, speed });
    now += seconds / speed;
  }
  return events.map(([at, kind, text], index) => {
    const begun = events.slice(0, index + 1).filter(([, other]) => other === 'm').length;
    const part = parts[begun - 1] ?? { at: 0, now: 0, speed: 1 };
    return [Math.round((part.now + (at - part.at) / part.speed) * 1000) / 1000, kind, text];
  });
}
