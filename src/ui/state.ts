import type { Diagnosis } from '../doctor.ts';
import type { CopyResult } from '../host/clipboard.ts';
import type { Pending } from '../model/catalogue.ts';
import type { Facts } from '../model/fact.ts';
import type { HandedIn } from '../model/handed-in.ts';
import type { Measure } from '../model/measure.ts';
import type { FileChange, Finding, Remedy, Step } from '../model/report.ts';
import type { Progress } from '../probes/collect.ts';
import type { Effect } from '../remedy/effect.ts';
import { type Run, type RunAim, undoPlan } from '../remedy/journal.ts';
import type { RunResult } from '../remedy/run.ts';
import type { Outcome } from '../remedy/verify.ts';
import type { Session } from '../session.ts';

/** Everything that the interface shows. The reducer in reduce.ts is the only place that changes it. */
export interface State {
  readonly patient: Session['patient'];
  /** What was handed in; null: nothing, it is this machine. */
  readonly handedIn: HandedIn | null;
  /** Whether the user can choose between several gateways. */
  readonly canAim: boolean;
  /** The gateway's container that the user chose. */
  readonly container: string | null;
  /** The user let the doctor log in on the gateway's host. */
  readonly logsIn: boolean;
  /** Which gateway the user named. */
  readonly aim: RunAim;
  readonly screen: Screen;
  /** The probes of the look that is under way, or of the last one. */
  readonly probes: readonly Progress[];
  /** The newest look. */
  readonly diagnosis: Diagnosis | null;
  /** How the measures stand by it that keep a mended error from coming back; none while nobody has a use for them. */
  readonly measures: readonly Measure[];
  /** Where the list of measures was opened, while the user is on it or takes one. */
  readonly hardening: Hardening | null;
  /** What is being mended, once the user chose how. */
  readonly treatment: Treatment | null;
  /** The treatment as the journal has it, from its first step on. */
  readonly run: Run | null;
  /** What was done on this machine before. */
  readonly past: readonly Run[];
  /** Of which of it the user was asked whether to go on, by id: nobody is asked twice. */
  readonly asked: readonly string[];
  /** What has been mended since the start, in that order. */
  readonly mended: readonly Mended[];
  /** What the last look after a step showed. */
  readonly outcome: Outcome | null;
  /** Runs since the start of remedies that weaken security: the end reminds of what of them still holds. */
  readonly weakened: readonly Run[];
  /** What has run: it stays above the screen. */
  readonly transcript: readonly Ended[];
  /** ms since 1970. */
  readonly now: number;
  readonly showsHelp: boolean;
  /** All evidence, not the first few. */
  readonly showsAll: boolean;
  /** The view that has been on screen to its last row: what is only half in sight can't be agreed to. */
  readonly seen: string | null;
  /** What came of copying, for as long as that view is on screen. */
  readonly copied: { readonly view: string; readonly result: CopyResult } | null;
  /** The exit code once the user has left, or all is done. */
  readonly exit: number | null;
}

export type Screen =
  | { readonly kind: 'looking' }
  | { readonly kind: 'choosing'; readonly at: number }
  /** `at`: the finding that is shown. */
  | { readonly kind: 'diagnosis'; readonly at: number }
  | { readonly kind: 'options'; readonly finding: Finding; readonly at: number }
  /** A remedy with a risk waits for the word. */
  | Accepting
  /** `doubt`: by a look the step is not done, though it was said to be; the user may go on all the same. */
  | { readonly kind: 'step'; readonly note: string | null; readonly doubt?: true }
  | Approving
  | Confirming
  | Running
  /** `result`: why nothing was written; null while it is being written. */
  | {
      readonly kind: 'writing';
      readonly change: FileChange;
      readonly result: { readonly status: 'failed'; readonly reason: string } | null;
      readonly since: number;
    }
  /** A look after a step; `claimed`: the user says that it was done elsewhere. */
  | { readonly kind: 'checking'; readonly claimed: boolean }
  | Waiting
  /** `since`: from when on it has gone on looking. */
  | { readonly kind: 'done'; readonly outcome: Outcome; readonly since: number }
  /** The measures. `at`: the rule of the one under the cursor; `last`: what came of the one that was taken last. */
  | {
      readonly kind: 'hardening';
      readonly at: string | null;
      readonly last: { readonly title: string; readonly outcome: Outcome } | null;
    }
  /** A fix of before was left half-way. */
  | { readonly kind: 'resuming'; readonly run: Run }
  | Undoing;

/**
 * Looks again and again: for the attempt of a client that was approved, for that of one whose way was mended, for a
 * restart to take effect, or for a gateway that restarts to be back.
 */
export interface Waiting {
  readonly kind: 'waiting';
  readonly for: 'attempt' | 'client' | 'effect' | 'return';
  readonly since: number;
  readonly note: string | null;
}

/** Whether the user may wait no longer: an approval is a fact already, and a gateway that restarts is back within a minute. */
export const endsByHand = ({ for: what }: Waiting): boolean => what === 'client' || what === 'effect';

/** What was on screen when the list of measures was opened: leaving it leads back there. */
export type Hardening = Pick<State, 'screen' | 'treatment' | 'run' | 'outcome'>;

