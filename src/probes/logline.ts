import { addressOf, field, platformsIn, portOf, role, whyOf } from './logfields.ts';

/** What a line of a gateway's log tells of a connection. */
export type LogEvent =
  | RefusedEvent
  | AcceptedEvent
  | ApprovedEvent
  | ApproveMissedEvent
  | ScopeEvent
  | ProxyEvent
  | DetailEvent;

interface RefusedEvent {
  readonly kind: 'refused';
  /** ms since 1970; null where the line bears no time. */
  readonly at: number | null;
  readonly code: number;
  readonly reason: string;
  /** The gateway's own word for it, 2026.4 and later: pairing-required, unauthorized, … */
  readonly cause: string | null;
  /** Of a refused pairing: not-paired, scope-upgrade, role-upgrade, metadata-upgrade. */
  readonly why: string | null;
  readonly remote: string | null;
  /** The gateway's own end of the connection. */
  readonly local: string | null;
  /** The port at the gateway's end; null: the line doesn't say. */
  readonly port: number | null;
  readonly forwarded: string | null;
  readonly origin: string | null;
  readonly host: string | null;
  readonly deviceId: string | null;
  readonly requestId: string | null;
  /** The gateway's name of the connection, by which other lines tell more of it. */
  readonly conn: string | null;
  readonly client: string | null;
  /** What the client showed: none, token, password, device-token, …; null: the line doesn't say. */
  readonly auth: string | null;
  /** The scopes that the device has and those that it asks for, of an upgrade. */
  readonly scopesFrom: readonly string[] | null;
  readonly scopesTo: readonly string[] | null;
  readonly roleFrom: string | null;
  readonly roleTo: string | null;
  /** What the device said that it runs on when it was approved, and what it says now, where that differs. */
  readonly platformFrom: string | null;
  readonly platformTo: string | null;
}

interface AcceptedEvent {
  readonly kind: 'accepted';
  readonly at: number | null;
  readonly remote: string;
}

interface ApprovedEvent {
  readonly kind: 'approved';
  readonly at: number | null;
  readonly deviceId: string;
  /** The gateway did it on its own. */
  readonly silent: boolean;
}

/** An approval that named an id that no request has. */
interface ApproveMissedEvent {
  readonly kind: 'approve-missed';
  readonly at: number | null;
  readonly list: 'devices' | 'nodes';
}

/** A client without a device is let in and then may do nothing. */
interface ScopeEvent {
  readonly kind: 'missing-scope';
  readonly at: number | null;
  readonly scope: string;
  readonly method: string;
}

/** Headers of a proxy came from an address that the gateway doesn't trust; up to 2026.7 it doesn't say from which. */
interface ProxyEvent {
  readonly kind: 'untrusted-proxy';
  readonly at: number | null;
  readonly remote: string | null;
  /** Every such request is refused: from 2026.8.1 on. */
  readonly refused: boolean;
}

/** What another line tells of a connection that is refused a moment later. */
interface DetailEvent extends Partial<Pick<RefusedEvent, (typeof DETAILS)[number]>> {
  readonly kind: 'detail';
  readonly at: number | null;
  readonly conn: string;
  /** Why it was refused, in the gateway's words. */
  readonly said?: string;
}
const DETAILS = [
  ...(['client', 'auth', 'deviceId', 'why', 'scopesFrom', 'scopesTo', 'roleFrom', 'roleTo'] as const),
  ...(['platformFrom', 'platformTo'] as const),
] as const;

/** What a line must hold to be worth reading: for searching files without decoding them. */
export const anchors = [
  'closed before connect',
  'webchat connected',
  'device pairing ',
  'missing scope: ',
  'unauthorized conn=',
  'device access upgrade requested',
  'device metadata upgrade requested',
  'pair.approve ',
  'Proxy headers detected',
  'proxy-shaped traffic',
];

/** A longer line is no line of a gateway's. */
export const MAX_LINE = 16 * 1024;

