import type { TextRefusal } from '../facts/refusals.ts';
import { type Facts, known } from '../model/fact.ts';
import { whyOfReason } from '../probes/logline.ts';
import { eventsOf, type SeenEvent } from '../probes/logs.ts';
import { parseTarget } from '../probes/target.ts';

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

function refusalsIn(text: string, source: string, client: string | null): TextRefusal[] {
  const base = { why: null, remote: null, requestId: null, client, source };
  const pairing = /pairing required[^\n]*/.exec(text)?.[0];
  if (pairing !== undefined) {
    const requestId = /requestId: ([0-9a-f-]{36})/.exec(pairing)?.[1] ?? null;
    return [{ ...base, symptom: 'pairing-required', why: whyOfReason(pairing), requestId }];
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
  const target = /Gateway target:\s*(\S+)/.exec(text)?.[1];
  if (target !== undefined && parseTarget(target)) facts['text.target'] = known(target, source);
  return facts as Facts;
}

/** The same errors in the words of curl and of Node. */
function spelledOut(text: string): string | undefined {
  if (/connection refused/i.test(text)) return 'ECONNREFUSED';
  return /connection reset by peer|socket hang up/i.test(text) ? 'ECONNRESET' : undefined;
}
