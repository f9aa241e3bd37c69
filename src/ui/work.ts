import type { FileChange } from '../model/report.ts';
import type { Undo } from '../remedy/undo.ts';
import type { Choice } from '../session.ts';
import { follows } from './chain.ts';
import type { State } from './state.ts';
import { nextUndo } from './undo.ts';

/** The work that a screen needs. The controller has under way what the present screen asks for, and nothing else. */
export type Work =
  | { readonly kind: 'none' }
  /** One look, its probes told as they go. */
  | { readonly kind: 'look'; readonly choice: Choice }
  /** Looks again and again, quietly. */
  | { readonly kind: 'watch'; readonly choice: Choice }
  | { readonly kind: 'run'; readonly argv: readonly string[]; readonly since: number }
  | { readonly kind: 'write'; readonly change: FileChange; readonly since: number }
  | { readonly kind: 'undo'; readonly what: Undo; readonly since: number };

export function workOf(state: State): Work {
  const { screen, exit, patient } = state;
  if (exit !== null) return { kind: 'none' };
  switch (screen.kind) {
    case 'looking':
    case 'checking':
      return { kind: 'look', choice: choiceOf(state) };
    case 'approving':
    case 'confirming':
    case 'waiting':
    case 'hardening':
      return patient === 'machine' ? { kind: 'watch', choice: choiceOf(state) } : { kind: 'none' };
    case 'running':
      if (screen.result === null) return { kind: 'run', argv: screen.argv, since: screen.since };
      return screen.effect ? { kind: 'none' } : { kind: 'look', choice: choiceOf(state) };
    case 'writing':
      return screen.result === null ? { kind: 'write', change: screen.change, since: screen.since } : { kind: 'none' };
    case 'undoing': {
      const what = nextUndo(state)?.what;
      return screen.busy && what ? { kind: 'undo', what, since: screen.busy.since } : { kind: 'none' };
    }
    case 'choosing':
    case 'diagnosis':
    case 'options':
    case 'accepting':
    case 'step':
    case 'resuming':
      return { kind: 'none' };
    case 'done':
      return follows(state) ? { kind: 'watch', choice: choiceOf(state) } : { kind: 'none' };
    default:
      return screen satisfies never;
  }
}

/** What the user has settled since the first look. */
function choiceOf({ container, logsIn }: State): Choice {
  return { ...(container === null ? {} : { container }), ...(logsIn ? { logsIn } : {}) };
}
