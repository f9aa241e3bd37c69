/**
 * Terminal sequences: CSI, OSC with its text, charset and single-character ones. Node's own stripVTControlCharacters
 * takes time by the square of the length where OSC sequences begin and don't end.
 */
const SEQUENCES =
  /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c\u009d]{0,2048}(?:\u0007|\u001b\\|\u009c)|\u001b[()#][0-9A-Za-z]|\u001b[0-9=>@-Z^_`a-z|}~]/g;

// C0 but newline and tab, DEL, C1; zero-width and bidirectional controls, which reorder what a reader sees.
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** What programs print and files hold: without colours, links, moves of the cursor, and what hides or reorders characters. */
export function stripControls(text: string): string {
  return text.replace(SEQUENCES, withoutFormat).replace(/\r\n?/g, '\n').replace(UNSAFE, '');
}

/** A sequence that carries a text of its own, other than a link's address, is no format: the text is shown. */
function withoutFormat(sequence: string): string {
  return /^(?:\u001b\]|\u009d)(?!8;)/.test(sequence) ? visible(sequence) : '';
}

/** A name or another value from outside, whole: what would act on a terminal, hide or reorder stands there as text. */
export function visible(text: string): string {
  if (!ACTS.test(text)) return text;
  return text.replace(/\r\n/g, '\n').replace(UNSAFE, asText);
}

/** The same on one line. */
export function visibleOnLine(text: string): string {
  return visible(text.replace(/[\r\n\t]/g, asText));
}

/** Plain data with every string in it visible: the same object where it is so already. */
export function visibleIn<T>(value: T): T {
  if (typeof value === 'string') return visible(value) as T;
  if (value === null || typeof value !== 'object') return value;
  const parts = Object.entries(value).map(([name, part]) => [name, part, visibleIn(part)] as const);
  if (parts.every(([, part, shown]) => part === shown)) return value;
  const shown = parts.map(([name, , part]) => [name, part] as const);
  return (Array.isArray(value) ? shown.map(([, part]) => part) : Object.fromEntries(shown)) as T;
}

/** The first `max` characters, with a mark where there are more. */
export function bounded(text: string, max: number): string {
  if (text.length <= max) return text;
  // Half of a character is none.
  const kept = text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (cut here, ${text.length} characters in all)`;
}

const ACTS = new RegExp(UNSAFE.source);

const ESCAPES: Readonly<Record<string, string>> = { '\u001b': '\\e', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function asText(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return ESCAPES[character] ?? (code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`);
}

const LEFT_ALONE =
  /^(?:\$\{.*\}|<secret-\d+>|GATEWAY_TOKEN|__OPENCLAW_REDACTED__|null|true|false|undefined|missing|mismatch|required|not|none|n\/a|\*+)?$/i;

/** How names of secrets end. Patterns begin with it, so that a search stays linear however hostile the text. */
const NAME =
  '(?:token|tokens|password|passwd|passphrase|_pass|secret|secret[_-]?key|access[_-]?key|api[_-]?key|private[_-]?key(?:pem)?|credentials?|authorization|cookie|setup[_ -]?code)';
const NAMES_SECRET = new RegExp(`${NAME}$`, 'i');
const GAP = '[ \\t\\n]{0,8}';
/** What is no secret though its name ends like one: `maxTokens: 4096, …`, `token: null }`. */
const NO_SECRET =
  '(?!(?:(?<=tokens["\']?[ \\t\\n]{0,8}:[ \\t\\n]{0,8})-?\\d[\\d_.]{0,20}|null)[ \\t]{0,8}(?:[,}\\]\\n]|\\/[/*]|$))';

/** The same two signs in the midst of a word are part of it. */
const COMMENT_END = '\\*\\/(?=[\\s,}\\]"\']|$)';

