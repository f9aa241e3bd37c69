import type { Film, Frame, Piece, Row } from './film.ts';

const SIZE = 14;
const CELL = { width: 8.4, height: 18 } as const;
const BAR = 34;
const MARGIN = 16;
const FONT = "ui-monospace,SFMono-Regular,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

/** The terminal's colours that the interface uses, as class and as they are on dark and on light. */
const COLORS: Readonly<Record<number, readonly [name: string, dark: string, light: string]>> = {
  1: ['r', '#ff7b72', '#cf222e'],
  2: ['g', '#56d364', '#116329'],
  3: ['y', '#e3b341', '#7d4e00'],
  6: ['c', '#76e3ea', '#1b6f86'],
};

/** Those of the 256 colours that the interface paints symbols with, by the colour that is drawn for them. */
const DRAWN_AS: Readonly<Record<number, number>> = { 196: 1, 28: 2, 130: 3 };

/** How the film is shown besides its pictures. */
export interface Words {
  /** Above the pictures. */
  readonly title: string;
  /** What happens, for who doesn't see it. */
  readonly description: string;
  /** The part whose last picture is shown where nothing may move. */
  readonly still: string;
}

/**
 * The film as a moving picture that needs no script, as GitHub shows it: all frames stand in one column, which jumps up.
 * Each line that occurs is drawn once.
 */
export function svgOf(film: Film, { title, description, still }: Words): string {
  const width = round(film.columns * CELL.width + 2 * MARGIN);
  const screen = film.rows * CELL.height;
  const height = BAR + screen + 2 * MARGIN;
  const lines = new Map<string, string>();
  const idOf = (row: Row) => {
    const drawn = row.map(pieceSvg).join('');
    const id = lines.get(drawn) ?? `l${lines.size}`;
    lines.set(drawn, id);
    return id;
  };
  const frames = film.frames.map((frame, index) => frameSvg(frame, index * screen, idOf));
  const keys = film.frames.map((frame) => frame.key);
  const stillAt = film.frames.findLastIndex(({ part }) => part === still);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d" xml:space="preserve">
<title id="t">${escaped(title)}</title>
<desc id="d">${escaped(description)}</desc>
<style>
${palette('dark')}
@media (prefers-color-scheme:light){${palette('light')}}
text{font:${SIZE}px ${FONT};fill:var(--t);white-space:pre}
.b{font-weight:700}.d{fill:var(--d)}${Object.values(COLORS)
    .map(([name]) => `.${name}{fill:var(--${name})}`)
    .join('')}
.w{fill:var(--w);stroke:var(--e)}.h{fill:var(--h)}.k{fill:var(--w);stroke:var(--e)}.u{fill:var(--t);opacity:.7}
.f{animation:f ${film.seconds}s step-end infinite}
.p{fill:var(--c);transform-origin:0 0;animation:p ${film.seconds}s linear infinite}
@keyframes f{${jumps(film, screen)}}
@keyframes p{from{transform:scaleX(0)}to{transform:scaleX(1)}}
@media (prefers-reduced-motion:reduce){.f{animation:none;transform:translateY(-${stillAt * screen}px)}.p,.j{animation:none;opacity:0}}
${keyStyles(film)}
</style>
<defs>
${[...lines].map(([drawn, id]) => `<g id="${id}">${drawn}</g>`).join('\n')}
</defs>
<rect class="w" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10"/>
<path class="h" d="M1 ${BAR}V11A10 10 0 0 1 11 1H${width - 11}A10 10 0 0 1 ${width - 1} 11V${BAR}Z"/>
<circle cx="20" cy="17.5" r="6" fill="#ff5f57"/><circle cx="40" cy="17.5" r="6" fill="#febc2e"/><circle cx="60" cy="17.5" r="6" fill="#28c840"/>
<text class="d" x="${width / 2}" y="22" text-anchor="middle">${escaped(title)}</text>
${[...new Set(keys)].flatMap((key) => (key === null ? [] : [keySvg(key, width)])).join('\n')}
<svg x="${MARGIN}" y="${BAR + MARGIN}" width="${width - 2 * MARGIN}" height="${screen}">
<g class="f">
${frames.join('\n')}
</g>
</svg>
<rect class="p" x="1" y="${BAR - 1}" width="${width - 2}" height="1.5"/>
</svg>
`;
}

function palette(scheme: 'dark' | 'light'): string {
  const isDark = scheme === 'dark';
  const [text, quiet, window, bar, edge] = isDark
    ? ['#e6edf3', '#9198a1', '#0d1117', '#161b22', '#3d444d']
    : ['#1f2328', '#59636e', '#ffffff', '#f6f8fa', '#d1d9e0'];
  const colors = Object.values(COLORS).map(([name, dark, light]) => `--${name}:${isDark ? dark : light}`);
  return `:root{--t:${text};--d:${quiet};--w:${window};--h:${bar};--e:${edge};${colors.join(';')}}`;
}

function frameSvg({ rows, cursor }: Frame, top: number, idOf: (row: Row) => string): string {
  const lines = rows.flatMap((row, index) =>
    row.length === 0 ? [] : [`<use href="#${idOf(row)}" y="${index * CELL.height}"/>`],
  );
  const { width, height } = CELL;
  const block = cursor
    ? `<rect class="u" x="${round(cursor.column * width)}" y="${cursor.row * height + 1}" width="${width}" height="${height - 2}"/>`
    : '';
  return `<g transform="translate(0,${top})">${lines.join('')}${block}</g>`;
}

/** As wide as its columns, whatever font there is. */
function pieceSvg({ column, text, color, isBold, isDim }: Piece): string {
  const [name] = COLORS[DRAWN_AS[color ?? -1] ?? color ?? -1] ?? [''];
  const look = [isBold ? 'b' : '', isDim ? 'd' : '', name].filter(Boolean).join(' ');
  const x = round(column * CELL.width);
  const length = round([...text].length * CELL.width);
  const className = look === '' ? '' : ` class="${look}"`;
  return `<text${className} x="${x}" y="13.5" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`;
}

/** Each frame from its time on. */
function jumps({ frames, seconds }: Film, screen: number): string {
  const jump = ({ at }: Frame, index: number) =>
    `${index === 0 ? 0 : percent(at, seconds)}%{transform:translateY(-${index * screen}px)}`;
  return frames.map(jump).join('');
}

/** A key lights up in the bar while it is pressed. */
function keyStyles({ frames, seconds }: Film): string {
  const keys = [...new Set(frames.flatMap(({ key }) => key ?? []))];
  return keys
    .map((key) => {
      const changes = frames.filter((frame, index) => (frame.key === key) !== (frames[index - 1]?.key === key));
      const steps = changes.map((frame) => `${percent(frame.at, seconds)}%{opacity:${frame.key === key ? 1 : 0}}`);
      const name = keyId(key);
      return `.${name}{animation:${name} ${seconds}s step-end infinite}@keyframes ${name}{0%{opacity:0}${steps.join('')}}`;
    })
    .join('\n');
}

function keySvg(key: string, width: number): string {
  const wide = round([...key].length * CELL.width + 18);
  const left = round(width - MARGIN - wide);
  return `<g class="j ${keyId(key)}" opacity="0"><rect class="k" x="${left}" y="6.5" width="${wide}" height="22" rx="5"/><text x="${round(left + wide / 2)}" y="22" text-anchor="middle">${escaped(key)}</text></g>`;
}

function keyId(key: string): string {
  return `k${[...key].map((letter) => letter.codePointAt(0)?.toString(36)).join('')}`;
}

function percent(at: number, seconds: number): number {
  return Math.round((at / seconds) * 100_000) / 1000;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
