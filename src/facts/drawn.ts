import type { Surroundings } from '../gateway/peer.ts';
import { type Fact, type Facts, known } from '../model/fact.ts';
import type { Failure } from '../probes/failures.ts';
import type { Container } from '../probes/inspect.ts';
import type { SeenEvent } from '../probes/logs.ts';
import type { SecretPlaces } from '../probes/secrets.ts';
import type { StorageSeen } from '../probes/storage.ts';
import { approvalFacts } from './approvals.ts';
import { bySettings } from './by-settings.ts';
import type { Gateway } from './choose.ts';
import { bindFact } from './gateway.ts';
import { notLocal } from './outcome.ts';
import { ownRequest } from './own-request.ts';
import type { TextRefusal } from './refusal-sources.ts';
import { refusalFacts } from './refusals.ts';
import { releaseFacts } from './releases.ts';
import { secretFacts } from './secrets.ts';
import { stored } from './stored.ts';

/** What was looked at, as far as it isn't facts yet. */
export interface Looked {
  readonly facts: Facts;
  readonly gateway: Gateway;
  readonly surroundings: Surroundings;
  readonly containers: Fact<readonly Container[]>;
  readonly events: Fact<readonly SeenEvent[]>;
  readonly failures: Fact<readonly Failure[]>;
  readonly told: readonly TextRefusal[];
  readonly secrets: SecretPlaces;
  /** The stand-in of the token in `--token-file`. */
  readonly token: string | undefined;
  readonly storage: StorageSeen;
  /** ms since 1970: now, or when the evidence was captured. */
  readonly now: number;
}

const NO_TEXT = 'no text was handed in';

/** Where nobody handed in a text it is known that none says anything. */
const saidNothing: Facts = {
  'text.says': known([], NO_TEXT),
  'text.errors': known([], NO_TEXT),
  'text.ran': known([], NO_TEXT),
  'text.resembles': known([], NO_TEXT),
  'text.approved': known(null, NO_TEXT),
  'text.approvedIs': known(null, NO_TEXT),
  'text.chatChannel': known(null, NO_TEXT),
  'text.chatCode': known(null, NO_TEXT),
  'text.client': known(null, NO_TEXT),
  'text.errno': known(null, NO_TEXT),
  'text.bind': known(null, NO_TEXT),
  'text.closeCode': known(null, NO_TEXT),
};

/** The facts with all that follows from them, the same for a machine that was probed and for one that is described. */
export function drawn(described: Looked): Facts {
  const { gateway, secrets, token } = described;
  const looked = { ...described, facts: { ...saidNothing, ...described.facts } };
  const refused = withRefusals(looked);
  // Who was refused tells whose pairing was lost: where the state is kept is judged last.
  return stored({ ...looked, facts: { ...refused, ...secretFacts(refused, gateway, secrets, token) } });
}

function withRefusals({ facts, gateway, events, told, surroundings, now }: Looked): Facts {
  const bind = bindFact(gateway, facts);
  const bound: Facts = {
    ...facts,
    'gateway.bind': bind,
    'gateway.bindSource': bind.status === 'known' ? known(bind.source, bind.source) : bind,
  };
  const refused: Facts = { ...bound, ...refusalFacts({ events, told, facts: bound, surroundings, now }) };
  const settled = bySettings(ownRequest({ ...refused, ...releaseFacts(refused) }));
  const all = { ...settled, ...approvalFacts(settled, events, now) };
  const refusals = all.refusals;
  if (refusals?.status !== 'known') return all;
  return {
    ...all,
    refusals: known(
      refusals.value.map((refusal) => ({ ...refusal, notLocal: notLocal(refusal, all) })),
      refusals.source,
    ),
  };
}
