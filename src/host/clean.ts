import { stripVTControlCharacters } from 'node:util';

// C0 but newline and tab, DEL, C1; zero-width and bidirectional controls, which reorder what a reader sees.
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text from outside without anything that moves the cursor, hides or reorders characters. */
export function stripControls(text: string): string {
  const plain = text.includes('\u001b') || text.includes('\u009b') ? stripVTControlCharacters(text) : text;
  return plain.replace(/\r\n?/g, '\n').replace(UNSAFE, '');
}

const LEFT_ALONE =
  /^(?:\$\{.*\}|<secret-\d+>|__OPENCLAW_REDACTED__|null|true|false|undefined|missing|mismatch|required|not|n\/a|\*+)?$/i;
const SECRET_NAME =
  '[\\w.-]*(?:token|password|passwd|passphrase|secret|api[_-]?key|apikey|private[_-]?key(?:pem)?|authorization|cookie|setup[_-]?code)';

const NAMES_SECRET = new RegExp(`^${SECRET_NAME}$`, 'i');

/** What a secret looks like where it stands; group 1 stays, group 2 is the secret. */
const PATTERNS: readonly RegExp[] = [
  // "gateway.auth.token": "…", 'password': '…', token: "…"
  new RegExp(`((?:["']?)${SECRET_NAME}["']?\\s*[:=]\\s*")((?:[^"\\\\\\n]|\\\\.)*)(?=")`, 'gi'),
  new RegExp(`((?:["']?)${SECRET_NAME}["']?\\s*[:=]\\s*')((?:[^'\\\\\\n]|\\\\.)*)(?=')`, 'gi'),
  // the same inside a JSON string: \"token\":\"…\"
  new RegExp(`(\\\\"${SECRET_NAME}\\\\"\\s*:\\s*\\\\")([^"\\\\]*)(?=\\\\")`, 'gi'),
  // "token": 12345
  new RegExp(`(["']${SECRET_NAME}["']\\s*:\\s*)(-?\\d[\\w.]*)`, 'gi'),
  // OPENCLAW_GATEWAY_TOKEN=…, #token=…, password: …
  new RegExp(`(\\b${SECRET_NAME}\\s*=\\s*)([^\\s"'&;,)\\]}]+)`, 'gi'),
  new RegExp(`((?:^|[\\s"'-])${SECRET_NAME}:[ \\t]+)([^\\s"'{\\[(,]+)(?=\\s*(?:$|[\\n,}#]))`, 'gim'),
  // argv: --token X, "--token", "X"
  new RegExp(`(--${SECRET_NAME}(?:["']\\s*,\\s*["']|[ \\t]+["']?))([^\\s"',]+)`, 'gi'),
  // Authorization: Bearer …
  /(\b(?:bearer|basic)[ \t]+)([\w.~+/=-]{8,})/gi,
  // scheme://user:password@host
  /(\b[a-z][\w+.-]*:\/\/[^\s/:@"']*:)([^\s/@"']+)(?=@)/gi,
  // #bootstrapToken=… is caught above; a JSON web token stands for itself
  /()(\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g,
  /()(-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))/g,
];

/**
 * Takes secrets out of text. The same secret becomes the same `<secret-1>` wherever it stands in one run, so that two
 * places can still be compared, and nothing of it can be told from what is left.
 */
export class Redactor {
  readonly #names = new Map<string, string>();

  /** The stand-in of a value that is a secret as a whole. */
  standIn(secret: string): string {
    const name = this.#names.get(secret) ?? `<secret-${this.#names.size + 1}>`;
    this.#names.set(secret, name);
    return name;
  }

  redact(text: string): string {
    let out = text;
    for (const pattern of PATTERNS) {
      out = out.replace(pattern, (all: string, before: string, secret: string) =>
        LEFT_ALONE.test(secret) ? all : before + this.standIn(secret),
      );
    }
    // A secret that was seen with its name is one without it, too; a short or plain one would hit ordinary words.
    for (const [secret, name] of this.#names)
      if (/^(?=.*\d).{8,}$|^.{16,}$/.test(secret)) out = out.replaceAll(secret, name);
    return out;
  }

  /** Strips and redacts every string of a value of plain data. */
  clean<T>(value: T): T {
    if (typeof value === 'string') return this.redact(stripControls(value)) as T;
    if (Array.isArray(value)) return value.map((item) => this.clean(item)) as T;
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => {
          const isSecret = typeof item === 'string' && NAMES_SECRET.test(key) && !LEFT_ALONE.test(item);
          return [key, isSecret ? this.standIn(item) : this.clean(item)];
        }),
      ) as T;
    }
    return value;
  }
}
