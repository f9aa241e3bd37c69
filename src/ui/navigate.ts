import { isMeasure } from '../model/measure.ts';
import type { Finding, Remedy } from '../model/report.ts';
import { confirming } from './answer.ts';
import { approvingAt } from './approving.ts';
import { carryOn, finish } from './chain.ts';
import { canChooseAnother, gatewayChoices } from './gateways.ts';
import { leaveHardening, moveMeasure, openMeasure, toMeasures } from './hardening.ts';
import { liveRequests } from './requests.ts';
import { resume, setAside } from './resume.ts';
import { endsByHand, NOTHING_TYPED, type State } from './state.ts';
import { begin, openStep, run } from './treat.ts';
import { undoNext } from './undo.ts';
import { mayGoOn } from './word.ts';
import { wordFor } from './words.ts';
import { write } from './writing.ts';

/** Up and down. */
export function move(state: State, by: 1 | -1): State {
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
      const next = requests[within(at, requests.length)];
      return {
        ...state,
        screen: { ...screen, at: next?.requestId ?? null, deviceId: next?.deviceId ?? null, note: null },
      };
    }
    case 'hardening':
      return moveMeasure(state, by);
    default:
      return state;
  }
}

/** Enter: chooses what is under the cursor, or goes on. */
export function open(state: State): State {
  const { screen, diagnosis } = state;
  switch (screen.kind) {
    case 'choosing': {
      const chosen = gatewayChoices(diagnosis)[screen.at];
      if (!chosen) return state;
      const aimed = { ...setAside(state), container: chosen.name, treatment: null };
      return { ...aimed, screen: { kind: 'looking' }, probes: [] };
    }
    case 'diagnosis': {
      const finding = diagnosis?.report.findings[screen.at];
      return finding?.remedies.length ? { ...state, screen: { kind: 'options', finding, at: 0 } } : state;
    }
    case 'options': {
      const { finding } = screen;
      const remedy = finding.remedies[screen.at];
      if (!remedy) return state;
      if (wordFor(remedy.risk) === null) return begin(state, finding, remedy);
      return { ...state, screen: { kind: 'accepting', finding, remedy, ...NOTHING_TYPED } };
    }
    case 'accepting':
      return mayGoOn(state) ? begin(state, screen.finding, screen.remedy) : state;
    case 'step':
      return openStep(state);
    case 'approving': {
      const request = liveRequests(state)?.find(({ requestId }) => requestId === screen.at);
      return request ? { ...state, screen: confirming(request, 'approve') } : state;
    }
    case 'running':
      if (screen.result === null) return state;
      // An answer is asked for anew: its request may have changed meanwhile.
      return screen.answer === null
        ? run(state, screen.argv, null)
        : { ...state, screen: approvingAt(state, screen.deviceId) };
    case 'writing':
      return screen.result === null ? state : write(state, screen.change);
    case 'resuming':
      return resume(state);
    case 'undoing':
      return mayGoOn(state) ? undoNext(state) : state;
    case 'waiting':
      return endsByHand(screen) ? finish(state, state.outcome ?? 'unknown') : state;
    case 'done':
      return carryOn(state);
    case 'hardening':
      return openMeasure(state);
    default:
      return state;
  }
}

/** To where the user came from. */
export function back(state: State): State {
  const { screen, treatment, diagnosis } = state;
  switch (screen.kind) {
    case 'diagnosis': {
      const at = gatewayChoices(diagnosis).findIndex(({ name }) => name === state.container);
      return canChooseAnother(state) ? { ...state, screen: { kind: 'choosing', at: Math.max(0, at) } } : state;
    }
    case 'choosing':
      return canChooseAnother(state) ? { ...state, screen: { kind: 'diagnosis', at: 0 } } : state;
    case 'options':
      if (state.hardening && isMeasure(screen.finding)) return toMeasures(state, screen.finding);
      return { ...state, screen: { kind: 'diagnosis', at: findingAt(state, screen.finding.rule) } };
    case 'accepting': {
      const at = remedyAt(screen.finding, screen.remedy);
      return { ...state, screen: { kind: 'options', finding: screen.finding, at } };
    }
    case 'step': {
      if (!treatment) return state;
      if (state.patient === 'evidence' && treatment.step > 0) {
        return { ...state, treatment: { ...treatment, step: treatment.step - 1 } };
      }
      const { finding, remedy } = treatment;
      return { ...state, treatment: null, screen: { kind: 'options', finding, at: remedyAt(finding, remedy) } };
    }
    case 'confirming':
      return { ...state, screen: approvingAt(state, screen.request.deviceId) };
    case 'running':
      if (screen.result === null) return state;
      return screen.answer === null
        ? { ...state, screen: { kind: 'step', note: null } }
        : { ...state, screen: approvingAt(state, screen.deviceId) };
    case 'writing':
      return screen.result === null ? state : { ...state, screen: { kind: 'step', note: null } };
    case 'hardening':
      return leaveHardening(state);
    case 'resuming':
      return { ...state, screen: { kind: 'diagnosis', at: 0 } };
    case 'undoing':
      return screen.busy ? state : { ...state, screen: screen.before };
    case 'approving':
    case 'waiting':
      return { ...state, screen: { kind: 'step', note: null } };
    case 'done':
      if (treatment) return { ...state, screen: { kind: 'step', note: null } };
      return diagnosis ? { ...state, screen: { kind: 'diagnosis', at: 0 } } : state;
    default:
      return state;
  }
}

/** By its id: a treatment may go without one of the remedy's steps. */
function remedyAt({ remedies }: Finding, { id }: Remedy): number {
  return Math.max(
    0,
    remedies.findIndex((remedy) => remedy.id === id),
  );
}

function findingAt({ diagnosis }: State, rule: string): number {
  return Math.max(0, diagnosis?.report.findings.findIndex((finding) => finding.rule === rule) ?? 0);
}