/** Reads one line, as text or as the JSON of OpenClaw's log files. Undefined where it tells nothing of a connection. */
export function parseLogLine(line: string): LogEvent | undefined {
  if (line.length > MAX_LINE || !anchors.some((anchor) => line.includes(anchor))) return undefined;
  const entry = line.startsWith('{') ? fromJson(line) : undefined;
  const text = entry?.text ?? line;
  // A time further behind may be a client's text.
  const at = entry?.at ?? timeOf(text.slice(0, 120));
  // What others say in the log, agents and users among them, may hold the same words: the gateway's begin the line.
  const [, subsystem = '', said = ''] = LINE.exec(text) ?? [];
  if (!/^(?:|ws|gateway)$/.test(subsystem)) return undefined;
  if (said.startsWith('closed before connect ')) return refused(said, at);
  if (said.startsWith('webchat connected ')) {
    const remote = field(said, 'remote');
    return remote ? { kind: 'accepted', at, remote } : undefined;
  }
  const approved = /^device pairing (auto-)?approved device=([0-9a-f]{64})/.exec(said);
  if (approved?.[2]) return { kind: 'approved', at, deviceId: approved[2], silent: approved[1] !== undefined };
  if (said.startsWith('unauthorized conn=') || said.startsWith('security audit: device access upgrade requested '))
    return detail(said, at);
  if (said.startsWith('security audit: device metadata upgrade requested ')) return metadataDetail(said, at);
  if (said.startsWith('Proxy headers detected from untrusted address'))
    return { kind: 'untrusted-proxy', at, remote: null, refused: false };
  // In the log file the name of the subsystem is part of the message.
  const shaped = /^(?:gateway: )?observed unattributable proxy-shaped traffic from (\S{1,64}?);/.exec(said);
  if (shaped) return { kind: 'untrusted-proxy', at, remote: shaped[1] ?? null, refused: true };
  const [, method, result] = /^(?:\S{1,4} )?res ✗ (\S{1,100}) (.*)$/.exec(said) ?? [];
  const list = method === 'device.pair.approve' ? 'devices' : method === 'node.pair.approve' ? 'nodes' : undefined;
  if (list && /\bunknown requestId\b/.test(result ?? '')) return { kind: 'approve-missed', at, list };
  const scope = /missing scope: ([\w.]{1,64})/.exec(result ?? '')?.[1];
  return method && scope ? { kind: 'missing-scope', at, method, scope } : undefined;
}

/** Times that engines and the journal put in front, the journal's host and unit, then the gateway's own `[subsystem]`. */
export const LINE =
  /^(?:\d{4}-\d\d-\d\d[T ][\d:.,]{8,24}(?:Z|[+-]\d\d:?\d\d)?\s{1,4}){0,3}(?:[\w.-]{1,100} [\w.@-]{1,100}\[\d{1,10}\]: )?(?:\d{4}-\d\d-\d\d[T ][\d:.,]{8,24}(?:Z|[+-]\d\d:?\d\d)?\s{1,4})?(?:[\d:.]{8,16}\s{1,4})?(?:\[([\w/.-]{1,40})\]\s{1,4})?(.*)$/;

/**
 * `… peer=A->B remote=… fwd=… origin=… host=… ua=… code=… reason=… cause=… deviceId=… requestId=…`. What stands from
 * `fwd` to `ua` is the client's own text and may imitate the rest, so the gateway's words are looked for before and
 * behind it only.
 */
function refused(text: string, at: number | null): RefusedEvent | undefined {
  const verdict = [...text.matchAll(/ code=\d{4} reason=/g)].at(-1)?.index;
  if (verdict === undefined) return undefined;
  const before = text.slice(0, text.indexOf(' fwd='));
  const clients = text.slice(before.length, verdict);
  const own = text.slice(verdict);
  // OpenClaw's own look whether a gateway is there shows neither device nor secret: nobody who wanted in was refused.
  if (field(own, 'cause') === 'device-required' && field(own, 'mode') === 'probe') return undefined;
  // The reason is free text; what comes behind it is `name=value` again.
  const [, code, closed = ''] =
    / code=(\d{4}) reason=(.*?)(?= (?:phase|cause|durationMs|handshake|conn)=|$)/.exec(own) ?? [];
  const reason =
    closed === BY_CLIENT ? (field(own, 'authReason') ?? SAID[field(own, 'cause') ?? ''] ?? closed) : closed;
  const [, from, to] = /\bpeer=([^\s>]{1,64})->(\S{1,64})/.exec(before) ?? [];
  return {
    kind: 'refused',
    at,
    code: Number(code),
    reason,
    cause: field(own, 'cause'),
    why: whyOf(own, reason),
    remote: field(before, 'remote') ?? addressOf(from),
    local: addressOf(to),
    // A proxy may pass on the port at which it is asked itself.
    port: portOf(to) ?? (field(clients, 'fwd') === null ? portOf(field(clients, 'host') ?? undefined) : null),
    forwarded: field(clients, 'fwd'),
    origin: field(clients, 'origin'),
    host: field(clients, 'host'),
    deviceId: field(own, 'deviceId'),
    requestId: field(own, 'requestId') ?? /requestId: ([0-9a-f-]{36})/.exec(reason)?.[1] ?? null,
    conn: field(before, 'conn'),
    client: field(own, 'client'),
    auth: field(own, 'authProvided'),
    scopesFrom: null,
    scopesTo: null,
    roleFrom: null,
    roleTo: null,
    platformFrom: null,
    platformTo: null,
  };
}

/** OpenClaw's own clients often close before the gateway does, with these words instead of the gateway's. */
const BY_CLIENT = 'connect failed';

