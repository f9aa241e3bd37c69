import { newestRelease } from './gateway/releases.ts';
import { symptomInWords } from './gateway/symptoms.ts';
import { parseVersion } from './gateway/version.ts';
import { visibleIn } from './host/clean.ts';
import type { FactId } from './model/catalogue.ts';
import { type Facts, valueIn } from './model/fact.ts';
import type { Finding, JudgedVersion, PathStage, Question, Report, UnknownFact, Verdict } from './model/report.ts';
import { type Rule, type Severity, severities } from './model/rule.ts';
import { questionFor } from './questions/choose.ts';
import { withChanges } from './remedy/changes.ts';
import { connectionPath } from './report/path.ts';
import { judgeRules } from './rules/judge-rules.ts';
import { doctorVersion } from './version.ts';

/** What a run is judged by. */
export interface Bench {
  readonly rules: readonly Rule[];
  /** Findings below this make no problem of a run. */
  readonly failOn: Severity;
  /** Facts that cost more to learn: asked for once, and only where a rule can use them. */
  readonly more?: { readonly facts: readonly FactId[]; readonly learn: (facts: Facts) => Promise<Facts> };
}

/** Facts and what they mean: one look at the patient. */
export interface Diagnosis {
  readonly facts: Facts;
  readonly report: Report;
}

/** Judges the facts, learns what a rule still needs, and judges again. */
export async function diagnose(found: Facts, { rules, failOn, more }: Bench): Promise<Diagnosis> {
  // Some of it was decoded only after it was read: JSON within lines, other notations.
  const facts = visibleIn(found);
  const first = judgeRules(rules, facts);
  const wanted = more?.facts.some((id) => first.untold.includes(id) || first.unknown.some(({ fact }) => fact === id));
  const all = more && wanted ? { ...facts, ...visibleIn(await more.learn(facts)) } : facts;
  const { findings, unknown } = wanted ? judgeRules(rules, all) : first;
  return { facts: all, report: reportOf(all, await withChanges(findings, all), unknown, failOn) };
}

function reportOf(
  facts: Facts,
  findings: readonly Finding[],
  missing: readonly UnknownFact[],
  failOn: Severity,
): Report {
  const path = connectionPath(facts, findings[0]);
  const unknown = isStranger(facts)
    ? [
        {
          fact: 'openclaw.traces',
          reason: 'no trace of OpenClaw on this machine, and no --url names a gateway elsewhere',
        },
        ...missing,
      ]
    : [...unexplained(facts, path, findings), ...missing];
  return {
    schemaVersion: 1,
    doctor: { version: doctorVersion },
    openclaw: judgedVersion(facts),
    verdict: verdictOf(findings, unknown, failOn),
    path,
    findings,
    unknown,
    ...asked(questionFor(findings, facts)),
    ...waitingIn(facts),
    looked: lookedAt(facts),
  };
}

const asked = (question: Question | undefined): Pick<Report, 'question'> => (question ? { question } : {});

function judgedVersion(facts: Facts): JudgedVersion {
  const version = valueIn(facts, 'gateway.version') ?? null;
  const possible = valueIn(facts, 'gateway.releases') ?? [];
  const [first, last] = [possible[0], possible.at(-1)];
  if (valueIn(facts, 'gateway.newerThanKnown') === true) return { version, judgedAs: newestRelease.text };
  return first === undefined || last === undefined || first === last || parseVersion(version ?? '')
    ? { version }
    : { version, between: [first, last] };
}

function waitingIn(facts: Facts): Pick<Report, 'waiting'> {
  if (valueIn(facts, 'devices.pending') === undefined) return {};
  const live = (valueIn(facts, 'refusals') ?? []).filter((refusal) => refusal.live === true);
  return {
    waiting: live.map(({ requestId, who, remote, forwarded, roles, scopes }) => ({
      requestId,
      who,
      remoteIp: forwarded ?? remote,
      roles,
      scopes,
    })),
  };
}

/** Whether there is no OpenClaw here and nobody named one elsewhere. */
export function isStranger(facts: Facts): boolean {
  const traces = valueIn(facts, 'openclaw.traces');
  return traces?.length === 0 && valueIn(facts, 'client.urlSource') !== '--url';
}

/** What no finding tells of and is no green tick: a stage that fails, an error that no rule is about yet. */
function unexplained(facts: Facts, path: readonly PathStage[], findings: readonly Finding[]): UnknownFact[] {
  const noRule = 'no rule of this version explains';
  const refused = (valueIn(facts, 'refusals') ?? []).filter((refusal) => !refusal.past);
  const told = valueIn(facts, 'text.errors') ?? [];
  // A warning explains no refusal.
  if (findings.some(({ severity }) => severity === 'error')) return [];
  if (refused.length > 0) {
    const reasons = refused.map(
      ({ reason, symptom, who, remote }) => `«${reason ?? symptomInWords(symptom ?? '')}» to ${remote ?? who}`,
    );
    return [
      {
        fact: 'refusals',
        reason: `the gateway refuses clients, and ${noRule} it: ${[...new Set(reasons)].join(', ')}`,
      },
    ];
  }
  if (told.length > 0) return [{ fact: 'text.errors', reason: `the text says ${told.join(', ')}, which ${noRule}` }];
  const broken = path.find(({ status }) => status === 'failed');
  return broken ? [{ fact: `path.${broken.stage}`, reason: `no rule explains why it failed: ${broken.detail}` }] : [];
}

function verdictOf(findings: readonly Finding[], unknown: readonly UnknownFact[], failOn: Severity): Verdict {
  const counts = (finding: Finding) => severities.indexOf(finding.severity) <= severities.indexOf(failOn);
  if (findings.some(counts)) return 'problem';
  return unknown.length > 0 ? 'inconclusive' : 'healthy';
}

/** The sources of all that was learnt, and why the rest wasn't: where the doctor looked. */
function lookedAt(facts: Facts): string[] {
  const saysSomething = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0);
  const sources = Object.entries(facts).flatMap(([id, fact]) =>
    fact.status === 'known' && (!id.startsWith('text.') || saysSomething(fact.value)) ? [fact.source] : [],
  );
  return [...new Set(sources)].sort();
}
