import { randomUUID } from 'node:crypto';
import { awaitAttempt } from './attempt.ts';
import { carryOut, sayChange } from './carry-out.ts';
import type { Diagnosis } from './doctor.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { REQUEST_LIFE_MS } from './gateway/requests.ts';
import type { Hand } from './hand.ts';
import type { Harden } from './hardening/open.ts';
import type { Redactor } from './host/clean.ts';
import type { Pending } from './model/catalogue.ts';
import { valueIn } from './model/fact.ts';
import { isRequestId } from './model/ids.ts';
import { isOpen, type Measure } from './model/measure.ts';
import type { Finding, Remedy, Step } from './model/report.ts';
import type { Snippet } from './model/rule.ts';
import { type Options, UsageError } from './options.ts';
import { beginRun, type Run, runAimOf, undoPlan } from './remedy/journal.ts';
import { withoutListing } from './remedy/listing.ts';
import { argvOf, runsHere, typedArgv } from './remedy/run.ts';
import type { Outcome } from './remedy/verify.ts';
import { snippetLines } from './report/text.ts';
import {
  commandText,
  handedInWords,
  placeWords,
  riskMark,
  stepCommand,
  whereWords,
  withheldWords,
} from './report/words.ts';
import { lifeWords } from './requests/life.ts';
import { requestText } from './requests/words.ts';
import { nearest } from './rules/nearest.ts';
import type { Session } from './session.ts';
import { settled } from './settled.ts';

/** What a fix needs besides the patient. */
interface Tools {
  readonly redactor: Redactor;
  readonly hand: Hand;
  /** Tells how the measures stand that keep a mended error from coming back. */
  readonly harden: Harden;
}

/**
 * The fix without the walkthrough. It takes the first remedy that the user allowed: risk `none` by `--yes`, each further
 * one by `--allow`, and a step that approves a device only for the request that `--approve` names.
 */
export async function fixCommand(options: Options, session: Session, tools: Tools): Promise<number> {
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
  const remedy = remedyFor(finding, before, options);
  if (options.dryRun) return dryRun(finding, before, options, session.patient);
  const lacksWord = options.approve === undefined && remedy?.steps.some((step) => step.approves);
  const isElsewhere = options.approve !== undefined && remedy?.steps.some((step) => step.approves && !runsHere(step));
  const here = remedy?.steps.find((step) => step.approves && step.where === 'host' && !runsHere(step));
  if (isElsewhere && here?.run)
    throw new UsageError(`the approval takes a token that only you know; put it in and run: ${stepCommand(here)}`);
  if (isElsewhere)
    throw new UsageError(
      `the approval must run on the gateway's host, where who asks can be seen: ${elsewhereText(remedy, options.approve)}`,
    );
  if (!remedy || lacksWord || !remedy.steps.some(runsHere)) throw new UsageError(nothingAllowed(finding, before));
  if (session.patient === 'evidence')
    throw new UsageError(`${handedInWords(session.handedIn ?? null)} can’t be treated: --dry-run shows what would run`);
  return treat(remedy, finding, before, { options, session, ...tools });
}

/** The finding to mend: the one named, the one whose step approves the named request, else the first that is an error. */
function findingFor({ report }: Diagnosis, { operands, approve }: Options): Finding | undefined {
  const { findings } = report;
  const [rule] = operands;
  if (rule !== undefined) {
    const found = findings.find((finding) => finding.rule === rule || finding.rule.endsWith(`/${rule}`));
    if (found || findings.length === 0) return found;
    const ids = findings.map((finding) => finding.rule);
    const near = nearest(rule, ids);
    throw new UsageError(
      `${rule} was not found here${near ? `: did you mean ${near}?` : `; what was found: ${ids.join(', ')}`}`,
    );
  }
  const approves = ({ remedies }: Finding) => remedies.some(({ steps }) => steps.some((step) => step.approves));
  if (approve !== undefined) return findings.find(approves);
  return findings.find(({ severity }) => severity === 'error') ?? findings[0];
}

/** The first remedy whose risk is allowed; with `--approve` the first of them that approves a device. */
function remedyFor(
  { remedies }: Finding,
  { facts }: Diagnosis,
  { yes, approve, allow }: Pick<Options, 'yes' | 'approve' | 'allow'>,
): Remedy | undefined {
  const isAllowed = ({ risk }: Remedy) => (risk === 'none' ? yes || approve !== undefined : allow.includes(risk));
  const approves = (remedy: Remedy) => remedy.steps.some((step) => step.approves);
  const remedy = remedies.filter(isAllowed).find((candidate) => approve === undefined || approves(candidate));
  // Who names a request needs no list of them.
  return remedy && approve !== undefined ? withoutListing(remedy, facts) : remedy;
}

