import type { Finding, Remedy } from '../model/report.ts';
import { measureAt } from './hardening.ts';
import type { State } from './state.ts';

/** A word of OpenClaw's or of networks, for a reader who meets it for the first time. */
export interface Term {
  readonly name: string;
  readonly means: string;
}

/** The terms that the present screen is the first to bring up. */
export function newTerms(state: State): readonly Term[] {
  const known = termsIn(textsBefore(state));
  return termsOn(state).filter((term) => !known.includes(term));
}

/** The terms that stand on the present screen. */
export function termsOn(state: State): readonly Term[] {
  return termsIn(textsOn(state));
}

function termsIn(texts: readonly string[]): readonly Term[] {
  const text = texts.join('\n');
  return TERMS.filter(({ stands }) => stands.test(text)).map(({ term }) => term);
}

function textsOn(state: State): readonly string[] {
  const { screen, diagnosis, treatment } = state;
  switch (screen.kind) {
    case 'diagnosis': {
      const finding = diagnosis?.report.findings[screen.at];
      return finding ? findingTexts(finding) : [];
    }
    case 'hardening': {
      const measure = measureAt(state);
      return measure ? findingTexts(measure.finding) : [];
    }
    case 'options':
      return optionTexts(screen.finding);
    case 'accepting':
      return remedyTexts(screen.remedy);
    case 'step': {
      const step = treatment?.remedy.steps[treatment.step];
      return step ? [step.say] : [];
    }
    case 'approving':
    case 'confirming':
      return ['paired', 'role', 'scopes'];
    default:
      return [];
  }
}

/** What the user has read on the way to the present screen. */
function textsBefore({ screen, treatment }: State): readonly string[] {
  if (screen.kind === 'options') return findingTexts(screen.finding);
  if (screen.kind !== 'step' || !treatment) return [];
  const { finding, remedy, step } = treatment;
  return [...findingTexts(finding), ...optionTexts(finding), ...remedy.steps.slice(0, step).map(({ say }) => say)];
}

const findingTexts = ({ title, why }: Finding) => [title, why];
const remedyTexts = ({ title, tradeOff = '', outcome = '' }: Remedy) => [title, tradeOff, outcome];
const optionTexts = ({ remedies, next = '' }: Finding) => [...remedies.flatMap(remedyTexts), next];

function term(name: string, stands: RegExp, means: string) {
  return { term: { name, means }, stands };
}

/** What one must know before the next: in this order they are explained. */
const TERMS = [
  term(
    'pairing',
    /\b(?:pair(?:ed|ing|s)?|approv(?:e|es|ed|al))\b/i,
    'the gateway lets a new device in only after somebody has approved it once',
  ),
  term(
    'local',
    /\b(?:as|not|is|counts as) local\b/i,
    'a client that the gateway sees at 127.0.0.1, on its own machine',
  ),
  term(
    'loopback',
    /\b(?:loopback|127\.0\.0\.1|localhost)\b/i,
    'the address by which a machine reaches only itself: 127.0.0.1',
  ),
  term('scope', /\bscopes?\b|\boperator\.\w+/i, 'something that a device may do, such as operator.write'),
  term('role', /\broles?\b/i, 'what a device is to the gateway: operator for people, node for machines it controls'),
  term(
    'origin',
    /\b(?:origins?|allowedOrigins)\b/i,
    'the address of a page without its path, by which the gateway tells pages apart',
  ),
  term(
    'secure context',
    /\bsecure context\b/i,
    'a page over HTTPS or on localhost: only there a browser can prove which device it is',
  ),
  term('device identity', /\bdevice identity\b/i, 'the key by which a gateway knows a device again'),
  term(
    'reverse proxy',
    /\b(?:reverse )?prox(?:y|ies)\b/i,
    'a program that takes connections and passes them on to the gateway',
  ),
  term('token', /\btokens?\b/i, 'the shared secret that the gateway asks every client for'),
  term('volume', /\bvolumes?\b/i, 'storage of the container engine that outlives a container'),
] as const;
