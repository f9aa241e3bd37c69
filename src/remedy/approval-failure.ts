import { symptomsIn } from '../gateway/symptoms.ts';

/**
 * Why `devices approve` or `reject` failed, by what it said:
 * - `gone`: no request has that id any more
 * - `refused`: the gateway wants the CLI that ran it approved as well
 * - `lacks-scope`: that CLI is let in and may not approve
 * - `wants-secret`: it shows no token or password, or a wrong one
 * - `not-reached`: it didn't get through to the gateway
 */
export type ApprovalFailure = 'gone' | 'refused' | 'lacks-scope' | 'wants-secret' | 'not-reached' | 'other';

const GONE =
  /unknown requestId|No pending device request|no pending request|unknown node pairing requestId|superseded by/i;
const NOT_REACHED =
  /ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|gateway closed \(100[06]|handshake timeout|gateway timeout/i;

export function approvalFailureOf(lines: readonly string[]): ApprovalFailure {
  const text = lines.join('\n');
  if (GONE.test(text)) return 'gone';
  const said = symptomsIn(text).map(({ symptom }) => symptom);
  if (said.includes('pairing-required')) return 'refused';
  if (said.includes('missing-scope') || said.includes('device-token-scopes')) return 'lacks-scope';
  if (said.some((symptom) => /^(?:token|password|device-token)-(?:missing|mismatch)$/.test(symptom)))
    return 'wants-secret';
  if (/requires credentials/i.test(text)) return 'wants-secret';
  return NOT_REACHED.test(text) ? 'not-reached' : 'other';
}

/** What that means, and what to try next: plainly beside the gateway first, then with its token, then another device. */
export function approvalFailureInWords(failure: ApprovalFailure): string {
  switch (failure) {
    case 'gone':
      return 'No request has that id any more: the client has asked anew, or somebody answered it. Enter shows the requests of now.';
    case 'refused':
      return 'The gateway refuses the CLI that should approve, too. Look again with r: the diagnosis is about that one then. Else give the command --token with the gateway’s token, or approve in a Control UI that is connected.';
    case 'lacks-scope':
      return 'The CLI that ran it is connected and may not approve: it lacks operator.pairing or operator.admin. Give the command --token with the gateway’s token, or approve in a Control UI that has that right.';
    case 'wants-secret':
      return 'The CLI takes the gateway’s token from gateway.auth.token or OPENCLAW_GATEWAY_TOKEN, and had none or a wrong one. Run the command with --token yourself and press d.';
    case 'not-reached':
      return 'The command did not reach the gateway: it ran in another place, dialled another port, or the gateway is down. Look again with r.';
    case 'other':
      return 'What it said stands above.';
    default:
      return failure satisfies never;
  }
}
