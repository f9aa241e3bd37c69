import type { Answer } from '../../../src/gateway/model/answer.ts';
import {
  type Attempt,
  type Client,
  type Credentials,
  type Device,
  type Gateway,
  plainGateway,
  type Socket,
} from '../../../src/gateway/model/attempt.ts';
import { judgeConnection } from '../../../src/gateway/model/judge.ts';
import { startOf } from '../../../src/gateway/model/startup.ts';
import { parseVersion, type Version } from '../../../src/gateway/version.ts';

export const PORT = 18789;

/** Client kinds as the lab's probe names them: id, mode. */
export const KINDS = {
  'control-ui': ['openclaw-control-ui', 'webchat'],
  webchat: ['webchat-ui', 'webchat'],
  cli: ['cli', 'cli'],
  tui: ['openclaw-tui', 'ui'],
  backend: ['gateway-client', 'backend'],
  test: ['test', 'test'],
  node: ['node-host', 'node'],
  probe: ['openclaw-probe', 'probe'],
  macos: ['openclaw-macos', 'ui'],
} as const;
export type Kind = keyof typeof KINDS;

export const SCOPES = [
  'operator.admin',
  'operator.read',
  'operator.write',
  'operator.approvals',
  'operator.pairing',
] as const;

export interface Over {
  readonly socket?: Partial<Socket>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly frame?: Partial<Attempt['frame']>;
  readonly client?: Partial<Client>;
  readonly device?: Partial<Device> | null;
  readonly credentials?: Partial<Credentials>;
  readonly pairing?: Partial<Extract<Attempt['pairing'], { kind: 'paired' }>>;
  readonly gateway?: Partial<Omit<Gateway, 'controlUi' | 'nodePairing'>> & {
    readonly controlUi?: Partial<Gateway['controlUi']>;
    readonly nodePairing?: Partial<Gateway['nodePairing']>;
  };
}

export function versionOf(text: string): Version {
  const version = parseVersion(text);
  if (!version) throw new Error(`${text} is no version`);
  return version;
}

/** A new device on the gateway's host with the right token, at a gateway with bind lan, but for what `over` says. */
export function attemptOf(version: string, kind: Kind, over: Over = {}): Attempt {
  const [id, mode] = KINDS[kind];
  const isNode = kind === 'node';
  const { controlUi, nodePairing, ...gateway } = over.gateway ?? {};
  return {
    version: versionOf(version),
    socket: {
      peer: '127.0.0.1',
      dialled: '127.0.0.1',
      listening: ['0.0.0.0'],
      listener: 'ordinary',
      isTailscaleUserVerified: false,
      ...over.socket,
    },
    headers: { host: `127.0.0.1:${PORT}`, ...over.headers },
    frame: { kind: 'connect', bytes: 900, ...over.frame },
    client: {
      id,
      mode,
      role: isNode ? 'node' : 'operator',
      scopes: isNode ? [] : SCOPES,
      protocol: { min: 1, max: 9 },
      platform: 'linux',
      deviceFamily: null,
      build: 'same',
      ...over.client,
    },
    device:
      over.device === null
        ? null
        : { isIdOfKey: true, signature: 'v2', nonce: 'right', clockSkewMs: 0, ...over.device },
    credentials: { token: 'right', password: null, deviceToken: null, bootstrapToken: null, ...over.credentials },
    pairing: over.pairing
      ? {
          kind: 'paired',
          roles: ['operator'],
          revokedRoles: [],
          scopes: SCOPES,
          platform: 'linux',
          deviceFamily: null,
          ...over.pairing,
        }
      : { kind: 'unpaired' },
    gateway: {
      ...plainGateway,
      ...gateway,
      controlUi: { ...plainGateway.controlUi, allowedOrigins: seededOrigins(version), ...controlUi },
      nodePairing: { ...plainGateway.nodePairing, ...nodePairing },
    },
  };
}

/** The origins that a gateway with bind lan and none configured comes up with. */
function seededOrigins(version: string): readonly string[] {
  const started = startOf({
    version: versionOf(version),
    bind: 'lan',
    port: PORT,
    isInContainer: false,
    isServedByTailscale: false,
    authMode: 'token',
    allowedOrigins: [],
    dangerouslyAllowHostHeaderOriginFallback: false,
  });
  return started.kind === 'listening' ? started.allowedOrigins : [];
}

export function judge(version: string, kind: Kind, over: Over = {}): Answer {
  return judgeConnection(attemptOf(version, kind, over));
}

/** An answer as MATRIX.md writes it. */
export function cellOf(answer: Answer): string {
  switch (answer.kind) {
    case 'accepted':
      if (answer.isDeviceTokenIssued) return 'OK +deviceToken';
      return answer.scopes?.length === 0 ? 'OK scopes=[]' : 'OK';
    case 'pending':
      if (answer.detailsCode === null) return `${answer.closeCode} "${answer.reason}" (no code)`;
      return `${answer.closeCode} ${answer.detailsCode}`;
    case 'refused': {
      if (answer.detailsCode === null) return `${answer.closeCode} "${answer.reason.slice(0, 60)}"`;
      const detail = answer.decidedBy === 'device-proof' ? `/${answer.detailsReason}` : '';
      return `${answer.closeCode} ${answer.detailsCode}${detail}`;
    }
    case 'closed':
      return `${answer.closeCode} ""`;
    case 'http-refusal':
      return `HTTP ${answer.status}`;
    case 'no-connection':
      return '1006 ""';
    default:
      return answer satisfies never;
  }
}

/** The rows of the first table in a Markdown text, cell by cell, without its heading. */
export function rowsOf(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => /^\|\s*-{3}/.test(line));
  const rows = lines.slice(start + 1).filter((line) => line.startsWith('|'));
  return rows.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** An answer in a few words: what it is, and what decided. */
export function brief(answer: Answer): string {
  switch (answer.kind) {
    case 'accepted':
      return `${answer.as} by ${answer.decidedBy}`;
    case 'pending':
    case 'refused':
      return `${answer.kind}: ${answer.decidedBy}`;
    case 'closed':
      return `closed ${answer.closeCode} after ${answer.afterMs / 1000} s`;
    case 'http-refusal':
      return `HTTP ${answer.status}`;
    case 'no-connection':
      return answer.error;
    default:
      return answer satisfies never;
  }
}

/** From another machine, without a proxy. */
export const LAN: Over = {
  socket: { peer: '10.88.0.2', dialled: '10.88.0.1' },
  headers: { host: `10.88.0.1:${PORT}` },
};

/** `over` as it arrives from another machine. */
export function fromLan(over: Over = {}): Over {
  return { ...over, socket: { ...LAN.socket, ...over.socket }, headers: { ...LAN.headers, ...over.headers } };
}
