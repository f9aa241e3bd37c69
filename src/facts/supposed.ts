import { isSecureContext, kindOfAddress } from '../gateway/addresses.ts';
import type { Change } from '../gateway/changes.ts';
import type { Attempt } from '../gateway/model/attempt.ts';
import { bringsIdentity } from '../gateway/model/browser.ts';
import { judgeConnection } from '../gateway/model/judge.ts';
import { newestRelease } from '../gateway/releases.ts';
import type { Version } from '../gateway/version.ts';
import type { Refusal } from '../model/catalogue.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import type { Place } from '../model/rule.ts';
import { attemptOf, hostOf, portIn, SOMEWHERE, soundDevice } from './attempt.ts';
import { changed } from './changed.ts';
import { isOfUse, refusedInWords } from './outcome.ts';
import { NOTHING } from './refusal-sources.ts';
import { possibleReleases } from './releases.ts';

/** A client that nobody saw refused, or not in words that tell why: supposed is that nothing else is wrong with it. */
export interface Supposed {
  /** As of a refusal of which nothing else is told. */
  readonly client: Refusal;
  /** What the gateway may see of it: one from each address that it may see, as of the newest release that it may be. */
  readonly attempts: readonly Attempt[];
  /** The releases that the gateway may be. */
  readonly releases: readonly Version[];
}

/** By what an option tells of the client that it is for. */
export interface Hints {
  readonly changes: readonly Change[];
  /** What is told of a client that was refused, where one was. */
  readonly told: Refusal | null;
  /** Whether something is to be done in a browser. */
  readonly usesBrowser: boolean;
  /** The place at which the way breaks. */
  readonly breaks: Place | undefined;
}

/** The client that an option is for: a browser where it is for one, else one like the CLI. */
export function supposedClient({ changes, told, usesBrowser, breaks }: Hints, facts: Facts): Supposed {
  const isUntold = told === null || (told.client === null && told.origin === null);
  const isPage = changes.some((change) => OF_PAGES.includes(change)) || (isUntold ? usesBrowser : isOfPage(told));
  const isProxied = breaks === 'proxy' || changes.some((change) => OF_PROXIES.includes(change));
  return supposed({ isPage, isProxied, told, seen: seenOf(told) ?? eitherSide(facts) }, facts);
}

/** Who dials what the client here dials, or opens the page where a proxy is on the way. */
export function supposedHere(isPage: boolean, facts: Facts): Supposed {
  return supposed({ isPage, isProxied: false, told: null, seen: seenHere(isPage, facts) }, facts);
}

const OF_PAGES: readonly Change[] = ['open-localhost', 'open-https', 'list-origin', 'load-page', 'pass-host'];
const OF_PROXIES: readonly Change[] = ['trust-proxy', 'pass-host'];
/** What every gateway knows; as another a client is supposed to be like the CLI. */
const CLIENTS = ['cli', 'node-host', 'openclaw-macos', 'openclaw-ios', 'openclaw-android'];
const LOOPBACK = '127.0.0.1';

const isOfPage = ({ client, origin }: Refusal) => origin !== null || /control-ui|webchat/.test(client ?? '');

interface Guess {
  readonly isPage: boolean;
  readonly isProxied: boolean;
  readonly told: Refusal | null;
  readonly seen: readonly Seen[];
}

/** The address as which the gateway sees the client, and what that one asked for. */
interface Seen {
  readonly peer: string;
  readonly host: string;
  /** The page that is served at that host. */
  readonly page: string;
}

