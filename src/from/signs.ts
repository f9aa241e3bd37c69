import { type Facts, known } from '../model/fact.ts';

/**
 * What texts say of approvals, as closed words: OpenClaw's own sentences, 2026.1.29 to 2026.9.6, and people's words for
 * a list that showed nothing. The rules judge these words and never the text itself.
 */
const SIGNS = {
  // `nodes approve` and `devices approve` failed in the same words up to 2026.5.
  'unknown-node-request': /unknown node pairing requestId|nodes approve\b[^\n]{0,80}unknown requestId/gi,
  'unknown-request': /unknown requestId|No pending device request matches|no pending request with (?:that|this) id/gi,
  superseded: /superseded by a newer pending request|was replaced by same-device repair/gi,
  'chat-code': /access not configured[\s\S]{0,300}?pairing code|^\s*(?:your )?pairing code:/gim,
  'no-chat-request':
    /\bChannel required\b|No pending (?!pairing\b|device\b|node\b)[\w-]{1,40} pairing requests|No pending pairing request found for code/gi,
  'nodes-list-empty':
    /^\s*No pending pairing requests\b|\bnodes pending\b[^.\n]{0,80}?(?:\bnone\b|\bnothing\b|\bempty\b|\bno\b|\b0\b|No pending)|\b(?:not|never|invisible|missing|absent)\b[^.\n]{0,20}\bnodes pending\b/gim,
  'node-surface-waits':
    /capability surface is awaiting operator approval|^Node (?:re)?approval pending for |runner inventory publication is not current|node command surface withheld/gim,
} as const;

/** Longer texts are logs: what people and terminals say stands in their first part. */
const MAX_TEXT = 1024 * 1024;

const MAX_COMMANDS = 20;

/** The client that a text is about, by what only that one says: its id as the gateway knows it. */
export function clientIn(text: string): string | null {
  if (/\bnode host gateway (?:connect failed|closed|reconnect)|^\[node-host\]/im.test(text)) return 'node-host';
  return /\bclient=gateway-client\b/.test(text) ? 'gateway-client' : null;
}

/** The facts that a text tells of commands that were run, and of what came of them. */
export function signFacts(whole: string, source: string): Facts {
  const text = whole.slice(0, MAX_TEXT);
  const approved = approvedIn(text);
  const chat = chatIn(text);
  return {
    'text.says': known(signsIn(text), source),
    'text.ran': known(ranIn(text), source),
    'text.approved': known(approved?.argument ?? null, source),
    'text.approvedIs': known(approved?.kind ?? null, source),
    'text.chatChannel': known(chat.channel, source),
    'text.chatCode': known(chat.code, source),
  };
}

function signsIn(text: string): string[] {
  let rest = text;
  return Object.entries(SIGNS).flatMap(([word, pattern]) => {
    const found = rest.search(pattern) >= 0;
    // What one sentence says it says once.
    if (found) rest = rest.replace(pattern, ' ');
    return found ? [word] : [];
  });
}

/** A command as it is typed, by whatever wrapper: `openclaw …`, `node dist/index.js …`, `docker compose run … openclaw-cli …`. */
const COMMAND =
  /(?<![\w/-])(?:openclaw(?:\.mjs)? |openclaw-cli |dist\/index\.js )?(pairing|devices|nodes) (list|pending|approve|reject|status|remove|clear|rotate|revoke)\b/g;

/** OpenClaw's own instructions end like this before the command: nobody ran that yet. */
const INSTRUCTION =
  /(?:\(see|\bRun(?: on the Gateway host)?|; run|\bapprove with|request(?: instead)?(?: with)?|then):?[\s`]*$/;

/** The commands that a text quotes as run, by their first words. */
function ranIn(text: string): string[] {
  const ran = [...text.matchAll(COMMAND)]
    .filter(({ index }) => !isInstruction(text, index))
    .map(([, group, verb]) => `openclaw ${group} ${verb}`);
  return [...new Set(ran)].slice(0, MAX_COMMANDS);
}

const isInstruction = (text: string, index: number) => INSTRUCTION.test(text.slice(Math.max(0, index - 60), index));

const ARGUMENT = /(?<![\w/-])devices approve[ \t]+[`'"]?(<[^>\n]{1,40}>|[^\s`'"|;&<>]{1,80})/g;

type Argument = { readonly argument: string; readonly kind: string };

/** What was given to `devices approve` that is no request id, and what it is instead. */
function approvedIn(text: string): Argument | undefined {
  for (const [, given = ''] of text.matchAll(ARGUMENT)) {
    const argument = given.replace(/(?:\.{2,3}|…|[.,:)])+$/, '');
    const kind = kindOfArgument(argument);
    if (kind !== undefined) return { argument, kind };
  }
  return undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Undefined for a request id, for an option, and for a word that may be anything. */
function kindOfArgument(argument: string): string | undefined {
  if (UUID.test(argument)) return undefined;
  // Somebody who wrote the id down as a word said which.
  if (argument.startsWith('<'))
    return /device|node/i.test(argument) && !/request/i.test(argument) ? 'device' : undefined;
  if (/^dev[_-]/i.test(argument)) return 'invented';
  if (/^[0-9a-f]{8}-[0-9a-f-]*$/i.test(argument)) return 'cut';
  if (/^[0-9a-f]{8,64}$/i.test(argument) && /[a-f]/i.test(argument) && /\d/.test(argument) && !CODE.test(argument))
    return 'device';
  if (/^\d{1,3}(?:\.\d{1,3}){3}$|^\[?[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*\]?$/i.test(argument)) return 'address';
  return CODE.test(argument) ? 'chat-code' : undefined;
}

/** Codes of chats: eight capital letters and digits, those that look alike left out. */
const CODE = /^[A-HJ-NP-Z2-9]{8}$/;

/** The channel and the code that a chat's message names; the code stands by itself, and again in the command. */
function chatIn(text: string): { readonly channel: string | null; readonly code: string | null } {
  const [, channel, quoted] =
    /\bpairing approve (?:--channel )?([a-z][\w-]{1,30})(?: +([A-Z0-9]{6,12})\b)?/.exec(text) ?? [];
  const stated = /pairing code:\s*(?:`{3}\s*)?([A-Z0-9]{6,12})\b/i.exec(text)?.[1];
  const code = stated ?? quoted;
  return { channel: channel ?? null, code: code !== undefined && CODE.test(code) ? code : null };
}
