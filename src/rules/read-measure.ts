import type { Node, YAMLMap } from 'yaml';
import { type MeasurePlan, type MeasureStatus, type MeasureVariant, measureStatuses } from '../model/measure.ts';
import type { RemedyPlan, Rule } from '../model/rule.ts';
import type { Names } from './condition-reader.ts';
import { keysOf } from './form.ts';
import { RuleReader } from './read.ts';

/**
 * Reads one measure. `id` is what its place in the folder says: `hardening/<label>`; `rules`: those from which it may
 * borrow. Throws RuleError.
 */
export function readMeasure(text: string, file: string, id: string, rules: readonly Rule[]): MeasurePlan {
  return new MeasureReader(text, file).measure(id, rules);
}

class MeasureReader extends RuleReader {
  measure(id: string, rules: readonly Rule[]): MeasurePlan {
    const map = this.map(this.root, 'a measure', keysOf('measure'));
    const stated = this.text(map, 'id');
    if (stated !== id) this.fail(map.get('id', true), `the id is "${stated}", the file's place says "${id}"`);
    const pick = this.picks(map);
    const names: Names = { picks: Object.fromEntries(Object.entries(pick).map(([name, { from }]) => [name, from])) };
    const remedies = [
      ...this.list(map, 'remedies').map((node) => this.remedy(node, names)),
      ...this.list(map, 'borrows').map((node) => this.#borrowed(node, names, rules)),
    ];
    const twin = remedies.find((remedy, index) => remedies.slice(0, index).some((other) => other.id === remedy.id));
    if (twin)
      this.fail(map.get('borrows', true), `two of its remedies are called "${twin.id}": give one another with "as"`);
    const when = this.optionalCondition(map, 'when', names);
    const openclaw = this.range(map);
    const variants = this.list(map, 'variants').map((node) => {
      const variant = this.#variant(node, names, remedies);
      this.checkTogether(node, [when, variant.when], [openclaw, variant.openclaw]);
      return variant;
    });
    if (variants.length === 0) this.fail(map, 'a measure needs at least one variant');
    return {
      id,
      file: this.file,
      title: this.title(map, names),
      docs: this.texts(map, 'docs'),
      ...(openclaw === undefined ? {} : { openclaw }),
      pick,
      ...(when ? { when } : {}),
      variants,
      evidence: this.texts(map, 'evidence', (node, name) => this.checkName(node, name, names)),
      remedies,
    };
  }

  #variant(node: Node, names: Names, remedies: readonly RemedyPlan[]): MeasureVariant {
    const map = this.map(node, 'a variant', keysOf('measureVariant'));
    const known = remedies.map(({ id }) => id);
    const when = this.optionalCondition(map, 'when', names);
    const openclaw = this.range(map);
    return {
      name: this.text(map, 'name'),
      status: this.oneOf(map, 'status', Object.keys(measureStatuses) as MeasureStatus[]),
      ...(openclaw === undefined ? {} : { openclaw }),
      ...(when ? { when } : {}),
      ...(map.has('title') ? { title: this.title(map, names) } : {}),
      why: this.words(map, 'why', names),
      ...(map.has('remedies')
        ? {
            remedies: this.texts(map, 'remedies', (item, id) => {
              if (!known.includes(id)) this.fail(item, `no remedy "${id}"${this.meant(id, known)}`);
            }),
          }
        : {}),
    };
  }

  /** A remedy of a rule, whose picks the measure must have as well where it names them. */
  #borrowed(node: Node, names: Names, rules: readonly Rule[]): RemedyPlan {
    const map: YAMLMap = this.map(node, 'a loan', keysOf('loan'));
    const [from, id] = [this.text(map, 'rule'), this.text(map, 'remedy')];
    const ids = rules.map((rule) => rule.id);
    const rule = rules.find((one) => one.id === from);
    if (!rule) return this.fail(map.get('rule', true), `there is no rule "${from}"${this.meant(from, ids)}`);
    const lent = rule.remedies.find((one) => one.id === id);
    const known = rule.remedies.map((one) => one.id);
    if (!lent) return this.fail(map.get('remedy', true), `${from} has no remedy "${id}"${this.meant(id, known)}`);
    // What it leads to is told of the client that the rule is about; a measure is about none.
    const { admits: _, leadsTo: __, ...remedy } = lent;
    const text = JSON.stringify(remedy);
    for (const [name, { from: list }] of Object.entries(rule.pick)) {
      const isNamed = new RegExp(`[{"]${name}[.}"|]`).test(text);
      if (isNamed && names.picks[name] !== list)
        this.fail(map, `"${id}" names "${name}": the measure needs a pick of that name from ${list}`);
    }
    return map.has('as') ? { ...remedy, id: this.text(map, 'as') } : remedy;
  }
}
