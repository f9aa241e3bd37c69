import JSON5 from 'json5';
import { type Facts, known, unknown } from '../model/fact.ts';
import { STAND_IN } from '../model/stand-in.ts';

/** The settings of an openclaw.json that matter for a connection, each read for itself: one that is wrong blinds no other. */
export interface Settings {
  readonly file: string;
  /** Why it can't be parsed, with line and column; null: it can. */
  readonly error: string | null;
  /** It has comments, which no writing by OpenClaw keeps. */
  readonly hasComments: boolean;
  /** Its text where it is more than plain JSON, as which OpenClaw writes it anew; null: it is no more than that. */
  readonly text: string | null;
  readonly values: unknown;
}

/** Parses an openclaw.json without OpenClaw's own loader, which refuses the whole file for one unknown key. */
export function parseSettings(text: string, file: string): Settings {
  const hasComments = [...text.matchAll(COMMENT)].some(([, comment]) => comment !== undefined);
  try {
    const values: unknown = JSON5.parse(text);
    return { file, error: null, hasComments, text: isPlain(text) ? null : text, values };
  } catch (error) {
    const { message, lineNumber, columnNumber } = error as Error & { lineNumber?: number; columnNumber?: number };
    const what = message.replace(/^JSON5: /, '').replace(/ at \d+:\d+$/, '');
    const where = `${file}:${lineNumber ?? 1}:${columnNumber ?? 1}`;
    return { file, error: `${where} ${what}`, hasComments, text: null, values: undefined };
  }
}

function isPlain(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A comment, or a text in which what looks like one is none. */
const COMMENT = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(\/\/|\/\*)/gs;

/**
 * The facts of one openclaw.json. `settings` undefined: there is no such file; a text: why that can't be told. Of a file
 * that is only known in part, `unset` lists the keys that are known not to be set; others that it lacks are unknown.
 */
export function settingsFacts(
  prefix: 'gateway' | 'client',
  settings: Settings | undefined | string,
  unset?: readonly string[],
): Facts {
  const id = (name: string) => `${prefix}.config.${name}` as const;
  if (typeof settings === 'string') {
    return Object.fromEntries(
      [...Object.keys(READERS), 'file', 'error', 'hasComments', 'text'].map((name) => [id(name), unknown(settings)]),
    );
  }
  if (settings === undefined) {
    const none = known(null, 'there is no openclaw.json');
    const empty = known([], 'there is no openclaw.json');
    return {
      [id('file')]: none,
      [id('error')]: none,
      [id('hasComments')]: known(false, 'there is no openclaw.json'),
      [id('text')]: none,
      ...Object.fromEntries(Object.entries(READERS).map(([name, { list }]) => [id(name), list ? empty : none])),
    };
  }
  const { file, error, hasComments, text: whole, values } = settings;
  const facts: Record<string, unknown> = {
    [id('file')]: known(file, file),
    [id('error')]: known(error, file),
    // A part of a file says nothing of the rest.
    [id('hasComments')]: unset ? unknown('only a part of the file is told of') : known(hasComments, file),
    [id('text')]: unset ? unknown('only a part of the file is told of') : known(whole, file),
  };
  for (const [name, { key, read, list, otherwise = 'is not what it should be' }] of Object.entries(READERS)) {
    if (error !== null) {
      facts[id(name)] = unknown(`${file} can't be parsed`);
      continue;
    }
    const value = at(values, key);
    if (value === undefined && unset && !unset.some((name) => `${key}.`.startsWith(`${name}.`))) {
      facts[id(name)] = unknown(`${key} is not told of`);
      continue;
    }
    // Whoever prints their settings with OpenClaw gets this in the place of a secret that is there.
    const isPrinted = unset !== undefined && value === SENTINEL;
    const usable = value === undefined ? (list ? [] : null) : isPrinted ? undefined : read(value);
    facts[id(name)] =
      usable === undefined ? unknown(`${key} in ${file} ${otherwise}`) : known(usable, `${key} in ${file}`);
  }
  return facts as Facts;
}

interface SettingReader {
  readonly key: string;
  /** The value, or undefined where it is of the wrong kind. */
  readonly read: (value: unknown) => unknown;
  readonly list?: true;
  /** What is wrong with a value that can't be used, where it may be in order for OpenClaw. */
  readonly otherwise?: string;
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined);
const texts = (value: unknown) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? value
    : typeof value === 'string'
      ? [value]
      : undefined;

const HIDDEN = 'does not hold the secret itself: it names one that is kept elsewhere, or was blacked out';

/** The stand-in of a secret, the sentinel of one that OpenClaw hid, or the variable that holds it; an empty one is none. */
function secret(value: unknown): string | null | undefined {
  const reference = value as { source?: unknown; id?: unknown } | null;
  if (reference?.source === 'env' && typeof reference.id === 'string') return `\${${reference.id}}`;
  if (value === null || (typeof value === 'string' && value.trim() === '')) return null;
  return typeof value === 'string' && COMPARABLE.test(value) ? value : undefined;
}

const SENTINEL = '__OPENCLAW_REDACTED__';
const COMPARABLE = new RegExp(String.raw`^(?:${STAND_IN}|__OPENCLAW_REDACTED__|\$\{[A-Za-z_]\w{0,100}\})$`);

const READERS: Readonly<Record<string, SettingReader>> = {
  mode: { key: 'gateway.mode', read: text },
  bind: { key: 'gateway.bind', read: text },
  port: { key: 'gateway.port', read: (value) => (/^\d+$/.test(String(value)) ? Number(value) : undefined) },
  authMode: { key: 'gateway.auth.mode', read: text },
  // A text or a reference to a secret: what it is doesn't matter, that it is there does.
  hasToken: { key: 'gateway.auth.token', read: (value) => value !== '' && value !== null },
  hasPassword: { key: 'gateway.auth.password', read: (value) => value !== '' && value !== null },
  token: { key: 'gateway.auth.token', read: secret, otherwise: HIDDEN },
  password: { key: 'gateway.auth.password', read: secret, otherwise: HIDDEN },
  remoteToken: { key: 'gateway.remote.token', read: secret, otherwise: HIDDEN },
  remotePassword: { key: 'gateway.remote.password', read: secret, otherwise: HIDDEN },
  remoteUrl: { key: 'gateway.remote.url', read: text },
  sshTarget: { key: 'gateway.remote.sshTarget', read: text },
  sshIdentity: { key: 'gateway.remote.sshIdentity', read: text },
  allowTailscale: { key: 'gateway.auth.allowTailscale', read: flag },
  tls: { key: 'gateway.tls.enabled', read: flag },
  trustedProxies: { key: 'gateway.trustedProxies', read: texts, list: true },
  allowedOrigins: { key: 'gateway.controlUi.allowedOrigins', read: texts, list: true },
  allowInsecureAuth: { key: 'gateway.controlUi.allowInsecureAuth', read: flag },
  dangerouslyDisableDeviceAuth: { key: 'gateway.controlUi.dangerouslyDisableDeviceAuth', read: flag },
  tailscaleMode: { key: 'gateway.tailscale.mode', read: text },
  logFile: { key: 'logging.file', read: text },
};

/** The name of the fact that holds a setting as it is; undefined for one that isn't read, or of which only its being there is. */
export function settingNameOf(key: string): string | undefined {
  return Object.keys(READERS).find((name) => READERS[name]?.key === key && !/^has[A-Z]/.test(name));
}

/** Whether the fact of that name is a list. */
export function listsOf(name: string): boolean {
  return READERS[name]?.list === true;
}

function at(values: unknown, key: string): unknown {
  let value = values;
  for (const part of key.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}
