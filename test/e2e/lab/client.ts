import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** What a device owns: its key pair, and the id that the gateway derives from it. Plain data, to be kept as JSON. */
export interface Identity {
  readonly deviceId: string;
  /** The raw key, base64url. */
  readonly publicKey: string;
  readonly privateKeyPem: string;
}

export interface ConnectOptions {
  readonly url: string;
  /** None connects without a device. */
  readonly identity?: Identity;
  readonly token?: string;
  readonly password?: string;
  readonly deviceToken?: string;
  readonly clientId?: string;
  readonly mode?: string;
  readonly role?: 'operator' | 'node';
  readonly scopes?: readonly string[];
  readonly platform?: string;
  /** Of the Control UI, which the gateway compares with its own from 2026.8 on: see `pageBuild`. */
  readonly buildId?: string;
  /** As a browser sends it. */
  readonly origin?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For all tries together. A gateway that starts is tried again until then. */
  readonly timeoutMs?: number;
}

/** The error of a refusal. Versions before 2026.3.13 give no `details.code`. */
export interface GatewayError {
  readonly code: string;
  readonly message: string;
  readonly details?: { readonly code?: string; readonly reason?: string; readonly requestId?: string };
}

/** How a try to connect ended. */
export type Connection =
  | { readonly status: 'connected'; readonly hello: Hello; close(): Promise<void> }
  | { readonly status: 'refused'; readonly code: number; readonly reason: string; readonly error: GatewayError | null }
  | { readonly status: 'no-upgrade'; readonly httpStatus: number }
  | { readonly status: 'unreachable'; readonly reason: string }
  | { readonly status: 'timeout' };

export interface Hello {
  readonly type: 'hello-ok';
  readonly protocol: number;
  readonly server: { readonly version: string };
  readonly auth?: { readonly role?: string; readonly scopes?: readonly string[]; readonly deviceToken?: string };
}

const allScopes = ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals', 'operator.pairing'];

/** A device that no gateway knows yet. */
export function newIdentity(): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  return {
    deviceId: createHash('sha256').update(raw).digest('hex'),
    publicKey: raw.toString('base64url'),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** The build that the page of a gateway bears; none before 2026.8, whose schema refuses to be told one. */
export async function pageBuild(url: string): Promise<{ readonly buildId?: string }> {
  const page = await (await fetch(url.replace(/^ws/, 'http'))).text();
  const buildId = /control-ui-build-id="([^"]*?Z)(?:-[0-9a-f]{64})?"/.exec(page)?.[1];
  return buildId === undefined ? {} : { buildId };
}

/** Connects as a real client with a device would. The gateway notes an unknown device as a pairing request. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const deadline = performance.now() + (options.timeoutMs ?? 30_000);
  for (;;) {
    const connection = await connectOnce(options, Math.max(1, deadline - performance.now()));
    if (!mayBeStarting(connection) || performance.now() + 500 > deadline) return connection;
    await sleep(500);
  }
}

/** A gateway turns its first clients away with 1013, and Docker's proxy takes connections before it listens. */
function mayBeStarting(connection: Connection): boolean {
  if (connection.status === 'unreachable') return true;
  return connection.status === 'refused' && (connection.code === 1013 || connection.code === 1006);
}

function connectOnce(options: ConnectOptions, timeoutMs: number): Promise<Connection> {
  const { url, origin, headers = {} } = options;
  const socket = new WebSocket(url, {
    headers,
    handshakeTimeout: timeoutMs,
    ...(origin === undefined ? {} : { origin }),
  });
  let error: GatewayError | null = null;
  return new Promise((resolve) => {
    const finish = (connection: Connection) => {
      clearTimeout(timer);
      if (connection.status !== 'connected') socket.terminate();
      resolve(connection);
    };
    const timer = setTimeout(() => finish({ status: 'timeout' }), timeoutMs);
    socket.on('unexpected-response', (_, response) =>
      finish({ status: 'no-upgrade', httpStatus: response.statusCode ?? 0 }),
    );
    socket.on('error', (cause: NodeJS.ErrnoException) =>
      finish({ status: 'unreachable', reason: cause.code ?? cause.message }),
    );
    socket.on('close', (code, reason) => finish({ status: 'refused', code, reason: reason.toString(), error }));
    socket.on('message', (data) => {
      const frame = JSON.parse(data.toString());
      if (frame.event === 'connect.challenge') {
        socket.send(
          JSON.stringify({ type: 'req', id: 'connect', method: 'connect', params: introduce(options, frame.payload) }),
        );
      } else if (frame.id === 'connect') {
        if (frame.ok) finish({ status: 'connected', hello: frame.payload, close: () => close(socket) });
        else error = frame.error;
      }
    });
  });
}

/** The gateway's clock dates the signature where it tells it. */
function introduce(options: ConnectOptions, challenge: { readonly nonce: string; readonly ts?: number }): object {
  const { identity, token, password, deviceToken, clientId = 'cli', mode = 'cli', role = 'operator' } = options;
  const { scopes = role === 'node' ? [] : allScopes, platform = 'linux', buildId } = options;
  const signedAt = challenge.ts ?? Date.now();
  const signed = [clientId, mode, role, scopes.join(','), signedAt, token ?? deviceToken ?? '', challenge.nonce];
  return {
    minProtocol: 1,
    maxProtocol: 9,
    client: { id: clientId, version: 'openclaw-doctor-e2e', buildId, platform, mode },
    role,
    scopes,
    caps: [],
    auth: { token, password, deviceToken },
    locale: 'en-US',
    userAgent: 'openclaw-doctor-e2e',
    ...(identity && { device: { ...prove(identity, signed), signedAt, nonce: challenge.nonce } }),
  };
}

/** Signature v2, the one that every version knows. */
function prove(identity: Identity, signed: readonly unknown[]): object {
  const text = ['v2', identity.deviceId, ...signed].join('|');
  const signature = sign(null, Buffer.from(text), createPrivateKey(identity.privateKeyPem)).toString('base64url');
  return { id: identity.deviceId, publicKey: identity.publicKey, signature };
}

async function close(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.close();
  const timer = setTimeout(() => socket.terminate(), 2_000);
  await closed;
  clearTimeout(timer);
}
