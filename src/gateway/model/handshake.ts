import { plainAddress } from '../addresses.ts';
import type { Answer, Refused } from './answer.ts';
import type { Socket } from './attempt.ts';
import type { Feature } from './behaviour.ts';
import { isLoopback } from './headers.ts';
import { refused, type View } from './view.ts';

const FRAME_LIMIT = 64 * 1024;

const CLIENTS = [
  ...['webchat-ui', 'openclaw-control-ui', 'webchat', 'cli', 'gateway-client', 'openclaw-macos', 'openclaw-ios'],
  ...['openclaw-android', 'node-host', 'test', 'fingerprint', 'openclaw-probe'],
];
const LATER_CLIENTS: Readonly<Record<string, Feature>> = {
  'openclaw-tui': 'client-openclaw-tui',
  'openclaw-browser-copilot': 'clients-of-8.1',
  'openclaw-linux': 'clients-of-8.1',
  'openclaw-watchos': 'clients-of-8.1',
  'openclaw-worker': 'clients-of-8.1',
};

/** Is anybody there? */
export function reach({ attempt }: View): Answer | null {
  if (isListening(attempt.socket)) return null;
  return { kind: 'no-connection', error: 'ECONNREFUSED', decidedBy: 'not-listening', stage: 'tcp' };
}

/** Can the gateway tell whom it talks to? */
export function attribute({ has, sender }: View): Answer | null {
  const isUnknown =
    sender.kind === 'unattributed' ||
    (sender.kind === 'proxied' && (sender.client === null || isLoopback(sender.client)));
  if (!has('attribution') || !isUnknown) return null;
  return {
    kind: 'http-refusal',
    status: 403,
    type: 'proxy_attribution_required',
    decidedBy: 'proxy-attribution',
    stage: 'http',
  };
}

/** Is the first thing that the client sends a request to connect? */
export function firstFrame(view: View): Answer | null {
  const { kind, bytes } = view.attempt.frame;
  if (bytes > FRAME_LIMIT && view.has('frame-limit')) return closed(1009, 0);
  switch (kind) {
    case 'silence':
      return closed(1000, handshakeTimeoutMs(view));
    case 'not-json':
    case 'binary':
      return closed(1000, 0);
    case 'not-a-request':
      return badFrame(view, 'invalid request frame');
    case 'other-method':
      return badFrame(view, 'invalid handshake: first request must be connect');
    case 'connect-without-params':
      return badParams(view, wordsOfMissing(view, ['minProtocol', 'maxProtocol', 'client']));
    case 'connect':
      return params(view);
    default:
      return kind satisfies never;
  }
}

/** Is the gateway up? */
export function starting(view: View): Answer | null {
  const { client, gateway } = view.attempt;
  const isExempt = view.has('starting-admits-nodes') && client.role === 'node' && client.mode === 'node';
  if (!gateway.isStarting || !view.has('starting-refused') || isExempt) return null;
  return refused(view, 'upgrade', 'starting', 'gateway starting; retry shortly', { closeCode: 1013 });
}

/** Do both speak one version of the protocol? */
export function protocol(view: View): Answer | null {
  const { role, mode, protocol } = view.attempt.client;
  const current = view.has('protocol-4') ? 4 : 3;
  const isOldNode = view.has('protocol-3-of-nodes') && role === 'node' && mode === 'node';
  const oldest = mode === 'probe' || isOldNode ? 3 : current;
  if (protocol.max >= oldest && protocol.min <= current) return null;
  const code = current === 4 ? 'PROTOCOL_MISMATCH' : null;
  return refused(view, 'upgrade', 'protocol', 'protocol mismatch', { closeCode: 1002, code });
}

/** Is it a role that there is? */
export function role(view: View): Answer | null {
  if (['operator', 'node'].includes(view.attempt.client.role)) return null;
  return refused(view, 'upgrade', 'role', 'invalid role');
}

function isListening({ dialled, listening }: Socket): boolean {
  const address = plainAddress(dialled);
  return listening.some((own) => own === '::' || (own === '0.0.0.0' ? !address.includes(':') : own === address));
}

function closed(closeCode: 1000 | 1009, afterMs: number): Answer {
  return { kind: 'closed', closeCode, afterMs, decidedBy: 'first-frame', stage: 'upgrade' };
}

function handshakeTimeoutMs({ has }: View): number {
  if (has('handshake-within-3s')) return 3_000;
  return has('handshake-within-15s') ? 15_000 : 10_000;
}

function params(view: View): Refused | null {
  const { attempt, has } = view;
  const { deviceToken, bootstrapToken } = attempt.credentials;
  const later = LATER_CLIENTS[attempt.client.id];
  const isClient = later ? has(later) : CLIENTS.includes(attempt.client.id);
  if (!isClient) return badParams(view, `at /client/id: ${wordsOfEnum(view)}`);
  if (attempt.device?.nonce === 'absent' && has('nonce-required'))
    return badParams(view, `at /device: ${wordsOfMissing(view, ['nonce'])}`);
  if (deviceToken !== null && !has('device-token-field'))
    return badParams(view, "at /auth: unexpected property 'deviceToken'");
  if (bootstrapToken !== null && !has('bootstrap-token-field'))
    return badParams(view, "at /auth: unexpected property 'bootstrapToken'");
  return null;
}

function wordsOfEnum({ has }: View): string {
  if (has('words-of-enums')) return 'must be equal to one of the allowed values';
  return 'must be equal to constant; at /client/id: must match a schema in anyOf';
}

function wordsOfMissing({ has }: View, names: readonly string[]): string {
  const told = has('words-of-first-missing') ? names.slice(0, 1) : names;
  return told.map((name) => `must have required property '${name}'`).join('; ');
}

function badParams(view: View, reason: string): Refused {
  return badFrame(view, `invalid connect params: ${reason}`);
}

function badFrame(view: View, reason: string): Refused {
  return refused(view, 'upgrade', 'first-frame', reason);
}
