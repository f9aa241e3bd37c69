import type { TextRefusal } from '../facts/refusals.ts';
import { type Facts, known } from '../model/fact.ts';
import { whyOfReason } from '../probes/logline.ts';
import { eventsOf, type SeenEvent } from '../probes/logs.ts';
import { parseTarget, targetFacts } from '../probes/target.ts';

/** What a text says: an error message, a log, a terminal's screen, a bug report. */
export interface Told {
  readonly events: readonly SeenEvent[];
  readonly refusals: readonly TextRefusal[];
  readonly facts: Facts;
}

/** What a text must hold to be worth reading: for texts too large to be read whole. */
export const textAnchors = [
  'closed before connect',
  'webchat connected',
  'device pairing ',
  'missing scope: ',
  'pairing required',
  'ECONNREFUSED',
  'ECONNRESET',
  'Connection re',
  'socket hang up',
  'Gateway target',
];

/** Reads a text. `client` is the kind of client that it is about, where somebody said so. */
export function readTold(text: string, source: string, client: string | null = null): Told {
  const plain = unescaped(text);
  const lines = plain.split('\n');
  const events = eventsOf(lines, source);
  return {
    events,
    refusals: events.some(tellsRefusal) ? [] : refusalsIn(plain, source, client),
    facts: factsIn(plain, source),
  };
}

/** Pasted JSON and shell strings carry line ends and quotes in escaped form. */
function unescaped(text: string): string {
  return text.includes('\n') ? text : text.replaceAll('\\r', '').replaceAll('\\n', '\n');
}

function tellsRefusal(event: SeenEvent): boolean {
  return event.kind === 'missing-scope' || (event.kind === 'refused' && /^pairing required/.test(event.reason));
}

/** Errors that are known, each by a text that stands in it, and that no rule of this version is about. */
const OTHER_ERRORS: readonly (readonly [RegExp, string])[] = [
  [/gateway token missing|token_missing/, 'gateway token missing'],
  [/token mismatch|token_mismatch|AUTH_TOKEN_MISMATCH/i, 'token mismatch'],
  [/more scopes than currently approved|scope[- ]upgrade/, 'a scope upgrade'],
  [/higher role than currently approved|role[- ]upgrade/, 'a role upgrade'],
  [/identity changed and must be re-approved|metadata-upgrade/, 'a changed device identity'],
  [/unknown requestId|No pending device request matches/, 'unknown request id'],
  [/origin not allowed/, 'origin not allowed'],
  [/requires device identity|device identity required|secure context\)/, 'device identity required'],
  [/proxy_attribution_required|Proxy headers detected/, 'a proxy that is not trusted'],
  [/too many failed authentication attempts/, 'too many failed attempts'],
  [/device signature (?:expired|invalid)|device nonce/, 'a device signature that is refused'],
  [/handshake[- ]timeout|closed \(1000/, 'a handshake that timed out'],
  [/protocol mismatch/, 'protocol mismatch'],
  [/plaintext ws:\/\/ to a non-loopback/, 'plaintext ws:// refused by the client'],
  [/Source: local lan/, 'a CLI that dials its own LAN address'],
  [/EADDRINUSE|already listening|already in use/, 'a port that is in use'],
  [/Missing config|Gateway start blocked|Invalid input|Refusing to bind/, 'settings that the gateway refuses'],
  [/EACCES|EBUSY|ENOSPC/, 'a file that can’t be written'],
];

/** Those of them that a text has. */
function otherErrors(text: string): string[] {
  return OTHER_ERRORS.filter(([pattern]) => pattern.test(text)).map(([, name]) => `«${name}»`);
}

function refusalsIn(text: string, source: string, client: string | null): TextRefusal[] {
  const base = { why: null, remote: null, requestId: null, client, source };
  const pairing = /pairing required[^\n]*/.exec(text)?.[0];
  if (pairing !== undefined) {
    const requestId = /requestId: ([0-9a-f-]{36})/.exec(pairing)?.[1] ?? null;
    // Beside another error it isn't clear that this one still stands, nor that the secret was accepted.
    const why = whyOfReason(pairing) ?? (otherErrors(text).length > 0 ? 'mixed' : null);
    return [{ ...base, symptom: 'pairing-required', why, requestId }];
  }
  return /missing scope: operator\.\w+/.test(text) ? [{ ...base, symptom: 'missing-scope' }] : [];
}

function factsIn(text: string, source: string): Facts {
  const facts: Record<string, unknown> = {};
  const errno = /\b(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)\b/.exec(text)?.[1] ?? spelledOut(text);
  if (errno !== undefined) facts['text.errno'] = known(errno, source);
  if (errno === 'ECONNREFUSED') facts['path.tcp'] = known('refused', source);
  if (errno === 'ECONNRESET') {
    facts['path.tcp'] = known('ok', source);
    facts['path.http'] = known('reset', source);
  }
  const code = /\b(?:closed|disconnected|close code|code)\s*[=:(]*\s*(1\d{3}|4\d{3})\b/i.exec(text)?.[1];
  if (code !== undefined) facts['text.closeCode'] = known(Number(code), source);
  const others = otherErrors(text);
  if (others.length > 0) facts['text.other'] = known(others, source);
  const refusedAt = /ECONNREFUSED (\[[0-9a-f:]+\]|[\d.]+):(\d+)/.exec(text);
  const dialled = refusedAt ? parseTarget(`ws://${refusedAt[1]}:${refusedAt[2]}`) : undefined;
  if (dialled) Object.assign(facts, targetFacts({ ...dialled, source }, []));
  const target = /Gateway target:\s*(\S+)/.exec(text)?.[1];
  if (target !== undefined && parseTarget(target)) facts['text.target'] = known(target, source);
  return facts as Facts;
}

/** The same errors in the words of curl and of Node. */
function spelledOut(text: string): string | undefined {
  if (/connection refused/i.test(text)) return 'ECONNREFUSED';
  return /connection reset by peer|socket hang up/i.test(text) ? 'ECONNRESET' : undefined;
}
