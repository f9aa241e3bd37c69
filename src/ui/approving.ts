import { asksTheSame, liveRequests, timeLeftMs } from './requests.ts';
import type { Approving, Confirming, Running, State } from './state.ts';

/** The list of requests with the cursor on this device's, else on the first. */
export function approvingAt(state: State, deviceId: string | null, note: string | null = null): Approving {
  const requests = liveRequests(state) ?? [];
  const at = requests.find((request) => deviceId !== null && request.deviceId === deviceId) ?? requests[0];
  return {
    kind: 'approving',
    at: at?.requestId ?? null,
    deviceId: at?.deviceId ?? deviceId,
    rejected: null,
    note,
  };
}

/** The list after a command that rejected a request; the next look tells whether it is gone. */
export function rejectedAt(state: State, { requestId }: Running): Approving {
  return {
    ...approvingAt(state, null),
    rejected: requestId,
    note: 'The command ended well. Looking whether it is gone.',
  };
}

/** The list after a look: the cursor stays on its request, and goes along with a device that asks anew. */
export function withCursor(state: State, screen: Approving): State {
  const requests = liveRequests(state);
  if (screen.rejected !== null && requests) return { ...state, screen: afterRejection(state, screen, screen.rejected) };
  if (screen.at === null) return { ...state, screen: { ...approvingAt(state, screen.deviceId), note: screen.note } };
  if (requests?.some(({ requestId }) => requestId === screen.at)) return state;
  const next = approvingAt(state, screen.deviceId);
  const hasMoved = next.at !== null && screen.deviceId !== null && next.deviceId === screen.deviceId;
  const note = hasMoved
    ? 'This device has asked anew: its request has another id now.'
    : `The request ${screen.at} is gone: answered, expired, or withdrawn.`;
  return { ...state, screen: { ...next, note } };
}

function afterRejection(state: State, screen: Approving, rejected: string): Approving {
  const requests = liveRequests(state) ?? [];
  if (requests.some(({ requestId }) => requestId === rejected)) {
    return { ...screen, note: `The request ${rejected} still waits: read what the command said above.` };
  }
  const note = `Rejected: the request ${rejected} is gone. A client that still runs may ask again.`;
  const isThere = requests.some(({ requestId }) => requestId === screen.at);
  return isThere ? { ...screen, rejected: null, note } : { ...approvingAt(state, null, note) };
}

/** What the user is about to answer must still be there, and still be the same. */
export function stillTheSame(state: State, screen: Confirming): State {
  const requests = liveRequests(state) ?? [];
  const { request, renewals } = screen;
  const same = requests.find(({ requestId }) => requestId === request.requestId);
  if (same && asksTheSame(same, request)) return { ...state, screen: { ...screen, request: same } };
  const renewed = requests.find((other) => other.deviceId !== null && asksTheSame(other, request));
  if (renewed) {
    const times = renewals + 1;
    return { ...state, screen: { ...screen, request: renewed, renewals: times, note: renewedWords(times) } };
  }
  const note = same
    ? `The request ${request.requestId} asks for something else now: look at it again before you answer it.`
    : timeLeftMs(request, state) <= 0
      ? `The request ${request.requestId} is gone: it has expired. Connect again with the client, and its next one appears here.`
      : `The request ${request.requestId} is gone: answered, or asked anew for something else.`;
  return { ...state, screen: approvingAt(state, request.deviceId, note) };
}

function renewedWords(times: number): string {
  return times === 1
    ? 'The device asked again, for the same: its request has a new id now.'
    : `The device has asked ${times} times meanwhile, each time with a new id. Quit that client now: its last request stays for five minutes, and y answers that one.`;
}
