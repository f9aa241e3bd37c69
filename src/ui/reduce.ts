import { exitCodeOf, exitCodes } from '../exit-code.ts';
import { answer, turnAway } from './answer.ts';
import type { Event } from './event.ts';
import { harden } from './hardening.ts';
import { offersLogin } from './login.ts';
import { afterLook, goOn } from './looked.ts';
import { back, move, open } from './navigate.ts';
import { recorded } from './record.ts';
import { giveUp, setAside } from './resume.ts';
import { type State, viewOf } from './state.ts';
import { claim, ended, MAX_LINES } from './treat.ts';
import { startUndo, undoLines, undone } from './undo.ts';
import { reminded } from './weakened.ts';
import { eraseLetter, pasted, typeLetters } from './word.ts';
import { wrote } from './writing.ts';

/** What becomes of the interface when something happens at `state.now`. What means nothing on the present screen changes nothing. */
export function reduce(state: State, event: Event): State {
  const after = reminded(recorded(state, next(state, event), event));
  // Another view, and the same one when it comes back, is to be seen anew.
  return after.seen === null || viewOf(after) === viewOf(state) ? after : { ...after, seen: null };
}

function next(state: State, event: Event): State {
  if (state.exit !== null) return state;
  const { screen } = state;
  switch (event.type) {
    case 'interrupt':
      return { ...state, exit: exitCodes.interrupted };
    case 'leave':
      return { ...state, exit: leavingCode(state) };
    case 'help':
      return { ...state, showsHelp: !state.showsHelp };
    case 'show-all':
      return { ...state, showsAll: !state.showsAll };
    case 'seen':
      return event.view === state.seen ? state : { ...state, seen: event.view };
    case 'copied':
      return { ...state, copied: { view: viewOf(state), result: event.result } };
    case 'copy':
      // The controller copies; what came of it is told as `copied`.
      return state;
    case 'tick':
      return { ...state };
    case 'look':
      return { ...setAside(state), screen: { kind: 'looking' }, probes: [], treatment: null, hardening: null };
    case 'log-in':
      if (screen.kind !== 'diagnosis' || offersLogin(state) === null) return state;
      return { ...state, logsIn: true, screen: { kind: 'looking' }, probes: [] };
    case 'probe':
      return { ...state, probes: withProbe(state, event.progress) };
    case 'looked':
      return afterLook({ ...state, diagnosis: event.diagnosis, measures: event.measures ?? [] }, event.effect);
    case 'move':
      return move(state, event.by);
    case 'open':
      return open(state);
    case 'back':
      return state.showsHelp ? { ...state, showsHelp: false } : back(state);
    case 'type':
      return typeLetters(state, event.text);
    case 'erase':
      return eraseLetter(state);
    case 'paste':
      return pasted(state);
    case 'claim':
      return claim(state);
    case 'go-on':
      return goOn(state);
    case 'turn-away':
      return turnAway(state);
    case 'approve':
    case 'reject':
      return answer(state, event.type);
    case 'lines':
      if (screen.kind === 'undoing') return undoLines(state, event.lines);
      if (screen.kind !== 'running' || screen.result !== null) return state;
      return { ...state, screen: { ...screen, lines: [...screen.lines, ...event.lines].slice(-MAX_LINES) } };
    case 'ran':
      return ended(state, event.result);
    case 'cancel':
      return screen.kind === 'undoing' ? undone(state, CANCELLED) : ended(state, CANCELLED);
    case 'wrote':
      return wrote(state, event.result);
    case 'harden':
      return harden(state);
    case 'undo':
      return startUndo(state);
    case 'undone':
      return undone(state, event.result);
    case 'give-up':
      return giveUp(state);
    case 'journal':
      return { ...state, past: event.runs };
    default:
      return event satisfies never;
  }
}

const CANCELLED = { status: 'cancelled' } as const;

/** The exit code where the user leaves now. */
function leavingCode({ diagnosis, outcome, run }: State): number {
  // What was seen before it was taken back is true no more.
  if (run?.steps.some(({ takenBack }) => takenBack.length > 0)) return exitCodes.inconclusive;
  if (outcome === 'still-there') return exitCodes.fixFailed;
  return diagnosis ? exitCodeOf(diagnosis.report) : exitCodes.inconclusive;
}

function withProbe({ probes }: State, progress: State['probes'][number]): State['probes'] {
  const isKnown = probes.some(({ probe }) => probe === progress.probe);
  return isKnown ? probes.map((other) => (other.probe === progress.probe ? progress : other)) : [...probes, progress];
}
