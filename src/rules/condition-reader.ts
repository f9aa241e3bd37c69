import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import { parseRange } from '../gateway/version.ts';
import { catalogue, shapeOf } from '../model/catalogue.ts';
import type { Condition } from '../model/rule.ts';
import { operators } from './conditions.ts';
import { areApart, contradictionIn } from './contradictions.ts';
import { placeholdersOf } from './words.ts';
import { YamlReader } from './yaml-reader.ts';

/** The names that may stand in conditions and words: facts, and the items that the rule picks. */
export interface Names {
  readonly picks: Readonly<Record<string, string>>;
  /** Within a pick's own condition the fields of the item are names, too. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Reads what names facts: conditions, and words with facts in them. */
export class ConditionReader extends YamlReader {
  protected optionalCondition(map: YAMLMap, key: string, names: Names): Condition | undefined {
    const node = map.get(key, true);
    return node === undefined ? undefined : this.condition(node, names);
  }

  protected condition(node: Node, names: Names): Condition {
    if (!isMap(node)) return this.fail(node, 'a condition is a mapping: all, any, not, or fact with an operator');
    const keys = node.items.map(({ key }) => String(isScalar(key) ? key.value : key));
    const [only] = keys;
    if (only === 'all' || only === 'any') {
      this.map(node, 'a condition', [only]);
      const conditions = this.list(node, only).map((part) => this.condition(part, names));
      if (only === 'all') this.checkTogether(node, conditions);
      return only === 'all' ? { all: conditions } : { any: conditions };
    }
    if (only === 'not') {
      this.map(node, 'a condition', ['not']);
      return { not: this.condition(node.get('not', true) as Node, names) };
    }
    if (!keys.includes('fact')) {
      return this.fail(node, `unknown condition "${only}"${this.meant(only ?? '', ['all', 'any', 'not', 'fact'])}`);
    }
    const name = this.text(node, 'fact');
    this.checkName(node.get('fact', true) as Node, name, names);
    const [op, ...more] = keys.filter((key) => key !== 'fact');
    if (op === undefined) return this.fail(node, `"${name}" needs an operator: ${Object.keys(operators).join(', ')}`);
    if (more.length > 0) return this.fail(node, `one operator a condition, not ${[op, ...more].join(' and ')}`);
    const operator = operators[op];
    const value = node.get(op, true) as Node;
    if (!operator)
      return this.fail(this.keyNode(node, op), `unknown operator "${op}"${this.meant(op, Object.keys(operators))}`);
    const operand: unknown = value === null ? null : value.toJSON();
    const problem = operator.check(operand);
    if (problem !== undefined) return this.fail(value ?? node, `"${op}" ${problem}`);
    if (op === 'sameAs' || op === 'in') this.checkName(value, operand as string, names);
    return { fact: name, op, operand };
  }

  /** That conditions and ranges that must hold at once can. */
  protected checkTogether(
    node: Node | undefined,
    conditions: readonly (Condition | undefined)[],
    ranges: readonly (string | undefined)[] = [],
  ): void {
    const contradiction = contradictionIn(conditions.filter((condition) => condition !== undefined));
    if (contradiction !== undefined) this.fail(node, `no facts can meet this: ${contradiction}`);
    const [one, other] = ranges;
    if (one !== undefined && other !== undefined && areApart(one, other))
      this.fail(node, `no version is both ${one} and ${other}`);
  }

  /** That a name in a condition or in words is a fact, a pick, or a field of one. */
  protected checkName(node: Node, name: string, { picks, fields }: Names): void {
    if (fields && name in fields) return;
    const [first = '', ...rest] = name.split('.');
    const picked = picks[first];
    const itemFields = picked === undefined ? undefined : fieldsOf(picked);
    if (itemFields) {
      if (rest.length === 0 || rest.join('.') in itemFields) return;
      this.fail(node, `"${first}" has no "${rest.join('.')}"${this.meant(rest.join('.'), Object.keys(itemFields))}`);
    }
    if (shapeOf(name)) return;
    this.fail(
      node,
      `unknown fact "${name}"${this.meant(name, [...Object.keys(catalogue), ...Object.keys(fields ?? {})])}`,
    );
  }

  protected checkWords(node: Node, text: string, names: Names): void {
    for (const { name } of placeholdersOf(text)) this.checkName(node, name, names);
  }

  protected words(map: YAMLMap, key: string, names: Names): string {
    const text = this.text(map, key)
      .trim()
      .replace(/\s*\n\s*/g, ' ');
    this.checkWords(map.get(key, true) as Node, text, names);
    return text;
  }

  protected optionalWords(map: YAMLMap, key: string, names: Names): string | undefined {
    return map.has(key) ? this.words(map, key, names) : undefined;
  }

  protected title(map: YAMLMap, names: Names): string {
    const title = this.words(map, 'title', names);
    if (title.length >= 80)
      this.fail(map.get('title', true), `a title stays under 80 characters; this has ${title.length}`);
    return title;
  }

  protected range(map: YAMLMap, key = 'openclaw'): string | undefined {
    if (!map.has(key)) return undefined;
    const text = this.text(map, key);
    if (!parseRange(text))
      this.fail(map.get(key, true), `"${text}" is no version range such as ">=2026.4.7 <2026.8.1"`);
    return text;
  }
}

function fieldsOf(list: string): Readonly<Record<string, unknown>> | undefined {
  const shape = shapeOf(list);
  return shape?.kind === 'list' ? shape.of : undefined;
}
