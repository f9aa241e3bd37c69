import { changes, reaches } from '../gateway/changes.ts';
import { measureStatuses } from '../model/measure.ts';
import { certainties, composeEdits, places, risks, severities, stages } from '../model/rule.ts';

/**
 * What a rule file may hold, mapping by mapping. The reader refuses any other key, and the JSON Schema that editors
 * complete by is made of it.
 */
export interface Field {
  /** `words` are a text with `{fact}` in it; `range` is a range of OpenClaw versions. */
  readonly kind:
    | 'text'
    | 'words'
    | 'texts'
    | 'range'
    | 'condition'
    | 'choice'
    | 'flag'
    | 'choices'
    | 'mappings'
    | 'mapping'
    | 'picks';
  readonly about: string;
  readonly required?: true;
  readonly choices?: readonly string[];
  /** The form of the mapping, or of each mapping of the list. */
  readonly of?: string;
}

export const form = {
  rule: {
    id: { kind: 'text', required: true, about: '<group>/<label>, the same as its place in the folder' },
    severity: { kind: 'choice', required: true, choices: severities, about: 'how bad it is' },
    stage: { kind: 'choice', required: true, choices: stages, about: 'the stage of a connection at which it shows' },
    breaks: {
      kind: 'choice',
      choices: places,
      about: 'the place at which the way breaks, for the picture of it; absent: the gateway',
    },
    title: { kind: 'words', required: true, about: 'what is, in under 80 characters' },
    why: {
      kind: 'words',
      required: true,
      about: 'what it means for this reader, with the value found and the value needed',
    },
    next: { kind: 'words', about: 'which error to expect once this one is fixed' },
    docs: { kind: 'texts', about: 'where OpenClaw documents it' },
    openclaw: { kind: 'range', about: 'the OpenClaw versions that it holds for; absent: all' },
    pick: { kind: 'picks', of: 'pick', about: 'items of lists, by the names that conditions and words use' },
    when: { kind: 'condition', about: 'what must hold for any variant' },
    variants: { kind: 'mappings', of: 'variant', required: true, about: 'tried in order; the first that holds fires' },
    evidence: { kind: 'texts', about: 'facts that the finding cites besides those that its conditions saw' },
    remedies: { kind: 'mappings', of: 'remedy', about: 'the ways to mend it, the best first' },
    yieldsTo: { kind: 'texts', about: 'rules of which this one is a symptom' },
  },
  pick: {
    from: { kind: 'text', required: true, about: 'the list' },
    where: { kind: 'condition', about: "which item: the first for which this holds; the item's fields are facts here" },
  },
  variant: {
    name: { kind: 'text', required: true, about: 'its name in reports and cases' },
    openclaw: { kind: 'range', about: 'the OpenClaw versions that it holds for' },
    when: { kind: 'condition', about: 'what must hold' },
    certainty: { kind: 'choice', required: true, choices: certainties, about: 'how sure the finding is' },
    symptomOnly: {
      kind: 'flag',
      about:
        'true where it rests on a symptom that other causes have as well: those whose reports read alike come first',
    },
    severity: { kind: 'choice', choices: severities, about: "instead of the rule's" },
    stage: { kind: 'choice', choices: stages, about: "instead of the rule's" },
    title: { kind: 'words', about: "instead of the rule's" },
    why: { kind: 'words', about: "instead of the rule's" },
    next: { kind: 'words', about: "instead of the rule's" },
    remedies: { kind: 'texts', about: 'the remedies to offer, by id; absent: all whose conditions hold' },
  },
  measure: {
    id: { kind: 'text', required: true, about: 'hardening/<label>, the same as its place in the folder' },
    title: { kind: 'words', required: true, about: 'what to do, beginning with a verb, in under 80 characters' },
    docs: { kind: 'texts', about: 'where OpenClaw documents it' },
    openclaw: { kind: 'range', about: 'the OpenClaw versions in which it is a question; absent: all' },
    pick: { kind: 'picks', of: 'pick', about: 'items of lists, by the names that conditions and words use' },
    when: { kind: 'condition', about: 'where it is a question at all: elsewhere it is not listed' },
    variants: {
      kind: 'mappings',
      of: 'measureVariant',
      required: true,
      about: 'tried in order; the first that is known to hold tells how it stands',
    },
    evidence: { kind: 'texts', about: 'facts that it cites besides those that its conditions saw' },
    remedies: { kind: 'mappings', of: 'remedy', about: 'the ways to take it, the best first' },
    borrows: { kind: 'mappings', of: 'loan', about: 'ways to take it that a rule has already' },
  },
  measureVariant: {
    name: { kind: 'text', required: true, about: 'its name in cases' },
    status: {
      kind: 'choice',
      required: true,
      choices: Object.keys(measureStatuses),
      about: Object.entries(measureStatuses)
        .map(([status, about]) => `${status}: ${about}`)
        .join('; '),
    },
    openclaw: { kind: 'range', about: 'the OpenClaw versions that it holds for' },
    when: { kind: 'condition', about: 'what must be known to hold' },
    title: { kind: 'words', about: "instead of the measure's" },
    why: { kind: 'words', required: true, about: 'the value found and the value needed' },
    remedies: {
      kind: 'texts',
      about: 'the ways to offer, by id; absent: all whose conditions hold, none where it is in place or not advised',
    },
  },
  loan: {
    rule: { kind: 'text', required: true, about: 'the rule that has it' },
    remedy: { kind: 'text', required: true, about: 'its id there' },
    as: { kind: 'text', about: 'its id here; absent: the same' },
  },
  remedy: {
    id: { kind: 'text', required: true, about: 'its name in reports and cases' },
    title: { kind: 'words', required: true, about: 'what it does, beginning with a verb' },
    risk: { kind: 'choice', required: true, choices: risks, about: 'what it may cost' },
    tradeOff: { kind: 'words', about: 'what is lost or weakened; needed for every risk but none' },
    restarts: {
      kind: 'range',
      about: 'of risk restart: the versions that restart for it, where others take it over as they run',
    },
    takeBack: { kind: 'words', about: 'how it is taken back by hand; needed for what weakens security' },
    openclaw: { kind: 'range', about: 'the OpenClaw versions that have what it needs' },
    when: { kind: 'condition', about: 'offered only where this is known to hold' },
    admits: {
      kind: 'mapping',
      of: 'admission',
      about: "offered only where the gateway's model lets this client in then",
    },
    leadsTo: {
      kind: 'mapping',
      of: 'consequence',
      about: 'what it leads to, for the picture of the way then; offered whatever the gateway answers',
    },
    changes: { kind: 'condition', about: 'what must hold once it is done, by facts and picks from refusals' },
    steps: { kind: 'mappings', of: 'step', required: true, about: 'what to do, in order' },
  },
  admission: {
    client: { kind: 'text', required: true, about: 'the pick of a refusal: the client that shall get in' },
    by: { kind: 'choices', required: true, choices: Object.keys(changes), about: 'what the remedy changes for it' },
  },
  consequence: {
    client: { kind: 'text', about: 'the pick of a refusal: the client for which `by` changes something' },
    by: { kind: 'choices', choices: Object.keys(changes), about: 'what the remedy changes for that client' },
    way: {
      kind: 'choices',
      choices: Object.keys(reaches),
      about: 'where no client was refused: what it changes on the way to the gateway',
    },
    look: { kind: 'flag', about: 'true: it shows more, and changes nothing' },
    words: {
      kind: 'words',
      about: 'where no model can tell: what follows, what that depends on and how it is seen, in a sentence',
    },
  },
  step: {
    say: { kind: 'words', required: true, about: 'what to do, beginning with a verb' },
    where: {
      kind: 'words',
      required: true,
      about: 'host, gateway-host, client, browser, container:NAME, or a fact that says it',
    },
    openclaw: {
      kind: 'range',
      about: 'the OpenClaw versions that have what it needs; said beside the step where the version is not known',
    },
    run: {
      kind: 'texts',
      about: 'the command as argv, with {fact}, {list...}, and {list...|} where there may be none',
    },
    byHand: { kind: 'words', about: 'said where the command can’t be named' },
    approves: { kind: 'text', about: 'the pick whose pairing request it approves' },
    change: { kind: 'mapping', of: 'change', about: "what it changes in the user's compose file" },
    snippet: { kind: 'mapping', of: 'snippet', about: "lines for another program's file, such as a proxy's" },
  },
  snippet: {
    file: { kind: 'words', required: true, about: 'the file that they usually stand in' },
    text: { kind: 'words', required: true, about: 'the lines, as they are' },
  },
  change: {
    compose: {
      kind: 'choice',
      required: true,
      choices: Object.keys(composeEdits),
      about: Object.entries(composeEdits)
        .map(([name, about]) => `${name} ${about}`)
        .join('; '),
    },
    source: { kind: 'words', about: 'of mount-state: what is mounted, a folder of the host or the name of a volume' },
    target: {
      kind: 'words',
      required: true,
      about: 'the state folder in the container; of publish-loopback the port in it',
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Field>>>>;

export type FormName = keyof typeof form;

export const keysOf = (name: FormName): readonly string[] => Object.keys(form[name]);
