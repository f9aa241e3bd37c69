import { isPath } from '../facts/compose-mount.ts';
import { outcomeOf } from '../facts/outcome.ts';
import { reached } from '../facts/reached.ts';
import { wayAfter, wayOpened } from '../facts/way.ts';
import type { Change, Reach } from '../gateway/changes.ts';
import type { Refusal } from '../model/catalogue.ts';
import type { Facts } from '../model/fact.ts';
import type { Hop, Remedy, Step } from '../model/report.ts';
import type { Admission, ComposeEdit, Consequence, RemedyPlan, Rule } from '../model/rule.ts';
import type { Lookup } from '../rules/conditions.ts';

/** What of a rule, or of a measure, says whom an option is for and what it mends. */
export type Treated = Pick<Rule, 'remedies' | 'pick'> & Partial<Pick<Rule, 'breaks'>>;

interface Option {
  readonly rule: Treated;
  readonly plan: RemedyPlan;
  /** As they are planned. */
  readonly steps: readonly Step[];
}

interface Foretold {
  /** Whether the gateway lets the client in then; absent where no model says. */
  readonly letsIn?: boolean;
  readonly shown: Pick<Remedy, 'outcome' | 'way' | 'looks'>;
}

const NOTHING: Foretold = { shown: {} };

/** What an option leads to: by what the rule says of it, else by what its steps do. */
export function foretell(option: Option, look: Lookup, facts: Facts): Foretold {
  const { rule, plan, steps } = option;
  const leads: Consequence | undefined = plan.admits ? { kind: 'client', ...plan.admits } : plan.leadsTo;
  const edit = steps.flatMap((step) => (step.edit && step.edit.compose !== 'publish-loopback' ? [step.edit] : []))[0];
  switch (leads?.kind) {
    case 'client':
      return ofClient(leads, look, facts);
    case 'way':
      if (edit) return ofState(edit, facts);
      if (rule.breaks === undefined) return NOTHING;
      return { shown: { way: wayOpened(rule.breaks, (leads.by as readonly Reach[]).reduce(reached, facts)) } };
    case 'look':
      return { shown: { looks: true } };
    case undefined: {
      if (edit) return ofState(edit, facts);
      const approves = approvalIn(option, look);
      return approves ? ofClient(approves, look, facts) : NOTHING;
    }
    default:
      return leads satisfies never;
  }
}

/** What the gateway's model says of the client that it is for. */
function ofClient({ client, by }: Admission, look: Lookup, facts: Facts): Foretold {
  const refusal = pickedRefusal(client, look);
  if (!refusal) return NOTHING;
  const known = foretold.get(facts) ?? new WeakMap<Refusal, Map<string, Foretold>>();
  foretold.set(facts, known);
  const ofRefusal = known.get(refusal) ?? new Map<string, Foretold>();
  known.set(refusal, ofRefusal);
  const key = by.join();
  const told = ofRefusal.get(key) ?? ofChanges(refusal, by as readonly Change[], facts);
  ofRefusal.set(key, told);
  return told;
}

/** Many options come to the same for the same client; facts and refusals never change. */
const foretold = new WeakMap<Facts, WeakMap<Refusal, Map<string, Foretold>>>();

function ofChanges(refusal: Refusal, changes: readonly Change[], facts: Facts): Foretold {
  const outcome = outcomeOf(refusal, changes, facts);
  if (outcome.letsIn === 'unknown') return NOTHING;
  const way = wayAfter(refusal, changes, outcome.words, facts);
  return { letsIn: outcome.letsIn, shown: { outcome: outcome.words, ...(way ? { way } : {}) } };
}

/** The approval that its steps come to, of a client that was refused for want of it. */
function approvalIn({ rule, plan }: Option, look: Lookup): Admission | undefined {
  const client = plan.steps.find(({ approves }) => approves !== undefined)?.approves;
  if (client === undefined || rule.pick[client]?.from !== 'refusals') return undefined;
  return pickedRefusal(client, look)?.symptom === 'pairing-required' ? { client, by: ['approve'] } : undefined;
}

function pickedRefusal(name: string, look: Lookup): Refusal | null {
  const picked = look(name);
  return picked.status === 'known' ? (picked.value as Refusal | null) : null;
}

const ofState = (edit: ComposeEdit, facts: Facts): Foretold => ({
  shown: { way: wayStored(edit, reached(facts, 'start')) },
});

/** The way to a gateway whose state lies where the edit puts it. Whom it lets in depends on what is in there. */
function wayStored(edit: ComposeEdit, facts: Facts): readonly Hop[] {
  return wayOpened('state', facts).flatMap((hop) => {
    if (hop.place === 'answer') return [];
    return [hop.place === 'state' ? { ...hop, note: keptIn(edit) } : hop];
  });
}

function keptIn({ compose, source, target }: ComposeEdit): string | null {
  switch (compose) {
    case 'mount-state':
      return source === undefined || isPath(source)
        ? `is kept in ${source ?? 'a folder of the host'}`
        : `is kept in the volume ${source}, which outlives the container`;
    case 'retarget-mount':
      return `is what is mounted at ${target}`;
    case 'writable-mount':
      return 'may be written to';
    case 'publish-loopback':
      return null;
    default:
      return compose satisfies never;
  }
}
