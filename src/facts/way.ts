import { kindOfAddress } from '../gateway/addresses.ts';
import type { Change } from '../gateway/changes.ts';
import type { Attempt } from '../gateway/model/attempt.ts';
import { judgeConnection } from '../gateway/model/judge.ts';
import { symptomInWords } from '../gateway/symptoms.ts';
import type { Refusal } from '../model/catalogue.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import type { Hop } from '../model/report.ts';
import type { Place, Severity } from '../model/rule.ts';
import { isPairingKnown, portIn, refusedAttempts } from './attempt.ts';
import { changed } from './changed.ts';
import type { Supposed } from './supposed.ts';
import { decisiveIn, decisiveOf, shownAs } from './way-words.ts';

/** What a picture of the way is about. */
export interface Subject {
  /** The client that was refused; null: nobody was, or nobody is known to be. */
  readonly refusal: Refusal | null;
  /** The place at which the way breaks. */
  readonly breaks: Place;
  readonly severity: Severity;
}

/** The way of a connection as it is, from the client to the gateway's answer, with the place at which it breaks. */
export function wayNow(subject: Subject, facts: Facts): readonly Hop[] {
  const { refusal, breaks, severity } = subject;
  // Only of an address that was seen the model can say what the gateway made of it.
  const attempt = refusal && refusal.remote !== null ? attemptOf(refusal, facts) : null;
  const places = placesOf({ refusal, attempt, before: attempt, breaks }, facts);
  const at = places.findIndex(({ place }) => place === breaks);
  const isReached = refusal !== null || valueIn(facts, 'path.stages')?.some(({ status }) => status !== 'unknown');
  const state = (index: number): Hop['state'] => {
    if (index === at) return severity === 'error' ? 'broken' : 'warning';
    // Who was refused had come all the way.
    return refusal !== null || (isReached === true && index < at) ? 'ok' : 'unknown';
  };
  return [...places.map((place, index) => ({ ...place, state: state(index) })), ...answerNow(refusal, facts)];
}

/** The same way after an option, by the model of the gateway; `answer`: what it answers then, in words. */
export function wayAfter(
  refusal: Refusal,
  changes: readonly Change[],
  answer: string,
  facts: Facts,
): readonly Hop[] | undefined {
  const before = attemptOf(refusal, facts);
  if (!before) return undefined;
  const attempt = changes.reduce((left, change) => changed(left, change, facts), before);
  return [...mended({ refusal, attempt, before, breaks: null }, facts), answering(answer, 'ok')];
}

/** The same of a client that is only supposed: the answer is what is expected, and nobody has seen it. */
export function waySupposed(
  { client, attempts }: Supposed,
  changes: readonly Change[],
  answer: string,
  facts: Facts,
): readonly Hop[] {
  const before = attempts.at(-1) ?? null;
  const attempt = before && changes.reduce((left, change) => changed(left, change, facts), before);
  const places = mended({ refusal: client, attempt, before, breaks: null }, facts);
  // Of a page that nobody told of the address is made up.
  const isUntold = client.who === 'a browser' && client.origin === null;
  const isMadeUp = isUntold && attempt?.headers.host === before?.headers.host;
  const note = changes.includes('open-https') ? 'opens the page over HTTPS' : null;
  return [
    ...places.map((hop) => (isMadeUp && hop.place === 'client' ? { ...hop, note } : hop)),
    answering(answer, 'unknown'),
  ];
}

/** How a connection gets to the gateway by these facts, where nobody was refused, and the answer that is expected. */
export function wayOpened(breaks: Place, answer: string, facts: Facts): readonly Hop[] {
  return [...mended({ refusal: null, attempt: null, before: null, breaks }, facts), answering(answer, 'unknown')];
}

const mended = (sight: Sight, facts: Facts): readonly Hop[] =>
  placesOf(sight, facts).map((place) => ({ ...place, state: 'ok' }));

const answering = (name: string, state: Hop['state']): Hop => ({
  place: 'answer',
  name,
  address: null,
  note: null,
  state,
});

/** The attempt that was refused; of the releases that the gateway may be the newest tells. */
const attemptOf = (refusal: Refusal, facts: Facts): Attempt | null => refusedAttempts(refusal, facts).at(-1) ?? null;

