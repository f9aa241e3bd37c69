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

export const NO_CREDENTIALS: Credentials = { token: null, password: null, deviceToken: null, bootstrapToken: null };

/** Of a client that every gateway understands, and of one that is older than any. */
export const ANY_PROTOCOL = { min: 1, max: 9 };
const OLD_PROTOCOL = { min: 1, max: 1 };

/** What clients ask for where nothing tells: what the CLI and the Control UI ask for. */
const USUAL_SCOPES = ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals', 'operator.pairing'];

/** An address of somewhere else, for a client of whom only that is known. */
export const SOMEWHERE = '192.168.0.2';

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

export function attemptOf(refusal: Refusal, facts: Facts, version: Version): Attempt {
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
      protocol: refusal.symptom === 'protocol-mismatch' ? OLD_PROTOCOL : ANY_PROTOCOL,
      platform: 'linux',
      deviceFamily: null,
      build: refusal.symptom === 'stale-page' ? 'other' : 'same',
    },
    device: deviceOf(refusal, version),
    credentials: credentialsOf(refusal, version, facts),
    pairing: pairingOf(refusal, role, facts),
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

/** The host and port of an address; undefined where it is none. */
export const hostOf = (url: string | null | undefined): string | undefined =>
  url != null && URL.canParse(url) ? new URL(url).host : undefined;

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

function pairingOf(refusal: Refusal, role: string, facts: Facts): Pairing {
  const { why, symptom, approvedRoles, approvedScopes } = refusal;
  const paired = {
    kind: 'paired',
    roles: approvedRoles.length > 0 ? approvedRoles : [role],
    revokedRoles: [],
    scopes: approvedScopes.length > 0 ? approvedScopes : ['operator.read'],
    platform: 'linux',
    deviceFamily: null,
  } as const;
  if (symptom === 'device-token-scopes' || why === 'scope-upgrade') return paired;
  // A page is told to be of another build only once its device was let in.
  if (symptom === 'stale-page') return { ...paired, scopes: USUAL_SCOPES };
  if (why === 'metadata-upgrade') return { ...paired, scopes: USUAL_SCOPES, platform: 'another' };
  if (why !== 'role-upgrade') return symptom === 'pairing-required' ? UNPAIRED : pairedAs(refusal, facts);
  // A role whose token was revoked is asked for anew, though the device has it.
  return approvedRoles.includes(role)
    ? { ...paired, revokedRoles: [role] }
    : { ...paired, roles: approvedRoles.length > 0 ? approvedRoles : [role === 'node' ? 'operator' : 'node'] };
}

/** At these a gateway ends a connection before it looks for the device in its list. */
const BEFORE_PAIRING: readonly (string | null)[] = [
  // Of whom it isn't told at what it was refused.
  null,
  'protocol-mismatch',
  'proxy-attribution',
  'origin-not-allowed',
  'device-proof',
  'rate-limited',
  'token-missing',
  'token-mismatch',
  'password-missing',
  'password-mismatch',
  'device-token-mismatch',
];

/** Whether it is known that the device is paired, or that it isn't: else it may be either. */
export function isPairingKnown({ symptom, deviceId }: Refusal, facts: Facts): boolean {
  return !BEFORE_PAIRING.includes(symptom) || (deviceId !== null && valueIn(facts, 'devices.paired') !== undefined);
}

const UNPAIRED: Pairing = { kind: 'unpaired' };

/** What the gateway has of a device that never came as far as its pairing; one that isn't in its list is new to it. */
function pairedAs({ deviceId }: Refusal, facts: Facts): Pairing {
  const device = valueIn(facts, 'devices.paired')?.find((paired) => deviceId !== null && paired.deviceId === deviceId);
  if (!device) return UNPAIRED;
  const { roles, scopes } = device;
  return { kind: 'paired', roles, revokedRoles: [], scopes, platform: 'linux', deviceFamily: null };
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
