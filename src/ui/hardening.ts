import { isMeasure, isOpen, type Measure } from '../model/measure.ts';
import type { Finding } from '../model/report.ts';
import type { Outcome } from '../remedy/verify.ts';
import { setAside } from './resume.ts';
import type { State } from './state.ts';

/** Whether the list is worth a key: something was mended or nothing is wrong, and there is a measure to take. */
export function offersHardening({ screen, diagnosis, measures }: State): boolean {
  if (!measures.some(isOpen)) return false;
  if (screen.kind === 'diagnosis') return diagnosis?.report.verdict === 'healthy';
  return screen.kind === 'done' && screen.outcome !== 'still-there';
}

/** The screen of measures, from the end of a fix or from a diagnosis that found nothing. */
export function harden(state: State): State {
  const { screen, treatment, run, outcome, measures } = state;
  if (!offersHardening(state)) return state;
  const before = { screen, treatment, run, outcome };
  return {
    ...state,
    hardening: before,
    treatment: null,
    screen: { kind: 'hardening', at: measures[0]?.finding.rule ?? null, last: null },
  };
}

/** The measure under the cursor; the first one where that is gone. */
export function measureAt({ screen, measures }: State): Measure | undefined {
  if (screen.kind !== 'hardening') return undefined;
  return measures.find(({ finding }) => finding.rule === screen.at) ?? measures[0];
}

/** The cursor, up or down. */
export function moveMeasure(state: State, by: 1 | -1): State {
  const { screen, measures } = state;
  const now = measureAt(state);
  if (screen.kind !== 'hardening' || !now) return state;
  const next = measures[measures.indexOf(now) + by] ?? now;
  return { ...state, screen: { ...screen, at: next.finding.rule } };
}

/** Enter: the ways to take the measure under the cursor, shown like those to mend an error. */
export function openMeasure(state: State): State {
  const measure = measureAt(state);
  if (!measure || measure.finding.remedies.length === 0) return state;
  return { ...setAside(state), screen: { kind: 'options', finding: measure.finding, at: 0 } };
}

/** Back on the list, at this measure. */
export function toMeasures(state: State, { rule }: Finding): State {
  return { ...state, treatment: null, screen: { kind: 'hardening', at: rule, last: null } };
}

/** A measure was taken, or was to be: the list says what the new look shows of it. The fix before it keeps its outcome. */
export function measured(state: State, outcome: Outcome): State {
  const { treatment, hardening } = state;
  if (!treatment || !hardening) return state;
  const { rule, title } = treatment.finding;
  return {
    ...state,
    treatment: null,
    outcome: hardening.outcome,
    screen: { kind: 'hardening', at: rule, last: { title, outcome } },
  };
}

/** What the newest look shows of a measure under treatment. */
export function outcomeOfMeasure({ measures }: State, { rule, evidence }: Finding): Outcome {
  const now = measures.find(({ finding }) => finding.rule === rule);
  if (!now || now.status === 'in-place' || now.status === 'not-advised') return 'fixed';
  if (now.missing.length > 0) return 'unknown';
  // Of several that it may be about this one is over: another request, another device is the next.
  const isOther = JSON.stringify(now.finding.evidence) !== JSON.stringify(evidence);
  if (now.status === 'unknown') return isOther ? 'fixed' : 'unknown';
  return 'still-there';
}

/** Whether a measure is under treatment that was chosen on the list of them. */
export function isHardening({ hardening, treatment }: State): boolean {
  return hardening !== null && treatment !== null && isMeasure(treatment.finding);
}

/** Back to where the list was opened. */
export function leaveHardening(state: State): State {
  const { hardening, run } = state;
  if (!hardening) return state;
  return { ...(run === hardening.run ? state : setAside(state)), ...hardening, hardening: null };
}
