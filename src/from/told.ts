import type { TextRefusal } from '../facts/refusal-sources.ts';
import { symptomOf, symptomsIn } from '../gateway/symptoms.ts';
import { type Facts, known } from '../model/fact.ts';
import { anchors, whyOfReason } from '../probes/logline.ts';
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
  ...anchors,
  'pairing required',
  'not allowed',
  'device identity',
  'unauthorized',
  'token missing',
  'token mismatch',
  'secure context',
  'proxy_attribution_required',
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
  return (
    event.kind === 'missing-scope' ||
    (event.kind === 'untrusted-proxy' && event.refused) ||
    (event.kind === 'refused' && (event.cause === 'pairing-required' || symptomOf(event.reason) !== undefined))
  );
}

/** Errors that are no answer of a gateway's, each by a text that stands in it, and that no rule of this version is about. */
const OTHER_ERRORS: readonly (readonly [RegExp, string])[] = [
  [/plaintext ws:\/\/ to a non-loopback/, 'plaintext ws:// refused by the client'],
  [/Source: local lan/, 'a CLI that dials its own LAN address'],
  [/Missing config|Gateway start blocked|Invalid input|Refusing to bind/, 'settings that the gateway refuses'],
];

/** Those of them that a text has. */
function otherErrors(text: string): string[] {
  return OTHER_ERRORS.filter(([pattern]) => pattern.test(text)).map(([, name]) => `«${name}»`);
}

/** Beside another error it isn't clear that one still stands, nor that what comes before it in a connection went well. */
function refusalsIn(text: string, source: string, client: string | null): TextRefusal[] {
  const found = symptomsIn(text);
  const mixed = found.length > 1 || otherErrors(text).length > 0;
  return found.map(({ symptom, line }) => ({
    symptom,
    reason: shortened(line),
    why: symptom === 'pairing-required' ? whyOfReason(text) : null,
    mixed,
    remote: null,
    origin: null,
    requestId: symptom === 'pairing-required' ? (/requestId: ([0-9a-f-]{36})/.exec(line)?.[1] ?? null) : null,
    client,
    source,
  }));
}

const shortened = (line: string) => line.trim().replace(/\s+/g, ' ').slice(0, 300);

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
