import { type Facts, valueIn } from '../model/fact.ts';
import type { Remedy } from '../model/report.ts';

/** How long after a change a gateway may still go for it, in ms: 2026.9.6 goes a second after openclaw.json was written. */
const BEGINS_MS = 3000;

/** Whether a gateway that still answers may be about to start anew for what was changed at `since`, in ms since 1970. */
export function mayGo(
  { risk, restarts }: Remedy,
  facts: Facts,
  { since, now }: { since: number; now: number },
): boolean {
  const doesRestart = risk === 'restart' && restarts !== false;
  return doesRestart && now - since < BEGINS_MS && valueIn(facts, 'path.http') === 'ok';
}
