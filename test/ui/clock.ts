import type { Clock } from '../../src/ui/controller.ts';
import { NOW } from './fakes.ts';

/** A clock that stands still until it is told how much time passes. */
export function handClock(): Clock & { pass(ms: number): Promise<void> } {
  let now = NOW;
  const timers = new Set<{ at: number; call: () => void }>();
  return {
    now: () => now,
    after: (ms, call) => {
      const timer = { at: now + ms, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass: async (ms) => {
      const end = now + ms;
      for (;;) {
        await settled();
        const next = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers.delete(next);
        now = next.at;
        next.call();
      }
      now = end;
      await settled();
    },
  };
}

/** Everything that only waits for a promise has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
