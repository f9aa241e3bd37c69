import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import { changes, reaches } from '../gateway/changes.ts';
import { catalogue, shapeOf } from '../model/catalogue.ts';
import {
  type Admission,
  type ComposeEdit,
  type ComposeEditKind,
  type Consequence,
  certainties,
  composeEdits,
  type Pick,
  places,
  type RemedyPlan,
  type Rule,
  risks,
  type Snippet,
  type StepPlan,
  severities,
  stages,
  type Variant,
} from '../model/rule.ts';
import { ConditionReader, type Names } from './condition-reader.ts';
import { keysOf } from './form.ts';

/** Reads one rule. `id` is what its place in the folder says: `<group>/<label>`. Throws RuleError. */
export function readRule(text: string, file: string, id: string): Rule {
  return new RuleReader(text, file).rule(id);
}

/** Reads a rule, and what a measure has in common with one. */
export class RuleReader extends ConditionReader {
  rule(id: string): Rule {
    const map = this.map(this.root, 'a rule', keysOf('rule'));
    const stated = this.text(map, 'id');
    if (stated !== id) this.fail(map.get('id', true), `the id is "${stated}", the file's place says "${id}"`);
    const picks = this.picks(map);
    const names: Names = { picks: Object.fromEntries(Object.entries(picks).map(([name, { from }]) => [name, from])) };
    const remedies = this.list(map, 'remedies').map((node) => this.remedy(node, names));
    const when = this.optionalCondition(map, 'when', names);
    const next = this.optionalWords(map, 'next', names);
    const openclaw = this.range(map);
    const variants = this.list(map, 'variants').map((node) => {
      const variant = this.#variant(node, names, remedies);
      this.checkTogether(node, [when, variant.when], [openclaw, variant.openclaw]);
      return variant;
    });
    if (variants.length === 0) this.fail(map, 'a rule needs at least one variant');
    for (const [index, remedy] of remedies.entries()) {
      this.checkTogether(this.list(map, 'remedies')[index], [when, remedy.when], [openclaw, remedy.openclaw]);
    }
    return {
      id,
      file: this.file,
      severity: this.oneOf(map, 'severity', severities),
      stage: this.oneOf(map, 'stage', stages),
      breaks: map.has('breaks') ? this.oneOf(map, 'breaks', places) : 'gateway',
      title: this.title(map, names),
      why: this.words(map, 'why', names),
      ...(next === undefined ? {} : { next }),
      docs: this.texts(map, 'docs'),
      yieldsTo: this.texts(map, 'yieldsTo', (node, other) => {
        if (!/^[\w-]+\/[\w.-]+$/.test(other)) this.fail(node, `"${other}" is no rule id: <group>/<label>`);
      }),
      ...(openclaw === undefined ? {} : { openclaw }),
      pick: picks,
      ...(when ? { when } : {}),
      variants,
      evidence: this.texts(map, 'evidence', (node, name) => this.checkName(node, name, names)),
      remedies,
    };
  }

  protected picks(rule: YAMLMap): Record<string, Pick> {
    const node = rule.get('pick', true);
    if (node === undefined) return {};
    if (!isMap(node)) return this.fail(node, '"pick" takes a mapping from names to lists');
    return Object.fromEntries(
      node.items.map(({ key, value }) => {
        const map = this.map(value as Node, 'a pick', keysOf('pick'));
        const from = this.text(map, 'from');
        const shape = shapeOf(from);
        if (shape?.kind !== 'list')
          return this.fail(map.get('from', true), `"${from}" is no list${this.meant(from, lists)}`);
        const where = this.optionalCondition(map, 'where', { picks: {}, fields: shape.of });
        return [String(isScalar(key) ? key.value : key), { from, ...(where ? { where } : {}) }];
      }),
    );
  }

