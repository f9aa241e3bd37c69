export type Listener = (...all: unknown[]) => void;

/** A window that is dragged changes its size many times a second: it stands still once it hasn't for so long, in ms. */
const STILL_MS = 60;
/** How long the content may take to be laid out anew, in ms: Ink draws thirty times a second. */
const LAYOUT_MS = 40;

/**
 * Tells of a terminal's new size once it stands still, since each frame that is drawn meanwhile may leave its top behind.
 * The content learns of it first and Ink, who listens since before there was any, when that is drawn: Ink would draw the
 * old content into the new size.
 */
export function settledResizes(stdout: NodeJS.WriteStream) {
  const listeners: Listener[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    const [ink, ...content] = [...listeners];
    for (const listener of content.toReversed()) listener();
    timer = setTimeout(() => ink?.(), content.length > 0 ? LAYOUT_MS : 0);
  };
  const onResize = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, STILL_MS);
  };
  return {
    add(listener: Listener): void {
      if (listeners.length === 0) stdout.on('resize', onResize);
      listeners.push(listener);
    },
    remove(listener: Listener): void {
      const at = listeners.indexOf(listener);
      if (at !== -1) listeners.splice(at, 1);
      if (listeners.length > 0) return;
      clearTimeout(timer);
      stdout.off('resize', onResize);
    },
  };
}