/** What a secret looks like where it stands; group 1 stays, group 2 is the secret. */
const PATTERNS: readonly RegExp[] = [
  // "gateway.auth.token": "…", 'password': '…', token: "…"; also where the text was cut before the closing quote
  new RegExp(`(${NAME}["']?${GAP}[:=]${GAP}")((?:[^"\\\\\n]|\\\\.)+)`, 'gi'),
  new RegExp(`(${NAME}["']?${GAP}[:=]${GAP}')((?:[^'\\\\\n]|\\\\.)+)`, 'gi'),
  // the same inside a JSON string, however often escaped: \"token\":\"…\"
  new RegExp(`(${NAME}\\\\{1,7}"${GAP}:${GAP}\\\\{1,7}")([^"\\\\]+)`, 'gi'),
  // "token": 12345
  new RegExp(`(${NAME}["']${GAP}:${GAP})${NO_SECRET}(-?\\d[\\w.]*)`, 'gi'),
  // token: | and the like, the value on the lines below
  new RegExp(
    `(${NAME}["']?:[ \\t]{0,8}(?:[|>][+\\d-]{0,2}[ \\t]{0,8}(?:#[^\\n]{0,200})?)?\\n{1,3}[ \\t]{1,40})(?!\\/[/*])([^\\s:\\n][^:\\n]*(?:\\n[ \\t]{1,40}[^\\s:\\n][^:\\n]*){0,100})(?=\\n|$)`,
    'gi',
  ),
  // OPENCLAW_GATEWAY_TOKEN=… to the end of the word, set NAME=…
  new RegExp(`(${NAME}${GAP}=(?!>)${GAP})([^\\s"']+)`, 'gi'),
  // password: … to the end of the line, or of the comment
  new RegExp(
    `(${NAME}:[ \\t]{1,8})${NO_SECRET}([^\\s"'{\\[(,](?:(?!${COMMENT_END})[^\\n{\\[(])*)(?=$|${COMMENT_END})`,
    'gim',
  ),
  new RegExp(`(${NAME}:)${NO_SECRET}([^\\s"'{\\[(,:][^\\s"',)]{7,})`, 'gi'),
  // setx NAME …, set -x NAME …, config set gateway.auth.token …, --token …, "--token", "…"
  new RegExp(
    `((?:setx|set -x|config set|set -gx|ENV|(?<![\\w-])--[\\w-]{0,20})[ \\t]{0,4}[\\w.-]{0,64}${NAME}(?:["']${GAP},${GAP}["']|[ \\t]{1,8}'|[ \\t]{1,8}"(?=[^"]{1,512}")|[ \\t]{1,8}))((?<=")[^"]+|[^\\s"',]+)`,
    'gi',
  ),
  // Cookie: a=…; b=…
  /(cookie:[ \t]{0,8})([^\n"']+)/gi,
  // Authorization: Bearer …
  /(\b(?:bearer|basic)[ \t]{1,8})([\w.~+/=-]{8,})/gi,
  // scheme://user:password@host, scheme://token@host; whom ssh logs in as is no secret
  /((?<!\bssh(?=:\/\/[\w.+-]{1,64}@[^@\s]{0,256}(?:\s|$|["']))):\/\/)([^\s/"'@]{1,512}(?:@[^\s/"'@]{1,256}){0,3})(?=@[^\s/@"']{1,256})/g,
  // <key>OPENCLAW_GATEWAY_TOKEN</key> <string>…</string> and <string>--token</string> <string>…</string>
  new RegExp(`(${NAME}</(?:key|string)>[ \\t\\n]{0,40}<string>)([^<]{1,4096})`, 'gi'),
  // Other variables of a launchd service: whatever looks neither like a path nor like a word may be a secret.
  /(<key>(?!OPENCLAW_)[A-Z][A-Z0-9_]{1,64}<\/key>[ \t\n]{0,40}<string>)((?!\/)(?=[^<]{0,512}\d)[^<\s]{8,512})/g,
  // #token%3D…, token%3D…
  new RegExp(`(${NAME}%3d)([^\\s"'&]+)`, 'gi'),
  // A JSON web token, keys with a known beginning and a bot's URL stand for themselves.
  /()((?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g,
  /()((?<![\w-])(?:sk|xox[abp]|xapp|ghp|gho|github_pat|glpat|tskey|AKIA|AIza)[-_A-Z0-9][\w-]{12,})/g,
  /(\/bot)(\d{6,12}:[\w-]{20,})/g,
  /()(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$))/g,
];

/** Secrets that are looked for without their names; beyond that many a text is an attempt to keep the doctor busy. */
const MAX_LEARNT = 500;

/**
 * Takes secrets out of text. The same secret becomes the same `<secret-1>` wherever it stands in one run, so that two
 * places can still be compared, and nothing of it can be told from what is left.
 */
export class Redactor {
  readonly #names = new Map<string, string>();
  /** Those that are taken out wherever they stand, longest first, as one expression; undefined: there are none. */
  #bare: RegExp | undefined;
  readonly #bareSecrets: string[] = [];

  /** The stand-in of a value that is a secret as a whole. `isCertain`: whatever it looks like, it is one everywhere. */
  standIn(secret: string, isCertain = false): string {
    const known = this.#names.get(secret);
    const name = known ?? `<secret-${this.#names.size + 1}>`;
    this.#names.set(secret, name);
    // What looks like an ordinary word or name would be taken out of sentences and commands.
    const looksRandom = /^(?=.*\d)(?=.*[a-z]).{8,}$/i.test(secret) || /^\S{20,}$/.test(secret);
    if (
      (isCertain || (known === undefined && looksRandom)) &&
      this.#bareSecrets.length < MAX_LEARNT &&
      secret.length <= 4096
    ) {
      this.#bareSecrets.push(secret);
      const escaped = [...new Set(this.#bareSecrets.flatMap(formsOf))]
        .sort((a, b) => b.length - a.length)
        .map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
      this.#bare = new RegExp(`(?<![\\w-])(?:${escaped.join('|')})(?![\\w-])`, 'g');
    }
    return name;
  }

  /** The stand-in of a secret that was found as it is, JSON-escaped or URL-encoded. */
  #nameOf(found: string): string {
    const secret = this.#names.has(found) ? found : this.#bareSecrets.find((text) => formsOf(text).includes(found));
    return this.#names.get(secret ?? found) ?? found;
  }

  redact(text: string): string {
    let out = text;
    for (const pattern of PATTERNS) {
      out = out.replace(pattern, (all: string, before: string, secret: string) =>
        LEFT_ALONE.test(secret) ? all : before + this.standIn(secret),
      );
    }
    return this.#bare ? out.replace(this.#bare, (found) => this.#nameOf(found)) : out;
  }

  /**
   * Strips and redacts every string of a value of plain data, names among them. A string that is JSON is cleaned part by
   * part: taking a secret out of it as text can leave text that is no JSON. `isData`: its strings are values, which stay
   * whole, as those of JSON do.
   */
  clean<T>(value: T, { isData = false }: { readonly isData?: boolean } = {}): T {
    return this.#clean(value, 0, isData) as T;
  }

  #clean(value: unknown, depth: number, isData: boolean): unknown {
    // Nothing that is read here lies so deep.
    if (depth > 100) return null;
    if (typeof value === 'string') return this.#cleanText(value, depth, isData);
    if (Array.isArray(value)) return value.map((item, index) => this.#cleanItem(item, value[index - 1], depth, isData));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const isText = typeof item === 'string' || typeof item === 'number';
        const isSecret = isText && NAMES_SECRET.test(key) && !LEFT_ALONE.test(String(item));
        const name = this.redact(isData ? visible(key) : stripControls(key));
        return [name, isSecret ? this.standIn(String(item)) : this.#clean(item, depth + 1, isData)];
      }),
    );
  }

  /** An item of a list, which may be an argv: `--token X`, `config set gateway.auth.token X`. */
  #cleanItem(item: unknown, before: unknown, depth: number, isData: boolean): unknown {
    const isNamed =
      typeof before === 'string' && /^(?:--|[\w-]{1,64}\.)[\w.-]{1,100}$/.test(before) && NAMES_SECRET.test(before);
    const isSecret = isNamed && typeof item === 'string' && !item.startsWith('--') && !LEFT_ALONE.test(item);
    return isSecret ? this.standIn(item) : this.#clean(item, depth + 1, isData);
  }

  #cleanText(text: string, depth: number, isData: boolean): string {
    if (text.length > 20 && /^\s*[[{][\s\S]*[\]}]\s*$/.test(text)) {
      try {
        const indent = /\n(?= )/.test(text) ? 2 : undefined;
        return JSON.stringify(this.#clean(JSON.parse(text), depth + 1, true), null, indent);
      } catch {
        // It only looks like JSON: text, JSON5, or JSON too deep to be parsed.
      }
    }
    // NAME=value as engines list an environment: the whole of the value, whatever is in it.
    const [, name, secret] = /^([A-Za-z_]\w{0,100})=([\s\S]+)$/.exec(text) ?? [];
    if (name && secret && NAMES_SECRET.test(name) && !LEFT_ALONE.test(secret)) {
      // Quotes stay: a shell takes them off, an engine's env file doesn't.
      const [, quote = '', inner = secret] = /^(["'])([^"']+)\1$/.exec(secret) ?? [];
      return `${name}=${quote}${LEFT_ALONE.test(inner) ? inner : this.standIn(inner)}${quote}`;
    }
    return this.redact(isData ? visible(text) : stripControls(text));
  }
}

/** A secret as it is, as JSON has it, and as an address has it. */
function formsOf(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
}
