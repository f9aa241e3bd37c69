import { type Facts, known } from '../model/fact.ts';
import { isRequestId } from '../model/ids.ts';
import { signaturesIn } from '../signatures/signs.ts';

/** Longer texts are logs: what people and terminals say stands in their first part. */
const MAX_TEXT = 1024 * 1024;

const MAX_COMMANDS = 20;

/** What a text and the notes beside it say, as closed words, and the commands that they tell of. */
export function signFacts(whole: string, beside: string, source: string): Facts {
  const [told, notes] = [whole.slice(0, MAX_TEXT), beside.slice(0, MAX_TEXT)];
  const text = `${told}\n${notes}`;
  const approved = approvedIn(text);
  const chat = chatIn(text);
  const signatures = signaturesIn(told, notes);
  const errors = [...new Set(signatures.flatMap(({ error }) => (error === undefined ? [] : [`«${error}»`])))];
  return {
    'text.says': known(
      signatures.map(({ sign }) => sign),
      source,
    ),
    'text.errors': known(errors, source),
    'text.ran': known(ranIn(text), source),
    'text.approved': known(approved?.argument ?? null, source),
    'text.approvedIs': known(approved?.kind ?? null, source),
    'text.chatChannel': known(chat.channel, source),
    'text.chatCode': known(chat.code, source),
  };
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

const ARGUMENT =
  /(?<![\w/-])(?:devices approve|No pending device request matches(?= [\w-]{40}))[ \t]+[`'"]?(<[^>\n]{1,40}>|[^\s`'"|;&<>]{1,80})/g;

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

/** Undefined for a request id, for an option, and for a word that may be anything. */
function kindOfArgument(argument: string): string | undefined {
  if (isRequestId(argument)) return undefined;
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
