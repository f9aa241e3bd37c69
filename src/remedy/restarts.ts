import { holdsFor } from '../gateway/releases.ts';
import { rangeInWords, type Version } from '../gateway/version.ts';
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
