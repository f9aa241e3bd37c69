import type { Finding, Hop, Remedy } from '../model/report.ts';
import { type Stage, stages } from '../model/rule.ts';
import { hopText } from '../report/way.ts';
import { withheldWords } from '../report/words.ts';
import { odditiesOf } from '../requests/oddities.ts';
import { originInWords } from '../requests/origin.ts';
import { nextFinding } from './chain.ts';
import { measureAt } from './hardening.ts';
import { liveRequests } from './requests.ts';
import type { State } from './state.ts';

/** A word of OpenClaw's or of networks, for a reader who meets it for the first time. */
export interface Term {
  readonly name: string;
  readonly means: string;
}

/** The terms that the present screen is the first to bring up. */
export function newTerms(state: State): readonly Term[] {
  const known = termsBefore(state);
  return termsOn(state).filter((term) => !known.includes(term));
}

/** The terms that stand on the present screen. Of the stages of the path only the one that fails is a matter of the screen. */
export function termsOn(state: State): readonly Term[] {
  const { screen, diagnosis, treatment } = state;
  switch (screen.kind) {
    case 'diagnosis': {
      const finding = diagnosis?.report.findings[screen.at];
      return finding ? findingTerms(finding) : [];
    }
    case 'hardening': {
      const measure = measureAt(state);
      return measure ? termsIn(findingTexts(measure.finding)) : [];
    }
    case 'options':
      return termsIn(optionTexts(screen.finding));
    case 'accepting':
      return termsIn(remedyTexts(screen.remedy));
    case 'step': {
      const step = treatment?.remedy.steps[treatment.step];
      return step ? termsIn([step.say]) : [];
    }
    case 'approving':
    case 'confirming':
      return termsIn(requestTexts(state));
    case 'done': {
      const next = nextFinding(state);
      return next ? findingTerms(next) : [];
    }
    default:
      return [];
  }
}

/** The stages of the path, where the present screen shows it, in their order. */
export function stageTerms({ screen, diagnosis }: State): readonly Term[] {
  const isShown = ['diagnosis', 'options', 'step', 'done'].includes(screen.kind);
  return isShown && diagnosis ? stages.map((stage) => ({ name: stage, means: STAGE_TERMS[stage].means })) : [];
}

/** What the user has read of on the way to the present screen. */
function termsBefore(state: State): readonly Term[] {
  const { screen, treatment } = state;
  if (screen.kind === 'options') return findingTerms(screen.finding);
  if (!treatment || !AFTER_OPTIONS.includes(screen.kind)) return [];
  const { finding, remedy, step } = treatment;
  const isPast = screen.kind !== 'step';
  const says = remedy.steps.slice(0, isPast ? step + 1 : step).map(({ say }) => say);
  return [
    ...findingTerms(finding),
    ...termsIn([...optionTexts(finding), ...says, ...(screen.kind === 'confirming' ? requestTexts(state) : [])]),
  ];
}

const AFTER_OPTIONS: readonly State['screen']['kind'][] = ['step', 'approving', 'confirming', 'done'];

function findingTerms(finding: Finding): readonly Term[] {
  const terms = [STAGE_TERMS[finding.stage], ...termsIn([...findingTexts(finding), withheldWords(finding) ?? ''])];
  return TERMS.map(({ term }) => term).filter((term) => terms.includes(term));
}

function termsIn(texts: readonly string[]): readonly Term[] {
  const text = texts.join('\n');
  return TERMS.filter(({ stands }) => stands?.test(text)).map(({ term }) => term);
}

const wayTexts = (way: readonly Hop[] = []) => way.map(hopText);
const findingTexts = ({ title, why, way }: Finding) => [title, why, ...wayTexts(way)];
const remedyTexts = ({ title, tradeOff = '', outcome = '', follows = '', way }: Remedy) => [
  title,
  tradeOff,
  outcome,
  follows,
  ...wayTexts(way),
];
const optionTexts = ({ remedies, next = '' }: Finding) => [...remedies.flatMap(remedyTexts), next];

