import { drawn } from '../facts/drawn.ts';
import { placeGateway } from '../facts/gateway.ts';
import type { TextRefusal } from '../facts/refusal-sources.ts';
import { type Fact, type Facts, known, unknown, valueIn } from '../model/fact.ts';
import type { Container } from '../probes/inspect.ts';
import type { SeenEvent } from '../probes/logs.ts';

/** A patient that is only described: facts that never change, and what was left aside. */
export interface Patient {
  readonly facts: Facts;
  /** Names of things handed in that say nothing to the doctor. */
  readonly leftAside: readonly string[];
}

interface Described {
  readonly facts: Facts;
  readonly containers?: readonly Container[];
  /** Undefined: no log was handed in. */
  readonly events?: readonly SeenEvent[];
  readonly told?: readonly TextRefusal[];
  readonly container?: string;
  readonly leftAside?: readonly string[];
}

/** Draws from a description what probes draw from a machine: which gateway is meant, and who was refused. */
export function patientOf({
  facts,
  containers,
  events,
  told = [],
  container: named,
  leftAside = [],
}: Described): Patient {
  const all: Fact<readonly Container[]> = containers
    ? known(containers, 'docker-inspect.json')
    : unknown('nothing that was handed in describes the containers');
  const placed = placeGateway(facts, all, named);
  // What was said of the gateway in so many words counts more than what follows from the rest.
  const merged: Facts = { ...placed.facts, ...facts };
  // A container that is only told of has networks, too, which nobody described.
  const isTold = placed.surroundings.container === null && valueIn(merged, 'gateway.kind') === 'container';
  const container = isTold
    ? { networkMode: 'bridge', gateways: [], addresses: [], rootless: false, desktop: false }
    : placed.surroundings.container;
  const surroundings = { ...placed.surroundings, container };
  const log: Fact<readonly SeenEvent[]> = events?.length
    ? known(events, events[0]?.source ?? 'the log')
    : unknown('no log of the gateway was handed in');
  const times = (events ?? []).map((event) => event.at ?? 0);
  const pending = facts['devices.pending'];
  const asked = pending?.status === 'known' ? pending.value.map((request) => request.renewedAt ?? 0) : [];
  const described = { ...merged, 'path.broken': known(brokenStage(facts), 'what was handed in') };
  // The evidence tells of the moment when its newest part was written.
  const now = [...times, ...asked].reduce((newest, time) => Math.max(newest, time), 0);
  return {
    facts: drawn({ facts: described, gateway: placed.gateway, events: log, told, surroundings, now }),
    leftAside,
  };
}

/** The stage at which the way ends, as far as the evidence says. */
function brokenStage(facts: Facts): string | null {
  if (valueIn(facts, 'path.tcp') === 'refused') return 'tcp';
  return valueIn(facts, 'path.http') === 'reset' ? 'http' : null;
}
