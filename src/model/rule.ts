/** A rule as it is judged: read from YAML and validated, every default filled in. */
export interface Rule {
  /** `<group>/<label>`, the same as its file below `rules/`. */
  readonly id: string;
  /** The file that it was read from, for messages. */
  readonly file: string;
  readonly severity: Severity;
  /** The stage of a connection at which this cause shows; it orders findings of equal certainty. */
  readonly stage: Stage;
  /** The place on the way from the client to the answer at which it breaks. */
  readonly breaks: Place;
  readonly title: string;
  readonly why: string;
  /** Which error to expect once this one is fixed. */
  readonly next?: string;
  readonly docs: readonly string[];
  /** Causes of which this is a symptom: where one is found as surely, this is no finding of its own, or stands behind it. */
  readonly yieldsTo: readonly string[];
  /** The OpenClaw versions that it holds for; absent: all. */
  readonly openclaw?: string;
  /** Items picked out of lists, by the name that conditions and words use for them. */
  readonly pick: Readonly<Record<string, Pick>>;
  /** What must hold for any variant. */
  readonly when?: Condition;
  /** Tried in order; the first that holds is the finding. */
  readonly variants: readonly Variant[];
  /** Facts that the finding cites besides those that its conditions saw. */
  readonly evidence: readonly string[];
  readonly remedies: readonly RemedyPlan[];
}

export interface Pick {
  /** The list to pick from. */
  readonly from: string;
  /** Which item: the first in the list's own order for which this holds. */
  readonly where?: Condition;
}

export interface Variant {
  readonly name: string;
  readonly openclaw?: string;
  readonly when?: Condition;
  readonly certainty: Certainty;
  /** It rests on no more than a symptom that other causes have as well: those whose reports read alike stand before it. */
  readonly symptomOnly?: true;
  readonly severity?: Severity;
  /** Where it shows elsewhere than the rule's other variants. */
  readonly stage?: Stage;
  readonly title?: string;
  readonly why?: string;
  readonly next?: string;
  /** The remedies to offer, by id; absent: all whose conditions hold. */
  readonly remedies?: readonly string[];
}

/** A remedy as the rule states it; planning puts real names into it. */
export interface RemedyPlan {
  readonly id: string;
  readonly title: string;
  readonly risk: Risk;
  /** What is lost or weakened, in one sentence; every risk but `none` has one. */
  readonly tradeOff?: string;
  /** The versions that restart for it, where not all do: the others take it over as they run. */
  readonly restarts?: string;
  /** How it is taken back by hand; what weakens security has one. */
  readonly takeBack?: string;
  readonly openclaw?: string;
  /** Offered only where this holds: what isn't known to apply isn't offered. */
  readonly when?: Condition;
  /** What it changes for which client: offered only where the gateway's model lets that client in then. */
  readonly admits?: Admission;
  /** What it leads to, for the picture of the way then: offered whatever that is. */
  readonly leadsTo?: Consequence;
  /** What must hold once it is done; under the name of a pick from refusals, of the same client's newest. */
  readonly changes?: Condition;
  readonly steps: readonly StepPlan[];
}

export interface Admission {
  /** The pick of a refusal: the client that shall get in. */
  readonly client: string;
  /** Names from gateway/changes.ts, applied in this order. */
  readonly by: readonly string[];
}

/** What an option leads to. Where the rule says nothing, what its steps do may tell. */
export type Consequence =
  | ({ readonly kind: 'client' } & Admission)
  /** Nobody was refused: how a connection gets to the gateway then. `by`: names from gateway/changes.ts. */
  | { readonly kind: 'way'; readonly by: readonly string[] }
  /** It shows more, and changes nothing. */
  | { readonly kind: 'look' }
  /** No model can tell: what follows, and what that depends on, in words with `{fact}` in them. */
  | { readonly kind: 'words'; readonly words: string };

export interface StepPlan {
  readonly say: string;
  readonly where: string;
  /** The OpenClaw versions that have what it needs: in others it is left out. */
  readonly openclaw?: string;
  readonly run?: readonly string[];
  /** What to do by hand where the command can't be named: a name in it isn't known. */
  readonly byHand?: string;
  /** The step approves the pairing request in this pick: it needs the user's word for that very request. */
  readonly approves?: string;
  /** What the step changes in the user's compose file, with `{fact}` in it. */
  readonly change?: ComposeEdit;
  readonly snippet?: Snippet;
}

/** Lines for a file of another program's, such as a proxy's: to be put there by hand, as they are. */
export interface Snippet {
  /** The file that they usually stand in. */
  readonly file: string;
  readonly text: string;
}

/** A change of the gateway's service in a compose file; remedy/compose-change.ts makes it. */
export interface ComposeEdit {
  readonly compose: ComposeEditKind;
  /** What is mounted: a folder of the host, or the name of a volume, which is then declared; of `mount-state` only. */
  readonly source?: string;
  /** The state folder in the container; of `publish-loopback` and `host-network` the port in it. */
  readonly target: string;
}

export const composeEdits = {
  'mount-state': 'mounts the source at the target, in place of the entry that was meant for the state',
  'retarget-mount': 'gives the entry that was meant for the state this target, its source as it is written',
  'writable-mount': 'takes the read-only flag from the entry at this target',
  'host-network': "gives it the host's network in place of published ports, and binds its gateway to loopback",
  'publish-loopback': "publishes this port of the container at the host's 127.0.0.1 only",
} as const;
export type ComposeEditKind = keyof typeof composeEdits;

/** Three-valued; the closed set of operators is in rules/conditions.ts. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Test;

/** `fact` compared by exactly one operator. */
export interface Test {
  readonly fact: string;
  readonly op: string;
  readonly operand: unknown;
}

export type Severity = 'error' | 'warning' | 'info';
export type Certainty = 'confirmed' | 'likely' | 'possible';
export type Risk = 'none' | 'restart' | 'weakens-security' | 'data-loss';

export const severities: readonly Severity[] = ['error', 'warning', 'info'];
export const certainties: readonly Certainty[] = ['confirmed', 'likely', 'possible'];
export const risks: readonly Risk[] = ['none', 'restart', 'weakens-security', 'data-loss'];

/** The order in which a gateway judges a connection. */
export const stages = [
  'resolve',
  'tcp',
  'tls',
  'http',
  'upgrade',
  'origin',
  'identity',
  'auth',
  'pairing',
  'scopes',
] as const;
export type Stage = (typeof stages)[number];

/** The places on a connection's way at which it can break. `state` stands behind the gateway. */
export const places = ['client', 'proxy', 'network', 'gateway', 'state'] as const;
export type Place = (typeof places)[number];
