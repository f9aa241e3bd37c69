import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer isn't undefined. Throws `late()` once `timeoutMs` have passed. */
export async function until<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  { timeoutMs, everyMs = 200, late }: { timeoutMs: number; everyMs?: number; late: () => Error | Promise<Error> },
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() >= deadline) throw await late();
    await sleep(everyMs);
  }
}