/** Who waits, as the list of requests and each of them tell it. */
function requestTexts(state: State): readonly string[] {
  const facts = state.diagnosis?.facts ?? {};
  const requests = liveRequests(state) ?? [];
  return [
    'approval',
    ...(requests.length > 0 ? ['role', 'scopes'] : []),
    ...requests.flatMap((request) => [originInWords(request, facts), ...odditiesOf(request, facts)]),
  ];
}

interface Known {
  readonly term: Term;
  /** What stands in texts that speak of it; absent: only the path does. */
  readonly stands?: RegExp;
}

function term(name: string, means: string, stands?: RegExp): Known {
  return { term: { name, means }, ...(stands ? { stands } : {}) };
}

const RESOLVE = term('resolve', 'the look-up of the address that belongs to a name');
const TCP = term('tcp', 'the bare connection to an address and its port');
const TLS = term('tls', 'what encrypts a connection: https:// and wss:// have it', /\bTLS\b/);
const HTTP = term('http', 'the answer of a web server at that port');
const UPGRADE = term(
  'upgrade',
  'the turn from a web request to the lasting connection that clients talk over, a WebSocket',
  /\bWebSockets?\b/,
);
const ORIGIN = term(
  'origin',
  'the address of a page without its path, by which the gateway tells pages apart',
  /\b(?:origins?|allowedOrigins)\b/i,
);
const IDENTITY = term('device identity', 'the key by which a gateway knows a device again', /\bdevice identity\b/i);
const AUTH = term('auth', 'the check of the token or password that a client shows');
const PAIRING = term(
  'pairing',
  'the gateway lets a new device in only after somebody has approved it once',
  /\b(?:pair(?:ed|ing|s)?|approv(?:e|es|ed|al))\b/i,
);
const SCOPE = term('scope', 'something that a device may do, such as operator.write', /\bscopes?\b|\boperator\.\w+/i);

/** What one must know before the next: in this order they are explained. */
const TERMS: readonly Known[] = [
  PAIRING,
  term(
    'local',
    'a client that the gateway sees at 127.0.0.1, on its own machine',
    /\b(?:as|not|is|counts as) local\b/i,
  ),
  term(
    'loopback',
    'the address by which a machine reaches only itself: 127.0.0.1',
    /\b(?:loopback|127\.0\.0\.1|localhost)\b/i,
  ),
  SCOPE,
  term('role', 'what a device is to the gateway: operator for people, node for machines it controls', /\broles?\b/i),
  ORIGIN,
  term(
    'secure context',
    'a page over HTTPS or on localhost: only there a browser can prove which device it is',
    /\bsecure context\b/i,
  ),
  IDENTITY,
  term(
    'reverse proxy',
    'a program that takes connections and passes them on to the gateway',
    /\b(?:reverse )?prox(?:y|ies)\b/i,
  ),
  term('tailnet', 'the private network that Tailscale makes between devices', /\btailnet\b/i),
  term('token', 'the shared secret that the gateway asks every client for', /\b(?<!device )tokens?\b/i),
  term('device token', 'the secret that one device got when it was approved', /\bdevice tokens?\b/i),
  AUTH,
  RESOLVE,
  TCP,
  TLS,
  HTTP,
  UPGRADE,
  term('state folder', 'where a gateway keeps its settings and who is approved', /\bstate folder\b/i),
  term('volume', 'storage of the container engine that outlives a container', /\bvolumes?\b/i),
];

const STAGE_TERMS: Readonly<Record<Stage, Term>> = {
  resolve: RESOLVE.term,
  tcp: TCP.term,
  tls: TLS.term,
  http: HTTP.term,
  upgrade: UPGRADE.term,
  origin: ORIGIN.term,
  identity: IDENTITY.term,
  auth: AUTH.term,
  pairing: PAIRING.term,
  scopes: SCOPE.term,
};
