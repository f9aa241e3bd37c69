import type { Answer } from '../gateway/model/answer.ts';
import {
  type Attempt,
  type Credentials,
  type Device,
  type Gateway,
  type Pairing,
  plainGateway,
} from '../gateway/model/attempt.ts';
import { has } from '../gateway/model/behaviour.ts';
import { bringsIdentity } from '../gateway/model/browser.ts';
import { judgeConnection } from '../gateway/model/judge.ts';
import { ownPages } from '../gateway/model/startup.ts';
import { symptomOf } from '../gateway/symptoms.ts';
import type { Version } from '../gateway/version.ts';
import type { Refusal } from '../model/catalogue.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import { possibleReleases } from './releases.ts';

/** A device identity with a proof that every version takes. */
export const soundDevice: Device = { isIdOfKey: true, signature: 'v2', nonce: 'right', clockSkewMs: 0 };

const NO_CREDENTIALS: Credentials = { token: null, password: null, deviceToken: null, bootstrapToken: null };

/** What clients ask for where nothing tells: what the CLI and the Control UI ask for. */
const USUAL_SCOPES = ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals', 'operator.pairing'];

/** An address of somewhere else, for a client of whom only that is known. */
const SOMEWHERE = '192.168.0.2';

const MODES: Readonly<Record<string, string>> = {
  cli: 'cli',
  'openclaw-control-ui': 'webchat',
  'webchat-ui': 'webchat',
  'node-host': 'node',
  'gateway-client': 'backend',
};

/**
 * The releases that the gateway may be and that would have refused this client as it was refused, each with the attempt
 * that it refused: what a refusal tells of everything that is judged before it, the facts tell of the rest.
 */
export function refusedAttempts(refusal: Refusal, facts: Facts): readonly Attempt[] {
  const known = attempts.get(facts) ?? new WeakMap<Refusal, readonly Attempt[]>();
  attempts.set(facts, known);
  const found =
    known.get(refusal) ??
    possibleReleases(facts)
      .map((version) => attemptOf(refusal, facts, version))
      .filter((attempt) => symptomOfAnswer(judgeConnection(attempt)) === refusal.symptom);
  known.set(refusal, found);
  return found;
}

/** Every option for a client asks anew; facts and refusals never change. */
const attempts = new WeakMap<Facts, WeakMap<Refusal, readonly Attempt[]>>();

/** What the model's answer is called where it is a refusal. */
function symptomOfAnswer(answer: Answer): string | undefined {
  switch (answer.kind) {
    case 'pending':
      return 'pairing-required';
    case 'refused':
      return symptomOf(answer.reason);
    case 'http-refusal':
      return 'proxy-attribution';
    case 'accepted':
      return answer.scopes?.length === 0 ? 'missing-scope' : undefined;
    case 'closed':
    case 'no-connection':
      return undefined;
    default:
      return answer satisfies never;
  }
}

function attemptOf(refusal: Refusal, facts: Facts, version: Version): Attempt {
  const client = refusal.client ?? (refusal.origin === null ? 'cli' : 'openclaw-control-ui');
  const role = refusal.roles[0] ?? (client === 'node-host' ? 'node' : 'operator');
  const asked = refusal.symptom === 'missing-scope' ? [] : refusal.scopes;
  return {
    version,
    socket: {
      peer: refusal.remote ?? SOMEWHERE,
      dialled: '127.0.0.1',
      listening: ['0.0.0.0', '::'],
      listener: 'ordinary',
      isTailscaleUserVerified: false,
    },
    headers: headersOf(refusal, facts),
    frame: { kind: 'connect', bytes: 1000 },
    client: {
      id: client,
      mode: MODES[client] ?? 'ui',
      role,
      scopes: asked.length > 0 || role !== 'operator' ? asked : USUAL_SCOPES,
      protocol: { min: 1, max: 9 },
      platform: 'linux',
      deviceFamily: null,
      build: 'same',
    },
    device: deviceOf(refusal, version),
    credentials: credentialsOf(refusal, version, facts),
    pairing: pairingOf(refusal, role),
    gateway: gatewayOf(refusal, facts),
  };
}

function headersOf({ host, origin, forwarded, symptom }: Refusal, facts: Facts): Attempt['headers'] {
  const isProxied = forwarded !== null || symptom === 'proxy-attribution';
  return {
    host: host ?? hostOf(origin) ?? hostOf(valueIn(facts, 'page.url') ?? null) ?? `127.0.0.1:${portIn(facts)}`,
    ...(origin === null ? {} : { origin }),
    ...(isProxied ? { 'x-forwarded-for': forwarded ?? '203.0.113.9' } : {}),
  };
}