  #variant(node: Node, names: Names, remedies: readonly RemedyPlan[]): Variant {
    const map = this.map(node, 'a variant', keysOf('variant'));
    const known = remedies.map(({ id }) => id);
    const when = this.optionalCondition(map, 'when', names);
    const openclaw = this.range(map);
    const why = this.optionalWords(map, 'why', names);
    const next = this.optionalWords(map, 'next', names);
    return {
      name: this.text(map, 'name'),
      certainty: this.oneOf(map, 'certainty', certainties),
      ...(openclaw === undefined ? {} : { openclaw }),
      ...(when ? { when } : {}),
      ...this.#symptomOnly(map),
      ...(map.has('severity') ? { severity: this.oneOf(map, 'severity', severities) } : {}),
      ...(map.has('stage') ? { stage: this.oneOf(map, 'stage', stages) } : {}),
      ...(map.has('title') ? { title: this.title(map, names) } : {}),
      ...(why === undefined ? {} : { why }),
      ...(next === undefined ? {} : { next }),
      ...(map.has('remedies')
        ? {
            remedies: this.texts(map, 'remedies', (item, id) => {
              if (!known.includes(id)) this.fail(item, `no remedy "${id}"${this.meant(id, known)}`);
            }),
          }
        : {}),
    };
  }

  #symptomOnly(map: YAMLMap): { readonly symptomOnly?: true } {
    if (!map.has('symptomOnly')) return {};
    const place = map.get('symptomOnly', true) as Node;
    if (map.get('symptomOnly') !== true) this.fail(place, '"symptomOnly" is true or left out');
    if (map.get('certainty') !== 'possible') this.fail(place, 'what a symptom alone speaks for is possible at most');
    return { symptomOnly: true };
  }

  protected remedy(node: Node, names: Names): RemedyPlan {
    const map = this.map(node, 'a remedy', keysOf('remedy'));
    const risk = this.oneOf(map, 'risk', risks);
    const tradeOff = this.optionalWords(map, 'tradeOff', names);
    if (risk !== 'none' && tradeOff === undefined)
      this.fail(map, `a remedy of risk "${risk}" needs its "tradeOff" in words`);
    const restarts = this.range(map, 'restarts');
    if (restarts !== undefined && risk !== 'restart') this.fail(map, '"restarts" is for the risk "restart"');
    const takeBack = this.optionalWords(map, 'takeBack', names);
    if (risk === 'weakens-security' && takeBack === undefined)
      this.fail(map, `a remedy of risk "${risk}" needs its "takeBack": how it is taken back by hand`);
    const when = this.optionalCondition(map, 'when', names);
    const openclaw = this.range(map);
    const admits = map.has('admits') ? this.#admission(map.get('admits', true) as Node, names) : undefined;
    const leadsTo = map.has('leadsTo') ? this.#consequence(map, names) : undefined;
    // Other picks may pick something else once it is done.
    const refused = Object.entries(names.picks).filter(([, from]) => from === 'refusals');
    const holdsAfter = this.optionalCondition(map, 'changes', { ...names, picks: Object.fromEntries(refused) });
    const steps = this.list(map, 'steps').map((step) => this.#step(step, names));
    if (steps.length === 0) this.fail(map, 'a remedy needs at least one step');
    const doing = leadsTo?.kind === 'look' ? steps.find(changesSomething) : undefined;
    if (doing) this.fail(map.get('leadsTo', true) as Node, `it does more than look: ${doing.say}`);
    return {
      id: this.text(map, 'id'),
      title: this.title(map, names),
      risk,
      ...(tradeOff === undefined ? {} : { tradeOff }),
      ...(restarts === undefined ? {} : { restarts }),
      ...(takeBack === undefined ? {} : { takeBack }),
      ...(openclaw === undefined ? {} : { openclaw }),
      ...(when ? { when } : {}),
      ...(admits ? { admits } : {}),
      ...(leadsTo ? { leadsTo } : {}),
      ...(holdsAfter ? { changes: holdsAfter } : {}),
      steps,
    };
  }

  #consequence(remedy: YAMLMap, names: Names): Consequence {
    const node = remedy.get('leadsTo', true) as Node;
    const map = this.map(node, 'a consequence', keysOf('consequence'));
    if (remedy.has('admits')) this.fail(node, '"admits" says what it leads to already');
    const kinds = (['client', 'way', 'look', 'words'] as const).filter((key) => map.has(key));
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1 || (map.has('by') && kind !== 'client'))
      return this.fail(node, '"leadsTo" takes "client" with "by", or "way", or "look", or "words"');
    switch (kind) {
      case 'client':
        return { kind, ...this.#changesFor(map, names) };
      case 'way':
        return { kind, by: this.#namesOf(map, 'way', Object.keys(reaches)) };
      case 'look':
        if (map.get('look') !== true) this.fail(map.get('look', true), '"look" is true or left out');
        return { kind };
      case 'words':
        return { kind, words: this.words(map, 'words', names) };
      default:
        return kind satisfies never;
    }
  }

  #admission(node: Node, names: Names): Admission {
    return this.#changesFor(this.map(node, 'an admission', keysOf('admission')), names);
  }

  #changesFor(map: YAMLMap, names: Names): Admission {
    const client = this.text(map, 'client');
    if (names.picks[client] !== 'refusals')
      this.fail(
        map.get('client', true),
        `"${client}" is no pick from refusals${this.meant(client, Object.keys(names.picks))}`,
      );
    return { client, by: this.#namesOf(map, 'by', Object.keys(changes)) };
  }

  #namesOf(map: YAMLMap, key: string, known: readonly string[]): readonly string[] {
    const found = this.texts(map, key, (item, name) => {
      if (!known.includes(name)) this.fail(item, `unknown change "${name}"${this.meant(name, known)}`);
    });
    if (found.length === 0) this.fail(map, `"${key}" takes at least one change`);
    return found;
  }

  #step(node: Node, names: Names): StepPlan {
    const map = this.map(node, 'a step', keysOf('step'));
    const byHand = this.optionalWords(map, 'byHand', names);
    const openclaw = this.range(map);
    const approves = map.has('approves') ? this.text(map, 'approves') : undefined;
    if (approves !== undefined && !(approves in names.picks)) {
      this.fail(map.get('approves', true), `no pick "${approves}"${this.meant(approves, Object.keys(names.picks))}`);
    }
    return {
      say: this.words(map, 'say', names),
      where: this.words(map, 'where', names),
      ...(openclaw === undefined ? {} : { openclaw }),
      ...(map.has('run') ? { run: this.texts(map, 'run', (item, text) => this.checkWords(item, text, names)) } : {}),
      ...(byHand === undefined ? {} : { byHand }),
      ...(approves === undefined ? {} : { approves }),
      ...(map.has('change') ? { change: this.#change(map.get('change', true) as Node, names) } : {}),
      ...(map.has('snippet') ? { snippet: this.#snippet(map.get('snippet', true) as Node, names) } : {}),
    };
  }

  #snippet(node: Node, names: Names): Snippet {
    const map = this.map(node, 'a snippet', keysOf('snippet'));
    const text = this.text(map, 'text').trimEnd();
    this.checkWords(map.get('text', true) as Node, text, names);
    return { file: this.words(map, 'file', names), text };
  }

  #change(node: Node, names: Names): ComposeEdit {
    const map = this.map(node, 'a change', keysOf('change'));
    const compose = this.oneOf(map, 'compose', Object.keys(composeEdits) as ComposeEditKind[]);
    const source = this.optionalWords(map, 'source', names);
    if ((source !== undefined) !== (compose === 'mount-state'))
      this.fail(map, source === undefined ? '"mount-state" needs a "source"' : `"${compose}" takes no "source"`);
    return { compose, target: this.words(map, 'target', names), ...(source === undefined ? {} : { source }) };
  }
}

/** Whether a step does more than show something: by the words of its command, as far as they tell. */
function changesSomething({ run = [], approves, change, snippet }: StepPlan): boolean {
  const does = run.some((word) =>
    /^(?:set|unset|patch|approve|reject|remove|revoke|install|start|stop|restart|up|--shutdown)$/.test(word),
  );
  const restarts = run.some((word) => /^\{(?:gateway\.(?:restart|start|recreate)|state\.\w+)\.\.\.\}$/.test(word));
  return does || restarts || approves !== undefined || change !== undefined || snippet !== undefined;
}

const lists = Object.keys(catalogue).filter((id) => shapeOf(id)?.kind === 'list');
