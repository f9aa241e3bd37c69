import { type PageAddress, readPage } from '../facts/page-address.ts';
import type { TextRefusal } from '../facts/refusal-sources.ts';
import type { FactValue } from '../model/catalogue.ts';
import { type Fact, type Facts, known } from '../model/fact.ts';
import { UsageError } from '../options.ts';
import { settingsFacts } from '../probes/settings.ts';
import { nearest } from '../rules/nearest.ts';
import { type Patient, patientOf, type Stated } from './patient.ts';
import { composeFragment } from './storage.ts';
import { deploymentFacts } from './surroundings.ts';
import { readTold } from './told.ts';

/** What somebody could write down about a machine that they don't sit at. */
export interface EvidenceFile {
  readonly openclaw?: string;
  readonly os?: string;
  readonly deployment?: string;
  readonly client?: string;
  readonly text?: string;
  readonly config?: unknown;
  readonly configAbsent?: readonly string[];
  readonly compose?: string;
  readonly pageUrl?: string;
  readonly notes?: readonly string[];
}

const FIELDS = [
  'openclaw',
  'os',
  'deployment',
  'client',
  'text',
  'config',
  'configAbsent',
  'compose',
  'pageUrl',
  'notes',
];

/** Matches text that may be an evidence file in YAML: a line begins with one of its fields. */
export const looksLikeEvidence = new RegExp(`^(?:${FIELDS.join('|')})\\s*:`, 'm');

/** The evidence in `value`, or undefined where it is no mapping with one of the fields. Throws UsageError for a wrong field. */
export function asEvidence(value: unknown, name: string): EvidenceFile | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const keys = Object.keys(value);
  if (!keys.some((key) => FIELDS.includes(key))) return undefined;
  const wrong = keys.find((key) => !FIELDS.includes(key));
  if (wrong !== undefined) {
    const near = nearest(wrong, FIELDS);
    throw new UsageError(
      `${name}: an evidence file has no field "${wrong}"${near ? `: did you mean "${near}"?` : `; it has: ${FIELDS.join(', ')}`}`,
    );
  }
  for (const [key, item] of Object.entries(value)) {
    const problem = problemOf(key, item);
    if (problem !== undefined) throw new UsageError(`${name}: "${key}" ${problem}`);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, typeof item === 'number' ? String(item) : item]),
  ) as EvidenceFile;
}

function problemOf(key: string, value: unknown): string | undefined {
  if (key === 'config') return value !== null && typeof value === 'object' ? undefined : 'takes an object';
  if (key === 'configAbsent' || key === 'notes') {
    return Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? undefined
      : 'takes a list of texts';
  }
  // YAML reads 2026.3 as a number.
  return typeof value === 'string' || typeof value === 'number' ? undefined : 'takes a text';
}

/** The patient that an evidence file describes. */
export async function evidencePatient(evidence: EvidenceFile, name: string, stated: Stated = {}): Promise<Patient> {
  const told = readTold(evidence.text ?? '', `text in ${name}`, clientId(evidence.client), evidence.notes);
  const source = (field: string) => `${field} in ${name}`;
  const facts: Record<string, unknown> = { ...told.facts };
  if (evidence.openclaw !== undefined) facts['gateway.version'] = known(evidence.openclaw, source('openclaw'));
  if (evidence.os !== undefined) facts['os.platform'] = known(platformOf(evidence.os), source('os'));
  if (evidence.deployment !== undefined) {
    Object.assign(facts, deploymentFacts(evidence.deployment, source('deployment')));
  }
  if (evidence.config !== undefined || evidence.configAbsent !== undefined) {
    const values = evidence.config ?? {};
    const mode = (values as { gateway?: { mode?: unknown } }).gateway?.mode;
    const whose = mode === 'remote' ? 'client' : 'gateway';
    const file = source(evidence.config === undefined ? 'configAbsent' : 'config');
    const settings = settingsFacts(
      whose,
      { file, error: null, hasComments: false, text: null, values },
      evidence.configAbsent ?? [],
    );
    // What the file doesn't tell a sentence may.
    for (const [id, fact] of Object.entries(settings)) if (fact.status === 'known' || !(id in facts)) facts[id] = fact;
  }
  const page = evidence.pageUrl === undefined ? undefined : readPage(evidence.pageUrl);
  if (page && page.origin !== null) {
    facts['page.url'] = known(pageText(evidence.pageUrl ?? ''), source('pageUrl'));
    facts['page.secureContext'] = known(page.secure, source('pageUrl'));
  }
  facts['text.resembles'] = await resembled(evidence, `what ${name} tells`);
  if (evidence.notes !== undefined) facts['text.notes'] = known(evidence.notes, source('notes'));
  const storage =
    evidence.compose === undefined ? undefined : await composeFragment(evidence.compose, source('compose'));
  if (/networkingMode\s*=\s*mirrored/i.test((evidence.notes ?? []).join('\n')))
    facts['os.wslNetworking'] = known('mirrored', source('notes'));
  return patientOf({
    facts: facts as Facts,
    stated,
    events: told.events,
    told: told.refusals.map((refusal) => onPage(refusal, page)),
    ...(evidence.text === undefined ? {} : { failures: told.failures }),
    ...(storage ? { storage } : {}),
  });
}

/** An error message by itself says what its signs say, and settings alone read like any report. */
const MIN_WORDS = 8;

/** The causes whose reports read like what somebody wrote. */
export async function resembled(evidence: EvidenceFile, source: string): Promise<Fact<FactValue<'text.resembles'>>> {
  const words = [evidence.text ?? '', ...(evidence.notes ?? [])].join(' ').slice(0, 1000).match(/\w+/g) ?? [];
  if (words.length < MIN_WORDS) return known([], source);
  const { resembles } = await import('../resemblance/resembles.ts');
  return known(resembles(evidence), source);
}

/** Without query and fragment, where tokens stand. */
const pageText = (url: string) => url.trim().replace(/[?#].*$/, '');

/** A browser that was refused asked from the page that somebody says it showed. */
function onPage(refusal: TextRefusal, page: PageAddress | undefined): TextRefusal {
  const isBrowser = refusal.client === null || refusal.client === 'openclaw-control-ui';
  return isBrowser && page ? { ...refusal, origin: refusal.origin ?? page.origin } : refusal;
}

/** The client's id as the gateway knows it, from the words that people use. */
function clientId(word: string | undefined): string | null {
  if (word === undefined) return null;
  if (/control-?ui|browser|dashboard|webchat/i.test(word)) return 'openclaw-control-ui';
  if (/^(?:cli|tui)$/i.test(word)) return 'cli';
  // What agents and scheduled jobs of the gateway call it with.
  if (/^sub-?agent|^backend$|^cron\b/i.test(word)) return 'gateway-client';
  if (/^(?:ios|iphone|ipad)/i.test(word)) return 'openclaw-ios';
  if (/^android/i.test(word)) return 'openclaw-android';
  if (/^mac-?(?:os)?[ -]?app/i.test(word)) return 'openclaw-macos';
  return /^node/i.test(word) ? 'node-host' : word;
}

function platformOf(word: string): string {
  if (/^mac|darwin|os ?x/i.test(word)) return 'darwin';
  return /^win/i.test(word) ? 'win32' : word.toLowerCase();
}
