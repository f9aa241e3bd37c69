/**
 * The one port for all effects. Everything that the doctor learns or does goes through these calls, each with one
 * plain-data request and one plain-data result, so that a recording of them replays the whole run and any platform can
 * be tested on any other. What comes back is already stripped of control characters, redacted and bounded.
 */
export interface Host {
  readonly machine: Machine;
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs a program to its end and keeps its output. */
  exec(request: ExecRequest): Promise<ExecResult>;
  readText(request: ReadRequest): Promise<ReadResult>;
  /** Reads a file of any size in constant memory and keeps the lines that hold one of the anchors. */
  grep(request: GrepRequest): Promise<GrepResult>;
  list(request: ListRequest): Promise<ListResult>;
  lookup(request: { readonly host: string; readonly timeoutMs: number }): Promise<LookupResult>;
  connect(request: ConnectRequest): Promise<ConnectResult>;
  /** One HTTP request. It opens no WebSocket: asked for an upgrade it names a protocol version that nobody speaks. */
  request(request: HttpRequest): Promise<HttpResult>;
  /** Runs a program that prints a tar archive and reads the files in it. */
  archive(request: ArchiveRequest): Promise<ArchiveResult>;
  /** Queries a private copy of an SQLite database. */
  database(request: DatabaseRequest): Promise<DatabaseResult>;
  /** Who listens on a TCP port. The one call that loads systeminformation. */
  listeners(request: { readonly port: number; readonly timeoutMs: number }): Promise<ListenersResult>;
}

/** The calls of a host that a recording holds. */
export const effects = [
  'exec',
  'readText',
  'grep',
  'list',
  'lookup',
  'connect',
  'request',
  'archive',
  'database',
  'listeners',
] as const satisfies readonly (keyof Host)[];
export type Effect = (typeof effects)[number];

/** What doesn't change during a run. */
export interface Machine {
  readonly platform: string;
  readonly nodeVersion: string;
  /** The numeric user id; null on Windows. */
  readonly uid: number | null;
  readonly home: string;
  /** The variables that matter here, redacted; see host/machine.ts. */
  readonly env: Readonly<Record<string, string>>;
  readonly addresses: readonly { readonly name: string; readonly address: string; readonly internal: boolean }[];
  /** The working folder; absent where it is gone, and in recordings of old. */
  readonly cwd?: string;
}

export interface ExecRequest {
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  /** Keep only the lines of standard output and error that hold one of these, the newest `lines` of them. */
  readonly keep?: { readonly anchors: readonly string[]; readonly lines: number };
}

export type ExecResult =
  | {
      readonly status: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
      /** Output went over the bound and the rest was dropped. */
      readonly truncated: boolean;
    }
  | { readonly status: 'missing' }
  | { readonly status: 'timeout'; readonly stdout: string; readonly stderr: string }
  | Failed;

export interface ReadRequest {
  readonly path: string;
  readonly maxBytes?: number;
}

export type ReadResult =
  | { readonly status: 'ok'; readonly text: string; readonly size: number; readonly truncated: boolean }
  | Absent
  | Denied
  | Failed;

export interface GrepRequest {
  readonly path: string;
  readonly anchors: readonly string[];
  /** How many matching lines to keep: the last ones. */
  readonly lines: number;
  readonly timeoutMs: number;
}

export type GrepResult =
  | { readonly status: 'ok'; readonly lines: readonly string[]; readonly size: number; readonly complete: boolean }
  | Absent
  | Denied
  | Failed;

export interface ListRequest {
  readonly path: string;
  /** Only these names: what else lies there is nobody's business. */
  readonly only?: readonly string[];
}

export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'other';
  readonly size: number;
  readonly uid: number;
  readonly mode: number;
  readonly changedAt: number;
}

export type ListResult = { readonly status: 'ok'; readonly entries: readonly Entry[] } | Absent | Denied | Failed;

export type LookupResult =
  | { readonly status: 'ok'; readonly addresses: readonly string[]; readonly ms: number }
  | (Failed & { readonly ms: number });

export interface ConnectRequest {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

export interface ConnectResult {
  readonly status: 'ok' | 'refused' | 'timeout' | 'unreachable' | 'failed';
  readonly reason: string;
  readonly ms: number;
}

export interface HttpRequest {
  readonly url: string;
  readonly timeoutMs: number;
  readonly upgrade?: boolean;
}

export type HttpResult =
  | {
      readonly status: 'answered';
      readonly code: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly ms: number;
      readonly certificate: Certificate | null;
    }
  | { readonly status: 'reset' | 'timeout' | 'tls' | 'failed'; readonly reason: string; readonly ms: number };

export interface Certificate {
  readonly trusted: boolean;
  /** Node's code for what is wrong, e.g. DEPTH_ZERO_SELF_SIGNED_CERT; null where trusted. */
  readonly error: string | null;
  readonly subject: string;
  readonly issuer: string;
  readonly validTo: string;
}

export interface ArchiveRequest {
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export type ArchiveResult =
  | { readonly status: 'ok'; readonly files: readonly ArchiveFile[] }
  | Absent
  | { readonly status: 'timeout' }
  | Failed;

export interface ArchiveFile {
  readonly path: string;
  readonly size: number;
  /** The text of a small file that is text; null of others. */
  readonly text: string | null;
}

export interface DatabaseRequest {
  /** A file of this machine, or an argv that prints a tar archive in which the file is. */
  readonly from:
    | { readonly path: string }
    | {
        readonly argv: readonly string[];
        readonly timeoutMs: number;
        readonly maxBytes: number;
        readonly file: string;
      };
  readonly queries: readonly string[];
}

export type DatabaseResult =
  | { readonly status: 'ok'; readonly results: readonly (readonly Row[])[] }
  | Absent
  | Denied
  | { readonly status: 'unsupported'; readonly reason: string }
  | Failed;

export type Row = Readonly<Record<string, string | number | null>>;

export type ListenersResult =
  | { readonly status: 'ok'; readonly listeners: readonly { readonly address: string; readonly process: string }[] }
  | Failed;

interface Absent {
  readonly status: 'absent';
}
interface Denied {
  readonly status: 'denied';
  readonly reason: string;
}
export interface Failed {
  readonly status: 'failed';
  readonly reason: string;
}
