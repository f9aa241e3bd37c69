import { isSameClient } from '../facts/refused-client.ts';
import type { Finding } from '../model/report.ts';
import type { Outcome } from '../remedy/verify.ts';
import { isHardening, measured } from './hardening.ts';
import { setAside } from './resume.ts';
import type { State } from './state.ts';

/** How long the last screen goes on looking for what comes next, in ms: nobody waits before it for ever. */
export const FOLLOW_MS = 10 * 60_000;

/** The end of a treatment, not of the walkthrough: one error mended reveals the next, and what was done can be taken back. */
export function finish(state: State, outcome: Outcome): State {
  if (isHardening(state)) return measured(state, outcome);
  const { screen, treatment, mended } = state;
  const since = screen.kind === 'done' ? screen.since : state.now;
  const others = mended.filter(({ finding }) => finding !== treatment?.finding);
  return {
    ...state,
    outcome,
    screen: { kind: 'done', outcome, since },
    mended: treatment && helped(outcome) ? [...others, { finding: treatment.finding, outcome }] : others,
  };
}

/** What is to mend once the finding under treatment is: the first one besides it in the newest look. */
export function nextFinding({ diagnosis, treatment, outcome }: State): Finding | undefined {
  // What stays comes first: another option, or the same one read anew.
  if (outcome === 'still-there' || outcome === 'untried') return undefined;
  const isOther = (finding: Finding) => !treatment || !isSame(finding, treatment.finding);
  return diagnosis?.report.findings.find((finding) => finding.severity !== 'info' && isOther(finding));
}

/** On to the next finding, from what is known already. */
export function carryOn(state: State): State {
  const { diagnosis } = state;
  const next = nextFinding(state);
  if (!diagnosis || !next) return state;
  const onward: State = { ...setAside(state), treatment: null, outcome: null, showsAll: false };
  return next.remedies.length > 0
    ? { ...onward, screen: { kind: 'options', finding: next, at: 0 } }
    : { ...onward, screen: { kind: 'diagnosis', at: diagnosis.report.findings.indexOf(next) } };
}

/** Whether the last screen goes on looking: until something is to do, or for a while. */
export function follows({ screen, patient, now }: State): boolean {
  if (screen.kind !== 'done' || patient !== 'machine') return false;
  return screen.outcome !== 'still-there' && now - screen.since < FOLLOW_MS;
}

function helped(outcome: Outcome): boolean {
  return outcome !== 'still-there' && outcome !== 'untried' && outcome !== 'unknown';
}

/** Whether two findings are of the same cause for the same client: a rule goes on to the next client once one is in. */
function isSame(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && isSameClient(a.client, b.client);
}
