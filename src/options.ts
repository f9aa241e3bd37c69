import { parseArgs } from 'node:util';
import { parseSshTarget } from './facts/ssh-target.ts';
import { type Risk, risks, type Severity, severities } from './model/rule.ts';
import type { Aim } from './probes/context.ts';
import { parseTarget } from './probes/target.ts';
import { type FormatName, formatNames } from './report/report-options.ts';
import { wrap } from './report/wrap.ts';
import { nearest } from './rules/nearest.ts';

/** A mistake of the user's: one line with the fix in it, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const commands = ['check', 'wait', 'fix', 'explain', 'record', 'rules'] as const;
export type Command = (typeof commands)[number];

export interface Options {
  /** Undefined: the walkthrough on a terminal, else `check`. */
  readonly command: Command | undefined;
  /** What stands behind the command: a rule, a file, a folder. */
  readonly operands: readonly string[];
  readonly aim: Aim;
  readonly from: string | undefined;
  /** The OpenClaw version that a text is about. */
  readonly openclaw: string | undefined;
  readonly tokenFile: string | undefined;
  readonly ruleFolders: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly failOn: Severity;
  readonly formats: readonly Format[];
  /** How long `wait` waits in all. */
  readonly waitMs: number;
  readonly plain: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly approve: string | undefined;
  readonly allow: readonly Risk[];
  readonly undo: boolean;
}

/** A report that is wanted, and the file for it; undefined: standard output, which takes one. */
export interface Format {
  readonly name: FormatName;
  readonly file: string | undefined;
}

/** A probe's deadline, unless the user gives another. */
const PROBE_MS = 5000;
const WAIT_MS = 60_000;

/** Each option with its argument and what it does; the order is that of the help. */
const OPTIONS = {
  url: { arg: 'URL', help: 'the gateway, as the client dials it: ws://host:18789' },
  page: { arg: 'URL', help: 'what the browser shows in its address bar' },
  container: { arg: 'NAME', help: "the gateway's container, where there are several" },
  ssh: {
    arg: 'TARGET',
    help: "the gateway's host as your ssh reaches it, [user@]host[:port]: it is looked at there, steps run there",
  },
  'state-dir': { arg: 'DIR', help: "OpenClaw's state folder, if it isn't ~/.openclaw" },
  profile: { arg: 'NAME', help: "OpenClaw's profile" },
  'token-file': {
    arg: 'FILE',
    help: 'a file with a token, to compare with the one that the gateway wants; it is sent nowhere',
  },
  from: { arg: 'X', help: 'diagnose a folder, recording, evidence file or text instead; - reads standard input' },
  openclaw: { arg: 'VERSION', help: 'the OpenClaw version that the evidence is about, or what explain explains' },
  rules: { arg: 'DIR', help: 'further rules; may repeat', multiple: true },
  only: { arg: 'ID', help: 'judge by this rule or group alone; may repeat', multiple: true },
  skip: { arg: 'ID', help: 'leave this rule or group out; may repeat', multiple: true },
  'fail-on': { arg: 'LEVEL', help: 'error, warning or info: what makes exit code 1 (default: error)' },
  timeout: { arg: 'MS', help: "one probe's deadline (default: 5000); of wait the whole (default: 60000)" },
  offline: { help: 'no network: files and local engines only' },
  format: {
    arg: 'NAME[=FILE]',
    help: 'text, json, markdown, junit or nagios; may repeat, all but one to a FILE',
    multiple: true,
  },
  plain: { help: 'the walkthrough as text from top to bottom, answered by lines: for screen readers' },
  verbose: { help: 'also where it looked and what it could not learn' },
  'no-color': { help: 'no colours' },
  'dry-run': { help: 'fix: show what would run, run nothing' },
  yes: { help: 'fix: run the steps of a remedy without risk' },
  approve: { arg: 'REQUEST_ID', help: 'fix: approve this pairing request' },
  allow: { arg: 'RISK', help: 'fix: also take a remedy, or an undo, of this risk; may repeat', multiple: true },
  undo: { help: 'fix: take back the last fix; --dry-run shows how' },
  help: { help: 'this help', short: 'h' },
  version: { help: "the doctor's version" },
} as const satisfies Record<string, { arg?: string; help: string; multiple?: true; short?: string }>;

type Name = keyof typeof OPTIONS;

/** How many words may stand behind a command. */
const OPERANDS: Readonly<Record<string, number>> = {
  fix: 1,
  // An error message needs no quotation marks.
  explain: Number.POSITIVE_INFINITY,
  record: 1,
  rules: 2,
};

