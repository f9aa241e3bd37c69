import { judgedAs } from '../releases.ts';
import type { Locality, Method, Refused, Stage } from './answer.ts';
import type { Attempt } from './attempt.ts';
import { type Authentication, authenticate, type Evidence, isSecretRight } from './authentication.ts';
import { type Feature, has } from './behaviour.ts';
import { isBrowserOfContainer, localityOf } from './locality.ts';
import { type Sender, senderOf } from './sender.ts';

/** An attempt with what several steps ask of it, worked out once. */
export interface View extends Evidence {
  readonly sender: Sender;
  /** With a browser on the host of the gateway's container taken for local, too. */
  readonly locality: Locality;
  readonly authentication: Authentication;
  /** How the client authenticated; null: it didn't. */
  readonly method: Method | null;
  readonly isSecretRight: boolean;
  /** The Control UI, and the terminal's, which is held to the same rules but for the origin. */
  readonly isControlUi: boolean;
  /** The Control UI in a browser, or webchat. */
  readonly isBrowserUi: boolean;
  readonly hasOrigin: boolean;
}

/** The same of a client that authenticated. */
export interface Authenticated extends View {
  readonly method: Method;
}

export function viewOf(attempt: Attempt): View {
  const { client, headers, gateway } = attempt;
  const version = judgedAs(attempt.version);
  const does = (feature: Feature) => has(version, feature);
  const sender = senderOf(attempt, does);
  const socketLocality = localityOf(attempt, sender, does);
  const isControlUi = ['openclaw-control-ui', 'openclaw-tui'].includes(client.id);
  const isIgnored = isControlUi && gateway.controlUi.dangerouslyDisableDeviceAuth && does('device-auth-optional');
  const evidence = { attempt, has: does, socketLocality, device: isIgnored ? null : attempt.device };
  const isRight = isSecretRight(evidence);
  const authentication = authenticate(evidence);
  const isOfContainer = isRight && socketLocality.kind === 'remote' && isBrowserOfContainer(attempt, does);
  return {
    ...evidence,
    sender,
    locality: isOfContainer ? { kind: 'local', because: 'browser-container' } : socketLocality,
    authentication,
    method: authentication.ok ? authentication.method : null,
    isSecretRight: isRight,
    isControlUi,
    isBrowserUi: client.id === 'openclaw-control-ui' || client.id === 'webchat-ui' || client.mode === 'webchat',
    hasOrigin: (headers.origin ?? '').trim() !== '',
  };
}

/** A refusal in the words and with the codes of that version. */
export function refused(
  view: View,
  stage: Stage,
  decidedBy: Refused['decidedBy'],
  reason: string,
  { closeCode = 1008, code = null, detail = null }: Codes = {},
): Refused {
  const hasDetails = code !== null && view.has('details-code');
  return {
    kind: 'refused',
    closeCode,
    reason,
    detailsCode: hasDetails ? code : null,
    detailsReason: hasDetails ? detail : null,
    decidedBy,
    stage,
    locality: stage === 'upgrade' ? null : view.socketLocality,
  };
}

interface Codes {
  readonly closeCode?: Refused['closeCode'];
  readonly code?: string | null;
  readonly detail?: string | null;
}
