import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
  readonly argv: readonly string[];
  readonly cols?: number;
  readonly rows?: number;
  readonly cwd?: string;
  /** Added to the environment of the tests; undefined removes, so `{ CI: undefined }` is a user's own terminal. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A program in a real pseudo-terminal, and the screen that a person would see. */
export interface Terminal {
  /** What is on screen: lines without their trailing spaces, no empty ones at the end. */
  screen(): string;
  /** The same with all that has scrolled away above it. */
  history(): string;
  /** Resolves with the screen once it shows `wanted`; rejects with the last screen after `timeoutMs` or at the end. */
  waitFor(wanted: string | RegExp, timeoutMs?: number): Promise<string>;
  /** Types `keys` as they are: `'\r'` is Enter, `'\x1b[B'` arrow down, `'\x03'` Ctrl-C. */
  press(keys: string): void;
  resize(cols: number, rows: number): void;
  /** Once the program has ended and all it wrote is on screen. `signal` is null unless one ended it. */
  readonly exited: Promise<{ readonly exitCode: number; readonly signal: number | null }>;
  kill(signal?: NodeJS.Signals): void;
  /** Closes the window: the system tells the program so, and whatever it writes is lost. */
  close(): void;
  /** What a program must put back before it ends. */
  modes(): Modes;
  /** Every byte so far, as text. */
  raw(): string;
  /** Hands on what the program writes from now on, as it comes. */
  onOutput(listener: (text: string) => void): void;
}

export interface Modes {
  readonly cursorVisible: boolean;
  readonly alternateScreen: boolean;
  readonly bracketedPaste: boolean;
  readonly mouseTracking: boolean;
}

/** Starts `argv` in a terminal of `cols` × `rows`, 80 × 24 unless given. */
export function openTerminal({ argv, cols = 80, rows = 24, cwd = process.cwd(), env = {} }: TerminalOptions): Terminal {
  const [file, ...args] = argv;
  if (file === undefined) throw new Error('an empty argv');
  const pty = spawn(file, args, { name: 'xterm-256color', cols, rows, cwd, env: environment(env) });
  const display = new xterm.Terminal({ cols, rows, scrollback: 2000, allowProposedApi: true });
  const cursor = watchCursor(display);
  let raw = '';
  let ended = false;
  pty.onData((data) => {
    raw += data;
    display.write(data);
  });
  // A program may ask the terminal where the cursor is or what it can do, and wait for the answer.
  display.onData((answer) => {
    if (!ended) pty.write(answer);
  });
  const exited = exitOf(pty, display).then((exit) => {
    ended = true;
    return exit;
  });
  const screen = () => text(display);
  return {
    screen,
    history: () => text(display, 0),
    waitFor: (wanted, timeoutMs = 15_000) => waitForText({ wanted, timeoutMs, display, exited, screen }),
    press: (keys) => pty.write(keys),
    resize: (newCols, newRows) => {
      display.resize(newCols, newRows);
      pty.resize(newCols, newRows);
    },
    exited,
    kill: (signal = 'SIGTERM') => pty.kill(signal),
    // The types leave it out.
    close: () => (pty as IPty & { destroy(): void }).destroy(),
    modes: () => ({
      cursorVisible: cursor.visible,
      alternateScreen: display.buffer.active.type === 'alternate',
      bracketedPaste: display.modes.bracketedPasteMode,
      mouseTracking: display.modes.mouseTrackingMode !== 'none',
    }),
    raw: () => raw,
    onOutput: (listener) => void pty.onData(listener),
  };
}

function environment(changes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const all = Object.entries({ ...process.env, ...changes });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** xterm doesn't tell whether the cursor is hidden, so DECTCEM (mode 25) is read from the bytes on their way. */
function watchCursor(display: xterm.Terminal): { visible: boolean } {
  const cursor = { visible: true };
  for (const [final, visible] of [
    ['h', true],
    ['l', false],
  ] as const) {
    display.parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      if (params.includes(25)) cursor.visible = visible;
      return false;
    });
  }
  return cursor;
}

/** The program may end before the screen has taken in its last bytes. */
function exitOf(pty: IPty, display: xterm.Terminal): Terminal['exited'] {
  return new Promise((resolve) => {
    pty.onExit(({ exitCode, signal }) => display.write('', () => resolve({ exitCode, signal: signal || null })));
  });
}

function text(display: xterm.Terminal, from = display.buffer.active.viewportY): string {
  const { active } = display.buffer;
  const count = active.viewportY + display.rows - from;
  const lines = Array.from({ length: count }, (_, row) => active.getLine(from + row));
  return lines
    .map((line) => line?.translateToString(true) ?? '')
    .join('\n')
    .trimEnd();
}

interface Wait {
  readonly wanted: string | RegExp;
  readonly timeoutMs: number;
  readonly display: xterm.Terminal;
  readonly exited: Promise<unknown>;
  screen(): string;
}

function waitForText({ wanted, timeoutMs, display, exited, screen }: Wait): Promise<string> {
  const shows = () => (typeof wanted === 'string' ? screen().includes(wanted) : wanted.test(screen()));
  return new Promise((resolve, reject) => {
    const settle = (why?: string) => {
      clearTimeout(timer);
      parsed.dispose();
      if (why === undefined) resolve(screen());
      else reject(new Error(`${why} without ${wanted} on screen, which shows:\n${screen()}`));
    };
    const parsed = display.onWriteParsed(() => {
      if (shows()) settle();
    });
    const timer = setTimeout(() => settle(`${timeoutMs} ms have passed`), timeoutMs);
    if (shows()) settle();
    else void exited.then(() => settle(shows() ? undefined : 'The program ended'));
  });
}