const hostOf = (url: string | null) => (url !== null && URL.canParse(url) ? new URL(url).host : undefined);

export const portIn = (facts: Facts): number =>
  valueIn(facts, 'gateway.publishedPort') ?? valueIn(facts, 'gateway.port') ?? valueIn(facts, 'client.port') ?? 18789;

function deviceOf({ symptom, secure }: Refusal, version: Version): Device | null {
  switch (symptom) {
    case 'device-identity-required':
    case 'missing-scope':
      return null;
    case 'device-proof':
      return { ...soundDevice, signature: 'invalid' };
    case 'origin-not-allowed':
    case 'proxy-attribution':
      return bringsIdentity(version, secure !== false) ? soundDevice : null;
    default:
      return soundDevice;
  }
}

function credentialsOf({ symptom }: Refusal, version: Version, facts: Facts): Credentials {
  switch (symptom) {
    case 'token-missing':
    case 'password-missing':
      return NO_CREDENTIALS;
    case 'token-mismatch':
      return { ...NO_CREDENTIALS, token: 'wrong' };
    case 'password-mismatch':
      return { ...NO_CREDENTIALS, password: 'wrong' };
    case 'device-token-mismatch':
      // Older gateways know no device token in a field of its own: there a wrong token is called so.
      return has(version, 'device-token-field')
        ? { ...NO_CREDENTIALS, deviceToken: 'wrong' }
        : { ...NO_CREDENTIALS, token: 'wrong' };
    case 'device-token-scopes':
      return { ...NO_CREDENTIALS, deviceToken: 'right' };
    case 'setup-code':
      return { ...NO_CREDENTIALS, bootstrapToken: 'wrong' };
    default:
      return rightSecret(valueIn(facts, 'gateway.config.authMode') ?? null);
  }
}

/** The secret that a gateway of this mode wants. */
export function rightSecret(mode: string | null): Credentials {
  return mode === 'password' ? { ...NO_CREDENTIALS, password: 'right' } : { ...NO_CREDENTIALS, token: 'right' };
}

function pairingOf({ why, symptom, approvedRoles, approvedScopes }: Refusal, role: string): Pairing {
  const paired = {
    kind: 'paired',
    roles: approvedRoles.length > 0 ? approvedRoles : [role],
    revokedRoles: [],
    scopes: approvedScopes.length > 0 ? approvedScopes : ['operator.read'],
    platform: 'linux',
    deviceFamily: null,
  } as const;
  if (symptom === 'device-token-scopes' || why === 'scope-upgrade') return paired;
  if (why === 'metadata-upgrade') return { ...paired, scopes: USUAL_SCOPES, platform: 'another' };
  if (why !== 'role-upgrade') return { kind: 'unpaired' };
  // A role whose token was revoked is asked for anew, though the device has it.
  return approvedRoles.includes(role)
    ? { ...paired, revokedRoles: [role] }
    : { ...paired, roles: approvedRoles.length > 0 ? approvedRoles : [role === 'node' ? 'operator' : 'node'] };
}

function gatewayOf(refusal: Refusal, facts: Facts): Gateway {
  const { symptom, forwarded, proxyTrusted, remote, origin, originListed } = refusal;
  const mode = valueIn(facts, 'gateway.config.authMode');
  const listed = valueIn(facts, 'gateway.config.allowedOrigins') ?? [];
  // Who was refused for anything later had passed the check of the origin.
  const passed = symptom !== 'origin-not-allowed' && origin !== null && originListed === null ? [origin] : [];
  const trusted =
    valueIn(facts, 'gateway.config.trustedProxies') ?? (forwarded && proxyTrusted && remote ? [remote] : []);
  return {
    ...plainGateway,
    auth: mode === 'none' ? { mode } : { mode: mode === 'password' ? mode : 'token', allowTailscale: false },
    trustedProxies: trusted,
    controlUi: {
      ...plainGateway.controlUi,
      allowedOrigins: [...(listed.length > 0 ? listed : ownPages(portIn(facts))), ...passed],
      allowInsecureAuth: valueIn(facts, 'gateway.config.allowInsecureAuth') === true,
      dangerouslyDisableDeviceAuth: valueIn(facts, 'gateway.config.dangerouslyDisableDeviceAuth') === true,
    },
    isRateLimiting: symptom === 'rate-limited',
  };
}
