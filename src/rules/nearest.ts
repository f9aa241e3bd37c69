/** The choice that `word` was most likely meant to be; undefined where none is near. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  const scored = choices.map((choice) => ({ choice, distance: distance(word.toLowerCase(), choice.toLowerCase()) }));
  const [best] = scored.sort((a, b) => a.distance - b.distance);
  const limit = Math.max(2, Math.floor(word.length / 3));
  return best && best.distance <= limit ? best.choice : undefined;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
