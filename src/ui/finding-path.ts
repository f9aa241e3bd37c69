import type { Diagnosis } from '../doctor.ts';
import type { Finding, PathStage } from '../model/report.ts';
import { stages } from '../model/rule.ts';
import { connectionPath } from '../report/path.ts';

/**
 * The path of the connection that a finding is about. Where nothing that was seen tells at which stage it ends, an error's
 * own stage does.
 */
export function pathOf({ report, facts }: Diagnosis, finding: Finding | undefined): readonly PathStage[] {
  const path = !finding || finding === report.findings[0] ? report.path : connectionPath(facts, finding);
  if (finding?.severity !== 'error' || path.some(({ status }) => status === 'failed')) return path;
  const broken = stages.indexOf(finding.stage);
  return path.map((stage): PathStage => {
    const at = stages.indexOf(stage.stage);
    if (at === broken) return { ...stage, status: 'failed', detail: finding.title };
    return at > broken ? { ...stage, status: 'skipped', detail: `not reached: ${finding.stage} failed` } : stage;
  });
}
