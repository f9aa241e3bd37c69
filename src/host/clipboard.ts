/** What came of copying: `sent` where only the terminal was asked, which doesn't say whether it did. */
export type CopyResult =
  | { readonly status: 'copied' }
  | { readonly status: 'sent' }
  | { readonly status: 'failed'; readonly reason: string };

/** Where a text can be copied to. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** Writes to the terminal; undefined: there is none. */
  readonly write: ((text: string) => void) | undefined;
  /** Runs a program with that input; resolves with whether it took it. */
  readonly pipe: (argv: readonly string[], input: Buffer) => Promise<boolean>;
}

/** Terminals drop longer sequences: xterm's limit, in characters of base64. */
const MAX_BASE64 = 74_994;
const ESC = '\u001b';

/**
 * Copies by every way there is: the terminal's own clipboard by OSC 52, which works over SSH too, and the clipboard
 * programs of this system. A terminal that knows no OSC 52 shows nothing of it.
 */
export async function copyText(text: string, around: Surroundings = here()): Promise<CopyResult> {
  const base64 = Buffer.from(text).toString('base64');
  const write = around.env.TERM === 'dumb' ? undefined : around.write;
  const sequence = base64.length > MAX_BASE64 ? undefined : sequenceFor(base64, around.env);
  if (sequence !== undefined) write?.(sequence);
  for (const argv of programsFor(around)) {
    if (await around.pipe(argv, bytesFor(argv, text))) return { status: 'copied' };
  }
  if (sequence !== undefined && write) return { status: 'sent' };
  return { status: 'failed', reason: sequence ? 'there is no clipboard here' : 'it is too long for the terminal' };
}

/** OSC 52, handed through tmux and screen, which keep sequences that they don't know to themselves. */
function sequenceFor(base64: string, { TMUX, STY }: Surroundings['env']): string | undefined {
  const sequence = `${ESC}]52;c;${base64}\u0007`;
  if (TMUX) return `${ESC}Ptmux;${ESC}${sequence}${ESC}\\`;
  // Screen cuts what it hands on at 768 bytes.
  if (STY) return sequence.length > 700 ? undefined : `${ESC}P${sequence}${ESC}\\`;
  return sequence;
}

/** The clipboard programs that may be there, the likeliest first. */
function programsFor({ env, platform }: Surroundings): readonly (readonly string[])[] {
  // tmux asks its own terminal with -w, where it may.
  const tmux = env.TMUX ? [['tmux', 'load-buffer', '-w', '-']] : [];
  const isRemote = Boolean(env.SSH_CONNECTION || env.SSH_TTY);
  const x11 = env.DISPLAY
    ? [
        ['xclip', '-selection', 'clipboard'],
        ['xsel', '--clipboard', '--input'],
      ]
    : [];
  // The clipboard of a machine that somebody is logged in to from afar is not theirs, but for X that comes along.
  if (isRemote) return [...tmux, ...x11];
  if (platform === 'win32') return [['clip.exe']];
  if (platform === 'darwin') return [...tmux, ['pbcopy']];
  const wayland = env.WAYLAND_DISPLAY ? [['wl-copy']] : [];
  const windows = env.WSL_DISTRO_NAME ? [['clip.exe']] : [];
  return [...tmux, ...windows, ...wayland, ...x11];
}

/** clip.exe takes bytes for the console's old code page, unless they are UTF-16. */
function bytesFor([program]: readonly string[], text: string): Buffer {
  const isPlain = /^[\t\n\r\x20-\x7e]*$/.test(text);
  return program === 'clip.exe' && !isPlain ? Buffer.from(text, 'utf16le') : Buffer.from(text);
}

function here(): Surroundings {
  return {
    env: process.env,
    platform: process.platform,
    write: process.stdout.isTTY ? (text) => void process.stdout.write(text) : undefined,
    pipe,
  };
}

const PIPE_MS = 2000;

async function pipe(argv: readonly string[], input: Buffer): Promise<boolean> {
  const { execa } = await import('execa');
  const [file = '', ...args] = argv;
  // xclip and wl-copy stay behind to hand the text out: their output must not be waited for.
  const { failed } = await execa(file, args, {
    input,
    stdout: 'ignore',
    stderr: 'ignore',
    reject: false,
    timeout: PIPE_MS,
    windowsHide: true,
  });
  return !failed;
}
