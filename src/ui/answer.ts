import type { Pending } from '../model/catalogue.ts';
import { rejectionOf } from '../remedy/rejection.ts';
import { argvOf } from '../remedy/run.ts';
import { stillTheSame } from './approving.ts';
import { liveRequests, timeLeftMs } from './requests.ts';
import { type Answer, type Confirming, type State, stepOf } from './state.ts';
import { run } from './treat.ts';

/** The command by which a request is answered so; undefined: its id is none, or the step doesn't tell how. */
export function commandFor(state: State, answer: Answer, { requestId }: Pending): readonly string[] | undefined {
  if (requestId === null) return undefined;
  const step = stepOf(state);
  return answer === 'approve' ? argvOf(step, requestId) : rejectionOf(step, requestId);
}

/** Shows the request whole before anything is answered. */
export function confirming(request: Pending, answer: Answer): Confirming {
  return { kind: 'confirming', answer, request, renewals: 0, note: null };
}

/** The user wants to reject the request that is shown, or the one under the cursor. */
export function turnAway(state: State): State {
  const { screen } = state;
  if (screen.kind === 'confirming') return { ...state, screen: { ...screen, answer: 'reject' } };
  if (screen.kind !== 'approving') return state;
  const request = liveRequests(state)?.find(({ requestId }) => requestId === screen.at);
  return request ? { ...state, screen: confirming(request, 'reject') } : state;
}

/** The user's word for the request that is shown whole. */
export function answer(state: State, given: Answer): State {
  const { screen, treatment } = state;
  if (screen.kind !== 'confirming' || screen.answer !== given || !treatment) return state;
  const { requestId, deviceId } = screen.request;
  // It may have died since the last look.
  if (timeLeftMs(screen.request, state) <= 0) return stillTheSame(state, screen);
  const argv = commandFor(state, given, screen.request);
  // Who is turned away is nobody whose next attempt is waited for.
  const next =
    given === 'approve' ? { ...state, treatment: { ...treatment, deviceId, request: screen.request } } : state;
  return argv ? run(next, argv, { requestId, answer: given, deviceId }) : state;
}
