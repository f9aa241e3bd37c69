import { BY_CLIENT, DETAILS, type DetailEvent, type LogEvent } from './log-events.ts';
import { field, platformsIn, role } from './log-fields.ts';

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

/**
 * `unauthorized conn=… client=cli cli v… auth=token … reason=…`, or `security audit: device access upgrade requested
 * reason=… device=… roleFrom=… roleTo=… scopesFrom=… scopesTo=… client=cli conn=…`. A client names itself freely in
 * what stands behind `client=`; only its first word, an id from the gateway's own list, is taken.
 */
export function detail(text: string, at: number | null): DetailEvent | undefined {
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
export function metadataDetail(text: string, at: number | null): DetailEvent | undefined {
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

/** `… reason=token_mismatch guidance=unauthorized: gateway token mismatch (…)`, behind all that the client says of itself. */
function saidIn(text: string): string | undefined {
  const [, word, guidance] =
    /^ reason=(\w{1,60})(?: guidance=(.*))?$/.exec(text.slice(text.lastIndexOf(' reason='))) ?? [];
  return guidance ?? word;
}
