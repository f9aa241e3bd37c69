import { kindOfAddress } from '../gateway/addresses.ts';
import { type Peer, peerOf, type Surroundings } from '../gateway/peer.ts';
import { symptomInWords, symptomOfRefusal } from '../gateway/symptoms.ts';
import type { Paired, Pending, Refusal } from '../model/catalogue.ts';
import type { Fact } from '../model/fact.ts';
import type { SeenEvent } from '../probes/logs.ts';
import { readPage } from './page-address.ts';

/** What text that somebody handed in says of refusals. */
export type TextRefusal = Pick<
  Refusal,
  'symptom' | 'reason' | 'why' | 'remote' | 'requestId' | 'client' | 'source' | 'mixed' | 'origin'
> &
  Partial<Pick<Refusal, 'scopes' | 'approvedScopes' | 'platform' | 'approvedPlatform'>>;

/** Closes that are no verdict on a client: a connection that ended by itself, a gateway that starts. */
const NO_VERDICT = [1000, 1001, 1005, 1006, 1012, 1013];

/** Of a refusal of which nothing is known. */
export const NOTHING: Omit<Refusal, 'symptom' | 'source'> = {
  at: null,
  reason: null,
  why: null,
  mixed: false,
  remote: null,
  remoteIs: null,
  forwarded: null,
  origin: null,
  secure: null,
  host: null,
  hostIs: null,
  pageHost: null,
  originListed: null,
  originFound: null,
  originsNeeded: null,
  hostLacksPort: null,
  proxyTrusted: null,
  proxiesNeeded: null,
  auth: null,
  client: null,
  who: 'a client',
  deviceId: null,
  requestId: null,
  roles: [],
  scopes: [],
  approvedRoles: [],
  approvedScopes: [],
  gains: null,
  platform: null,
  approvedPlatform: null,
  platformChange: null,
  notLocal: null,
  live: null,
  past: false,
};

/** A request that waits: its client was refused. What the log says of the same try tells the rest. */
export function fromPending(request: Pending, { surroundings, fact, paired, logged }: FromState): Refusal {
  const device = paired.find(({ deviceId }) => deviceId === request.deviceId);
  const line =
    logged.find((other) => isSameTry(other, request)) ?? logged.find((other) => isProxiedTry(other, request));
  // The list names the client that a trusted proxy told of; the gateway saw the proxy.
  const remote = line?.forwarded != null ? line.remote : request.remoteIp;
  return {
    ...NOTHING,
    at: request.renewedAt,
    symptom: 'pairing-required',
    why: whyItWaits(request, device, line?.why ?? null),
    remote,
    remoteIs: peerWord(remote, null, surroundings),
    forwarded: line?.forwarded ?? null,
    proxyTrusted: line?.forwarded != null && line.forwarded === request.remoteIp ? true : null,
    ...pageOf(line?.origin ?? null, line?.host ?? null),
    client: request.client,
    who: clientInWords(request.client, null),
    deviceId: request.deviceId,
    requestId: request.requestId,
    roles: request.roles,
    scopes: request.scopes,
    approvedRoles: device?.roles ?? [],
    approvedScopes: device?.scopes ?? [],
    platform: request.platform,
    live: true,
    source: fact?.status === 'known' ? fact.source : 'the pending list',
  };
}

function isSameTry(line: Refusal, { requestId, deviceId }: Pending): boolean {
  return (
    (line.requestId !== null && line.requestId === requestId) || (line.deviceId !== null && line.deviceId === deviceId)
  );
}

/** How far a log line and the request that it is about may be apart: a gateway under load writes late. */
const SAME_TRY_MS = 10_000;

/**
 * Older logs name neither request nor device. A proxied try is told by its time and by the client that the proxy named;
 * of a proxy that isn't trusted the request names none.
 */
function isProxiedTry(line: Refusal, { remoteIp, renewedAt }: Pending): boolean {
  if (line.requestId !== null || line.deviceId !== null || line.symptom !== 'pairing-required') return false;
  const isOfClient = line.forwarded !== null && (remoteIp === null || line.forwarded === remoteIp);
  return isOfClient && Math.abs((line.at ?? 0) - (renewedAt ?? 0)) < SAME_TRY_MS;
}

interface FromState {
  readonly surroundings: Surroundings;
  /** The pending list. */
  readonly fact: Fact<unknown> | undefined;
  readonly paired: readonly Paired[];
  readonly logged: readonly Refusal[];
}