interface Sight {
  readonly refusal: Refusal | null;
  /** The attempt to draw; null: the model knows none that the gateway would refuse so. */
  readonly attempt: Attempt | null;
  /** The attempt as it was seen: what is the same in both may be a guess. */
  readonly before: Attempt | null;
  readonly breaks: Place | null;
}

type Drawn = Omit<Hop, 'state'>;

function placesOf(sight: Sight, facts: Facts): readonly Drawn[] {
  const proxy = proxyOf(sight, facts);
  const network = networkOf(sight, facts);
  const state = sight.breaks === 'state' ? stateOf(facts) : undefined;
  return [clientOf(sight, proxy !== undefined, facts), proxy, network, gatewayOf(sight, facts), state].filter(
    (place) => place !== undefined,
  );
}

function clientOf(sight: Sight, isProxied: boolean, facts: Facts): Drawn {
  const { refusal, attempt } = sight;
  const peer = peerOf(sight);
  // What stands for clients on the gateway's host is the address of none of them.
  const isOfHost = peer !== null && (kindOfAddress(peer) === 'loopback' || isOfEngine(peer, sight, facts));
  const address = isProxied ? (refusal?.forwarded ?? null) : isOfHost || refusal?.remoteIs === 'self' ? null : peer;
  const page = attempt?.headers.origin ?? refusal?.origin ?? pageOf(sight, facts);
  const host = isMoved(sight) ? (attempt?.headers.host ?? null) : hostOf(refusal);
  const isCliHere = refusal === null ? sight.breaks !== 'proxy' : refusal.client === 'cli' && isOfHost;
  const url = isCliHere ? (valueIn(facts, 'client.url') ?? null) : null;
  const dialled = isMoved(sight) ? `ws://${host}` : (url ?? (host === null ? null : `ws://${host}`));
  return {
    place: 'client',
    name: refusal?.who ?? (page === null ? 'the client' : 'a browser'),
    address,
    note: page !== null ? `opens ${page}` : dialled === null ? null : `dials ${dialled}`,
  };
}

/** Where nobody was refused and a proxy is what breaks, the page that is opened leads through it. */
function pageOf({ refusal, breaks }: Sight, facts: Facts): string | null {
  return refusal === null && breaks === 'proxy' ? (valueIn(facts, 'page.url') ?? null) : null;
}

/** What the client asked for; one inside the gateway's container that is seen at its address dialled that. */
function hostOf(refusal: Refusal | null): string | null {
  return refusal?.host ?? (refusal?.remoteIs === 'self' ? refusal.remote : null);
}

/** Whether an option makes the client ask for another address. */
function isMoved({ attempt, before }: Sight): boolean {
  if (attempt === null || before === null) return false;
  return attempt.headers.host !== before.headers.host || attempt.socket.peer !== before.socket.peer;
}

function proxyOf(sight: Sight, facts: Facts): Drawn | undefined {
  const { refusal, attempt, before, breaks } = sight;
  const isProxied = attempt
    ? attempt.headers['x-forwarded-for'] !== undefined
    : refusal?.forwarded != null || refusal?.symptom === 'proxy-attribution';
  if (!isProxied && breaks !== 'proxy') return undefined;
  const isNew = before?.headers['x-forwarded-for'] === undefined && attempt?.headers['x-forwarded-for'] !== undefined;
  const isToNetwork = networkOf(sight, facts) !== undefined;
  return {
    place: 'proxy',
    name: valueIn(facts, 'front.name') ?? (isNew ? 'a proxy with HTTPS' : 'a proxy'),
    address: isToNetwork ? null : peerOf(sight),
    note: isNew
      ? 'says for whom it asks'
      : refusal?.forwarded != null
        ? `says that it asks for ${refusal.forwarded}`
        : null,
  };
}

/** What an engine does between its host and a container; nothing where the client is beside the gateway. */
function networkOf(sight: Sight, facts: Facts): Drawn | undefined {
  const { refusal, breaks } = sight;
  const isContainer = valueIn(facts, 'gateway.kind') === 'container' && valueIn(facts, 'gateway.hostNetwork') !== true;
  const peer = peerOf(sight);
  const isNat = peer !== null && isOfEngine(peer, sight, facts);
  const isInside = (peer !== null && kindOfAddress(peer) === 'loopback') || refusal?.remoteIs === 'self';
  if (isInside || !(isContainer || isNat || breaks === 'network')) return undefined;
  const isKept = peer !== null && !isNat;
  const published = valueIn(facts, 'gateway.published')?.[0];
  return {
    place: 'network',
    name: engineInWords(facts),
    address: isNat ? peer : null,
    note: isNat
      ? "hides the client's own address"
      : isKept && refusal?.remoteIs !== 'container'
        ? "leaves the client's address as it is"
        : published === undefined
          ? null
          : `passes on what comes to ${published.replace(/->.*$/, '')}`,
  };
}

