import type { Diagnosis } from './doctor.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import type { Redactor } from './host/clean.ts';
import type { Finding, Remedy, Step } from './model/report.ts';
import { type Options, UsageError } from './options.ts';
import { argvOf, isRequestId, runStep, runsHere } from './remedy/run.ts';
import { deviceOf, type Outcome, verify } from './remedy/verify.ts';
import { shellText } from './report/text.ts';
import { nearest } from './rules/nearest.ts';
import type { Session } from './session.ts';

/**
 * The fix without the walkthrough. It takes the first remedy that the user allowed: risk `none` by `--yes`, each further
 * one by `--allow`, and a step that approves a device only for the request that `--approve` names.
 */
export async function fixCommand(options: Options, session: Session, redactor: Redactor): Promise<number> {
  if (!options.dryRun && !options.yes && options.approve === undefined) {
    throw new UsageError(
      'fix needs your word: --dry-run shows what would run, --yes runs it, --approve REQUEST_ID approves a device',
    );
  }
  if (options.approve !== undefined && !isRequestId(options.approve)) {
    throw new UsageError(
      `--approve ${options.approve} is no request id: it is the UUID in the first column of the pending list, not the device's`,
    );
  }
  const before = await session.look();
  const finding = findingFor(before, options);
  if (!finding) {
    say(
      before.report.verdict === 'healthy'
        ? 'Healthy: there is nothing to fix.'
        : 'Nothing to fix was found; openclaw-doctor check tells what could not be seen.',
    );
    return exitCodeOf(before.report);
  }
  say(`${finding.title}\n`);
  const remedy = remedyFor(finding, options);
  if (options.dryRun) return dryRun(finding, options);
  const lacksWord = options.approve === undefined && remedy?.steps.some((step) => step.approves);
  if (!remedy || lacksWord || !remedy.steps.some(runsHere)) throw new UsageError(nothingAllowed(finding));
  if (session.patient === 'evidence')
    throw new UsageError('a recorded patient can’t be treated: --dry-run shows what would run');
  return treat(remedy, finding, before, { options, session, redactor });
}

function findingFor({ report }: Diagnosis, { operands }: Options): Finding | undefined {
  const [rule] = operands;
  if (rule === undefined) return report.findings.find(({ severity }) => severity === 'error') ?? report.findings[0];
  const found = report.findings.find((finding) => finding.rule === rule || finding.rule.endsWith(`/${rule}`));
  if (found || report.findings.length === 0) return found;
  const ids = report.findings.map((finding) => finding.rule);
  const near = nearest(rule, ids);
  throw new UsageError(
    `${rule} was not found here${near ? `: did you mean ${near}?` : `; what was found: ${ids.join(', ')}`}`,
  );
}

/** The first remedy whose risk is allowed; with `--approve` the first of them that approves a device. */
function remedyFor({ remedies }: Finding, { yes, approve, allow }: Options): Remedy | undefined {
  const isAllowed = ({ risk }: Remedy) => (risk === 'none' ? yes || approve !== undefined : allow.includes(risk));
  const approves = (remedy: Remedy) => remedy.steps.some((step) => step.approves);
  return remedies.filter(isAllowed).find((remedy) => approve === undefined || approves(remedy));
}

function nothingAllowed({ remedies }: Finding): string {
  const approves = remedies.flatMap((remedy) => remedy.steps).find((step) => step.approves);
  if (approves?.approves?.requestId) {
    return `the fix approves a device, which takes your word for that one: --approve ${approves.approves.requestId}`;
  }
  const risks = [...new Set(remedies.map(({ risk }) => risk))].filter((risk) => risk !== 'none');
  return risks.length > 0
    ? `what is left to do is a risk: --allow ${risks.join(' or ')}`
    : 'nothing of the fix can run from here: openclaw-doctor check shows the steps';
}

/** Shows exactly what would run, in which order, and what is left to do by hand. */
function dryRun(finding: Finding, options: Options): number {
  const remedy = remedyFor(finding, { ...options, yes: true }) ?? finding.remedies[0];
  if (!remedy) return exitCodes.problem;
  say(`Would do: ${remedy.title} [risk: ${remedy.risk}]`);
  for (const step of remedy.steps) {
    say(`- ${step.say}`);
    const argv = argvOf(step, options.approve) ?? step.run;
    if (argv) say(`  ${runsHere(step) ? 'would run' : `to run on ${step.where}`}: ${shellText(argv)}`);
    if (step.approves && options.approve === undefined) say('  runs only with --approve and the request id');
  }
  return exitCodes.problem;
}

interface Means {
  readonly options: Options;
  readonly session: Session;
  readonly redactor: Redactor;
}

async function treat(
  remedy: Remedy,
  finding: Finding,
  before: Diagnosis,
  { options, session, redactor }: Means,
): Promise<number> {
  const { approve } = options;
  const deviceId = approve === undefined ? null : deviceOf(before, approve);
  if (approve !== undefined && deviceId === null && before.facts['devices.pending']?.status === 'known') {
    throw new UsageError(
      `no request ${approve} waits any more: it was answered, replaced by a newer one, or outlived its five minutes`,
    );
  }
  const since = Date.now();
  for (const step of remedy.steps) {
    say(`- ${step.say}`);
    if (!runsHere(step)) {
      if (step.run) say(`  to run on ${step.where}: ${shellText(step.run)}`);
      continue;
    }
    const failure = await runOne(step, approve, redactor);
    if (failure !== undefined) {
      say(`  ${failure}`);
      return exitCodes.fixFailed;
    }
  }
  const after = await session.look();
  const outcome = verify(after, { rule: finding.rule, deviceId, since });
  say(`\n${OUTCOMES[outcome]}`);
  return outcome === 'still-there' ? exitCodes.fixFailed : exitCodes.healthy;
}

async function runOne(step: Step, approve: string | undefined, redactor: Redactor): Promise<string | undefined> {
  const argv = argvOf(step, approve);
  if (!argv) return 'not run: it needs a request id';
  say(`  $ ${shellText(argv)}`);
  const result = await runStep(argv, (line) => say(`  | ${line}`), { clean: (text) => redactor.clean(text) });
  return result.status === 'failed' ? result.reason : undefined;
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  connected: 'Fixed: the device is approved and has connected.',
  approved: 'The device is approved. It connects at its next try.',
  fixed: 'Fixed: the problem is not there any more.',
  'still-there': 'The problem is still there.',
  unknown: 'Whether it helped can’t be told from here: try to connect again.',
};

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
