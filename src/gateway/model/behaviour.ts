import { inRange, parseRange, type Version } from '../version.ts';

/** The 2026.7.2 betas behave like 2026.8.1; 2026.7.33 and later are patches of 2026.7.1. */
const SINCE_8_1 = '>=2026.7.2-beta.7';
const UNTIL_7 = '<2026.7.2-beta.7';

/**
 * What gateways came to do and ceased to do, and in which versions. F1 to F38 and § are the facts and the sections of
 * fixtures/openclaw/FACTS.md. [C]: read in the packages of the neighbouring releases. [O]: seen on the neighbouring
 * ones of the releases that were run.
 */
const FEATURES = {
  /** [O] An unauthenticated frame over 64 KiB is cut off. */
  'frame-limit': '>=2026.3.13',
  /** F32 */
  'handshake-within-3s': '>=2026.3.12 <2026.3.22',
  /** F32 */
  'handshake-within-15s': '>=2026.5.7',
  /** [C] The schema knows `auth.deviceToken`. */
  'device-token-field': '>=2026.2.22',
  /** [C] The schema knows `auth.bootstrapToken`. */
  'bootstrap-token-field': '>=2026.3.13',
  /** [C] */
  'client-openclaw-tui': '>=2026.3.28',
  /** [C] openclaw-browser-copilot, -linux, -watchos and -worker. */
  'clients-of-8.1': SINCE_8_1,
  /** [O] Another JSON schema library, other words. */
  'words-of-enums': '>=2026.4.24',
  /** [O] Only the first property that is missing is named. */
  'words-of-first-missing': '>=2026.5.28',
  /** [C] 1013 until sidecars are up. */
  'starting-refused': '>=2026.5.7',
  /** §1, step 2: nodes needn't wait. */
  'starting-admits-nodes': SINCE_8_1,
  /** F31 */
  'protocol-4': '>=2026.5.12',
  /** F31 */
  'protocol-3-of-nodes': '>=2026.7.1',

  /** F22: proxied traffic whose client can't be told is refused before the handshake. */
  attribution: SINCE_8_1,
  /** F8: the socket and the absence of forwarded headers decide, the Host header doesn't. Before: F7. */
  'socket-locality': '>=2026.3.31',
  /** [C] Every X-Forwarded-* counts; until then a list of names. The research has 2026.4.24, its package hasn't. */
  'any-forwarded-header': '>=2026.5.18',
  /** §4: trustedProxies may hold CIDRs. */
  'proxy-ranges': '>=2026.2.19',
  /** §2, GOTCHA: a trusted proxy that names no client is nobody, not itself. */
  'proxy-is-no-client': '>=2026.2.19',
  /** [C] The client is the last hop that is no trusted proxy; until then the first of all. */
  'last-untrusted-hop': '>=2026.2.22',
  /** §4: X-Real-IP counts only with allowRealIpFallback. */
  'real-ip-opt-in': '>=2026.2.21',
  /** §2: loopback hops are passed over. */
  'loopback-hops-skipped': '>=2026.3.22',
  /** F10. F9 and F11 make nothing local that F8 doesn't. */
  'browser-container-local': '>=2026.4.7',

  /** F23 */
  'origin-check': '>=2026.2.2',
  /** §1c, 2.25: clients of any kind that send an Origin are checked. */
  'origin-check-of-all': '>=2026.2.25',
  /** F23: an origin that equals the Host isn't enough any more. */
  'origin-strict': '>=2026.2.23',
  /** §4: "*" in allowedOrigins. */
  'origin-wildcard': '>=2026.3.1',
  /** F23: the exception for loopback origins needs a local client, until then a loopback Host. */
  'origin-loopback-needs-local': '>=2026.3.2',
  /** F23: a private address, *.local or *.ts.net that equals the Host is enough again. */
  'origin-private-same': '>=2026.5.18',

  /** [O] The origin of a program's own scheme, such as app://, is compared as well. */
  'origin-own-scheme': SINCE_8_1,

  /** F16: allowInsecureAuth and a secret do without identity and pairing. */
  'insecure-auth-anywhere': '<2026.2.21',
  /** F17: allowInsecureAuth does without identity, for local clients. From 2026.8.1 it does nothing (F19). */
  'insecure-auth-local': UNTIL_7,
  /** F18. From 2026.8.1 the setting does nothing (F19). */
  'device-auth-optional': UNTIL_7,
  /** [O] With F18 a client without a secret gets as far as authentication. */
  'device-auth-optional-before-secret': '>=2026.3.13',
  /** [C] Until then the identity was asked for in other words. */
  'words-of-identity': '>=2026.2.21',
  /** §1c, 2.2: any secret would do instead of an identity. */
  'identity-or-right-secret': '>=2026.2.2',
  /** F27 */
  'nodes-need-identity': '>=2026.2.22',
  /** F30 */
  'proxy-user-needs-no-identity': '>=2026.2.24',
  /** §2: a local gateway-client with a secret is never paired; [C] of 2026.3.28, 2026.4.1 and 2026.4.2 it is, like others. */
  'local-backend': ['>=2026.3.2 <2026.3.28', '>=2026.4.5'],
  /** §1, step 7; [C] where no secret is asked for, either. */
  'local-backend-without-secret': '>=2026.5.12',
  /** [C] The hello names scopes even where there is no device token. */
  'hello-names-scopes': '>=2026.4.24',
  /** §10: CLI loopback, no device: 0 scopes in 5.7, all in 7.1. */
  'local-cli-keeps-scopes': '>=2026.7.1',
  /** §1c, 1.29: an operator who asks for nothing is an admin. */
  'admin-by-default': '<2026.2.2',
  /** F25: a nonce always, and two minutes instead of ten. */
  'nonce-required': '>=2026.2.22',
  /** [C] */
  'signature-v3': '>=2026.2.26',
  /** [C] A code of its own for each failure of a proof. */
  'codes-of-proof': '>=2026.3.13',
  /** [C] */
  'codes-of-origin': '>=2026.3.13',

  /** F3 */
  'details-code': '>=2026.2.22',
  /** §1c, 2.19: a wrong secret of a client with a device is told as a wrong device token. */
  'device-token-blamed': '>=2026.2.19 <2026.2.22',
  /** [C] A device token that lacks scopes is told from a wrong one. */
  'scope-mismatch': '>=2026.5.12',
  /** [O] The secret counts in either field, token or password. */
  'secret-in-either-field': '>=2026.9.6',
  /** [O] Hints of token and password. */
  'words-of-tokenized-url': '<2026.2.12',
  /** [C] Hints for local CLIs, the generated token and setup codes. */
  'words-of-8.1': SINCE_8_1,

  /** F26 */
  'secret-skips-pairing': '>=2026.2.22 <2026.2.25',
  /** F28, [C] of 2026.3.22. */
  'auth-none-skips-pairing': '>=2026.3.22',
  /** F29 */
  'tailscale-skips-pairing': '>=2026.4.25',
  /** F30, [C] of 2026.5.12 and 2026.5.18; a proxy's user is given no device token since. */
  'proxy-user-skips-pairing': '>=2026.2.24 <2026.5.18',
  /** F30 */
  'proxy-user-auto-approved': SINCE_8_1,
  /** [C] What skips pairing skips the upgrades of a paired device as well. */
  'skip-covers-upgrades': ['<2026.4.5', SINCE_8_1],
  /** §1c, 2.26. */
  'metadata-pinned': '>=2026.2.26',
  /** [C] admin implies every operator scope, write implies read. */
  'scopes-imply': '>=2026.2.22',
  /** [C] A role whose token was revoked is a role no more. */
  'revoked-role-is-gone': '>=2026.3.31',
  /** F12 */
  'silent-whatever': '<2026.2.19',
  /** F12, except that [C] 2026.3.28 to 2026.7.x never approve more scopes silently. */
  'silent-scopes': ['>=2026.2.22 <2026.3.28', SINCE_8_1],
  /** F12 */
  'silent-roles': '>=2026.4.2',
  /** F12, except that [C] only a native app's own metadata is renewed silently. */
  'silent-metadata': '>=2026.5.7',
  /** §2, common: an existing device is upgraded silently as an operator only; [C] since. */
  'silent-upgrades-of-operators': '>=2026.5.18',
  /** §2, common: a browser's Origin disqualifies all but the Control UI and webchat. */
  'silent-origin-of-ui': '>=2026.2.25',
  /** [C] For this one release an Origin disqualifies everybody. */
  'silent-never-with-origin': '>=2026.5.18 <2026.5.28',
  /** F15 */
  'auto-approve-local': SINCE_8_1,
  /** F14 */
  'auto-approve-cidrs': '>=2026.4.24',
  /** [C] The bearer of a setup code for a node is approved. */
  'setup-code-approves-node': ['>=2026.3.31 <2026.5.18', '>=2026.5.28'],
  /** F38 */
  'owner-link': SINCE_8_1,
  /** F6 */
  'words-of-pairing': '>=2026.4.20',
  /** §11: Control UI build mismatch. */
  'build-check': SINCE_8_1,

  /** F13 */
  'container-autobind': '>=2026.4.7',
  /** F24 */
  'origins-required': '>=2026.2.23',
  /** F24 */
  'origins-seeded': '>=2026.2.27',
  /** F21. Before: F20. */
  'plain-http-identity': SINCE_8_1,
} as const satisfies Readonly<Record<string, string | readonly string[]>>;

export type Feature = keyof typeof FEATURES;

/** Whether the gateway in question does so. */
export type Has = (feature: Feature) => boolean;

/** Whether gateways of that version do so. */
export function has(version: Version, feature: Feature): boolean {
  const known = answers.get(version) ?? new Map<Feature, boolean>();
  answers.set(version, known);
  const answer = known.get(feature) ?? isWithin(version, feature);
  known.set(feature, answer);
  return answer;
}

/** Whether every release that a gateway may be has the feature: unknown where some of them do. */
export function behaves(possible: readonly Version[], feature: Feature): boolean | 'unknown' {
  const having = possible.filter((version) => has(version, feature)).length;
  if (having === 0) return possible.length > 0 ? false : 'unknown';
  return having === possible.length ? true : 'unknown';
}

/** A run asks the same of the same release again and again. */
const answers = new WeakMap<Version, Map<Feature, boolean>>();

function isWithin(version: Version, feature: Feature): boolean {
  return [FEATURES[feature]].flat().some((range) => {
    const bounds = parseRange(range);
    return bounds !== undefined && inRange(version, bounds);
  });
}