function isOfEngine(peer: string, { refusal }: Sight, facts: Facts): boolean {
  return (
    (refusal?.remote === peer && refusal.remoteIs === 'nat') ||
    (valueIn(facts, 'gateway.natAddresses') ?? []).includes(peer)
  );
}

function engineInWords(facts: Facts): string {
  const product = valueIn(facts, 'gateway.engineProduct');
  return product == null ? "a container engine's network" : `${product.replace(/ Engine$/, '')}'s network`;
}

function gatewayOf(sight: Sight, facts: Facts): Drawn {
  const container = valueIn(facts, 'gateway.name');
  return {
    place: 'gateway',
    name: container == null ? 'the gateway' : `the gateway in ${container}`,
    address: null,
    note: sight.refusal ? seenBy(sight, sight.refusal, facts) : listening(facts),
  };
}

/** The address that the gateway sees, and what it makes of the client. */
function seenBy(sight: Sight, refusal: Refusal, facts: Facts): string | null {
  const { attempt, before } = sight;
  const peer = peerOf(sight);
  const answer = attempt && judgeConnection(attempt);
  const isTaken = answer !== null && 'locality' in answer && answer.locality !== null;
  const asLocal = isTaken && peer !== null ? (answer.locality?.kind === 'local' ? ', as local' : ', not as local') : '';
  const then = answer && attempt !== before ? decisiveIn(answer) : undefined;
  const isEither = then === 'not-paired' && !isPairingKnown(refusal, facts);
  const decisive = isEither ? undefined : (then ?? decisiveOf(refusal));
  const page = attempt?.headers.origin ?? refusal.origin;
  const secret = valueIn(facts, 'gateway.config.authMode') === 'password' ? 'password' : 'token';
  const shown = decisive === undefined ? null : shownAs(decisive, page, secret);
  const proxied = refusal.forwarded !== null && refusal.proxyTrusted === true ? ` for ${refusal.forwarded}` : '';
  if (peer === null) return shown === null ? null : `sees ${shown}`;
  return `sees ${peer}${proxied}${asLocal}${shown === null ? '' : `: ${shown}`}`;
}

/** The peer's address, where it is known or an option sets it. */
function peerOf({ refusal, attempt, before }: Sight): string | null {
  if (attempt && before && attempt.socket.peer !== before.socket.peer) return attempt.socket.peer;
  return refusal?.remote ?? null;
}

function listening(facts: Facts): string | null {
  if (valueIn(facts, 'gateway.running') === false) return 'does not run';
  const port = portIn(facts);
  const bind = valueIn(facts, 'gateway.bind');
  if (bind === 'loopback') return `listens at 127.0.0.1:${port} only`;
  return bind === 'lan' ? `listens at every address, port ${port}` : null;
}

function stateOf(facts: Facts): Drawn {
  return { place: 'state', name: 'its state folder', address: valueIn(facts, 'gateway.stateDir') ?? null, note: null };
}

/** What the client got: what the gateway said to it, or how far it came. */
function answerNow(refusal: Refusal | null, facts: Facts): readonly Hop[] {
  const broken = (valueIn(facts, 'path.stages') ?? []).find(({ status }) => status === 'failed');
  const words = refusal ? answerInWords(refusal) : broken ? (broken.detail ?? 'no answer') : null;
  return words === null ? [] : [{ place: 'answer', name: words, address: null, note: null, state: 'broken' }];
}

function answerInWords({ symptom, reason }: Refusal): string {
  if (symptom === 'missing-scope') return 'lets it in, and it may do nothing';
  if (reason === null && symptom === null) return 'refuses it';
  const said = symptom === 'pairing-required' ? 'pairing required' : symptomInWords(symptom ?? '');
  return `says «${reason?.replace(/ \(requestId: [^)]*\)/, '') ?? said}»`;
}
