import { type Fact, type Facts, mapFact, valueIn } from '../model/fact.ts';
import type { Failure } from '../probes/failures.ts';
import type { Container } from '../probes/inspect.ts';
import type { SeenEvent } from '../probes/logs.ts';
import type { StorageSeen } from '../probes/storage.ts';
import type { Gateway } from './choose.ts';
import { failureFacts } from './failures.ts';
import { storageFacts } from './storage.ts';

interface Stored {
  /** With all that `drawn` adds: who was refused tells whose pairing was lost. */
  readonly facts: Facts;
  readonly gateway: Gateway;
  readonly containers: Fact<readonly Container[]>;
  readonly events: Fact<readonly SeenEvent[]>;
  readonly failures: Fact<readonly Failure[]>;
  readonly seen: StorageSeen;
  /** ms since 1970: now, or when the evidence was captured. */
  readonly now: number;
}

/** The facts with where the state is kept and why the gateway could not start or write, probed and described alike. */
export function stored({ facts, gateway, containers, events, failures, seen, now }: Stored): Facts {
  const failed: Facts = { ...facts, ...failureFacts(failures, { gateway, facts, now }) };
  const all = { ...failed, ...storageFacts({ facts: failed, gateway, containers, events, seen }) };
  const traces = all['openclaw.traces'];
  const file = valueIn(all, 'compose.file');
  if (!traces || !file || gateway.kind === 'container') return all;
  // A gateway that compose could not create has left nothing else.
  return { ...all, 'openclaw.traces': mapFact(traces, (list) => [...list, `the compose file ${file}`]) };
}