/** The beginning of what a gateway tells a client, by its own word for the cause. */
const SAID: Readonly<Record<string, string>> = {
  'control-ui-insecure-auth': 'control ui requires device identity',
  'device-required': 'device identity required',
  'origin-mismatch': 'origin not allowed',
  'pairing-required': 'pairing required',
};

/** `… reason=token_mismatch guidance=unauthorized: gateway token mismatch (…)`, behind all that the client says of itself. */
function saidIn(text: string): string | undefined {
  const [, word, guidance] =
    /^ reason=(\w{1,60})(?: guidance=(.*))?$/.exec(text.slice(text.lastIndexOf(' reason='))) ?? [];
  return guidance ?? word;
}

/**
 * `unauthorized conn=… client=cli cli v… auth=token … reason=…`, or `security audit: device access upgrade requested
 * reason=… device=… roleFrom=… roleTo=… scopesFrom=… scopesTo=… client=cli conn=…`. A client names itself freely in
 * what stands behind `client=`; only its first word, an id from the gateway's own list, is taken.
 */
function detail(text: string, at: number | null): DetailEvent | undefined {
  const conn = field(text, 'conn');
  if (conn === null) return undefined;
  const deviceId = /\bdevice=([0-9a-f]{64})\b/.exec(text)?.[1];
  const list = (name: string) => {
    const value = field(text, name);
    return value === null ? undefined : value.split(',').filter((scope) => /^[\w.-]{1,64}$/.test(scope));
  };
  const found = {
    client: field(text, 'client') ?? undefined,
    auth: field(text, 'auth') ?? undefined,
    deviceId,
    why: /^security audit: device access upgrade requested reason=((?:scope|role)-upgrade)\b/.exec(text)?.[1],
    scopesFrom: list('scopesFrom'),
    scopesTo: list('scopesTo'),
    roleFrom: role(text, 'roleFrom'),
    roleTo: role(text, 'roleTo'),
    said: text.startsWith('unauthorized conn=') ? saidIn(text) : undefined,
  };
  return {
    kind: 'detail',
    at,
    conn,
    ...Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)),
  };
}

/**
 * `security audit: device metadata upgrade requested reason=metadata-upgrade device=… claimedPlatform=macOS 26.5.0
 * pinnedPlatform=macOS 26.4.1 … client=cli conn=…`. What is claimed is the client's own text and may imitate the rest,
 * so the connection is the last that the line names.
 */
function metadataDetail(text: string, at: number | null): DetailEvent | undefined {
  const conn = [...text.matchAll(/\bconn=(\S+)/g)].at(-1)?.[1];
  const deviceId = /\bdevice=([0-9a-f]{64})\b/.exec(text)?.[1];
  if (conn === undefined || deviceId === undefined) return undefined;
  const [platformTo, platformFrom] = platformsIn(text) ?? [];
  return {
    kind: 'detail',
    at,
    conn,
    deviceId,
    why: 'metadata-upgrade',
    ...(platformTo === undefined ? {} : { platformTo }),
    ...(platformFrom === undefined ? {} : { platformFrom }),
  };
}

/** The refusals with what other lines told of the same connection before. */
export function withDetails<E extends LogEvent>(events: readonly E[]): E[] {
  const details = new Map<string, DetailEvent>();
  for (const event of events) {
    if (event.kind === 'detail') details.set(event.conn, { ...details.get(event.conn), ...event });
  }
  return events.flatMap((event) => {
    if (event.kind === 'detail') return [];
    const more = event.kind === 'refused' && event.conn !== null ? details.get(event.conn) : undefined;
    if (!more || event.kind !== 'refused') return [event];
    const reason = event.reason === BY_CLIENT ? (more.said ?? event.reason) : event.reason;
    const rest = Object.fromEntries(DETAILS.map((key) => [key, event[key] ?? more[key] ?? null]));
    return [{ ...event, reason, ...rest }];
  });
}

export function timeOf(text: string): number | null {
  const stamp = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/.exec(text)?.[0];
  const at = stamp === undefined ? Number.NaN : Date.parse(stamp);
  return Number.isNaN(at) ? null : at;
}

/** A line of a log file: its message, with the details that stand beside it as `name=value`. */
function fromJson(line: string): { text: string; at: number | null } | undefined {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const details = Object.values(entry).find(
    (value) => value !== null && typeof value === 'object' && ('cause' in value || 'handshake' in value),
  ) as Record<string, unknown> | undefined;
  if (entry['0'] !== undefined && !String(entry['0']).includes('gateway')) return undefined;
  const message = [entry.message, entry['2'], entry['1'], entry['0']].find(
    (value): value is string => typeof value === 'string' && anchors.some((anchor) => value.includes(anchor)),
  );
  if (message === undefined) return undefined;
  const known = Object.entries(details ?? {}).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number',
  );
  return {
    text: `${message} ${known.map(([name, value]) => `${name}=${value}`).join(' ')}`,
    at: timeOf(String(entry.time ?? '')),
  };
}
