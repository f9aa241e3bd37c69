import type { Terminal } from '../../support/terminal.ts';
import { until } from '../lab/until.ts';
import { bodyOf, footerOf, isCut } from './screen.ts';

/** Eyes and hands at a terminal: what is read there, which keys were pressed, and how long it all took. */
export interface Hands {
  /** The screen as it was read last. */
  screen(): string;
  /** Each screen on which a key was pressed, and the key. */
  readonly pressed: readonly string[];
  /** Presses a key, and reads the screen that comes of it. */
  press(key: string): Promise<void>;
  /** All that stands above the footer, with what has to be scrolled for. */
  readAll(): Promise<string>;
  /** Waits until the footer offers a key: a word is asked for once all that it is for was in sight, for a moment. */
  untilOffered(key: string): Promise<void>;
  /** Waits for another screen: whether one came. */
  watch(timeoutMs: number): Promise<boolean>;
  /** Does something away from the terminal. */
  away<T>(what: () => Promise<T>): Promise<T>;
  /** In seconds: since the start, less what was done away, and that. */
  spent(): { readonly waited: number; readonly elsewhere: number };
}

const KEYS: Readonly<Record<string, string>> = { enter: '\r', esc: '\x1b', arrows: '\x1b[B', space: ' ' };
/** More keys than any walk may take: whoever needs them goes round in circles. */
const MAX_KEYS = 60;
const PATIENCE_MS = 120_000;

/** Sits down at a program that has just been started. */
export async function sitDown(terminal: Terminal): Promise<Hands> {
  const begun = performance.now();
  const pressed: string[] = [];
  let elsewhereMs = 0;
  let screen = await nextScreen(terminal, '', PATIENCE_MS);
  const press = async (key: string) => {
    if (pressed.length >= MAX_KEYS) throw stuck('goes round in circles', pressed.slice(-3).join('\n'));
    const before = terminal.screen();
    pressed.push(`${before}\n[${key}]`);
    terminal.press(KEYS[key] ?? key);
    screen = await nextScreen(terminal, before, PATIENCE_MS);
  };
  return {
    screen: () => screen,
    pressed,
    press,
    async readAll() {
      let text = bodyOf(screen);
      while (isCut(screen)) {
        await press('space');
        text += `\n${bodyOf(screen)}`;
      }
      return text;
    },
    async untilOffered(wanted) {
      const offers = () => {
        screen = terminal.screen();
        return footerOf(screen).some(({ key, does }) => key === wanted && !does.startsWith('once')) || undefined;
      };
      await until(offers, {
        timeoutMs: PATIENCE_MS,
        everyMs: 50,
        late: () => stuck(`is not offered ${wanted}`, screen),
      });
    },
    async watch(timeoutMs) {
      const next = await nextScreen(terminal, screen, timeoutMs).catch(() => null);
      screen = next ?? screen;
      return next !== null;
    },
    async away(what) {
      const from = performance.now();
      try {
        return await what();
      } finally {
        elsewhereMs += performance.now() - from;
      }
    },
    spent: () => ({ waited: (performance.now() - begun - elsewhereMs) / 1000, elsewhere: elsewhereMs / 1000 }),
  };
}

export function stuck(how: string, screen: string): Error {
  return new Error(`The newcomer ${how}:\n${screen}`);
}

/** A screen that asks for something, other than the one before, and that has come to rest. */
async function nextScreen(terminal: Terminal, before: string, timeoutMs: number): Promise<string> {
  let seen = '';
  const settled = () => {
    const screen = terminal.screen();
    const isAtRest = seen !== '' && withoutTimes(screen) === withoutTimes(seen);
    seen = screen;
    return isAtRest && withoutTimes(screen) !== withoutTimes(before) && asks(screen) ? screen : undefined;
  };
  return until(settled, { timeoutMs, everyMs: 100, late: () => stuck('waits in vain', terminal.screen()) });
}

/** Whether a screen waits for its user, and not for the machine. */
function asks(screen: string): boolean {
  const hints = footerOf(screen);
  if (hints.some(({ does }) => does === 'stop it')) return false;
  return hints.some(({ key }) => key !== '?' && key !== 'q');
}

/** Elapsed times and ages change by themselves. */
const withoutTimes = (screen: string) => screen.replace(/\d+ (?:min|s|h)\b/g, '…');
