import { stageOf, symptomInWords } from '../gateway/symptoms.ts';
import type { Refusal } from '../model/catalogue.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import type { Finding, PathStage } from '../model/report.ts';
import { type Stage, stages } from '../model/rule.ts';

/**
 * One connection in the order in which a gateway judges it. What was tried tells the first stages; the later ones would
 * leave a trace and come from what the gateway answered to others.
 */
export function connectionPath(facts: Facts, diagnosis?: Finding): PathStage[] {
  const tried = valueIn(facts, 'path.stages') ?? [];
  const broken = tried.find((stage) => stage.status === 'failed')?.stage;
  const refusal = refusalOf(facts, diagnosis);
  const seen = lastConnection(facts);
  return stages.map((stage): PathStage => {
    const own = tried.find((candidate) => candidate.stage === stage);
    if (own) {
      const status = own.status as PathStage['status'];
      return { stage, status, detail: own.detail ?? '', ...(own.ms === null ? {} : { ms: own.ms }) };
    }
    if (broken !== undefined) return { stage, status: 'skipped', detail: `not reached: ${broken} failed` };
    if (refusal) return afterRefusal(stage, refusal);
    if (seen !== undefined) return { stage, status: 'ok', detail: seen };
    return {
      stage,
      status: 'unknown',
      detail: 'trying it would leave a trace at the gateway, and its log and state tell nothing',
    };
  });
}

/** The refusal that the diagnosis is about, else the newest that lasts. */
function refusalOf(facts: Facts, diagnosis: Finding | undefined): Refusal | undefined {
  const lasting = (valueIn(facts, 'refusals') ?? []).filter((candidate) => !candidate.past);
  const cited = (fact: string) => diagnosis?.evidence.find((item) => item.fact === fact)?.value;
  return lasting.find(({ requestId }) => requestId !== null && requestId === cited('refusal.requestId')) ?? lasting[0];
}

/** The gateway names the first stage that fails; all before it went well. */
function afterRefusal(stage: Stage, refusal: Refusal): PathStage {
  const failed: Stage = stageOf(refusal.symptom ?? '') ?? 'pairing';
  const at = stages.indexOf(stage);
  const source = refusal.source ?? 'the log';
  if (stage === 'tls') return { stage, status: 'unknown', detail: 'whether the connection has TLS is not told' };
  if (at < stages.indexOf(failed)) return { stage, status: 'ok', detail: 'got past this' };
  if (at > stages.indexOf(failed)) return { stage, status: 'skipped', detail: `not reached: ${failed} failed` };
  const address = refusal.forwarded ?? refusal.remote;
  const from = address === null ? '' : ` from ${address}`;
  const what = `${refusal.who}${from} ${whatHappened(refusal)}`;
  return { stage, status: 'failed', detail: `${what} (${source})` };
}

function whatHappened({ symptom, reason }: Refusal): string {
  if (symptom === 'missing-scope') return 'may do nothing: no scopes';
  if (symptom === 'pairing-required') return 'waits for approval';
  return `is refused: ${symptomInWords(symptom ?? reason ?? 'no reason given')}`;
}

/** That a paired device connected: the newest one. */
function lastConnection(facts: Facts): string | undefined {
  const times = (valueIn(facts, 'devices.paired') ?? []).map((device) => device.seenAt ?? 0);
  const newest = Math.max(0, ...times);
  return newest === 0 ? undefined : `a paired device connected at ${new Date(newest).toISOString()}`;
}
