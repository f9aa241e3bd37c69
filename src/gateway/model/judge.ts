import type { Answer } from './answer.ts';
import type { Attempt } from './attempt.ts';
import { build } from './build.ts';
import { attribute, firstFrame, protocol, reach, role, starting } from './handshake.ts';
import { identity } from './identity.ts';
import { origin } from './origin.ts';
import { pairing } from './pairing.ts';
import { proof } from './proof.ts';
import { type View, viewOf } from './view.ts';
import { refusedAuth } from './words.ts';

/** In the order of a gateway's own questions: the first that isn't answered to its liking decides. */
const STEPS: readonly ((view: View) => Answer | null)[] = [
  reach,
  attribute,
  firstFrame,
  starting,
  protocol,
  role,
  origin,
  identity,
  proof,
];

/** How a gateway of that version answers an attempt to connect; one newer than the newest known is judged as that. */
export function judgeConnection(attempt: Attempt): Answer {
  const view = viewOf(attempt);
  for (const step of STEPS) {
    const answer = step(view);
    if (answer) return answer;
  }
  const { authentication } = view;
  if (!authentication.ok) return refusedAuth(view, authentication.reason);
  const answer = pairing({ ...view, method: authentication.method });
  return answer.kind === 'accepted' ? (build(view) ?? answer) : answer;
}
