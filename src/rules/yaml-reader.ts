import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { nearest } from './nearest.ts';

/** A mistake in a rule file: `file:line:column what is wrong`, the nearest right word among it. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
}

/** Takes a YAML text apart; what isn't as it should be is told with its place and the nearest right word. */
export class YamlReader {
  protected readonly file: string;
  readonly #lines = new LineCounter();
  protected readonly root: Node | null;

  constructor(text: string, file: string) {
    this.file = file;
    const document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: true, merge: false });
    const [error] = document.errors;
    if (error) {
      const { line, col } = this.#lines.linePos(error.pos[0]);
      throw new RuleError(`${file}:${line}:${col} ${error.message.split('\n')[0]?.replace(/ at line.*$/, '')}`);
    }
    this.#resolveAliases(document);
    this.root = document.contents;
  }

  /** Puts what an anchor names (`&name`) in the place of its aliases (`*name`): words that two parts of a rule share. */
  #resolveAliases(document: Document.Parsed): void {
    visit(document, (_, node) => {
      if (!isNode(node) || isAlias(node) || !('anchor' in node) || node.anchor === undefined) return;
      // Anchors within anchors could make a short text endless.
      visit(node, { Alias: (__, alias) => this.fail(alias, `what "&${node.anchor}" names holds no "*" of its own`) });
    });
    visit(document, {
      Alias: (_, alias) => alias.resolve(document) ?? this.fail(alias, `there is no "&${alias.source}" above`),
    });
  }

  protected map(node: Node | null | undefined, what: string, keys: readonly string[]): YAMLMap {
    if (!isMap(node)) return this.fail(node, `${what} is a mapping with: ${keys.join(', ')}`);
    for (const { key } of node.items) {
      const name = String(isScalar(key) ? key.value : key);
      if (!keys.includes(name)) this.fail(key as Node, `unknown key "${name}" in ${what}${this.meant(name, keys)}`);
    }
    return node;
  }

  protected list(map: YAMLMap, key: string): Node[] {
    const node = map.get(key, true);
    if (node === undefined) return [];
    if (!isSeq(node)) return this.fail(node, `"${key}" takes a list`);
    return node.items.length > 0 ? (node.items as Node[]) : this.fail(node, `"${key}" is an empty list: leave it out`);
  }

  protected text(map: YAMLMap, key: string): string {
    const node = map.get(key, true) as Node | undefined;
    if (node === undefined) return this.fail(map, `"${key}" is missing`);
    const value = isScalar(node) ? node.value : undefined;
    return typeof value === 'string' && value.trim() !== '' ? value : this.fail(node, `"${key}" takes a text`);
  }

  protected texts(map: YAMLMap, key: string, check: (node: Node, text: string) => void = () => {}): string[] {
    return this.list(map, key).map((node) => {
      const value = isScalar(node) ? node.value : undefined;
      if (typeof value !== 'string') return this.fail(node, `"${key}" takes a list of texts`);
      check(node, value);
      return value;
    });
  }

  protected oneOf<T extends string>(map: YAMLMap, key: string, choices: readonly T[]): T {
    const text = this.text(map, key);
    const found = choices.find((choice) => choice === text);
    return found ?? this.fail(map.get(key, true), `"${key}" can't be "${text}"${this.meant(text, choices)}`);
  }

  protected keyNode(map: YAMLMap, key: string): Node {
    const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
    return (pair?.key as Node | undefined) ?? map;
  }

  protected meant(word: string, choices: readonly string[]): string {
    const near = nearest(word, choices);
    return near === undefined ? '' : `: did you mean "${near}"?`;
  }

  protected fail(node: unknown, message: string): never {
    const offset = (node as Node | null | undefined)?.range?.[0] ?? 0;
    const { line, col } = this.#lines.linePos(offset);
    throw new RuleError(`${this.file}:${line}:${col} ${message}`);
  }
}