/** Reads the command line. Throws UsageError with what is wrong and what was probably meant. */
export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parse(argv);
  const text = (name: Name) => values[name] as string | undefined;
  const texts = (name: Name) => (values[name] as string[] | undefined) ?? [];
  const [first, ...rest] = positionals;
  const tooMany = rest[OPERANDS[first ?? ''] ?? 0];
  if (tooMany !== undefined) throw new UsageError(`"${tooMany}" is one word too many for ${first}`);
  const command = first === undefined ? undefined : commandOf(first);
  const url = text('url');
  const page = text('page');
  if (url !== undefined && !parseTarget(url))
    throw new UsageError('--url is no gateway URL: give it as ws://host:18789');
  if (page !== undefined && !isPage(page))
    throw new UsageError('--page is no page: give it as the browser shows it, http://host:18789/');
  const ssh = text('ssh');
  if (ssh !== undefined && !parseSshTarget(ssh))
    throw new UsageError(`--ssh ${ssh} is no target for ssh: give it as user@host, host or user@host:port`);
  const from = text('from');
  if (command === 'wait' && from !== undefined)
    throw new UsageError(
      'wait looks at this machine until it is healthy, and evidence never changes: use check --from',
    );
  const undoes = values.undo === true;
  if (undoes && command !== 'fix') throw new UsageError('--undo takes back a fix: openclaw-doctor fix --undo');
  if (undoes && from !== undefined)
    throw new UsageError('--undo takes back what was done on this machine: it goes without --from');
  if (undoes && rest.length > 0)
    throw new UsageError(`--undo takes back the last fix, whatever it was for: leave ${rest[0]} out`);
  const timeoutMs = milliseconds(text('timeout'));
  const formats = texts('format').map(formatOf);
  if (formats.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'only one --format can go to standard output: give the others a file, --format json=report.json',
    );
  return {
    command,
    operands: rest,
    aim: {
      timeoutMs: command === 'wait' ? PROBE_MS : (timeoutMs ?? PROBE_MS),
      offline: values.offline === true,
      // Credentials and tokens in an address are nobody's business from here on.
      ...(url === undefined ? {} : { url: parseTarget(url)?.url ?? url }),
      ...(page === undefined ? {} : { page: withoutSecrets(page) }),
      ...optional('container', text('container')),
      ...optional('ssh', ssh),
      ...optional('stateDir', text('state-dir')),
      ...optional('profile', text('profile')),
    },
    from,
    openclaw: text('openclaw'),
    tokenFile: text('token-file'),
    ruleFolders: texts('rules'),
    only: texts('only'),
    skip: texts('skip'),
    failOn: oneOf('--fail-on', text('fail-on') ?? 'error', severities),
    formats,
    waitMs: timeoutMs ?? WAIT_MS,
    plain: values.plain === true,
    verbose: values.verbose === true,
    color: values['no-color'] !== true,
    help: values.help === true,
    version: values.version === true,
    dryRun: values['dry-run'] === true,
    yes: values.yes === true,
    approve: text('approve'),
    allow: texts('allow').map((risk) => oneOf('--allow', risk, risks)),
    undo: undoes,
  };
}

function parse(argv: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, option]) => [
      name,
      {
        type: 'arg' in option ? ('string' as const) : ('boolean' as const),
        ...('multiple' in option ? { multiple: true } : {}),
        ...('short' in option ? { short: option.short } : {}),
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return { values: values as Partial<Record<Name, unknown>>, positionals };
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    const name = /'(--?[\w-]+)/.exec(message)?.[1] ?? '';
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new UsageError(
        `there is no option ${name}${meant(
          name,
          Object.keys(OPTIONS).map((option) => `--${option}`),
        )}`,
      );
    throw new UsageError(message.split(/\.\s|\n/)[0] ?? message);
  }
}

function commandOf(word: string): Command {
  return oneOf('', word, commands);
}

function formatOf(text: string): Format {
  const [name = '', ...file] = text.split('=');
  const path = file.length > 0 ? file.join('=') : undefined;
  if (path === '') throw new UsageError(`--format ${text} names no file: leave the = out, or give one behind it`);
  return { name: oneOf('--format', name, formatNames), file: path };
}

function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 100 || value > 600_000)
    throw new UsageError(`--timeout ${text}: give milliseconds, from 100 to 600000`);
  return value;
}

function withoutSecrets(page: string): string {
  const { origin, pathname } = new URL(page);
  return `${origin}${pathname}`;
}

function isPage(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function oneOf<T extends string>(option: string, word: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === word);
  if (found !== undefined) return found;
  const what = option === '' ? `there is no command "${word}"` : `${option} can't be "${word}"`;
  throw new UsageError(`${what}${meant(word, choices)}`);
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}

function meant(word: string, choices: readonly string[]): string {
  const near = choices.length > 4 || word.length > 4 ? nearest(word, choices) : undefined;
  return near === undefined ? `; there are: ${choices.join(', ')}` : `: did you mean ${near}?`;
}

/** The help, at most 100 columns wide. */
export function helpText(): string {
  const options = Object.entries(OPTIONS).map(([name, option]) => {
    return helpRow(`--${name}${'arg' in option ? ` ${option.arg}` : ''}`, option.help);
  });
  return `Finds out why an OpenClaw client is refused, and leads you through the fix.

Usage: openclaw-doctor [command] [options]

${COMMAND_HELP.map(([command, help]) => helpRow(command, help)).join('\n')}

Options:
${options.join('\n')}

${wrap(EXIT_CODES, HELP_COLUMNS).join('\n')}
`;
}

const HELP_COLUMNS = 100;

const COMMAND_HELP = [
  ['(no command)', 'on a terminal: look, diagnose, walk through the fix; otherwise: check'],
  ['check', 'diagnose and report; asks nothing, changes nothing'],
  ['wait', 'check again and again until healthy, or until --timeout'],
  ['fix [RULE]', 'the fix without the walkthrough: --dry-run, --yes, --approve REQUEST_ID, --undo'],
  [
    'explain X',
    'what a rule, a details.code, a close code, an HTTP answer or an error message means for --openclaw VERSION, and how it is mended',
  ],
  ['record [FILE]', 'a redacted recording of all that was looked at'],
  ['rules list|lint|test [DIR]', 'the rules with their variants; whether they are well formed; their own cases'],
] as const;

const EXIT_CODES =
  'Exit codes: 0 healthy, 1 a problem was found, 2 bad usage or input, 3 nothing found but something that matters could not be learnt, 4 a fix did not help, 130 interrupted. With --format nagios on standard output: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, which is also bad usage or input.';

function helpRow(left: string, help: string): string {
  const margin = ' '.repeat(26);
  const first = left.length < 24 ? `  ${left.padEnd(24)}` : undefined;
  return [...(first === undefined ? [`  ${left}`] : []), ...wrap(help, HELP_COLUMNS, first ?? margin, margin)].join(
    '\n',
  );
}