function supposed({ isPage, isProxied, told, seen }: Guess, facts: Facts): Supposed {
  const page = isPage ? originOf(told?.origin ?? valueIn(facts, 'page.url') ?? null) : null;
  const client: Refusal = {
    ...NOTHING,
    symptom: null,
    source: null,
    client: isPage ? 'openclaw-control-ui' : (CLIENTS.find((known) => known === told?.client) ?? null),
    who: isPage ? 'a browser' : (told?.who ?? 'the client'),
    origin: page,
    host: hostOf(page) ?? null,
    remote: told?.remote ?? null,
    remoteIs: told?.remoteIs ?? null,
    forwarded: isProxied ? (told?.forwarded ?? null) : null,
  };
  const releases = possibleReleases(facts);
  const attempts = seen.map(({ peer, ...own }) => {
    const origin = isPage ? (page ?? own.page) : null;
    const refusal = { ...client, remote: peer, origin, host: hostOf(origin) ?? own.host };
    const attempt = attemptOf(refusal, facts, releases.at(-1) ?? newestRelease);
    return vouched(isProxied ? proxied(attempt, facts) : attempt, facts);
  });
  return { client, attempts: attempts.map((attempt) => asOf(attempt.version, attempt)), releases };
}

/** Through a proxy, which the gateway trusts unless its settings are known to say otherwise. */
function proxied(attempt: Attempt, facts: Facts): Attempt {
  const { gateway, headers, socket } = attempt;
  const trustedProxies = valueIn(facts, 'gateway.config.trustedProxies') ?? [socket.peer];
  return {
    ...attempt,
    headers: { 'x-forwarded-for': ELSEWHERE, ...headers },
    gateway: { ...gateway, trustedProxies },
  };
}

/** The same at a gateway of that release: a page has a device identity where its version makes one. */
function asOf(version: Version, attempt: Attempt): Attempt {
  const { origin } = attempt.headers;
  if (origin === undefined || !URL.canParse(origin)) return { ...attempt, version };
  const { protocol, hostname } = new URL(origin);
  const isSecure = isSecureContext(protocol, hostname);
  return { ...attempt, version, device: bringsIdentity(version, isSecure) ? soundDevice : null };
}

const originOf = (url: string | null) => (url !== null && URL.canParse(url) ? new URL(url).origin : null);

/** A client of whom no proxy that is trusted hides the address. */
const ELSEWHERE = '203.0.113.9';

/** Where a proxy is to name the user, the client comes through one that does. */
function vouched(attempt: Attempt, facts: Facts): Attempt {
  if (valueIn(facts, 'gateway.config.authMode') !== 'trusted-proxy') return attempt;
  const { gateway, headers } = attempt;
  return {
    ...attempt,
    socket: { ...attempt.socket, peer: SOMEWHERE },
    headers: { ...headers, 'x-forwarded-for': ELSEWHERE, 'x-user': 'somebody' },
    gateway: {
      ...gateway,
      auth: { mode: 'trusted-proxy', userHeader: 'x-user', requiredHeaders: [], deviceAutoApprove: false },
      trustedProxies: [SOMEWHERE],
    },
  };
}

/** As it was seen when it was refused. */
function seenOf(told: Refusal | null): readonly Seen[] | undefined {
  if (told?.remote == null) return undefined;
  const { host, page } = ASKED;
  return [{ peer: told.remote, host: told.host ?? host, page }];
}

/** What somebody from elsewhere asks for. */
const ASKED = { host: 'gateway.example', page: 'https://gateway.example' } as const;

/** As a client beside the gateway is seen, and as one from elsewhere. */
function eitherSide(facts: Facts): readonly Seen[] {
  return [beside(facts), { peer: SOMEWHERE, ...ASKED }];
}

const beside = (facts: Facts): Seen => {
  const host = `${LOOPBACK}:${portIn(facts)}`;
  return { peer: LOOPBACK, host, page: `http://${host}` };
};

