import type { TextProps } from 'ink';

/** How the interface looks: symbols and colours. A colour never stands alone: a symbol or a word says the same. */
export interface Theme {
  readonly symbols: Readonly<Record<SymbolName, string>>;
  readonly paint: Readonly<Record<Tone, Paint>>;
  /** Read once from top to bottom, perhaps aloud: words for symbols, numbers for a cursor. */
  readonly isLinear: boolean;
  /** Text in the characters that the terminal can show. */
  text(text: string): string;
}

export type SymbolName = 'ok' | 'bad' | 'warning' | 'unknown' | 'running' | 'cursor' | 'none' | 'dot' | 'up' | 'down';
export type Tone = 'plain' | 'title' | 'good' | 'bad' | 'warning' | 'quiet' | 'command';
export type Paint = Pick<TextProps, 'color' | 'bold' | 'dimColor'>;

const UNICODE: Theme['symbols'] = {
  ok: '✓',
  bad: '✗',
  warning: '!',
  unknown: '?',
  running: '…',
  cursor: '›',
  none: ' ',
  dot: '·',
  up: '↑',
  down: '↓',
};

const ASCII: Theme['symbols'] = {
  ...UNICODE,
  ok: '+',
  bad: 'x',
  running: '.',
  cursor: '>',
  dot: '-',
  up: '^',
  down: 'v',
};

const WORDS: Theme['symbols'] = {
  ok: 'OK:',
  bad: 'Problem:',
  warning: 'Attention:',
  unknown: 'Unknown:',
  running: 'Under way:',
  cursor: '',
  none: '',
  dot: '-',
  up: '',
  down: '',
};

/**
 * Which background a terminal has isn't known, nor what its sixteen colours are: those of the 256 that no scheme changes are
 * as clear on white as on black. They are for symbols; sentences and commands have the terminal's own colour.
 */
const COLOURS: Theme['paint'] = {
  plain: {},
  title: { bold: true },
  good: { color: 'ansi256(28)' },
  bad: { color: 'ansi256(196)' },
  warning: { color: 'ansi256(130)' },
  quiet: { dimColor: true },
  command: { bold: true },
};

const NO_COLOURS = Object.fromEntries(Object.keys(COLOURS).map((tone) => [tone, {}])) as Theme['paint'];

/** The theme that a terminal with this environment can show. */
export function themeOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Theme {
  const isUnicode = showsUnicode(env, platform);
  const isColourless = (env.NO_COLOR !== undefined && env.NO_COLOR !== '') || env.TERM === 'dumb';
  return {
    symbols: isUnicode ? UNICODE : ASCII,
    paint: isColourless ? NO_COLOURS : COLOURS,
    isLinear: false,
    text: isUnicode ? (text) => text : inAscii,
  };
}

/** The same for text that is read from top to bottom. */
export function linear(theme: Theme): Theme {
  return { ...theme, symbols: WORDS, paint: NO_COLOURS, isLinear: true };
}

function showsUnicode(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return env.WT_SESSION !== undefined || env.TERM_PROGRAM !== undefined;
  if (platform === 'darwin' && !env.LC_ALL && !env.LC_CTYPE && !env.LANG) return true;
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

const IN_ASCII: readonly (readonly [RegExp, string])[] = [
  [/[«»“”„]/g, '"'],
  [/[‘’]/g, "'"],
  [/…/g, '...'],
  [/[–—]/g, '-'],
  [/→/g, '->'],
  [/↑/g, '^'],
  [/↓/g, 'v'],
];

function inAscii(text: string): string {
  return IN_ASCII.reduce((out, [from, to]) => out.replace(from, to), text).replace(/[^\x00-\x7f]/g, '?');
}
