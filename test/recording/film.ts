import xterm from '@xterm/headless';
import type { Cast } from './asciicast.ts';

/** What a person who watches the recording sees, one picture after another. */
export interface Film {
  readonly columns: number;
  readonly rows: number;
  readonly frames: readonly Frame[];
  /** Until the end of the last frame. */
  readonly seconds: number;
}

export interface Frame {
  /** From when on it is shown, in seconds. */
  readonly at: number;
  /** What the recording calls the part that it belongs to. */
  readonly part: string;
  readonly rows: readonly Row[];
  /** Where the cursor is; null while it is hidden. */
  readonly cursor: { readonly column: number; readonly row: number } | null;
  /** The key that was just pressed, as a keyboard names it. */
  readonly key: string | null;
}

/** One line of the screen: what is written on it, piece by piece. */
export type Row = readonly Piece[];

/** Letters of one look, side by side. */
export interface Piece {
  readonly column: number;
  readonly text: string;
  /** 0 to 15 of the terminal's colours; null: that of ordinary text. */
  readonly color: number | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

/** How long a key that was pressed is shown, in seconds. */
const KEY_SECONDS = 1;
/** A program writes a picture in pieces: what follows sooner belongs to the same one. In seconds. */
const PIECES_SECONDS = 0.05;
/** How long the last picture stays. */
const LAST_SECONDS = 3;

/** Plays a recording in a terminal without a window. */
export async function filmOf({ header, events }: Cast): Promise<Film> {
  const terminal = new xterm.Terminal({ cols: header.width, rows: header.height, allowProposedApi: true });
  const shown = { cursor: true };
  for (const final of ['h', 'l']) {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      if (params.includes(25)) shown.cursor = final === 'h';
      return false;
    });
  }
  const frames: Frame[] = [];
  let [part, key, keyUntil] = ['', null as string | null, 0];
  const take = (at: number) => {
    const { cursorX, cursorY } = terminal.buffer.active;
    const cursor = shown.cursor ? { column: cursorX, row: cursorY } : null;
    const frame: Frame = { at, part, rows: rowsOf(terminal), cursor, key };
    const last = frames.at(-1);
    if (!last || JSON.stringify({ ...last, at }) !== JSON.stringify(frame)) frames.push(frame);
  };
  for (const [index, [at, kind, text]] of events.entries()) {
    if (key !== null && at >= keyUntil) {
      key = null;
      take(keyUntil);
    }
    if (kind === 'm') part = text;
    if (kind === 'i') [key, keyUntil] = [keyName(text), at + KEY_SECONDS];
    if (kind === 'o') await new Promise<void>((resolve) => terminal.write(text, resolve));
    const next = events[index + 1];
    if (!next || next[0] - at > PIECES_SECONDS || next[1] === 'i') take(at);
  }
  const end = events.at(-1)?.[0] ?? 0;
  terminal.dispose();
  return { columns: header.width, rows: header.height, frames, seconds: end + LAST_SECONDS };
}

/** The text of a picture, without spaces at the end of its lines. */
export function screenText({ rows }: Frame): string {
  const lines = rows.map((row) => row.reduce((line, { column, text }) => line.padEnd(column) + text, ''));
  return lines.join('\n').trimEnd();
}

function keyName(pressed: string): string {
  return { '\r': 'enter', ' ': 'space', '\u001b[A': '↑', '\u001b[B': '↓' }[pressed] ?? pressed;
}

function rowsOf(terminal: xterm.Terminal): readonly Row[] {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, row) => rowOf(active.getLine(active.viewportY + row)));
}

function rowOf(line: xterm.IBufferLine | undefined): Row {
  const pieces: Piece[] = [];
  for (let column = 0; column < (line?.length ?? 0); column++) {
    const cell = line?.getCell(column);
    const text = cell?.getChars() || ' ';
    if (!cell || cell.getWidth() === 0) continue;
    const color = cell.isFgPalette() ? cell.getFgColor() : null;
    const look = { color, isBold: cell.isBold() !== 0, isDim: cell.isDim() !== 0 };
    const last = pieces.at(-1);
    // A sign that a font may lack stands alone: it comes from another one, with other widths.
    if (last && isLike(last, look) && isPlain(text) && isPlain(last.text))
      pieces[pieces.length - 1] = { ...last, text: last.text + text };
    else pieces.push({ column, text, ...look });
  }
  return pieces.flatMap((piece) => {
    const indent = piece.text.length - piece.text.trimStart().length;
    const text = piece.text.trim();
    return text === '' ? [] : [{ ...piece, column: piece.column + indent, text }];
  });
}

function isLike(piece: Piece, look: Omit<Piece, 'column' | 'text'>): boolean {
  return piece.color === look.color && piece.isBold === look.isBold && piece.isDim === look.isDim;
}

function isPlain(text: string): boolean {
  return /^[\u0020-\u024f\u2013-\u201d]*$/.test(text);
}
