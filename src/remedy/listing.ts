import { type Facts, valueIn } from '../model/fact.ts';
import type { Remedy, Step } from '../model/report.ts';
import { runsHere } from './run.ts';

/**
 * The remedy without the step that lists who waits, where the doctor has read that from the gateway's state: the CLI
 * that lists connects itself, and some versions register it for that, with fewer rights than it needs to approve.
 */
export function withoutListing(remedy: Remedy, facts: Facts): Remedy {
  const { steps } = remedy;
  const isReadable = valueIn(facts, 'devices.pending') !== undefined;
  const approval = steps.findIndex((step) => step.approves && runsHere(step));
  if (!isReadable || !steps.slice(0, Math.max(0, approval)).some(lists)) return remedy;
  return {
    ...remedy,
    steps: steps.flatMap((step, index) => {
      if (index < approval && lists(step)) return [];
      return index === approval ? [{ ...step, say: CHOOSE }] : [step];
    }),
  };
}

const CHOOSE =
  "Connect once with the client, then approve the request that is yours. Who waits is read from the gateway's own state.";

const lists = ({ run }: Step) => run?.some((part, index) => part === 'list' && run[index - 1] === 'devices') === true;
