import { type Listener, settledResizes } from './resizes.ts';

const ESC = '\u001b';
/** What Ink writes to take its last frame away: it erases a line and goes up, once for each line that it wrote. */
const ERASING = new RegExp(`(?:${ESC}\\[2K${ESC}\\[1A)*${ESC}\\[2K${ESC}\\[G`);
const PARTS = new RegExp(`${ESC}\\[[?\\d;]*[A-Za-z]|${ESC}[()#][0-9A-Za-z]|\\n|[^${ESC}\\n]+`, 'g');
/** Signs that take two columns: East Asian ones and pictures. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/gu;
/** Clears all that is in sight, as Ink does where its frame has filled that; tmux would keep that in its history. */
const CLEARING = new RegExp(`${ESC}\\[1;1H${ESC}\\[J`);

/** A line as it was written, up to where the terminal breaks it. */
interface Line {
  readonly width: number;
  /** Of a frame that should have gone, when this line had scrolled out of sight: it goes once it is in sight again. */
  readonly isLeft: boolean;
}
const EMPTY: Line = { width: 0, isLeft: false };

/**
 * The same terminal for Ink, whose frames go away whole after a resize. Ink counts the lines that it wrote; a terminal
 * that was made narrower since has broken the long ones in two or three, and the rest of the old frame would stay. What
 * of a frame has scrolled out of sight by that can't be taken away; terminals that are made larger show it again.
 */
export function reflowing(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  // The lines up to where the cursor is.
  let lines: readonly Line[] = [EMPTY];
  /** How many of them were written last, all at once: a frame is. */
  let frame = 0;

  const follow = (text: string) => {
    const known = [...lines];
    const before = known.length;
    for (const [part] of text.matchAll(PARTS)) {
      const last = known.length - 1;
      if (part === '\n') known.push(EMPTY);
      else if (part === `${ESC}[2K`) known[last] = EMPTY;
      else if (part === `${ESC}[1A`) known.splice(Math.max(1, last));
      else if (!part.startsWith(ESC)) known[last] = { width: (known[last]?.width ?? 0) + widthOf(part), isLeft: false };
    }
    lines = known.slice(-1000);
    if (known.length > before) frame = known.length - before + 1;
  };

  /** Takes the last `count` lines away, and what is left of frames right above them. Returns the rows that this is. */
  const takeAway = (count: number): number => {
    const { columns, rows: height } = stdout;
    let from = Math.max(0, lines.length - count);
    while (from > 0 && lines[from - 1]?.isLeft) from -= 1;
    const rows = lines.slice(from).reduce((sum, { width }) => sum + rowsOf(width, columns), 0);
    const reached = Math.min(rows, height);
    lines = [...lines.slice(0, from), ...firstRows(lines.slice(from), rows - reached, columns), EMPTY];
    return reached;
  };

  const write = (chunk: unknown, ...rest: unknown[]): boolean => {
    if (typeof chunk !== 'string') return (stdout.write as (...all: unknown[]) => boolean)(chunk, ...rest);
    const erasing = ERASING.exec(chunk)?.[0];
    const gone = erasing ?? CLEARING.exec(chunk)?.[0];
    const count = erasing === undefined ? frame : erasing.split(`${ESC}[2K`).length - 1;
    const whole = gone === undefined ? chunk : chunk.replace(gone, eraseRows(takeAway(count)));
    follow(gone === undefined ? chunk : chunk.replace(gone, ''));
    return (stdout.write as (...all: unknown[]) => boolean).call(stdout, whole, ...rest);
  };

  const resizes = settledResizes(stdout);
  const on = (name: string, listener: Listener) =>
    name === 'resize' ? resizes.add(listener) : stdout.on(name, listener);
  const off = (name: string, listener: Listener) =>
    name === 'resize' ? resizes.remove(listener) : stdout.off(name, listener);

  return new Proxy(stdout, {
    get(target, key) {
      if (key === 'write') return write;
      if (key === 'on') return on;
      if (key === 'off') return off;
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

/** What makes up the first rows of these lines, the last one perhaps in part. */
function firstRows(lines: readonly Line[], rows: number, columns: number): readonly Line[] {
  const first: Line[] = [];
  let left = rows;
  for (const { width } of lines) {
    if (left <= 0) break;
    first.push({ width: Math.min(width, left * columns), isLeft: true });
    left -= rowsOf(width, columns);
  }
  return first;
}

function eraseRows(rows: number): string {
  return `${`${ESC}[2K${ESC}[1A`.repeat(Math.max(0, rows - 1))}${ESC}[2K${ESC}[G`;
}

function widthOf(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}
