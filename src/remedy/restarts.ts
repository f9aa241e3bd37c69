import { holdsFor } from '../gateway/releases.ts';
import { rangeInWords, type Version } from '../gateway/version.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import type { Remedy } from '../model/report.ts';
import type { RemedyPlan } from '../model/rule.ts';

/** What a remedy costs in the versions that the gateway may be: some take a setting over as they run. */
export function restarting(
  { restarts, tradeOff }: Pick<RemedyPlan, 'restarts' | 'tradeOff'>,
  possible: readonly Version[],
): Pick<Remedy, 'restarts' | 'tradeOff'> {
  const holds = restarts === undefined ? undefined : holdsFor(restarts, possible);
  const itself = 'the gateway restarts itself to take it over.';
  const first =
    holds === true
      ? `The ${itself.slice(4)}`
      : holds === 'unknown'
        ? `${capital(rangeInWords(restarts ?? ''))} ${itself}`
        : undefined;
  const words = [first, tradeOff].filter((part) => part !== undefined).join(' ');
  return { ...(words === '' ? {} : { tradeOff: words }), ...(holds === false ? { restarts: false } : {}) };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

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
