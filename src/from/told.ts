import type { TextRefusal } from '../facts/refusal-sources.ts';
import { symptomOfRefusal, symptomsIn } from '../gateway/symptoms.ts';
import { type Facts, known, valueIn } from '../model/fact.ts';
import { type Failure, toldFailureAnchors, toldFailures } from '../probes/failures.ts';
import { platformsIn, whyOfReason } from '../probes/log-fields.ts';
import { anchors } from '../probes/log-line.ts';
import { eventsOf, type SeenEvent } from '../probes/logs.ts';
import { parseTarget, targetFacts } from '../probes/target.ts';
import { machineAnchors } from '../signatures/signs.ts';
import { secretSigns } from './secret-signs.ts';
import { standingPart } from './sequence.ts';
import { signFacts } from './signs.ts';
import { clientIn, toldInPassing } from './surroundings.ts';
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
  ...new Set([
    ...anchors,
    ...toldFailureAnchors,
    ...machineAnchors,
    'ECONNREFUSED',
    'ECONNRESET',
    'Connection re',
    'socket hang up',
    'Gateway target',
    'requestId',
  ]),
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
  const all = [plain, ...notes].join('\n').slice(0, MAX_SENTENCES);
  const who = client ?? clientIn(all);
  const events = completed(eventsOf(plain.split('\n'), source), plain, who);
  const standing = standingPart(plain);
  const signs = signFacts(standing, notes.join('\n'), source);
  const isAlone = (valueIn(signs, 'text.errors') ?? []).length === 0;
  return {
    events,
    refusals: events.some(tellsRefusal) ? [] : refusalsIn(standing, quotedIn(notes), source, who, isAlone),
    failures: toldFailures(plain, source),
    facts: {
      ...toldInPassing(all, source),
      ...factsIn(plain, source),
      ...signs,
      ...secretSigns(plain, notes, source),
      ...quotedReason([plain, ...notes], source),
      'text.client': known(who, source),
    },
  };
}

/** Why a client was refused, by a line of the gateway's log that the text quotes. */
function quotedReason(texts: readonly string[], source: string): Facts {
  const line = /\b(?:unauthorized conn=|closed before connect )[^\n]{0,4000}?\breason=([\w-]{1,64})/;
  const reason = texts.map((text) => line.exec(text)?.[1]).find((found) => found !== undefined);
  return reason === undefined ? {} : { 'log.reason': known(reason, source) };
}

/** Pasted JSON and shell strings carry line ends and quotes in escaped form. */
function unescaped(text: string): string {
  return text.includes('\n') ? text : text.replaceAll('\\r', '').replaceAll('\\n', '\n');
}

/** What people write of where it happened stands in the first part of a text; the rest is logs. */
const MAX_SENTENCES = 64 * 1024;

/** Log lines tell the rest of each other where only one connection is told of: a pasted log often lacks the first parts. */
function completed(events: readonly SeenEvent[], text: string, client: string | null): SeenEvent[] {
  const isAlone = events.filter(({ kind }) => kind === 'refused').length === 1;
  const audit = isAlone ? pairingIn(text) : undefined;
  return events.map((event) => {
    if (event.kind !== 'refused') return event;
    const isPairing = symptomOfRefusal(event) === 'pairing-required';
    const more = audit && isPairing ? auditOf(event, audit) : {};
    return { ...event, ...more, client: event.client ?? client };
  });
}

type Refused = Extract<SeenEvent, { kind: 'refused' }>;

function auditOf(event: Refused, said: ReturnType<typeof pairingIn>): Partial<Refused> {
  return {
    why: event.why ?? said.why,
    scopesTo: event.scopesTo ?? said.scopes ?? null,
    scopesFrom: event.scopesFrom ?? said.approvedScopes ?? null,
    platformTo: event.platformTo ?? said.platform ?? null,
    platformFrom: event.platformFrom ?? said.approvedPlatform ?? null,
  };
}

function tellsRefusal(event: SeenEvent): boolean {
  return (
    event.kind === 'missing-scope' ||
    (event.kind === 'untrusted-proxy' && event.refused) ||
    (event.kind === 'refused' && symptomOfRefusal(event) !== undefined)
  );
}

