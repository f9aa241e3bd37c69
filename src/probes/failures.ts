import { bounded } from '../host/clean.ts';
import { messageIn } from './log-fields.ts';
import { LINE, MAX_LINE, timeOf } from './log-line.ts';
import { type StartFailure, startAnchors, startFailure } from './start-failures.ts';

/** What a line says of why a gateway could not start, could not write, or was not even created. */
export interface Failure {
  readonly kind: FailureKind;
  /** The path, volume or variable that it names; null: none. */
  readonly path: string | null;
  readonly port: number | null;
  readonly text: string;
  /** ms since 1970; null where the line bears no time. */
  readonly at: number | null;
  readonly source: string;
  /** A gateway doesn't come up with it: one that came up since is over it. */
  readonly isFatal: boolean;
  /** The same log shows further down that the gateway came up. */
  readonly isOver: boolean;
}

export type FailureKind =
  | StartFailure
  | 'denied'
  | 'no-folder'
  | 'read-only'
  | 'busy'
  | 'full'
  | 'locked'
  | 'lease'
  | 'port'
  | 'publish'
  | 'tunnel'
  | 'volume-name'
  | 'undefined-volume'
  | 'empty-source'
  | 'invalid-mode'
  | 'unset-variable';

/** What a line of a log must hold to be worth reading here, besides the anchors of connections. */
export const failureAnchors = [
  'EACCES: ',
  'EPERM: ',
  'EBUSY: ',
  'EROFS: ',
  'ENOSPC: ',
  'ENOENT: no such file or directory, mkdir',
  'EADDRINUSE',
  'already listening',
  'already running',
  'owner lease',
  'state directory is locked',
  'database is locked',
  'SQLITE_',
  'disk I/O error',
  'disk image is malformed',
  'network-backed volume',
  'http server listening',
  'listening on ws',
  ...startAnchors,
];

/** What a text must hold, for texts too large to be read whole. */
export const toldFailureAnchors = [
  ...failureAnchors,
  'EACCES',
  'EBUSY',
  'already in use',
  'already allocated',
  'not available',
  'cannot listen to port',
  'invalid characters',
  'undefined volume',
  'empty section',
  'invalid mode',
  'variable is not set',
];

/** More than these nobody reads, and only hostile text has them. */
const MAX_FAILURES = 50;

/** The failures in lines of a gateway's own log, newest first, each once. */
export function failuresIn(lines: readonly string[], source: string): Failure[] {
  let found: { readonly failure: Failure; readonly index: number }[] = [];
  let up = { index: -1, at: 0 };
  for (const [index, line] of lines.entries()) {
    const { text, at = null } = line.length > MAX_LINE ? {} : (ownWords(line) ?? {});
    if (text === undefined) continue;
    if (CAME_UP.test(text)) up = { index, at: Math.max(up.at, at ?? 0) };
    const said = text.replace(BEFORE, '');
    const failure = fileFailure(said, true) ?? gatewayFailure(said, true) ?? refusedStart(text) ?? refusedStart(said);
    if (failure) found.push({ failure: seen(failure, { text, at, source }), index });
    if (found.length > 2 * MAX_FAILURES) found = found.slice(-MAX_FAILURES);
  }
  // An engine gives the two outputs of a container one after the other: times tell more than the order.
  const isOver = ({ at, isFatal }: Failure, index: number) =>
    isFatal && (at !== null && up.at > 0 ? up.at > at : up.index > index);
  return newestOfEach(found.map(({ failure, index }) => ({ ...failure, isOver: isOver(failure, index) })));
}

/** The failures that any text tells of: a terminal's screen, a bug report. Whoever wrote it says so, not the gateway. */
export function toldFailures(text: string, source: string): Failure[] {
  let found: Failure[] = [];
  for (const long of text.split('\n')) {
    const line = long.slice(0, MAX_LINE);
    const [, subsystem = '', said = ''] = LINE.exec(line) ?? [];
    // A pasted log has lines of others in it, too.
    if (OTHERS.test(subsystem)) continue;
    if (CAME_UP.test(said)) found = found.map((failure) => ({ ...failure, isOver: failure.isFatal }));
    const failures = [toolFailure(line), fileFailure(line, false), gatewayFailure(line, false)];
    const first = failures.find((failure) => failure !== undefined);
    if (first) found.push(seen(first, { text: line.trim(), at: timeOf(line.slice(0, 120)), source }));
    if (found.length > 2 * MAX_FAILURES) found = found.slice(-MAX_FAILURES);
  }
  return newestOfEach(found);
}

