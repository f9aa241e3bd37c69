import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { ensurePackages } from './debian.ts';
import { notUnderTest } from './env.ts';
import { adminPath } from './paths.ts';
import { timed } from './progress.ts';
import { until } from './until.ts';

/** A page in a real browser, Chromium without a window. */
export interface Page {
  /** The text that a reader of the page sees. */
  text(): Promise<string>;
  /** The text, once the page shows what is waited for. Throws with what it shows after `timeoutMs`. */
  waitFor(wanted: string | RegExp, timeoutMs?: number): Promise<string>;
  isSecureContext(): Promise<boolean>;
  /** When the document that is shown was asked for: another time once the page was reloaded. */
  loadedAt(): Promise<number>;
  /** Goes to an address in the same tab, as a bookmark does. */
  go(address: string): Promise<void>;
  /** Pastes a secret where the page asks for one, and presses Enter. */
  paste(secret: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens `url` in a browser with a profile of its own. `argv` wraps the command, for another network: see namespaces.ts. */
export async function openPage(
  url: string,
  { argv = (command) => command }: { argv?(command: readonly string[]): readonly string[] } = {},
): Promise<Page> {
  await timed('Chromium', () => ensurePackages(['chromium']));
  const profile = await mkdtemp(join(tmpdir(), 'doctor-chromium-'));
  const [program = '', ...args] = argv(['chromium', ...flags, `--user-data-dir=${profile}`]);
  const subprocess = execa(program, args, {
    env: { ...notUnderTest, PATH: adminPath, HOME: profile },
    reject: false,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    buffer: false,
  });
  const close = async () => {
    subprocess.kill('SIGTERM');
    await subprocess;
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    // Which of them is written to and which read, only Chromium knows.
    const [, , , commands, answers] = subprocess.stdio as unknown as Writable[] & Readable[];
    if (!commands || !answers) throw new Error('Chromium has no pipes to talk through');
    const send = converse(commands, answers);
    return { ...(await open(send, url)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Root may use it without its sandbox only; what it would fetch for itself is left out. */
const flags = [
  ...['--headless', '--no-sandbox', '--remote-debugging-pipe', '--no-first-run', '--no-proxy-server', '--disable-gpu'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-extensions'],
];

async function open(send: Send, url: string): Promise<Omit<Page, 'close'>> {
  const { targetId } = await send('Target.createTarget', { url });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const evaluate = async (expression: string) => {
    const { result } = await send('Runtime.evaluate', { expression, returnByValue: true }, String(sessionId));
    return (result as { readonly value?: unknown }).value;
  };
  // Between two pages there is none to ask.
  const text = async () => String((await evaluate(shownText).catch(() => '')) ?? '');
  return {
    text,
    async waitFor(wanted, timeoutMs = 60_000) {
      let last = '';
      const shows = async () => {
        last = await text();
        return (typeof wanted === 'string' ? last.includes(wanted) : wanted.test(last)) ? last : undefined;
      };
      const late = () => new Error(`${url} does not show ${wanted} within ${timeoutMs} ms, but:\n${last}`);
      return until(shows, { timeoutMs, everyMs: 500, late });
    },
    async go(address) {
      // What differs behind # alone would load nothing.
      for (const next of ['about:blank', address]) await send('Page.navigate', { url: next }, String(sessionId));
    },
    async paste(secret) {
      const late = () => new Error(`${url} asks for no secret`);
      await until(async () => (await evaluate(focusSecret)) || undefined, { timeoutMs: 20_000, late });
      await send('Input.insertText', { text: secret }, String(sessionId));
      for (const type of ['keyDown', 'keyUp']) {
        const enter = { type, key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };
        await send('Input.dispatchKeyEvent', enter, String(sessionId));
      }
    },
    isSecureContext: async () => (await evaluate('isSecureContext')) === true,
    loadedAt: async () => Number(await evaluate('performance.timeOrigin')),
  };
}

/** The page is made of elements whose insides `innerText` doesn't reach. */
const shownText = `(() => {
  const texts = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      const isShown = !parent || (parent.getClientRects().length > 0 && !/^(STYLE|SCRIPT)$/.test(parent.tagName));
      if (isShown && node.textContent.trim() !== '') texts.push(node.textContent.trim());
    }
    for (const child of [...(node.shadowRoot ? [node.shadowRoot] : []), ...node.childNodes]) walk(child);
  };
  if (document.body) walk(document.body);
  return texts.join('\\n');
})()`;

/** Puts the cursor into the page's field for a secret, if it has one in sight. */
const focusSecret = `(() => {
  const fieldsIn = (root) => [
    ...root.querySelectorAll('input[type=password]'),
    ...[...root.querySelectorAll('*')].flatMap((node) => (node.shadowRoot ? fieldsIn(node.shadowRoot) : [])),
  ];
  const field = fieldsIn(document).find((input) => input.getClientRects().length > 0);
  field?.focus();
  return field !== undefined;
})()`;

type Send = (method: string, params: object, sessionId?: string) => Promise<Readonly<Record<string, unknown>>>;

/** Chromium's DevTools protocol over two pipes: JSON messages, each with a zero byte behind it. */
function converse(commands: Writable, answers: Readable): Send {
  type Waiting = { resolve(result: Readonly<Record<string, unknown>>): void; reject(error: Error): void };
  const waiting = new Map<number, Waiting>();
  let rest = '';
  let lastId = 0;
  answers.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop() ?? '';
    for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
      if (error) waiting.get(id)?.reject(new Error(error.message));
      else waiting.get(id)?.resolve(result);
      waiting.delete(id);
    }
  });
  const end = () => {
    for (const { reject } of waiting.values()) reject(new Error('Chromium has ended'));
  };
  answers.on('close', end);
  commands.on('error', end);
  return (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      commands.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
}