/** Beside another error it isn't clear that one still stands, nor that what comes before it in a connection went well. */
function refusalsIn(
  text: string,
  quoted: string,
  source: string,
  client: string | null,
  isAlone: boolean,
): TextRefusal[] {
  const told = symptomsIn(text);
  const cut = told.length === 0 ? cutRefusals(text, source, client) : [];
  if (cut.length > 0) return cut;
  // Who quotes no refusal as the error may quote one beside it; a bare «unauthorized» is explained by that.
  const isBare = told.every(({ symptom }) => symptom === 'unauthorized');
  const beside = isBare ? symptomsIn(quoted) : [];
  const found = beside.length > 0 ? beside : told;
  const mixed = found.length > 1 || !isAlone;
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

/** Of sentences beside a text those that quote a program: a code in capitals, `cause=` or `reason=` of a log. */
const quotedIn = (notes: readonly string[]) =>
  notes.filter((note) => /\b[A-Z]{3,}_[A-Z_]{6,}\b|\b(?:cause|reason)=\S/.test(note)).join('\n');

/** Why approval is asked for, and what a security audit's line quoted in the text says of it. */
function pairingIn(
  text: string,
): Pick<TextRefusal, 'why' | 'scopes' | 'approvedScopes' | 'platform' | 'approvedPlatform'> {
  const scopes = (name: string) =>
    (new RegExp(`\\b${name}[=:]\\s{0,4}([\\w.,-]{1,300})`).exec(text)?.[1] ?? '')
      .split(',')
      .filter((scope) => /^operator\.[\w.-]{1,64}$/.test(scope));
  const [asked, approved] = [scopes('scopesTo'), scopes('scopesFrom')];
  const [platform = null, approvedPlatform = null] = platformsIn(text) ?? [];
  return {
    // Only an upgrade of scopes names both.
    why: whyOfReason(text) ?? (approved.length > 0 && asked.length > 0 ? 'scope-upgrade' : null),
    scopes: asked,
    approvedScopes: approved,
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
  const refusedAt = /ECONNREFUSED (\[[0-9a-f:]+\]|::1|[\d.]+):(\d+)/.exec(text);
  const dialled = refusedAt
    ? parseTarget(`ws://${refusedAt[1] === '::1' ? '[::1]' : refusedAt[1]}:${refusedAt[2]}`)
    : undefined;
  if (dialled) Object.assign(facts, targetFacts({ ...dialled, source }, []));
  return { ...(facts as Facts), ...footerFacts(text, source) };
}

/** What the CLI prints below an error: the address that it dialled, what told it so, and gateway.bind in its settings. */
function footerFacts(text: string, source: string): Facts {
  const facts: Record<string, unknown> = {};
  const target = /^\s*Gateway target:\s*(\S+)/m.exec(text)?.[1];
  const parsed = target === undefined ? undefined : parseTarget(target);
  const from = /^\s*Source:\s*([^\n]{1,80})/m.exec(text)?.[1]?.trim();
  if (parsed) {
    facts['text.target'] = known(target, source);
    Object.assign(facts, targetFacts({ ...parsed, source: from ?? '"Gateway target:"' }, []));
  }
  const bind = /^\s*Bind:\s*(loopback|lan|tailnet|auto|custom)\b/m.exec(text)?.[1];
  if (bind !== undefined) facts['text.bind'] = known(bind, source);
  return facts as Facts;
}

/** The same errors in the words of curl and of Node. */
function spelledOut(text: string): string | undefined {
  if (
    /connection refused|ERR_CONNECTION_REFUSED|Failed to connect to \S+ port \d+|连接被拒绝|Verbindung abgelehnt \(?refused/i.test(
      text,
    )
  )
    return 'ECONNREFUSED';
  return /connection reset by peer|socket hang up|empty reply from server|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|connection was closed unexpectedly|连接被意外关闭/i.test(
    text,
  )
    ? 'ECONNRESET'
    : undefined;
}
