import { writeFileSync } from 'node:fs';
import { shippedRules } from 'virtual:shipped-rules';
import { type Diagnosis, isStranger } from './doctor.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { sessionFrom } from './from/read.ts';
import { Redactor } from './host/clean.ts';
import type { Host } from './host/host.ts';
import { createHost } from './host/real.ts';
import type { Report } from './model/report.ts';
import type { Rule } from './model/rule.ts';
import { helpText, type Options, readOptions, UsageError } from './options.ts';
import { isPlugin } from './plugin.ts';
import { nagiosExitCode, nagiosFailure } from './report/nagios.ts';
import { reporters } from './report/reporters.ts';
import { joinRules, selectRules } from './rules/select.ts';
import { machineSession, type Session } from './session.ts';
import { doctorVersion } from './version.ts';

/** What the interface needs at least: Ink's own limit. */
const INTERFACE_NODE = [22, 13] as const;

/** Runs one command line. The exit code is the answer; what is printed goes to standard output, mistakes to standard error. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await runCommand(readOptions(argv), argv);
  } catch (error) {
    if (error instanceof UsageError || (error as Error).name === 'RuleError') {
      return unusable(argv, new Redactor().clean((error as Error).message));
    }
    return reportBug(error, argv);
  }
}

/** Says that the doctor itself failed, and where to say so. The exit code is that of a job that couldn't be done. */
export function reportBug(error: unknown, argv: readonly string[]): number {
  const stack = new Redactor().clean((error as Error).stack ?? String(error));
  return unusable(argv, "a bug of the doctor's own", `. Please report it with these lines:\n${stack}`);
}

/** Ends a run that could not do its job. A Nagios plugin says so where Nagios reads it, with that convention's code. */
function unusable(argv: readonly string[], message: string, more = ''): number {
  process.stderr.write(`openclaw-doctor: ${message}${more}\n`);
  if (!isPlugin(argv)) return exitCodes.unusable;
  process.stdout.write(nagiosFailure(message));
  return 3;
}

async function runCommand(options: Options, argv: readonly string[]): Promise<number> {
  if (options.help) return print(helpText());
  if (options.version) return print(`${doctorVersion}\n`);
  if (options.command === 'rules') return (await import('./rules/command.ts')).rulesCommand(options, shippedRules);
  if (options.command === 'explain') {
    const { explainCommand } = await import('./explain/command.ts');
    return explainCommand(options, joinRules(shippedRules, await furtherRules(options)));
  }

  const all = joinRules(shippedRules, await furtherRules(options));
  const rules = selectRules(all, options.only, options.skip);
  const redactor = new Redactor();
  const host = createHost(redactor);
  const token = await learnToken(options, redactor);
  const aimed = token === undefined ? options : { ...options, aim: { ...options.aim, token } };
  if (options.command === 'record') return (await import('./record.ts')).recordCommand(aimed, host, redactor);

  const session = await openSession(aimed, rules, host, redactor);
  if (options.command === 'fix') {
    const hand = (await import('./hand.ts')).openHand();
    if (options.undo) return (await import('./undo.ts')).undoCommand(options, session, redactor, hand);
    const { openMeasures } = await import('./hardening/open.ts');
    const harden = await openMeasures({ folders: options.ruleFolders, rules: all, redactor, hand });
    return (await import('./fix.ts')).fixCommand(options, session, { redactor, hand, harden });
  }
  if (options.command === undefined && wantsInterface(options)) {
    if (canDraw()) {
      const [{ walkthrough }, { openHand }, { openMeasures }, { runAimOf }] = await Promise.all([
        import('./ui/main.ts'),
        import('./hand.ts'),
        import('./hardening/open.ts'),
        import('./remedy/journal.ts'),
      ]);
      const manner = isLinear(options) ? 'plain' : 'drawn';
      // A recorded patient is looked at only.
      const hand = session.patient === 'machine' ? openHand() : undefined;
      const harden = await openMeasures({ folders: options.ruleFolders, rules: all, redactor, hand });
      return walkthrough(session, (text) => redactor.clean(text), { manner, hand, harden, aim: runAimOf(aimed.aim) });
    }
    process.stderr.write(
      `The interface needs Node ${INTERFACE_NODE.join('.')} or later; this is ${process.versions.node}. Here are the same steps as text.\n\n`,
    );
  }
  const { report, facts } = options.command === 'wait' ? await wait(aimed, rules, redactor) : await session.look();
  await present(report, options, session.patient);
  const { leftAside = [] } = session;
  if (options.verbose && leftAside.length > 0) process.stderr.write(`Left aside: ${leftAside.join(', ')}\n`);
  const isBare = options.command === undefined && options.formats.length === 0;
  if (isBare && isStranger(facts)) process.stdout.write(STRANGER);
  return isPlugin(argv) ? nagiosExitCode(report) : exitCodeOf(report);
}

/** `wait`: this machine as it is at each look, its network among it. What happens is told on standard error. */
async function wait({ aim, failOn, waitMs }: Options, rules: readonly Rule[], redactor: Redactor): Promise<Diagnosis> {
  const { waitUntilHealthy } = await import('./wait.ts');
  return waitUntilHealthy(
    {
      look: (timeoutMs) =>
        machineSession({ host: createHost(redactor), aim: { ...aim, timeoutMs } }, rules, failOn, 'machine').look(),
      now: () => Date.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      say: (line) => void process.stderr.write(`${redactor.clean(line)}\n`),
    },
    waitMs,
  );
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

function wantsInterface({ formats }: Options): boolean {
  return formats.length === 0 && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Where nothing can be drawn, or a screen reader would have to say each frame, the walkthrough is text and lines. */
function isLinear({ plain }: Options): boolean {
  return plain || process.env.TERM === 'dumb' || process.env.INK_SCREEN_READER === 'true';
}

function canDraw(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > INTERFACE_NODE[0] || (major === INTERFACE_NODE[0] && minor >= INTERFACE_NODE[1]);
}

/** Writes the report in every format asked for; the one that has no file of its own goes to standard output. */
async function present(
  report: Report,
  { formats, color, verbose, failOn }: Options,
  patient: Session['patient'],
): Promise<void> {
  const wanted: Options['formats'] = formats.length > 0 ? formats : [{ name: 'text', file: undefined }];
  // Files first: where one can't be written, the doctor has not done its job and doesn't say on the screen that it has.
  const inOrder = [...wanted].sort((a, b) => Number(a.file === undefined) - Number(b.file === undefined));
  for (const { name, file } of inOrder) {
    const isScreen = file === undefined;
    const useColor = color && isScreen && process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
    const render = await reporters[name]();
    const columns = process.stdout.columns ?? 80;
    const text = render(report, { color: useColor, verbose, columns, patient, failOn });
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
