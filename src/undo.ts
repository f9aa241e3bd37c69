import { exitCodes } from './exit-code.ts';
import type { Hand } from './hand.ts';
import type { Redactor } from './host/clean.ts';
import type { Facts } from './model/fact.ts';
import { type Options, UsageError } from './options.ts';
import {
  fits,
  isUndoable,
  type Run,
  runAimOf,
  staying,
  type UndoStep,
  undoPlan,
  withTakenBack,
} from './remedy/journal.ts';
import { reversedDiff } from './remedy/reversed-diff.ts';
import { mayAsk } from './remedy/run.ts';
import { takeBack } from './remedy/take-back.ts';
import { argvBack, losesData, obstacleTo, type Undo } from './remedy/undo.ts';
import { commandText, whereWords } from './report/words.ts';
import type { Session } from './session.ts';

/**
 * `fix --undo`: takes back the last fix, its last step first. What somebody changed since stays as they made it. Exit
 * code 0: all that can be taken back was; 4: something that could be was not.
 */
export async function undoCommand(options: Options, session: Session, redactor: Redactor, hand: Hand): Promise<number> {
  const runs = await hand.journal.runs();
  const last = runs.find((run) => isUndoable(run) && fits(run, runAimOf(options.aim)));
  if (!last) throw new UsageError('there is no fix of the doctor’s that could be taken back');
  const plan = undoPlan(last);
  say(
    `${options.dryRun ? 'Would take back' : 'Takes back'}: ${last.remedy.title} (${new Date(last.startedAt).toISOString()})`,
  );
  if (plan.length === 0) {
    sayStaying(last);
    throw new UsageError('nothing of the last fix can be taken back');
  }
  const losing = plan.map(({ what }) => what).filter(losesData);
  if (!options.dryRun && losing.length > 0 && !options.allow.includes('data-loss')) {
    for (const what of losing) say(`- ${wordsOf(what)}`);
    throw new UsageError('taking it back loses data, as it says above: --allow data-loss');
  }
  const { facts } = await session.look();
  if (!options.dryRun) return takeAllBack(last, facts, redactor, hand);
  for (const { what } of plan) {
    const obstacle = obstacleTo(what, facts);
    say(`- ${wordsOf(what)}${losesData(what) ? ' [risk: data-loss]' : ''}`);
    say(obstacle === undefined ? detailOf(what, 'would run') : `  not taken back: ${obstacle}`);
  }
  sayStaying(last);
  return exitCodes.healthy;
}

async function takeAllBack(last: Run, facts: Facts, redactor: Redactor, { disk, journal }: Hand): Promise<number> {
  const clean = (text: string) => redactor.clean(text);
  let run = last;
  let isWhole = true;
  const plan = undoPlan(last);
  // Nothing but restarts is left where the rest was taken back before, or where a gateway was stopped.
  let hasEffect = plan.every(({ what }) => what.kind === 'again');
  for (const step of plan) {
    const { what } = step;
    // A restart for nothing would only disturb.
    if (what.kind === 'again' && !hasEffect) continue;
    say(`- ${wordsOf(what)}`);
    const obstacle = obstacleTo(what, facts);
    if (obstacle !== undefined) {
      say(`  not taken back: ${obstacle}`);
      isWhole = false;
      // Nothing will ever take it back: it doesn't stand in the way of fixes before it.
      run = await noted(run, step, journal);
      continue;
    }
    say(detailOf(what, '$'));
    const asks = process.stdin.isTTY === true && 'argv' in what && mayAsk(argvBack(what));
    const result = await takeBack(what, (line) => say(`  | ${line}`), { disk, clean, asks });
    if (result.status !== 'ok') {
      say(`  not taken back: ${result.status === 'failed' ? result.reason : 'it was stopped'}`);
      isWhole = false;
      // What comes next would take effect of half of it.
      break;
    }
    hasEffect = true;
    run = await noted(run, step, journal);
  }
  sayStaying(run);
  say(isWhole ? '\nTaken back.' : '\nNot all of it is taken back.');
  return isWhole ? exitCodes.healthy : exitCodes.fixFailed;
}

async function noted(run: Run, step: UndoStep, journal: Hand['journal']): Promise<Run> {
  const next = withTakenBack(run, step);
  await journal.save(next);
  return next;
}

const wordsOf = (undo: Undo) => (undo.kind === 'by-hand' ? undo.why : undo.say);

/** Exactly what runs, or which lines of the file come and go. */
function detailOf(undo: Undo, sign: string): string {
  switch (undo.kind) {
    case 'command':
    case 'again':
      return `  ${sign === '$' ? '$ ' : `${sign}${placeOf(undo.where)}: `}${commandText(argvBack(undo), undo.shell)}`;
    case 'file': {
      const lines = reversedDiff(undo.change.diff).trimEnd().split('\n');
      return [...lines, `from ${undo.written.backup}`].map((line) => `  ${line}`).join('\n');
    }
    case 'by-hand':
      return '';
    default:
      return undo satisfies never;
  }
}

const placeOf = (where: string | undefined) => (where === undefined ? '' : ` ${whereWords(where, 'machine')}`);

function sayStaying(run: Run): void {
  const words = staying(run);
  if (words.length === 0) return;
  say('\nWhat stays:');
  for (const why of words) say(`- ${why}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
