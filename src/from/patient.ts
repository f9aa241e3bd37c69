import { composedGateway } from '../facts/compose.ts';
import { drawn } from '../facts/drawn.ts';
import { placeGateway } from '../facts/gateway.ts';
import type { TextRefusal } from '../facts/refusal-sources.ts';
import { type Fact, type Facts, known, unknown, valueIn } from '../model/fact.ts';
import type { Failure } from '../probes/failures.ts';
import type { Container } from '../probes/inspect.ts';
import type { SeenEvent } from '../probes/logs.ts';
import { noSecretPlaces } from '../probes/secrets.ts';
import { noStorage, type StorageSeen } from '../probes/storage.ts';

/** A patient that is only described: facts that never change, and what was left aside. */
export interface Patient {
  readonly facts: Facts;
  /** Names of things handed in that say nothing to the doctor. */
  readonly leftAside: readonly string[];
}

/** What the user states on the command line of the patient. */
export interface Stated {
  readonly openclaw?: string | undefined;
  /** The stand-in of the token in `--token-file`. */
  readonly token?: string | undefined;
}

interface Described {
  readonly facts: Facts;
  readonly stated?: Stated;
  readonly containers?: readonly Container[];
  /** Undefined: no log was handed in. */
  readonly events?: readonly SeenEvent[];
  readonly told?: readonly TextRefusal[];
  /** Undefined: nothing that would tell was handed in. */
  readonly failures?: readonly Failure[];
  readonly storage?: StorageSeen;
  readonly container?: string;
  readonly leftAside?: readonly string[];
}

/** Draws from a description what probes draw from a machine: which gateway is meant, and who was refused. */
export function patientOf({
  facts: described,
  stated = {},
  containers,
  events,
  told = [],
  failures,
  storage = noStorage('nothing that was handed in tells of the compose file'),
  container: named,
  leftAside = [],
}: Described): Patient {
  // Evidence may name another version; the user's word counts most.
  const version: Facts =
    stated.openclaw === undefined ? {} : { 'gateway.version': known(stated.openclaw, '--openclaw') };
  const facts: Facts = { ...described, ...version };
  const listed: Fact<readonly Container[]> = containers
    ? known(containers, 'docker-inspect.json')
    : unknown('nothing that was handed in describes the containers');
  const placed = placeGateway(facts, listed, named);
  // What was said of the gateway in so many words counts more than what follows from the rest.
  const merged: Facts = { ...placed.facts, ...composedKind(placed.facts, storage), ...facts };
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
  // The evidence tells of the moment when its newest part was written.
  const now = [...times, ...asked].reduce((newest, time) => Math.max(newest, time), 0);
  const failed: Fact<readonly Failure[]> = failures
    ? known(failures, failures[0]?.source ?? 'what was handed in')
    : unknown('neither a log of the gateway nor an error message was handed in');
  const all = drawn({
    facts: { ...merged, 'path.broken': known(brokenStage(facts), 'what was handed in') },
    gateway: placed.gateway,
    surroundings,
    containers: listed,
    events: log,
    failures: failed,
    told,
    secrets: noSecretPlaces('nothing that was handed in tells of the environment'),
    token: stated.token,
    storage,
    now,
  });
  return { facts: all, leftAside };
}

/** Whoever hands in a compose file with a gateway in it runs that in a container. */
function composedKind(facts: Facts, { compose }: StorageSeen): Facts {
  if (compose.status === 'unknown' || valueIn(facts, 'gateway.kind') !== undefined) return {};
  const isGateway = composedGateway(compose.value, null, null) !== undefined;
  return isGateway ? { 'gateway.kind': known('container', compose.source) } : {};
}

/** The stage at which the way ends, as far as the evidence says. */
function brokenStage(facts: Facts): string | null {
  if (valueIn(facts, 'path.tcp') === 'refused') return 'tcp';
  return valueIn(facts, 'path.http') === 'reset' ? 'http' : null;
}
