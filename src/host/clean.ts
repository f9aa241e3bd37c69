/**
 * Terminal sequences: CSI, OSC with its text, charset and single-character ones. Node's own stripVTControlCharacters
 * takes time by the square of the length where OSC sequences begin and don't end.
 */
const SEQUENCES =
  /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]{0,2048}(?:\u0007|\u001b\\|\u009c)|\u001b[()#][0-9A-Za-z]|\u001b[0-9=>@-Z^_`a-z|}~]/g;

// C0 but newline and tab, DEL, C1; zero-width and bidirectional controls, which reorder what a reader sees.
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text from outside without anything that moves the cursor, hides or reorders characters. */
export function stripControls(text: string): string {
  return text.replace(SEQUENCES, '').replace(/\r\n?/g, '\n').replace(UNSAFE, '');
}

const LEFT_ALONE =
  /^(?:\$\{.*\}|<secret-\d+>|__OPENCLAW_REDACTED__|null|true|false|undefined|missing|mismatch|required|not|n\/a|\*+)?$/i;

/** How names of secrets end. Patterns begin with it, so that a search stays linear however hostile the text. */
const NAME =
  '(?:token|password|passwd|passphrase|secret|api[_-]?key|private[_-]?key(?:pem)?|authorization|cookie|setup[_-]?code)';
const NAMES_SECRET = new RegExp(`${NAME}$`, 'i');
const GAP = '[ \\t\\n]{0,8}';

/** What a secret looks like where it stands; group 1 stays, group 2 is the secret. */
const PATTERNS: readonly RegExp[] = [
  // "gateway.auth.token": "…", 'password': '…', token: "…"
  new RegExp(`(${NAME}["']?${GAP}[:=]${GAP}")((?:[^"\\\\\n]|\\\\.)*)(?=")`, 'gi'),
  new RegExp(`(${NAME}["']?${GAP}[:=]${GAP}')((?:[^'\\\\\n]|\\\\.)*)(?=')`, 'gi'),
  // the same inside a JSON string: \"token\":\"…\"
  new RegExp(`(${NAME}\\\\"${GAP}:${GAP}\\\\")([^"\\\\]*)(?=\\\\")`, 'gi'),
  // "token": 12345
  new RegExp(`(${NAME}["']${GAP}:${GAP})(-?\\d[\\w.]*)`, 'gi'),
  // OPENCLAW_GATEWAY_TOKEN=…, #token=…
  new RegExp(`(${NAME}${GAP}=${GAP})([^\\s"'&;,)\\]}]+)`, 'gi'),
  // password: … at the end of a line
  new RegExp(`(${NAME}:[ \\t]{1,8})([^\\s"'{\\[(,]+)(?=[ \\t]{0,8}(?:$|[\\n,}#]))`, 'gim'),
  // Cookie: name=…
  /(cookie:[ \t]{0,8}[\w.-]{1,64}=)([^\s;,"']+)/gi,
  // argv: --token X, "--token", "X"
  new RegExp(`((?<=--[\\w-]{0,40})${NAME}(?:["']${GAP},${GAP}["']|[ \\t]{1,8}["']?))([^\\s"',]+)`, 'gi'),
  // Authorization: Bearer …
  /(\b(?:bearer|basic)[ \t]{1,8})([\w.~+/=-]{8,})/gi,
  // scheme://user:password@host
  /(:\/\/[^\s/:@"']{0,256}:)([^\s/@"']{1,512})(?=@)/g,
  // A JSON web token stands for itself.
  /()((?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g,
  /()(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$))/g,
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
