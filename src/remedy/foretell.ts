import { isPath } from '../facts/compose-mount.ts';
import { outcomeOf } from '../facts/outcome.ts';
import { reached } from '../facts/reached.ts';
import { expectedWords, type Hints, supposedClient, supposedHere } from '../facts/supposed.ts';
import { wayAfter, wayOpened, waySupposed } from '../facts/way.ts';
import type { Change, Reach } from '../gateway/changes.ts';
import type { Refusal } from '../model/catalogue.ts';
import type { Facts } from '../model/fact.ts';
import type { Hop, Remedy, Step } from '../model/report.ts';
import type { ComposeEdit, Consequence, Place, RemedyPlan, Rule } from '../model/rule.ts';
import type { Lookup } from '../rules/conditions.ts';
import { fillText } from '../rules/words.ts';

/** What of a rule, or of a measure, says whom an option is for and what it mends. */
export type Treated = Pick<Rule, 'remedies' | 'pick'> & Partial<Pick<Rule, 'breaks'>>;

interface Option {
  readonly rule: Treated;
  readonly plan: RemedyPlan;
  /** As they are planned. */
  readonly steps: readonly Step[];
  /** The client that the finding is about. */
  readonly about: Refusal | null;
}

interface Foretold {
  /** Whether the gateway lets the client in then; absent where no model says. */
  readonly letsIn?: boolean;
  readonly shown: Pick<Remedy, 'outcome' | 'way' | 'looks' | 'follows'>;
}

const NOTHING: Foretold = { shown: {} };

/** What an option leads to: by what the rule says of it, else by what its steps do. */
export function foretell(option: Option, look: Lookup, facts: Facts): Foretold {
  const { rule, plan } = option;
  const leads: Consequence | undefined = plan.admits ? { kind: 'client', ...plan.admits } : plan.leadsTo;
  const edit = editOf(option);
  switch (leads?.kind) {
    case 'client':
      return ofClient(pickedRefusal(leads.client, look), leads.by as readonly Change[], option, facts);
    case 'way':
      if (edit) return ofState(edit, facts);
      if (rule.breaks === undefined) return NOTHING;
      return ofWay(rule.breaks, (leads.by as readonly Reach[]).reduce(reached, facts));
    case 'look':
      return { shown: { looks: true } };
    case 'words':
      return { shown: { follows: fillText(leads.words, look) } };
    case undefined: {
      if (edit) return ofState(edit, facts);
      const approves = plan.steps.find((step) => step.approves !== undefined)?.approves;
      if (approves === undefined || rule.breaks === undefined) return NOTHING;
      const picked = rule.pick[approves]?.from === 'refusals' ? pickedRefusal(approves, look) : null;
      return ofClient(picked, ['approve'], option, facts);
    }
    default:
      return leads satisfies never;
  }
}

/** The change of the compose file that says where the state is; what of it isn't known is left out. */
function editOf({ plan, steps }: Option): Pick<ComposeEdit, 'compose' | 'source' | 'target'> | undefined {
  const planned = steps.flatMap(({ edit }) => (edit && !OF_THE_NETWORK.includes(edit.compose) ? [edit] : []))[0];
  return planned ?? plan.steps.flatMap(({ change }) => (change?.compose === 'mount-state' ? [change] : []))[0];
}

/** What the gateway's model says of the client that it is for: of the one that was seen, else of one that is supposed. */
function ofClient(picked: Refusal | null, changes: readonly Change[], option: Option, facts: Facts): Foretold {
  const refusal = picked ?? option.about;
  const told = refusal && remembered(facts, refusal, `seen ${changes.join()}`, () => ofSeen(refusal, changes, facts));
  // What would not let another client in than the one that is named is no answer for this one.
  if (told && told !== NOTHING && (picked || told.letsIn)) return picked ? told : { shown: told.shown };
  const { breaks } = option.rule;
  const usesBrowser = option.steps.some(({ where }) => where === 'browser');
  const key = `supposed ${breaks} ${usesBrowser} ${changes.join()}`;
  return remembered(facts, refusal ?? facts, key, () =>
    ofSupposed({ changes, told: refusal, usesBrowser, breaks }, facts),
  );
}

function ofSeen(refusal: Refusal, changes: readonly Change[], facts: Facts): Foretold {
  const outcome = outcomeOf(refusal, changes, facts);
  if (outcome.letsIn === 'unknown') return NOTHING;
  const way = wayAfter(refusal, changes, outcome.words, facts);
  return { letsIn: outcome.letsIn, shown: { outcome: outcome.words, ...(way ? { way } : {}) } };
}

function ofSupposed(hints: Hints, facts: Facts): Foretold {
  const { changes } = hints;
  const supposed = supposedClient(hints, facts);
  const words = expectedWords(supposed, changes, facts);
  return { shown: { outcome: words, way: waySupposed(supposed, changes, words, facts) } };
}

function ofWay(breaks: Place, facts: Facts): Foretold {
  const words = expectedWords(supposedHere(breaks === 'proxy', facts), [], facts);
  return { shown: { outcome: words, way: wayOpened(breaks, words, facts) } };
}

/** Many options come to the same for the same client; facts and refusals never change. */
function remembered(facts: Facts, about: object, key: string, tell: () => Foretold): Foretold {
  const known = foretold.get(facts) ?? new WeakMap<object, Map<string, Foretold>>();
  foretold.set(facts, known);
  const ofThis = known.get(about) ?? new Map<string, Foretold>();
  known.set(about, ofThis);
  const told = ofThis.get(key) ?? tell();
  ofThis.set(key, told);
  return told;
}

const foretold = new WeakMap<Facts, WeakMap<object, Map<string, Foretold>>>();

function pickedRefusal(name: string, look: Lookup): Refusal | null {
  const picked = look(name);
  return picked.status === 'known' ? (picked.value as Refusal | null) : null;
}

/** The way to a gateway whose state lies where the edit puts it; whom it lets in depends on what is in there. */
function ofState(edit: ComposeEdit, facts: Facts): Foretold {
  const { outcome, way = [] } = ofWay('state', reached(facts, 'start')).shown;
  const stored: readonly Hop[] = way.map((hop) => (hop.place === 'state' ? { ...hop, note: keptIn(edit) } : hop));
  return { shown: { ...(outcome === undefined ? {} : { outcome }), way: stored } };
}

/** They change nothing of where the state is kept. */
const OF_THE_NETWORK: readonly ComposeEdit['compose'][] = ['publish-loopback', 'host-network'];

function keptIn({ compose, source, target }: ComposeEdit): string | null {
  switch (compose) {
    case 'mount-state':
      if (source?.includes('{')) return 'outlives the container';
      return source === undefined || isPath(source)
        ? `is kept in ${source ?? 'a folder of the host'}`
        : `is kept in the volume ${source}, which outlives the container`;
    case 'retarget-mount':
      return `is what is mounted at ${target}`;
    case 'writable-mount':
      return 'may be written to';
    case 'publish-loopback':
    case 'host-network':
      return null;
    default:
      return compose satisfies never;
  }
}
