import { isCollection, isScalar, type Node, type Pair, type YAMLMap } from 'yaml';

/** A piece of a text that is written anew. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** The text with all pieces written anew. */
export function spliced(text: string, splices: readonly Splice[]): string {
  // From the end, so that places stay true; of two at one place the first comes to stand first.
  return splices
    .toReversed()
    .sort((a, b) => b.start - a.start)
    .reduce((out, { start, end, by }) => out.slice(0, start) + by + out.slice(end), text);
}

export function pairOf(map: YAMLMap<Node, Node>, key: string): Pair<Node, Node> | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) as Pair<Node, Node> | undefined;
}

export function replace(node: Node, by: string): Splice {
  const [start = 0, end = 0] = node.range ?? [];
  return { start, end, by };
}

export const insert = (at: number, by: string): Splice => ({ start: at, end: at, by });

/** A line behind the one in which `end` is: what stands there behind it stays where it is. */
export function lineAfter(text: string, end: number, line: string): Splice {
  const at = text.indexOf('\n', end);
  return at === -1 ? insert(text.length, `\n${line}`) : insert(at, `\n${line}`);
}

/** Where the text of a node ends, comments behind it left out. */
export function endOf(node: Node): number {
  if (isCollection(node) && !node.flow) {
    const last = node.items.at(-1) as Pair<Node, Node | null> | Node | undefined;
    if (last && 'key' in last && !isCollection(last)) {
      const { key, value } = last as Pair<Node, Node | null>;
      return value && (value.range?.[1] ?? 0) > (value.range?.[0] ?? 0) ? endOf(value) : endOf(key);
    }
    if (last) return endOf(last as Node);
  }
  const end = node.range?.[1] ?? 0;
  // A block of text ends behind its last line.
  return isScalar(node) && /^BLOCK/.test(node.type ?? '') ? Math.max(0, end - 1) : end;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at === -1 ? text.length : at + 1;
}

/** A value in the quotes that its place has, in double ones where it needs some. */
export function quoted(value: string, type: string | null | undefined, inFlow = false): string {
  if (type === 'QUOTE_SINGLE') return `'${value.replaceAll("'", "''")}'`;
  const isPlain =
    /^[\w./~$][\w./~${}:;\\@%+=-]*$/.test(value) && !/:$|: | #/.test(value) && !(inFlow && /[{},[\]]/.test(value));
  if (type !== 'QUOTE_DOUBLE' && isPlain) return value;
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
