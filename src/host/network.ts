import type * as Dns from 'node:dns/promises';
import type * as Http from 'node:http';
import type * as Https from 'node:https';
import type * as Net from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Certificate, ConnectRequest, ConnectResult, HttpRequest, HttpResult, LookupResult } from './host.ts';

// `import 'node:http'` makes a namespace of every export and costs ten times what asking for the built-in does.
const builtin = <T>(name: string): T => process.getBuiltinModule(name) as T;

const MAX_BODY = 64 * 1024;

export async function lookup({ host, timeoutMs }: { host: string; timeoutMs: number }): Promise<LookupResult> {
  const started = performance.now();
  const ms = () => since(started);
  const found = builtin<typeof Dns>('node:dns/promises')
    .lookup(host, { all: true })
    .then(
      (list): LookupResult => ({ status: 'ok', addresses: [...new Set(list.map((entry) => entry.address))], ms: ms() }),
      (error: NodeJS.ErrnoException): LookupResult => ({
        status: 'failed',
        reason: error.code ?? error.message,
        ms: ms(),
      }),
    );
  return withTimeout(found, timeoutMs, () => ({ status: 'failed', reason: 'no answer', ms: ms() }));
}

export function connect({ host, port, timeoutMs }: ConnectRequest): Promise<ConnectResult> {
  const started = performance.now();
  return new Promise((resolve) => {
    const socket = builtin<typeof Net>('node:net').connect({ host, port });
    const settle = (status: ConnectResult['status'], reason: string) => {
      socket.destroy();
      resolve({ status, reason, ms: since(started) });
    };
    socket.setTimeout(timeoutMs, () => settle('timeout', `no answer within ${timeoutMs} ms`));
    socket.once('connect', () => settle('ok', 'connected'));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(connectStatus(error), errorText(error)));
  });
}

/**
 * Asked for an upgrade, the request names WebSocket version 0. A WebSocket server answers 400 or 426 and lists the
 * versions it speaks; no connection is opened, so that not even the gateway's log tells of it.
 */
export function request({ url, timeoutMs, upgrade = false }: HttpRequest): Promise<HttpResult> {
  const started = performance.now();
  const target = new URL(url.replace(/^ws/, 'http'));
  const secure = target.protocol === 'https:';
  const client = secure ? builtin<typeof Https>('node:https') : builtin<typeof Http>('node:http');
  return new Promise((resolve) => {
    let isSettled = false;
    const settle = (result: DistributiveOmit<HttpResult, 'ms'>) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      call.destroy();
      resolve({ ...result, ms: since(started) } as HttpResult);
    };
    const timer = setTimeout(
      () => settle({ status: 'timeout', reason: `no answer within ${timeoutMs} ms` }),
      timeoutMs,
    );
    const call = client.request(target, {
      // The certificate is looked at, not trusted: nothing secret is sent.
      ...(secure ? { rejectUnauthorized: false } : {}),
      agent: false,
      headers: upgrade
        ? {
            Connection: 'Upgrade',
            Upgrade: 'websocket',
            'Sec-WebSocket-Version': '0',
            'Sec-WebSocket-Key': 'b3BlbmNsYXctZG9jdG9yIQ==',
          }
        : { Accept: 'text/html, application/json' },
    });
    // The socket may be gone by the time the body has come: its certificate is read with the headers.
    const answerOf = (response: Http.IncomingMessage) => ({
      status: 'answered' as const,
      code: response.statusCode ?? 0,
      headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
      certificate: secure ? certificateOf(response.socket as TLSSocket) : null,
    });
    call.once('upgrade', (response, socket) => {
      socket.destroy();
      settle({ ...answerOf(response), body: '' });
    });
    call.once('response', (response) => {
      const answer = answerOf(response);
      let body = '';
      const done = () => settle({ ...answer, body: body.slice(0, MAX_BODY) });
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
        if (body.length > MAX_BODY) done();
      });
      response.once('end', done);
      response.once('aborted', done);
      response.on('error', done);
    });
    call.on('error', (error: NodeJS.ErrnoException) =>
      settle({ status: requestStatus(error), reason: errorText(error) }),
    );
    call.end();
  });
}

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;

function certificateOf(socket: TLSSocket): Certificate | null {
  // Null once the socket is closed, whatever the types say.
  const peer = socket.getPeerCertificate() as ReturnType<TLSSocket['getPeerCertificate']> | null;
  if (!peer?.subject) return null;
  const error = socket.authorizationError as unknown;
  return {
    trusted: socket.authorized,
    error: socket.authorized ? null : error instanceof Error ? error.message : String(error),
    subject: String(peer.subject.CN ?? ''),
    issuer: String(peer.issuer?.CN ?? ''),
    validTo: peer.valid_to,
  };
}

function connectStatus({ code }: NodeJS.ErrnoException): ConnectResult['status'] {
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return 'timeout';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL') return 'unreachable';
  return 'failed';
}

function requestStatus({ code = '', message }: NodeJS.ErrnoException): 'reset' | 'tls' | 'failed' {
  if (code === 'ECONNRESET' || code === 'EPIPE' || message === 'socket hang up') return 'reset';
  if (/SSL|TLS|CERT|EPROTO/.test(code)) return 'tls';
  return 'failed';
}

/** An error with its code; where every address of a name failed, the first one's. */
function errorText(error: NodeJS.ErrnoException): string {
  const first = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException | undefined) : undefined;
  return first?.message ?? (error.message || error.code || 'failed');
}

function since(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}

/** `work`, or `late()` where it takes longer than `ms`. */
export async function withTimeout<T>(work: Promise<T>, ms: number, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late()), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