/** What the user has typed of a word that is asked for. */
export interface Typing {
  readonly typed: string;
  /** Something was pasted since the last letter: it counts for nothing. */
  readonly isPasted: boolean;
}

export const NOTHING_TYPED: Typing = { typed: '', isPasted: false };

export interface Accepting extends Typing {
  readonly kind: 'accepting';
  readonly finding: Finding;
  readonly remedy: Remedy;
}

/** What was done is taken back, piece by piece. A piece that loses data waits for the word. */
export interface Undoing extends Typing {
  readonly kind: 'undoing';
  /** Where the user came from. */
  readonly before: Screen;
  /** Null while nothing runs. */
  readonly busy: { readonly since: number; readonly lines: readonly string[] } | null;
  /** Why the last piece was not taken back. */
  readonly failure: string | null;
}

export interface Approving {
  readonly kind: 'approving';
  /** The request under the cursor, by id: the list may change under it. */
  readonly at: string | null;
  /** Its device: where that asks anew, the cursor goes along. */
  readonly deviceId: string | null;
  /** The request that was rejected last, until a look has shown that it is gone. */
  readonly rejected: string | null;
  readonly note: string | null;
}

export interface Confirming {
  readonly kind: 'confirming';
  readonly answer: Answer;
  readonly request: Pending;
  /** How often its device has asked anew, with another id, while the user looked. */
  readonly renewals: number;
  readonly note: string | null;
}

/** What a user says to a pairing request. */
export type Answer = 'approve' | 'reject';

export interface Running {
  readonly kind: 'running';
  /** What runs here. */
  readonly argv: readonly string[];
  /** The same as it is at its place. */
  readonly there: readonly string[];
  /** The request that it approves or rejects. */
  readonly requestId: string | null;
  /** Which of both; null: it is about no request. */
  readonly answer: Answer | null;
  /** The device of that request. */
  readonly deviceId: string | null;
  readonly lines: readonly string[];
  /** Null while it runs. */
  readonly result: RunResult | null;
  /** What a look has shown after it failed or was stopped; absent until then. */
  readonly effect?: Effect;
  readonly since: number;
}

/** A finding's remedy under way, as they were when the user chose them: later looks don't change what was agreed to. */
export interface Treatment {
  readonly finding: Finding;
  readonly remedy: Remedy;
  /** The step's index. */
  readonly step: number;
  /** The device that was approved. */
  readonly deviceId: string | null;
  /** Its request, where it was seen. */
  readonly request: Pending | null;
  /** When the user chose the remedy, and when its present step came on screen; ms since 1970. */
  readonly begunAt: number;
  readonly shownAt: number;
  /** The facts as they were then: what a look after the step is compared with. */
  readonly before: Facts;
  /** When the last step had run, in ms since 1970. */
  readonly since: number;
}

/** A finding that is behind the user, and what showed that it is. */
export interface Mended {
  readonly finding: Finding;
  readonly outcome: Outcome;
}

/** What has ended, for the transcript. */
export type Ended = Ran | Wrote;

export interface Ran {
  readonly kind: 'command';
  readonly id: number;
  readonly argv: readonly string[];
  readonly lines: readonly string[];
  readonly result: RunResult;
}

/** A file that was written, or was to be. */
export interface Wrote {
  readonly kind: 'file';
  readonly id: number;
  readonly words: string;
  readonly isOk: boolean;
}

export function initialState(session: Session, now: number, aim: RunAim = {}): State {
  return {
    patient: session.patient,
    handedIn: session.handedIn ?? null,
    canAim: session.aimAt !== undefined,
    container: null,
    logsIn: false,
    aim,
    screen: { kind: 'looking' },
    probes: [],
    diagnosis: null,
    measures: [],
    hardening: null,
    treatment: null,
    run: null,
    past: [],
    asked: [],
    mended: [],
    outcome: null,
    weakened: [],
    transcript: [],
    now,
    showsHelp: false,
    showsAll: false,
    seen: null,
    copied: null,
    exit: null,
  };
}

/** What is on screen, for telling whether the user has had all of it in sight. */
export function viewOf(state: State): string {
  const { screen, treatment, showsHelp, showsAll } = state;
  const about = aboutOf(state);
  return [screen.kind, about, treatment?.remedy.id, treatment?.step, showsHelp, showsAll].join(' ');
}

function aboutOf({ screen, run }: State): string | number | null {
  if (screen.kind === 'confirming') return `${screen.answer} ${screen.request.requestId}`;
  // What has come of a command or a change is another view than that it is under way.
  if (screen.kind === 'running') return screen.result === null ? null : (screen.effect?.status ?? 'looking');
  if (screen.kind === 'writing') return screen.result === null ? null : 'ended';
  if (screen.kind === 'step' && screen.doubt) return 'doubted';
  if (screen.kind === 'diagnosis' || screen.kind === 'hardening') return screen.at;
  return screen.kind === 'undoing' && run ? undoPlan(run).length : null;
}

/** The step that the user is at. Only asked for on screens of a treatment. */
export function stepOf({ treatment }: Pick<State, 'treatment'>): Step {
  const step = treatment?.remedy.steps[treatment.step];
  if (!step) throw new Error('there is no step: no treatment is under way');
  return step;
}