type Found = Pick<Failure, 'kind' | 'path' | 'port' | 'isFatal'>;

function seen(found: Found, where: Pick<Failure, 'text' | 'at' | 'source'>): Failure {
  const isFatal = found.isFatal || /failed to start/i.test(where.text);
  return { ...found, ...where, isFatal, text: sentenceOf(where.text), isOver: false };
}

/** The error itself: what OpenClaw advises behind it is for another reader. */
function sentenceOf(text: string): string {
  const error = FILE_ERROR.exec(text)?.[0];
  const own = text.replace(/^.{0,80}?failed to start: /i, '').split(/ \| |\. (?=[A-Z])|\.$/)[0] ?? text;
  return bounded((error ?? own).trim(), 300);
}

/** Words that OpenClaw and Node put before the error itself. */
const BEFORE =
  /^(?:(?:Gateway failed to start|Failed to start CLI|Uncaught exception|Unhandled promise rejection|\w{0,30}Error): ){1,4}/;

const CAME_UP = /^(?:http server listening|listening on wss?:)/;

const OTHERS = /^(?:agents?|tools?|exec|shell|process|skills?|cron|plugins?|channels?|memory)(?:\/|$)/;

const OWN = /^(?:|gateway|openclaw|config|state|startup|storage)(?:\/[\w-]{1,30})?$/;

/** What a line says, without times and its subsystem; undefined where another subsystem says it, agents among them. */
function ownWords(line: string): { text: string; at: number | null } | undefined {
  if (line.startsWith('{')) return fromJson(line);
  const [, subsystem = '', text] = LINE.exec(line) ?? [];
  return text !== undefined && OWN.test(subsystem) ? { text, at: timeOf(line.slice(0, 120)) } : undefined;
}

function fromJson(line: string): { text: string; at: number | null } | undefined {
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const subsystem = /"subsystem":"([\w/.-]{1,40})"/.exec(String(entry['0'] ?? ''))?.[1] ?? '';
    const message = messageIn(entry, failureAnchors);
    return message === undefined || !OWN.test(subsystem)
      ? undefined
      : { text: message, at: timeOf(String(entry.time ?? '')) };
  } catch {
    return undefined;
  }
}

