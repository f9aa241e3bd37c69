import { signatures } from 'virtual:signatures';
import { patternOf, signsOf } from '../signatures/signature.ts';

/** Why a gateway ends at its start, in its own words: signatures of rules/signatures/start.yaml. */
const KINDS = [
  'mode-not-local',
  'mode-unset',
  'origins-needed',
  'bind-needs-auth',
  'auth-not-configured',
  'proxy-auth-incomplete',
  'custom-bind-incomplete',
  'setting-invalid',
  'serve-needs-loopback',
  'funnel-needs-password',
  'serve-not-enabled',
  'tailscale-down',
  'serve-route-owned',
] as const;

export type StartFailure = (typeof KINDS)[number];

const started = signsOf(signatures);
const reasons = KINDS.flatMap((kind) => {
  const signature = started.find(({ sign }) => sign === kind);
  return signature ? [{ kind, anchors: signature.anchors, pattern: patternOf(signature) }] : [];
});

/** What a line of the log must hold to be worth reading here. */
export const startAnchors: readonly string[] = [
  'Gateway start blocked',
  'failed to start',
  'Missing config',
  'Invalid config',
  'refusing to bind',
  'tailscale',
];

/** How the gateway begins a line in which it says that it can't start; a client's refusal in the same words is none. */
const BEGINS =
  /^(?:Gateway start blocked|Gateway failed to start|Missing config|Invalid config|Config invalid|refusing to bind|Refusing to bind|gateway auth mode(?: is|=)|gateway\.bind=custom|gateway bind=custom|Gateway auth is|non-loopback Control UI|tailscale (?:serve|funnel)|Tailscale|Failed to connect to local Tailscale|Serve is not enabled|TAILSCALE_)/i;

/** The reason that a line of the gateway's own log gives for its end; `line` is without time and subsystem. */
export function startFailure(line: string): StartFailure | undefined {
  if (!BEGINS.test(line)) return undefined;
  return reasons.find(({ pattern }) => line.search(pattern) >= 0)?.kind;
}
