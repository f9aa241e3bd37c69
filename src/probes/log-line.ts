import { saidFor } from '../gateway/symptoms.ts';
import { detail, metadataDetail } from './log-details.ts';
import { BY_CLIENT, type LogEvent, type RefusedEvent } from './log-events.ts';
import { addressOf, field, messageIn, portOf, whyOf } from './log-fields.ts';

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
  const cause = field(own, 'cause');
  const reason = closed === BY_CLIENT ? (field(own, 'authReason') ?? saidFor(cause) ?? closed) : closed;
  const [, from, to] = /\bpeer=([^\s>]{1,64})->(\S{1,64})/.exec(before) ?? [];
  return {
    kind: 'refused',
    at,
    code: Number(code),
    reason,
    cause,
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
  const message = messageIn(entry, anchors);
  if (message === undefined) return undefined;
  const known = Object.entries(details ?? {}).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number',
  );
  return {
    text: `${message} ${known.map(([name, value]) => `${name}=${value}`).join(' ')}`,
    at: timeOf(String(entry.time ?? '')),
  };
}