const CODES: Readonly<Record<string, FailureKind>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  EBUSY: 'busy',
  EROFS: 'read-only',
  ENOSPC: 'full',
  ENOENT: 'no-folder',
};
const FILE_ERROR =
  /\b(EACCES|EPERM|EBUSY|EROFS|ENOSPC|ENOENT): [^,'\n]{1,80}, (\w{1,20}) '([^'\n]{1,400})'(?: -> '([^'\n]{1,400})')?/;

/** `EACCES: permission denied, mkdir '/home/node/.openclaw/state'`; `begins`: the text is nothing else. */
function fileFailure(text: string, begins: boolean): Found | undefined {
  const match = FILE_ERROR.exec(text);
  if (!match) return begins ? undefined : bareCode(text);
  const [, code = '', operation, from, to] = match;
  if ((begins && match.index > 0) || (code === 'ENOENT' && operation !== 'mkdir')) return undefined;
  const path = to ?? from ?? null;
  const isFatal = operation === 'mkdir' && /\/state$/.test(path ?? '');
  return { kind: CODES[code] ?? 'denied', path, port: null, isFatal };
}

/** The bare word, as people quote it. */
function bareCode(text: string): Found | undefined {
  const code = /\b(EACCES|EBUSY|EROFS)\b/.exec(text)?.[1];
  return code === undefined ? undefined : { kind: CODES[code] ?? 'denied', path: null, port: null, isFatal: false };
}

function refusedStart(text: string): Found | undefined {
  const kind = startFailure(text);
  return kind && { kind, path: null, port: null, isFatal: true };
}

const PORT_TAKEN = /another gateway instance is already listening|listen EADDRINUSE\b/;
const HELD =
  /Another Gateway owner lease is still active|gateway already running(?: \(pid \d{1,10}\))?; lock timeout|state directory is locked by/;
const LOCKED =
  /\b(?:SQLITE_(?:BUSY|IOERR|CORRUPT|NOTADB)\w{0,30}|database is locked|disk I\/O error|database disk image is malformed)|is on a network-backed volume but SQLite kept/;

function gatewayFailure(text: string, begins: boolean): Found | undefined {
  const none = { path: null, port: null, isFatal: true };
  const lease = HELD.exec(text);
  if (lease && (!begins || lease.index === 0)) return { ...none, kind: 'lease' };
  const taken = PORT_TAKEN.exec(text);
  if (taken && (!begins || taken.index === 0)) {
    const port = /(?:listening on|EADDRINUSE)[^\n|]{0,100}?:(\d{1,5})(?![:.\]\d])/.exec(text)?.[1];
    return { ...none, kind: 'port', port: port === undefined ? null : Number(port) };
  }
  if (!begins && /\bEADDRINUSE\b|another gateway instance is already/.test(text)) return { ...none, kind: 'port' };
  const locked = LOCKED.exec(text);
  if (!locked || (begins && locked.index > 120)) return undefined;
  return { ...none, kind: 'locked', isFatal: false, path: /\bat (\/\S{1,300}\.sqlite)\b/.exec(text)?.[1] ?? null };
}

/** What container engines, compose and ssh say: no gateway writes it to its log. */
const TOOLS: readonly (readonly [RegExp, FailureKind])[] = [
  [/create (.{1,300}?): "[^\n]{1,400}" includes invalid characters for a local volume name/, 'volume-name'],
  [/refers to undefined volume (.{1,300}?): invalid compose project/, 'undefined-volume'],
  [/invalid spec: (\S{0,400}): empty section between colons/, 'empty-source'],
  [/\binvalid mode: (\S{1,300})/, 'invalid-mode'],
  [/\bThe \\?"(\w{1,100})\\?" variable is not set/, 'unset-variable'],
];
const PUBLISH =
  /Bind for \S{1,80}:(\d{1,5}) failed: port is already allocated|Ports are not available: [^\n]{0,120}?:(\d{1,5})\b|listen tcp\d? \S{0,80}?:(\d{1,5}): bind: /i;
const TUNNEL =
  /cannot listen to port: (\d{1,5})|bind \[?[\d.:a-f]{2,40}\]?:(\d{1,5}): Address already in use|Could not request local forwarding/i;

function toolFailure(line: string): Found | undefined {
  for (const [pattern, kind] of TOOLS) {
    const path = pattern.exec(line)?.[1];
    if (path !== undefined) return { kind, path, port: null, isFatal: true };
  }
  const publish = PUBLISH.exec(line);
  if (publish) return { kind: 'publish', path: null, port: portIn(publish), isFatal: true };
  const tunnel = TUNNEL.exec(line);
  if (tunnel) return { kind: 'tunnel', path: null, port: portIn(tunnel), isFatal: true };
  const port = /\bport (\d{1,5}) is already in use\b/i.exec(line);
  return port ? { kind: 'port', path: null, port: Number(port[1]), isFatal: true } : undefined;
}

function portIn(match: RegExpExecArray): number | null {
  const port = match.slice(1).find((part) => part !== undefined);
  return port === undefined ? null : Number(port);
}

/** Of the same failure the last line counts. */
function newestOfEach(failures: readonly Failure[]): Failure[] {
  const newest = new Map<string, Failure>();
  for (const failure of failures) {
    const key = `${failure.kind} ${failure.path} ${failure.port}`;
    newest.delete(key);
    newest.set(key, failure);
  }
  return [...newest.values()].reverse().slice(0, MAX_FAILURES);
}
