import { type Facts, mapFact, valueIn } from '../model/fact.ts';
import type { Looked } from './drawn.ts';
import { failureFacts } from './failures.ts';
import { storageFacts } from './storage.ts';

type Seen = Pick<Looked, 'facts' | 'gateway' | 'containers' | 'events' | 'failures' | 'storage' | 'now'>;

/** The facts with where the state is kept and why the gateway could not start or write, probed and described alike. */
export function stored({ facts, gateway, containers, events, failures, storage, now }: Seen): Facts {
  const failed: Facts = { ...facts, ...failureFacts(failures, { gateway, facts, now }) };
  const all = { ...failed, ...storageFacts({ facts: failed, gateway, containers, events, seen: storage }) };
  const traces = all['openclaw.traces'];
  const file = valueIn(all, 'compose.file');
  if (!traces || !file || gateway.kind === 'container') return all;
  // A gateway that compose could not create has left nothing else.
  return { ...all, 'openclaw.traces': mapFact(traces, (list) => [...list, `the compose file ${file}`]) };
}