function nothingAllowed(finding: Finding, { facts }: Diagnosis): string {
  const { remedies } = finding;
  const withheld = withheldWords(finding);
  if (withheld !== undefined) return withheld;
  if (remedies.some(({ steps }) => steps.some((step) => step.approves))) {
    const waiting = (valueIn(facts, 'devices.pending') ?? []).filter(({ expired }) => expired !== true);
    for (const request of waiting) say(`${requestText(request, facts)}\n`);
    // It is pasted into a shell.
    const ids = waiting.flatMap(({ requestId }) => (requestId !== null && isRequestId(requestId) ? [requestId] : []));
    const words = ids.map((id) => `--approve ${id}`).join(', or ');
    if (waiting.length > 0 && ids.length === 0)
      return 'the fix approves a device, and no request that waits has the id of one';
    return `the fix approves a device, which takes your word for that one: ${words || '--approve REQUEST_ID'}`;
  }
  const risks = [...new Set(remedies.map(({ risk }) => risk))].filter((risk) => risk !== 'none');
  return risks.length > 0
    ? `what is left to do is a risk: --allow ${risks.join(' or ')}`
    : 'nothing of the fix can run from here: openclaw-doctor check shows the steps';
}

/** Shows exactly what would run, in which order, and what is left to do by hand. */
function dryRun(finding: Finding, before: Diagnosis, options: Options, patient: Session['patient']): number {
  const remedy = remedyFor(finding, before, { ...options, yes: true }) ?? finding.remedies[0];
  if (!remedy) {
    say('No steps are known for this here: openclaw-doctor check tells what was seen, and where it is documented.');
    return exitCodes.problem;
  }
  if (options.approve !== undefined) sayRequest(waitingRequest(before, options.approve), before, patient);
  say(`Would do: ${remedy.title} ${riskMark(remedy) ?? '[risk: none]'}`);
  for (const step of remedy.steps) {
    say(`- ${step.approves && options.approve !== undefined ? 'Approve this request.' : step.say}`);
    const argv = typedArgv(step, options.approve);
    const place = placeWords(step, patient);
    if (step.change) say(`  ${runsHere(step) ? 'would write' : `to change ${place}`}:`);
    if (step.change) sayChange(step.change);
    if (step.snippet) saySnippet(step.snippet);
    if (argv)
      say(`  ${runsHere(step) ? `would run${sayPlace(step)}` : `to run ${place}`}: ${commandText(argv, step.shell)}`);
    if (step.approves && options.approve === undefined) say('  runs only with --approve and the request id');
  }
  return exitCodes.problem;
}

interface Means extends Tools {
  readonly options: Options;
  readonly session: Session;
}

async function treat(remedy: Remedy, finding: Finding, before: Diagnosis, means: Means): Promise<number> {
  const { options, session } = means;
  const { approve } = options;
  const request = approve === undefined ? undefined : waitingRequest(before, approve);
  if (request) sayRequest(request, before, session.patient);
  const since = Date.now();
  const salt = randomUUID().slice(0, 8);
  let run = beginRun(finding, remedy, { aim: runAimOf(options.aim), at: since, salt });
  for (const [index, step] of remedy.steps.entries()) {
    say(`- ${step.approves ? 'Approve this request.' : step.say}`);
    if (!runsHere(step)) {
      const argv = typedArgv(step, approve);
      if (argv) say(`  to run ${placeWords(step, 'machine')}: ${commandText(argv, step.shell)}`);
      if (step.change) sayChange(step.change);
      if (step.snippet) saySnippet(step.snippet);
      const rest = remedy.steps.slice(index + 1);
      if (!rest.some(runsHere)) continue;
      // What follows rests on it: a container made anew without the change would lose what was saved before.
      say('\nThis is for you to do. Once it is done, what follows is:');
      for (const next of rest) say(`- ${next.say}${next.run ? `\n  ${stepCommand(next)}` : ''}`);
      return exitCodes.problem;
    }
    const doing = { step, argv: argvOf(step, approve), request, facts: before.facts };
    const done = await carryOut(run, index, doing, means);
    run = done.run;
    if (done.failure !== undefined) {
      say(`  ${done.failure}`);
      if (undoPlan(run).length > 0)
        say('\nThe steps before it stay done: openclaw-doctor fix --undo takes back what of them can be.');
      return exitCodes.fixFailed;
    }
  }
  run = { ...run, status: 'over' };
  await means.hand.journal.save(run);
  // What a client tried while the steps ran tells of neither.
  const until = request ? since : Date.now();
  const aim = { finding, remedy, deviceId: request?.deviceId ?? null, request, since: until };
  const { after, outcome } = await awaitAttempt(session, aim, await settled(session, aim));
  say(`\n${OUTCOMES[outcome]}`);
  // It stays so whether it helped or not.
  if (remedy.risk === 'weakens-security') sayWeakened(remedy, undoPlan(run).length > 0);
  if (outcome === 'still-there') {
    sayWhatElse(finding, run);
    return exitCodes.fixFailed;
  }
  const [next] = after.report.findings;
  if (next) say(`What is to do next: ${next.title}`);
  if (WORKED.includes(outcome)) sayMeasures(await means.harden(after.facts));
  return exitCodeOf(after.report);
}

