import { exitCodeOf, exitCodes } from '../exit-code.ts';
import { answer, turnAway } from './answer.ts';
import type { Event } from './event.ts';
import { afterLook } from './looked.ts';
import { back, move, open } from './navigate.ts';
import type { State } from './state.ts';
import { claim, ended, MAX_LINES } from './treat.ts';

/** What becomes of the interface when something happens at `state.now`. What means nothing on the present screen changes nothing. */
export function reduce(state: State, event: Event): State {
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
    case 'tick':
      return { ...state };
    case 'look':
      return { ...state, screen: { kind: 'looking' }, probes: [], treatment: null };
    case 'probe':
      return { ...state, probes: withProbe(state, event.progress) };
    case 'looked':
      return afterLook({ ...state, diagnosis: event.diagnosis });
    case 'move':
      return move(state, event.by);
    case 'open':
      return open(state);
    case 'back':
      return state.showsHelp ? { ...state, showsHelp: false } : back(state);
    case 'type':
      if (screen.kind !== 'accepting') return state;
      return { ...state, screen: { ...screen, typed: (screen.typed + event.text).slice(0, 10) } };
    case 'erase':
      if (screen.kind !== 'accepting') return state;
      return { ...state, screen: { ...screen, typed: screen.typed.slice(0, -1) } };
    case 'claim':
      return claim(state);
    case 'turn-away':
      return turnAway(state);
    case 'approve':
    case 'reject':
      return answer(state, event.type);
    case 'lines':
      if (screen.kind !== 'running' || screen.result !== null) return state;
      return { ...state, screen: { ...screen, lines: [...screen.lines, ...event.lines].slice(-MAX_LINES) } };
    case 'ran':
      return ended(state, event.result);
    case 'cancel':
      return ended(state, { status: 'cancelled' });
    default:
      return event satisfies never;
  }
}

/** The exit code where the user leaves now. */
function leavingCode({ diagnosis, outcome }: State): number {
  if (outcome === 'still-there') return exitCodes.fixFailed;
  if (outcome === 'connected') return exitCodes.healthy;
  return diagnosis ? exitCodeOf(diagnosis.report) : exitCodes.inconclusive;
}

function withProbe({ probes }: State, progress: State['probes'][number]): State['probes'] {
  const isKnown = probes.some(({ probe }) => probe === progress.probe);
  return isKnown ? probes.map((other) => (other.probe === progress.probe ? progress : other)) : [...probes, progress];
}
