/** A key that is held down comes again at the latest after this, in ms: X11 and macOS wait up to 660 before the first. */
const REPEAT_MS = 700;

/** Tells a key that was pressed for what is on screen now from one that is still held down from before. */
export interface Release {
  /** Enter came. */
  pressed(): void;
  /** Calls once no Enter has come for a while, unless what it returns is called first. */
  after(call: () => void): () => void;
}

export function createRelease(now: () => number = Date.now): Release {
  let last = Number.NEGATIVE_INFINITY;
  return {
    pressed: () => {
      last = now();
    },
    after: (call) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = () => {
        const left = last + REPEAT_MS - now();
        if (left <= 0) call();
        else timer = setTimeout(settle, left);
      };
      settle();
      return () => clearTimeout(timer);
    },
  };
}