/**
 * Why a request waits. One that a device renewed for another reason asks for all of it: what it would gain counts more
 * than the reason of its newest try.
 */
function whyItWaits(request: Pending, device: Paired | undefined, logged: string | null): string | null {
  const byState = whyOfRequest(request, device);
  return byState === null || byState === 'metadata-upgrade' ? (logged ?? byState) : byState;
}

/** Why a device asks, by what it has and what it wants; a request says only whether the device is known. */
function whyOfRequest(request: Pending, device: Paired | undefined): string | null {
  if (!device) return 'not-paired';
  if (request.roles.some((role) => !device.roles.includes(role))) return 'role-upgrade';
  if (request.scopes.some((scope) => !coversScope(device.scopes, scope))) return 'scope-upgrade';
  return request.isRepair ? 'metadata-upgrade' : null;
}

/** Whether approved scopes hold one: an admin may do everything, who may write may read. */
export function coversScope(approved: readonly string[], scope: string): boolean {
  if (approved.includes(scope)) return true;
  if (scope.startsWith('operator.') && approved.includes('operator.admin')) return true;
  return scope === 'operator.read' && approved.includes('operator.write');
}

export function fromEvent(event: SeenEvent, surroundings: Surroundings): Refusal[] {
  const nothing = { ...NOTHING, at: event.at, source: event.source };
  switch (event.kind) {
    case 'missing-scope':
      return [{ ...nothing, symptom: 'missing-scope', who: 'a client without a device', scopes: [event.scope] }];
    case 'untrusted-proxy':
      if (!event.refused) return [];
      return [
        {
          ...nothing,
          symptom: 'proxy-attribution',
          reason: symptomInWords('proxy-attribution'),
          remote: event.remote,
          remoteIs: peerWord(event.remote, null, surroundings),
          proxyTrusted: false,
        },
      ];
    case 'refused': {
      const symptom = symptomOfRefusal(event);
      if (symptom === undefined && NO_VERDICT.includes(event.code)) return [];
      return [
        {
          ...nothing,
          symptom: symptom ?? 'other',
          reason: event.reason,
          why: event.why,
          remote: event.remote,
          remoteIs: peerWord(event.remote, event.local, surroundings),
          forwarded: event.forwarded,
          ...pageOf(event.origin, event.host),
          auth: event.auth,
          client: event.client,
          who: clientInWords(event.client, event.origin),
          deviceId: event.deviceId,
          requestId: event.requestId,
          roles: event.roleTo === null ? [] : [event.roleTo],
          scopes: event.scopesTo ?? [],
          approvedRoles: event.roleFrom === null ? [] : [event.roleFrom],
          approvedScopes: event.scopesFrom ?? [],
          platform: event.platformTo,
          approvedPlatform: event.platformFrom,
        },
      ];
    }
    case 'accepted':
    case 'approved':
    case 'approve-missed':
    case 'detail':
      return [];
    default:
      return event satisfies never;
  }
}

export function fromText(told: TextRefusal, surroundings: Surroundings): Refusal {
  return {
    ...NOTHING,
    ...told,
    remoteIs: peerWord(told.remote, null, surroundings),
    ...pageOf(told.origin, null),
    who: clientInWords(told.client, told.origin),
  };
}

/** What an origin and a host say: both are the client's own words. */
function pageOf(origin: string | null, host: string | null): Pick<Refusal, 'origin' | 'secure' | 'host' | 'hostIs'> {
  const page = origin === null ? undefined : readPage(origin);
  const name = host !== null && URL.canParse(`ws://${host}`) ? new URL(`ws://${host}`).hostname : undefined;
  return {
    origin,
    secure: page?.secure ?? null,
    host,
    hostIs: name === undefined ? null : kindOfAddress(name),
  };
}

function peerWord(remote: string | null, local: string | null, surroundings: Surroundings): Peer | null {
  return remote === null ? null : peerOf(remote, local, surroundings);
}

/** What the user calls it. */
export function clientInWords(client: string | null, origin: string | null): string {
  if (client === 'cli' || client === 'openclaw-tui') return 'the CLI';
  if (client === 'openclaw-control-ui' || client === 'webchat-ui' || origin !== null) return 'a browser';
  if (client === 'node-host') return 'a node';
  if (client === 'openclaw-ios' || client === 'openclaw-android') return 'a phone';
  if (client === 'openclaw-macos') return 'the Mac app';
  return 'a client';
}
