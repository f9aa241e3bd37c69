import type { Fact, Facts } from '../model/fact.ts';
import type { SeenEvent } from '../probes/logs.ts';
import { lapsedFacts } from './lapsed.ts';
import { meantFacts } from './meant.ts';
import { missedFacts } from './missed.ts';
import { reachFacts } from './reach.ts';
import { repeatFacts } from './repeats.ts';

/** What follows for approving devices: how the CLI gets through, which approvals missed, which requests died. */
export function approvalFacts(facts: Facts, events: Fact<readonly SeenEvent[]>, now: number): Facts {
  return {
    ...reachFacts(facts),
    ...missedFacts(events, now),
    ...lapsedFacts(facts, now),
    ...meantFacts(facts),
    ...repeatFacts(facts, now),
  };
}