/** As who dials what the client here dials may be seen. */
function seenHere(isPage: boolean, facts: Facts): readonly Seen[] {
  const url = valueIn(facts, isPage ? 'page.url' : 'client.url') ?? '';
  const host = hostOf(url);
  if (host === undefined) return isPage ? [{ peer: SOMEWHERE, ...ASKED }] : eitherSide(facts);
  const page = originOf(url.replace(/^ws/, 'http')) ?? `http://${host}`;
  if (kindOfAddress(host.replace(/:\d+$/, '')) !== 'loopback') return [{ peer: SOMEWHERE, host, page }];
  const kind = valueIn(facts, 'gateway.kind');
  if (kind === 'container' && valueIn(facts, 'gateway.hostNetwork') !== true)
    return [{ peer: valueIn(facts, 'gateway.natAddresses')?.[0] ?? SOMEWHERE, host, page }];
  return kind === undefined
    ? [
        { peer: LOOPBACK, host, page },
        { peer: SOMEWHERE, host, page },
      ]
    : [{ peer: LOOPBACK, host, page }];
}

/** What the gateway answers to that client, approved before or not, by its model. */
export function expectedWords(supposed: Supposed, changes: readonly Change[], facts: Facts): string {
  if (changes.includes('approve')) return 'lets it in as an approved device';
  const { attempts, releases } = supposed;
  const rest = [valueIn(facts, 'gateway.releases'), valueIn(facts, 'gateway.natAddresses'), portIn(facts)];
  const key = JSON.stringify([attempts, changes, conditionOf(changes, facts), rest]);
  const words =
    expected.get(key) ??
    inWords(
      someOf(releases).flatMap((version) =>
        attempts.map((attempt) => answerTo(asOf(version, attempt), changes, facts)),
      ),
      conditionOf(changes, facts),
    );
  expected.set(key, words);
  return words;
}

/** Many options of many causes come to the same. */
const expected = new Map<string, string>();

/** Of many releases the first, the last and some between: to ask each would take a headless run a tenth of its time. */
function someOf(releases: readonly Version[]): readonly Version[] {
  const every = Math.ceil(releases.length / 8);
  return releases.filter((_, index) => (releases.length - 1 - index) % every === 0 || index === 0);
}

function inWords(answers: readonly Expected[], condition: string): string {
  const admitted = answers.filter(({ kind }) => kind !== 'refused');
  const refused = [...new Set(answers.flatMap((answer) => (answer.kind === 'refused' ? [answer.words] : [])))];
  if (admitted.length === 0) return refused.length === 1 ? (refused[0] ?? '') : depending(refused);
  const waiting = admitted.filter(({ kind }) => kind === 'waits').length;
  const base = `lets it in${condition}`;
  const words =
    waiting === 0
      ? base
      : waiting === admitted.length
        ? `${base}, a new device once it is approved`
        : `${base}; a new device may have to be approved first`;
  return refused.length === 0 ? words : depending([words, ...refused.slice(0, 1)]);
}

const depending = (words: readonly string[]) => `depends on its version: ${words.join('; or ')}`;

type Expected = { readonly kind: 'in' | 'waits' } | { readonly kind: 'refused'; readonly words: string };

/** To a new device: one that was approved before gets in wherever this one does. */
function answerTo(attempt: Attempt, changes: readonly Change[], facts: Facts): Expected {
  const after = changes.reduce((left, change) => changed(left, change, facts), attempt);
  const answer = judgeConnection(after);
  if (answer.kind === 'accepted')
    return isOfUse(answer, after)
      ? { kind: 'in' }
      : { kind: 'refused', words: 'lets it in without a device, and it may do nothing' };
  if (answer.kind !== 'pending') return { kind: 'refused', words: refusedInWords(answer) };
  const approved = judgeConnection(changed(after, 'approve', facts));
  return approved.kind === 'accepted' ? { kind: 'waits' } : { kind: 'refused', words: 'says «pairing required»' };
}

/** What it takes besides, where no option gives it. */
function conditionOf(changes: readonly Change[], facts: Facts): string {
  const given: readonly Change[] = ['give-secret', 'fresh-code'];
  const mode = valueIn(facts, 'gateway.config.authMode');
  if (mode === 'trusted-proxy') return ' if its proxy vouches for the user';
  if (mode === 'none' || changes.some((change) => given.includes(change))) return '';
  return ` with the right ${mode === 'password' ? 'password' : 'token'}`;
}
