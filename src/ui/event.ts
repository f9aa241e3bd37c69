import type { Diagnosis } from '../doctor.ts';
import type { CopyResult } from '../host/clipboard.ts';
import type { Measure } from '../model/measure.ts';
import type { Progress } from '../probes/collect.ts';
import type { Effect } from '../remedy/effect.ts';
import type { Run } from '../remedy/journal.ts';
import type { RunResult } from '../remedy/run.ts';
import type { WriteResult } from '../remedy/write.ts';

/** What happens to the interface: what the user asks for, and what work under way brings. */
export type Event = Asked | Brought;

export type Asked =
  | { readonly type: 'move'; readonly by: 1 | -1 }
  /** Enter: choose, go on, run. */
  | { readonly type: 'open' }
  | { readonly type: 'back' }
  /** The user did the step elsewhere. */
  | { readonly type: 'claim' }
  /** The step is done, whatever the doctor saw of it. */
  | { readonly type: 'go-on' }
  | { readonly type: 'look' }
  /** The word for a login on the gateway's host. */
  | { readonly type: 'log-in' }
  /** The word for the request that is shown whole. */
  | { readonly type: 'approve' }
  /** To the measures that keep it from coming back. */
  | { readonly type: 'harden' }
  /** Take back what was done. */
  | { readonly type: 'undo' }
  /** Leave a fix of before half-way as it is. */
  | { readonly type: 'give-up' }
  /** The user wants to reject a request: it is shown whole first. */
  | { readonly type: 'turn-away' }
  /** The word for that. */
  | { readonly type: 'reject' }
  | { readonly type: 'cancel' }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'erase' }
  /** Text that was not typed letter by letter. */
  | { readonly type: 'paste' }
  /** The command, the lines or the change on screen, into the clipboard. */
  | { readonly type: 'copy' }
  | { readonly type: 'show-all' }
  | { readonly type: 'help' }
  | { readonly type: 'leave' }
  | { readonly type: 'interrupt' };

export type Brought =
  | { readonly type: 'probe'; readonly progress: Progress }
  /** `effect`: what the look shows of the step that it came after. */
  | {
      readonly type: 'looked';
      readonly diagnosis: Diagnosis;
      readonly measures?: readonly Measure[];
      readonly effect?: Effect | undefined;
    }
  | { readonly type: 'lines'; readonly lines: readonly string[] }
  | { readonly type: 'ran'; readonly result: RunResult }
  | { readonly type: 'wrote'; readonly result: WriteResult }
  | { readonly type: 'undone'; readonly result: RunResult }
  /** What was done on this machine before, the newest first. */
  | { readonly type: 'journal'; readonly runs: readonly Run[] }
  | { readonly type: 'copied'; readonly result: CopyResult }
  | { readonly type: 'seen'; readonly view: string }
  /** Time has passed. */
  | { readonly type: 'tick' };
