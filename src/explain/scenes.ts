import { type Attempt, type Client, type Gateway, plainGateway, type Socket } from '../gateway/model/attempt.ts';
import type { Version } from '../gateway/version.ts';

/** An attempt to connect that a gateway answers with one of its sayings, told to the model in each version. */
export type Scene = (version: Version) => Attempt;

/** What differs from a client elsewhere with the right token, whose device asks for the first time. */
export interface Staging {
  readonly socket?: Partial<Socket>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly frame?: Attempt['frame'];
  readonly client?: Partial<Client>;
  readonly device?: Partial<NonNullable<Attempt['device']>> | null;
  readonly credentials?: Partial<Attempt['credentials']>;
  /** What the gateway has stored for the device; absent: nothing. */
  readonly paired?: Partial<Extract<Attempt['pairing'], { kind: 'paired' }>>;
  readonly gateway?: Partial<Gateway>;
}

const HOST = '192.168.0.10:18789';
const ALL_SCOPES = ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals', 'operator.pairing'];
const PAGE = { host: HOST, origin: `http://${HOST}` };

/** The CLI on another machine. */
export function cliElsewhere(staging: Staging = {}): Scene {
  return staged({ id: 'cli', mode: 'cli' }, staging);
}

/** The CLI on the gateway's own host. */
export function cliBeside(staging: Staging = {}): Scene {
  return cliElsewhere({
    ...staging,
    socket: { peer: '127.0.0.1', dialled: '127.0.0.1', ...staging.socket },
    headers: { host: '127.0.0.1:18789', ...staging.headers },
  });
}

/** The Control UI in a browser on another machine, its page listed in gateway.controlUi.allowedOrigins. */
export function controlUi(staging: Staging = {}): Scene {
  const gateway: Gateway = {
    ...plainGateway,
    ...staging.gateway,
    controlUi: { ...plainGateway.controlUi, allowedOrigins: [PAGE.origin], ...staging.gateway?.controlUi },
  };
  return staged(
    { id: 'openclaw-control-ui', mode: 'webchat' },
    { ...staging, headers: { ...PAGE, ...staging.headers }, gateway },
  );
}

/** An app or a program of somebody's own on another machine. */
export function otherClient(staging: Staging = {}): Scene {
  return staged({ id: 'openclaw-macos', mode: 'ui' }, staging);
}

/** A node on another machine. */
export function node(staging: Staging = {}): Scene {
  return staged({ id: 'node-host', mode: 'node', role: 'node', scopes: [] }, staging);
}

function staged(
  client: Partial<Client>,
  { socket, headers, frame, client: more, device, credentials, paired, gateway }: Staging,
): Scene {
  return (version) => ({
    version,
    socket: {
      peer: '192.168.0.20',
      dialled: '192.168.0.10',
      listening: ['0.0.0.0'],
      listener: 'ordinary',
      isTailscaleUserVerified: false,
      ...socket,
    },
    headers: { host: HOST, ...headers },
    frame: frame ?? { kind: 'connect', bytes: 900 },
    client: {
      id: 'cli',
      mode: 'cli',
      role: 'operator',
      scopes: ALL_SCOPES,
      protocol: { min: 1, max: 9 },
      platform: 'linux',
      deviceFamily: null,
      build: 'same',
      ...client,
      ...more,
    },
    device: device === null ? null : { isIdOfKey: true, signature: 'v2', nonce: 'right', clockSkewMs: 0, ...device },
    credentials: { token: 'right', password: null, deviceToken: null, bootstrapToken: null, ...credentials },
    pairing: paired
      ? {
          kind: 'paired',
          roles: ['operator'],
          revokedRoles: [],
          scopes: ALL_SCOPES,
          platform: 'linux',
          deviceFamily: null,
          ...paired,
        }
      : { kind: 'unpaired' },
    gateway: { ...plainGateway, ...gateway },
  });
}