/** What is left to try after a fix that did not help. */
function sayWhatElse({ rule, remedies }: Finding, run: Run): void {
  const others = remedies.filter(({ id }) => id !== run.remedy.id);
  for (const other of others) say(`Another way: ${other.title} ${riskMark(other) ?? '[risk: none]'}`);
  say(
    others.length > 0
      ? `openclaw-doctor shows each whole; openclaw-doctor explain ${rule} tells more.`
      : 'The doctor knows no other way here. For whoever helps you: openclaw-doctor check --format markdown tells all that it saw.',
  );
  if (undoPlan(run).length > 0) say('openclaw-doctor fix --undo takes back what was done.');
}

/** The request whole; of a recorded patient nobody knows how long it still lives. */
function sayRequest(request: Pending, { facts }: Diagnosis, patient: Session['patient']): void {
  const now = Date.now();
  const last = request.renewedAt ?? request.askedAt ?? now;
  const life = patient === 'machine' ? lifeWords(request, now, last + REQUEST_LIFE_MS - now) : undefined;
  say(`${requestText(request, facts, life)}\n`);
}

/** The request that the user named, as it waits now: nothing else is approved, and nothing unseen. */
function waitingRequest({ facts }: Diagnosis, id: string): Pending {
  const pending = facts['devices.pending'];
  if (pending?.status !== 'known') {
    throw new UsageError(
      `the pending list can't be read, so who would be approved can't be shown: ${pending?.reason ?? ''}`,
    );
  }
  const request = pending.value.find(({ requestId, expired }) => requestId === id && expired !== true);
  if (request) return request;
  throw new UsageError(
    `no request ${id} waits any more: it was answered, replaced by a newer one, or outlived its five minutes`,
  );
}

function sayWeakened({ title, tradeOff = '', takeBack = '' }: Remedy, canUndo: boolean): void {
  const back = canUndo ? 'openclaw-doctor fix --undo takes it back.' : takeBack;
  say(`Security is weaker than before, until you take it back: ${title}. ${tradeOff} ${back}`.trimEnd());
}

const WORKED: readonly Outcome[] = ['connected', 'approved', 'fixed'];

/** What would keep it from coming back, as words: each is a fix of its own, which the walkthrough shows whole. */
function sayMeasures(measures: readonly Measure[]): void {
  const open = measures.filter(isOpen);
  if (open.length === 0) return;
  say('\nTo keep it from coming back; openclaw-doctor shows how, and runs nothing without your word:');
  for (const { status, finding } of open)
    say(`${status === 'advised' ? '! advisable' : '? can’t be told from here'}: ${finding.title}\n    ${finding.why}`);
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  connected: 'Fixed: the device is approved and has connected.',
  approved: 'The device is approved, and its client has not tried again yet: it gets in at its next attempt.',
  'refused-anew': 'The device is approved, and the gateway has refused it since for another reason.',
  fixed: 'Fixed: the problem is not there any more.',
  untried: 'What still shows is from before. Connect with the client: if it gets in, that is all; else check again.',
  'still-there': 'The problem is still there.',
  unknown: 'Whether it helped can’t be told from here: try to connect again.',
};

/** The command that approves it, as somebody types it. */
function elsewhereText(remedy: Remedy | undefined, id: string | undefined): string {
  const step = remedy?.steps.find(({ approves }) => approves);
  const argv = step?.run && typedArgv(step, id);
  return argv ? commandText(argv, step.shell) : `openclaw devices approve ${id}`;
}

/** Another place than this machine. */
const sayPlace = ({ where }: Step) => (where === 'host' ? '' : ` ${whereWords(where, 'machine')}`);

function saySnippet(snippet: Snippet): void {
  for (const line of snippetLines(snippet)) say(`  ${line}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
