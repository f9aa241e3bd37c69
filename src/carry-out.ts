import type { Hand } from './hand.ts';
import type { Redactor } from './host/clean.ts';
import type { Pending } from './model/catalogue.ts';
import type { Facts } from './model/fact.ts';
import type { FileChange, Step } from './model/report.ts';
import { routed } from './model/route.ts';
import { type Run, type StepRecord, withStep } from './remedy/journal.ts';
import { mayAsk, runStep } from './remedy/run.ts';
import { type Undo, undoOf, undoOfFile } from './remedy/undo.ts';
import { applyChange } from './remedy/write.ts';
import { diffLines } from './report/text.ts';
import { commandText } from './report/words.ts';

interface Doing {
  readonly step: Step;
  /** As it is at its place; undefined where the step is no command, or lacks an id. */
  readonly argv: readonly string[] | undefined;
  /** What it approves. */
  readonly request: Pending | undefined;
  /** As they were before the fix: what takes a step back is drawn from them. */
  readonly facts: Facts;
}

interface Means {
  readonly hand: Hand;
  readonly redactor: Redactor;
}

/** Does a step here, written down before it begins and once it has ended. */
export async function carryOut(
  run: Run,
  index: number,
  { step, argv, request, facts }: Doing,
  means: Means,
): Promise<{ run: Run; failure: string | undefined }> {
  const { journal } = means.hand;
  const undo = argv ? undoOf(argv, facts, request, step) : [];
  const begun = withStep(run, index, { status: 'running', at: Date.now(), undo });
  const noted = await journal.save(begun);
  if (noted.status !== 'ok') say(`  (--undo will not know of this: ${noted.reason})`);
  const result = step.change
    ? await writeOne(step.change, facts, means)
    : await runOne(argv && routed(argv, step.route), step, means.redactor);
  const status: StepRecord['status'] = result.failure === undefined ? 'done' : 'failed';
  const ended = withStep(begun, index, { status, at: Date.now(), undo: result.undo ?? undo });
  await journal.save(ended);
  return { run: ended, failure: result.failure };
}

interface Done {
  readonly failure: string | undefined;
  /** What takes it back, where that shows only now. */
  readonly undo?: readonly Undo[];
}

async function writeOne(change: FileChange, facts: Facts, { hand, redactor }: Means): Promise<Done> {
  sayChange(change);
  const done = await applyChange(change, hand.disk, Date.now());
  if (done.status !== 'ok') return { failure: redactor.clean(`not written: ${done.reason}`) };
  say(redactor.clean(`  written; as it was it is kept in ${done.backup}`));
  return { failure: undefined, undo: undoOfFile(change, done, facts) };
}

async function runOne(argv: readonly string[] | undefined, { shell }: Step, redactor: Redactor): Promise<Done> {
  if (!argv) return { failure: 'not run: it needs a request id' };
  say(`  $ ${commandText(argv, shell)}`);
  const output: string[] = [];
  const onLine = (line: string) => {
    output.push(line);
    say(`  | ${line}`);
  };
  const asks = process.stdin.isTTY === true && mayAsk(argv);
  const result = await runStep(argv, onLine, { clean: (text) => redactor.clean(text), asks });
  if (result.status !== 'failed') return { failure: undefined };
  const needsToken = /requires credentials|token (?:missing|mismatch)/i.test(output.join('\n'));
  const hint = ": the CLI takes the gateway's token from gateway.auth.token or OPENCLAW_GATEWAY_TOKEN";
  return { failure: result.reason + (needsToken ? hint : '') };
}

export function sayChange(change: FileChange): void {
  for (const line of diffLines(change)) say(`  ${line}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
