import { exitCodeOf, exitCodes } from '../exit-code.ts';
import { argvOf, runsHere } from '../remedy/run.ts';
import { deviceOf } from '../remedy/verify.ts';
import type { Event } from './event.ts';
import { gatewayChoices } from './gateways.ts';
import { afterLook } from './looked.ts';
import { liveRequests, refusedDevice } from './requests.ts';
import { type Running, type State, stepOf } from './state.ts';

/** Lines of output that are kept of one command. */
const MAX_LINES = 200;

/** What becomes of the interface when something happens. Events that mean nothing on a screen change nothing. */
export function reduce(state: State, event: Event): State {
  if (state.exit !== null) return state;
  switch (event.type) {
    case 'interrupt':
      return { ...state, exit: exitCodes.interrupted };
    case 'leave':
      return { ...state, exit: leavingCode(state) };
    case 'help':
      return { ...state, showsHelp: !state.showsHelp };
    case 'show-all':
      return { ...state, showsAll: !state.showsAll };
    case 'tick':
      return { ...state, now: event.now };
    case 'look':
      return { ...state, screen: { kind: 'looking' }, probes: [], treatment: null };
    case 'probe':
      return { ...state, probes: withProbe(state, event.progress) };
    case 'looked':
      return afterLook({ ...state, diagnosis: event.diagnosis, now: event.now });
    case 'move':
      return move(state, event.by);
    case 'open':
      return open(state);
    case 'back':
      return state.showsHelp ? { ...state, showsHelp: false } : back(state);
    case 'type':
      return state.screen.kind === 'accepting'
        ? { ...state, screen: { ...state.screen, typed: (state.screen.typed + event.text).slice(0, 10) } }
        : state;
    case 'erase':
      return state.screen.kind === 'accepting'
        ? { ...state, screen: { ...state.screen, typed: state.screen.typed.slice(0, -1) } }
        : state;
    case 'claim':
      return claim(state);
    case 'approve':
      return approve(state);
    case 'cancel':
      return state.screen.kind === 'running' ? ended(state, state.screen, { status: 'cancelled' }, state.now) : state;
    case 'lines':
      return state.screen.kind === 'running'
        ? { ...state, screen: { ...state.screen, lines: [...state.screen.lines, ...event.lines].slice(-MAX_LINES) } }
        : state;
    case 'ran':
      return state.screen.kind === 'running' ? ended(state, state.screen, event.result, event.now) : state;
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

function move(state: State, by: 1 | -1): State {
  const { screen, diagnosis } = state;
  const within = (at: number, count: number) => Math.max(0, Math.min(count - 1, at + by));
  switch (screen.kind) {
    case 'choosing':
      return { ...state, screen: { ...screen, at: within(screen.at, gatewayChoices(diagnosis).length) } };
    case 'diagnosis':
      return { ...state, screen: { ...screen, at: within(screen.at, diagnosis?.report.findings.length ?? 0) } };
    case 'options':
      return { ...state, screen: { ...screen, at: within(screen.at, screen.finding.remedies.length) } };
    case 'approving': {
      const requests = liveRequests(state) ?? [];
      const at = requests.findIndex(({ requestId }) => requestId === screen.at);
      const next = requests[within(at === -1 && by === -1 ? 0 : at, requests.length)];
      return { ...state, screen: { ...screen, at: next?.requestId ?? null } };
    }
    default:
      return state;
  }
}

/** Enter. */
function open(state: State): State {
  const { screen, diagnosis } = state;
  switch (screen.kind) {
    case 'choosing': {
      const chosen = gatewayChoices(diagnosis)[screen.at];
      return chosen ? { ...state, container: chosen.name, screen: { kind: 'looking' }, probes: [] } : state;
    }
    case 'diagnosis': {
      const finding = diagnosis?.report.findings[screen.at];
      return finding?.remedies.length ? { ...state, screen: { kind: 'options', finding, at: 0 } } : state;
    }
    case 'options': {
      const { finding } = screen;
      const remedy = finding.remedies[screen.at];
      if (!remedy) return state;
      if (remedy.risk === 'none') return begin(state, finding, remedy);
      return { ...state, screen: { kind: 'accepting', finding, remedy, typed: '' } };
    }
    case 'accepting':
      return screen.typed.trim().toLowerCase() === 'yes' ? begin(state, screen.finding, screen.remedy) : state;
    case 'step':
      return openStep(state);
    case 'approving': {
      const request = liveRequests(state)?.find(({ requestId }) => requestId === screen.at);
      return request ? { ...state, screen: { kind: 'confirming', request, note: null } } : state;
    }
    case 'running':
      return screen.result === null ? state : run(state, screen.argv, screen.requestId);
    case 'waiting':
      return screen.for === 'effect'
        ? { ...state, screen: { kind: 'done', outcome: state.outcome ?? 'unknown' } }
        : state;
    default:
      return state;
  }
}

function begin(state: State, finding: Running extends never ? never : NonNullable<State['treatment']>['finding'], remedy: NonNullable<State['treatment']>['remedy']): State {
  const treatment = { finding, remedy, step: 0, deviceId: null, since: state.now };
  return { ...state, treatment, outcome: null, screen: { kind: 'step', note: null } };
}
