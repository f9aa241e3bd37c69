import { writeFileSync } from 'node:fs';
import { shippedRules } from 'virtual:shipped-rules';
import { isStranger } from './doctor.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { fixCommand } from './fix.ts';
import { sessionFrom } from './from/read.ts';
import { Redactor } from './host/clean.ts';
import type { Host } from './host/host.ts';
import { createHost } from './host/real.ts';
import type { Report } from './model/report.ts';
import type { Rule } from './model/rule.ts';
import { helpText, type Options, readOptions, UsageError } from './options.ts';
import { recordCommand } from './record.ts';
import { reporters } from './report/reporters.ts';
import { joinRules, selectRules } from './rules/select.ts';
import { machineSession, type Session } from './session.ts';
import { doctorVersion } from './version.ts';

/** What the interface needs at least: Ink's own limit. */
const INTERFACE_NODE = [22, 13] as const;

/** Runs one command line. The exit code is the answer; what is printed goes to standard output, mistakes to standard error. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await runCommand(readOptions(argv));
  } catch (error) {
    if (error instanceof UsageError || (error as Error).name === 'RuleError') {
      process.stderr.write(`openclaw-doctor: ${new Redactor().clean((error as Error).message)}\n`);
      return exitCodes.unusable;
    }
    return reportBug(error);
  }
}

/** Says that the doctor itself failed, and where to say so. The exit code is that of a job that couldn't be done. */
export function reportBug(error: unknown): number {
  const stack = new Redactor().clean((error as Error).stack ?? String(error));
  process.stderr.write(`openclaw-doctor: a bug of the doctor's own. Please report it with these lines:\n${stack}\n`);
  return exitCodes.unusable;
}

async function runCommand(options: Options): Promise<number> {
  if (options.help) return print(helpText());
  if (options.version) return print(`${doctorVersion}\n`);
  if (options.command === 'rules') return (await import('./rules/command.ts')).rulesCommand(options, shippedRules);

  const rules = selectRules(joinRules(shippedRules, await furtherRules(options)), options.only, options.skip);
  const redactor = new Redactor();
  const host = createHost(redactor);
  const token = await learnToken(options, redactor);
  const aimed = token === undefined ? options : { ...options, aim: { ...options.aim, token } };
  if (options.command === 'record') return recordCommand(aimed, host, redactor);

  const session = await openSession(aimed, rules, host, redactor);
  if (options.command === 'fix') return fixCommand(options, session, redactor);
  if (options.command === undefined && wantsInterface(options)) {
    if (canDraw()) return (await import('./ui/main.ts')).walkthrough(session, (text) => redactor.clean(text));
    process.stderr.write(
      `The interface needs Node ${INTERFACE_NODE.join('.')} or later; this is ${process.versions.node}. Here are the same steps as text.\n\n`,
    );
  }
  const { report, facts } = await session.look();
  present(report, options);
  const { leftAside = [] } = session;
  if (options.verbose && leftAside.length > 0) process.stderr.write(`Left aside: ${leftAside.join(', ')}\n`);
  if (options.command === undefined && isStranger(facts)) process.stdout.write(STRANGER);
  return exitCodeOf(report);
}

/** `--rules`: read and validated now; the shipped ones were when they were built. */
async function furtherRules({ ruleFolders }: Options): Promise<readonly Rule[]> {
  if (ruleFolders.length === 0) return [];
  const { readRulesFolder } = await import('./rules/folder.ts');
  // Rules of others are text from outside like any other.
  return new Redactor().clean(ruleFolders.flatMap((folder) => readRulesFolder(folder)));
}

/** The token in `--token-file` is known as a secret from here on: wherever it shows, this stand-in takes its place. */
async function learnToken({ tokenFile }: Options, redactor: Redactor): Promise<string | undefined> {
  if (tokenFile === undefined) return undefined;
  const { readFile } = await import('node:fs/promises');
  const token = await readFile(tokenFile, 'utf8').then(
    (text) => text.trim(),
    (error: Error) => {
      throw new UsageError(`--token-file: ${error.message}`);
    },
  );
  if (token === '') throw new UsageError(`--token-file ${tokenFile}: there is no token in it`);
  return redactor.standIn(token, true);
}

async function openSession(options: Options, rules: readonly Rule[], host: Host, redactor: Redactor): Promise<Session> {
  const { from, aim, failOn, openclaw } = options;
  if (from === undefined) return machineSession({ host, aim }, rules, failOn, 'machine');
  const clean = <T>(value: T) => redactor.clean(value);
  return sessionFrom({ from, container: aim.container, openclaw, token: aim.token, host, clean }, rules, failOn);
}

function wantsInterface({ plain, formats }: Options): boolean {
  const canMoveCursor = process.env.TERM !== 'dumb';
  return (
    canMoveCursor && !plain && formats.length === 0 && process.stdin.isTTY === true && process.stdout.isTTY === true
  );
}

function canDraw(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > INTERFACE_NODE[0] || (major === INTERFACE_NODE[0] && minor >= INTERFACE_NODE[1]);
}

/** Writes the report in every format asked for; the last one that has no file of its own goes to standard output. */
function present(report: Report, { formats, color, verbose }: Options): void {
  const wanted = formats.length > 0 ? formats : [{ name: 'text', file: undefined }];
  const toScreen = wanted.filter(({ file }) => file === undefined);
  if (toScreen.length > 1)
    throw new UsageError(
      'only one --format can go to standard output: give the others a file, --format json=report.json',
    );
  for (const { name, file } of wanted) {
    const isScreen = file === undefined;
    const useColor = color && isScreen && process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
    const text = reporters[name]?.(report, { color: useColor, verbose, columns: process.stdout.columns ?? 80 }) ?? '';
    if (isScreen) process.stdout.write(text);
    else writeReport(file, text);
  }
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`the report can't be written: ${(error as Error).message}`);
  }
}

const STRANGER = `
There is no OpenClaw here. To see the doctor at work, give it a recorded patient:
  npm start -- --from fixtures/containers/02-compose-network
or name a gateway elsewhere with --url ws://host:18789.
`;

function print(text: string): number {
  process.stdout.write(text);
  return exitCodes.healthy;
}
