const ESC = '\u001b';
/** What Ink writes to take its last frame away: it erases a line and goes up, once for each line that it wrote. */
const ERASING = new RegExp(`(?:${ESC}\\[2K${ESC}\\[1A)*${ESC}\\[2K${ESC}\\[G`);
const PARTS = new RegExp(`${ESC}\\[[?\\d;]*[A-Za-z]|${ESC}[()#][0-9A-Za-z]|\\n|[^${ESC}\\n]+`, 'g');
/** Signs that take two columns: East Asian ones and pictures. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/gu;

/**
 * The same terminal for Ink, whose frames go away whole after a resize. Ink counts the lines that it wrote; a terminal
 * that was made narrower since has broken the long ones in two or three, and the rest of the old frame would stay.
 */
export function reflowing(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  // The widths of the lines up to where the cursor is.
  let widths: number[] = [0];

  const follow = (text: string) => {
    for (const [part] of text.matchAll(PARTS)) {
      const last = widths.length - 1;
      if (part === '\n') widths.push(0);
      else if (part === `${ESC}[2K`) widths[last] = 0;
      else if (part === `${ESC}[1A`) widths = widths.slice(0, Math.max(1, last));
      else if (!part.startsWith(ESC)) widths[last] = (widths[last] ?? 0) + widthOf(part);
    }
    widths = widths.slice(-1000);
  };

  const write = (chunk: unknown, ...rest: unknown[]): boolean => {
    if (typeof chunk !== 'string') return (stdout.write as (...all: unknown[]) => boolean)(chunk, ...rest);
    const erasing = ERASING.exec(chunk);
    const count = erasing?.[0].split(`${ESC}[2K`).length ?? 0;
    const rows = widths.slice(-(count - 1)).reduce((sum, width) => sum + rowsOf(width, stdout.columns), 0);
    const whole = erasing ? chunk.replace(ERASING, () => eraseRows(rows)) : chunk;
    follow(chunk);
    return (stdout.write as (...all: unknown[]) => boolean).call(stdout, whole, ...rest);
  };

  // What listens later listens first: the content knows its new width before Ink draws.
  const on = (name: string, listener: (...all: unknown[]) => void) =>
    name === 'resize' ? stdout.prependListener(name, listener) : stdout.on(name, listener);

  return new Proxy(stdout, {
    get(target, key) {
      if (key === 'write') return write;
      if (key === 'on') return on;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Terminals that cut long lines off when they are made narrower, instead of breaking them. */
export function keepsLines(env: NodeJS.ProcessEnv): boolean {
  return env.XTERM_VERSION !== undefined || env.TERM === 'linux' || (env.STY !== undefined && env.TMUX === undefined);
}

function rowsOf(width: number, columns: number): number {
  return Math.max(1, Math.ceil(width / Math.max(1, columns)));
}

function eraseRows(rows: number): string {
  return `${`${ESC}[2K${ESC}[1A`.repeat(Math.max(0, rows - 1))}${ESC}[2K${ESC}[G`;
}

function widthOf(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}
