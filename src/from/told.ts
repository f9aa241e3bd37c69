import type { TextRefusal } from '../facts/refusal-sources.ts';
import { symptomOfRefusal, symptomsIn } from '../gateway/symptoms.ts';
import { type Facts, known } from '../model/fact.ts';
import { type Failure, toldFailureAnchors, toldFailures } from '../probes/failures.ts';
import { platformsIn, whyOfReason } from '../probes/log-fields.ts';
import { anchors } from '../probes/log-line.ts';
import { eventsOf, type SeenEvent } from '../probes/logs.ts';
import { parseTarget, targetFacts } from '../probes/target.ts';
import { secretSigns } from './secret-signs.ts';
import { clientIn, signFacts } from './signs.ts';
import { cutRefusals, originIn, refusedClient } from './told-browser.ts';

/** What a text says: an error message, a log, a terminal's screen, a bug report. */
export interface Told {
  readonly events: readonly SeenEvent[];
  readonly refusals: readonly TextRefusal[];
  readonly failures: readonly Failure[];
  readonly facts: Facts;
}

/** What a text must hold to be worth reading: for texts too large to be read whole. */
export const textAnchors = [
  ...anchors,
  ...toldFailureAnchors,
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
  'requestId',
  'airing code',
];

/**
 * Reads a text. `client` is the kind of client that it is about, where somebody said so; `notes` are sentences beside it,
 * which tell of commands and of what came of them, not of errors.
 */
export function readTold(
  text: string,
  source: string,
  client: string | null = null,
  notes: readonly string[] = [],
): Told {
  const plain = unescaped(text);
  const lines = plain.split('\n');
  const events = eventsOf(lines, source);
  return {
    events,
    refusals: events.some(tellsRefusal) ? [] : refusalsIn(plain, source, client ?? clientIn(plain)),
    failures: toldFailures(plain, source),
    facts: {
      ...factsIn(plain, source),
      ...signFacts([plain, ...notes].join('\n'), source),
      ...secretSigns(plain, notes, source),
    },
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
    (event.kind === 'refused' && symptomOfRefusal(event) !== undefined)
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
  if (found.length === 0) return cutRefusals(text, source, client);
  const mixed = found.length > 1 || otherErrors(text).length > 0;
  return found.map(({ symptom, line }) => ({
    symptom,
    reason: shortened(line),
    ...(symptom === 'pairing-required' ? pairingIn(text) : { why: null }),
    mixed,
    remote: null,
    origin: originIn(text),
    requestId: symptom === 'pairing-required' ? (/requestId: ([0-9a-f-]{36})/.exec(line)?.[1] ?? null) : null,
    client: refusedClient(symptom, line, client),
    source,
  }));
}

/** Why approval is asked for, and what a security audit's line quoted in the text says of it. */
function pairingIn(
  text: string,
): Pick<TextRefusal, 'why' | 'scopes' | 'approvedScopes' | 'platform' | 'approvedPlatform'> {
  const scopes = (name: string) =>
    (new RegExp(`\\b${name}[=:]\\s{0,4}([\\w.,-]{1,300})`).exec(text)?.[1] ?? '')
      .split(',')
      .filter((scope) => /^operator\.[\w.-]{1,64}$/.test(scope));
  const [platform = null, approvedPlatform = null] = platformsIn(text) ?? [];
  return {
    why: whyOfReason(text),
    scopes: scopes('scopesTo'),
    approvedScopes: scopes('scopesFrom'),
    platform,
    approvedPlatform,
  };
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
