import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parse,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { isPath, readMount } from '../facts/compose-mount.ts';
import { meantForState } from '../facts/mounts.ts';
import type { ComposeEdit } from '../model/rule.ts';
import { editNetwork, isNetworkAsMeant } from './compose-network.ts';
import { arePortsAsMeant, editPorts } from './compose-ports.ts';
import {
  columnOf,
  endOf,
  insert,
  lineAfter,
  lineStart,
  nextLine,
  pairOf,
  quoted,
  replace,
  type Splice,
  spliced,
} from './splice.ts';

/**
 * The text of a compose file after an edit of the service: only the entry that changes is written anew, so that
 * comments, order, quotes and anchors elsewhere stay as they are. Undefined where that can't be done for certain.
 */
export function changeCompose(text: string, service: string, edit: ComposeEdit): string | undefined {
  const document = parseDocument(text, { merge: true, keepSourceTokens: true, prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  const own = document.getIn(['services', service], true);
  if (!isMap(own) || own.flow) return undefined;
  const { compose } = edit;
  const node = own as YAMLMap<Node, Node>;
  const make = (splices: readonly Splice[] | undefined, isRight: typeof isAsMeant) => {
    const changed = splices && spliced(text, splices);
    return changed !== undefined && isRight(text, changed, service, edit) ? changed : undefined;
  };
  switch (compose) {
    case 'publish-loopback':
      return make(editPorts(node, edit, text), arePortsAsMeant);
    case 'host-network':
      return make(editNetwork(node, edit, text), isNetworkAsMeant);
    default:
      return make(editService(node, { ...edit, compose }, { text, document }), isAsMeant);
  }
}

interface Source {
  readonly text: string;
  readonly document: Document;
}

/** An edit of what is mounted. */
type MountEdit = ComposeEdit & {
  readonly compose: Exclude<ComposeEdit['compose'], 'publish-loopback' | 'host-network'>;
};

function editService(service: YAMLMap<Node, Node>, edit: MountEdit, source: Source): Splice[] | undefined {
  const volumes = pairOf(service, 'volumes');
  if (volumes && isAlias(volumes.value)) return undefined;
  const list = isSeq(volumes?.value) ? (volumes.value as YAMLSeq<Node>) : undefined;
  const entry = list && entryFor(list, edit, source);
  switch (edit.compose) {
    case 'retarget-mount':
    case 'writable-mount':
      return entry && changeEntry(entry, edit, source, list?.flow);
    case 'mount-state': {
      const memory = withoutTmpfs(service, edit.target, source);
      const changed = entry ? changeEntry(entry, edit, source, list?.flow) : addEntry(service, volumes, edit, source);
      const declared = declareVolume(edit.source ?? '', source);
      return memory && changed && declared && [...memory, ...changed, ...declared];
    }
    default:
      return edit.compose satisfies never;
  }
}

/** The entry of the list that was meant for the state. */
function entryFor(list: YAMLSeq<Node>, { compose, target }: ComposeEdit, { document }: Source): Node | undefined {
  const ranked = list.items.flatMap((item) => {
    const at = targetOf(item, document);
    if (at === undefined) return [];
    const rank = meantForState(at, target);
    if (compose === 'writable-mount') return rank === 0 || target.startsWith(`${at}/`) ? [{ item, rank: 0 }] : [];
    return rank === undefined || (compose === 'retarget-mount' && rank !== 2) ? [] : [{ item, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank)[0]?.item;
}

function targetOf(item: Node, document: Document): string | undefined {
  const node = isAlias(item) ? item.resolve(document) : item;
  if (isScalar(node)) return typeof node.value === 'string' ? readMount(node.value).target : undefined;
  const target = isMap(node) ? node.get('target') : undefined;
  return typeof target === 'string' ? target : undefined;
}

function changeEntry(entry: Node, edit: MountEdit, source: Source, inFlow = false): Splice[] | undefined {
  if (isMap(entry)) return changeLong(entry as YAMLMap<Node, Node>, edit, source);
  if (isAlias(entry)) {
    const aliased = entry.resolve(source.document);
    const value = isScalar(aliased) ? shortEntry(String(aliased.value), edit) : undefined;
    return value === undefined ? undefined : [replace(entry, quoted(value, undefined, inFlow))];
  }
  if (!isScalar(entry) || typeof entry.value !== 'string') return undefined;
  const value = shortEntry(entry.value, edit);
  return value === undefined ? undefined : [replace(entry, quoted(value, entry.type, inFlow))];
}

/** `SOURCE:TARGET:MODE` after the edit. */
function shortEntry(entry: string, edit: MountEdit): string | undefined {
  const { source, target, modes, writable } = readMount(entry);
  const write = (from: string, to: string, canWrite: boolean) =>
    [from, to, [...(canWrite ? [] : ['ro']), ...modes].join(',')].filter((part) => part !== '').join(':');
  switch (edit.compose) {
    case 'mount-state':
      return write(edit.source ?? '', edit.target, true);
    case 'retarget-mount':
      return source === '' ? undefined : write(source, edit.target, writable);
    case 'writable-mount':
      return write(source, target, true);
    default:
      return edit.compose satisfies never;
  }
}

function changeLong(map: YAMLMap<Node, Node>, edit: MountEdit, source: Source): Splice[] | undefined {
  const splices: (Splice | undefined)[] = [];
  const readOnly = pairOf(map, 'read_only');
  if (edit.compose !== 'retarget-mount' && isScalar(readOnly?.value) && readOnly.value.value === true)
    splices.push(replace(readOnly.value, 'false'));
  if (edit.compose !== 'writable-mount') splices.push(setValue(map, 'target', edit.target));
  if (edit.compose === 'mount-state' && edit.source !== undefined) {
    const type = isPath(edit.source) ? 'bind' : 'volume';
    splices.push(setValue(map, 'type', type));
    splices.push(
      pairOf(map, 'source')
        ? setValue(map, 'source', edit.source)
        : insertBefore(map, 'target', 'source', edit.source, source),
    );
    // Options of another kind of mount make compose refuse the file.
    const others = ['bind', 'volume', 'tmpfs'].filter((key) => key !== type && pairOf(map, key) !== undefined);
    if (others.length > 0) return undefined;
  }
  return splices.includes(undefined)
    ? undefined
    : (splices as Splice[]).filter(({ start, end, by }) => start !== end || by !== '');
}

function setValue(map: YAMLMap<Node, Node>, key: string, value: string): Splice | undefined {
  const node = pairOf(map, key)?.value;
  return isScalar(node) ? replace(node, quoted(value, node.type)) : undefined;
}

/** A further `key: value` in front of another key of the mapping. */
function insertBefore(
  map: YAMLMap<Node, Node>,
  before: string,
  key: string,
  value: string,
  { text }: Source,
): Splice | undefined {
  const at = pairOf(map, before)?.key.range?.[0];
  if (at === undefined) return undefined;
  const line = `${key}: ${quoted(value, undefined)}`;
  return { start: at, end: at, by: map.flow ? `${line}, ` : `${line}\n${' '.repeat(columnOf(text, at))}` };
}

/** One more entry at the end of the service's mounts. */
function addEntry(
  service: YAMLMap<Node, Node>,
  volumes: Pair<Node, Node> | undefined,
  edit: MountEdit,
  { text }: Source,
): Splice[] | undefined {
  const value = shortEntry(`${edit.source}:${edit.target}`, edit) ?? '';
  const first = service.items[0]?.key.range?.[0];
  if (first === undefined) return undefined;
  const indent = ' '.repeat(columnOf(text, first));
  if (!volumes) {
    // Mounts that come by `<<` would be lost to a list of the service's own.
    const merged = service.items.some(({ key }) => isScalar(key) && key.source === '<<');
    return merged
      ? undefined
      : [lineAfter(text, endOf(service), `${indent}volumes:\n${indent}  - ${quoted(value, undefined)}`)];
  }
  const list = volumes.value as Node | null;
  if (isSeq(list) && list.items.length > 0) {
    const style = (list.items as Node[]).findLast((item) => isScalar(item)) as Scalar | undefined;
    const entry = quoted(value, style?.type, list.flow === true);
    if (list.flow) return [insert(endOf(list.items.at(-1) as Node), `, ${entry}`)];
    const column = ' '.repeat(columnOf(text, list.range?.[0] ?? 0));
    return [lineAfter(text, endOf(list), `${column}- ${entry}`)];
  }
  if (isSeq(list)) return [replace(list, `[${quoted(value, 'QUOTE_DOUBLE')}]`)];
  return isScalar(list) && list.value !== null
    ? undefined
    : [lineAfter(text, endOf(volumes.key), `${indent}  - ${quoted(value, undefined)}`)];
}

/** A volume that has a name must be declared; a folder needs nothing. */
function declareVolume(name: string, { text, document }: Source): Splice[] | undefined {
  if (isPath(name) || document.hasIn(['volumes', name])) return [];
  if (!/^[\w.-]+$/.test(name)) return undefined;
  const root = document.contents as YAMLMap<Node, Node>;
  const volumes = pairOf(root, 'volumes');
  if (!volumes) {
    const end = /\n\.\.\.\s*$/.exec(text)?.index ?? text.length;
    const blank = text.slice(0, end).endsWith('\n') ? '' : '\n';
    const gap = /\n\n\S/.test(text) ? '\n' : '';
    return [insert(end, `${blank}${gap}volumes:\n  ${name}: {}\n`)];
  }
  const list = volumes.value as Node | null;
  if (isMap(list) && list.items.length > 0) {
    if (list.flow) return [insert(endOf(list.items.at(-1)?.value as Node), `, ${name}: {}`)];
    const indent = ' '.repeat(columnOf(text, (list.items[0]?.key as Node | undefined)?.range?.[0] ?? 0));
    return [lineAfter(text, endOf(list), `${indent}${name}: {}`)];
  }
  if (isMap(list)) return [replace(list, `{ ${name}: {} }`)];
  return isScalar(list) && list.value !== null ? undefined : [lineAfter(text, endOf(volumes.key), `  ${name}: {}`)];
}

/** The service without the memory that lies where the state shall be. */
function withoutTmpfs(service: YAMLMap<Node, Node>, target: string, { text }: Source): Splice[] | undefined {
  const pair = pairOf(service, 'tmpfs');
  if (!pair) return [];
  const isState = (node: unknown) =>
    isScalar(node) && typeof node.value === 'string' && meantForState(node.value.split(':')[0] ?? '', target) === 0;
  const { value } = pair;
  const items = isSeq(value) ? (value.items as Node[]) : [value];
  if (!items.some(isState)) return [];
  if (isCollection(value) && value.flow && items.length > 1) return undefined;
  const gone = items.length === 1 ? pair.key : items.find(isState);
  const last = items.length === 1 ? value : gone;
  const start = lineStart(text, gone?.range?.[0] ?? 0);
  return [{ start, end: nextLine(text, endOf(last as Node)), by: '' }];
}

/** Whether the edit did what it was meant to do, and nothing besides. */
function isAsMeant(before: string, after: string, service: string, edit: ComposeEdit): boolean {
  try {
    const [old, now] = [before, after].map((text) => parse(text, { merge: true, logLevel: 'error' }) as Root);
    if (!old || !now) return false;
    const mounts = (root: Root) => (root.services?.[service]?.volumes ?? []).map(asMount);
    const own = mounts(now).filter(({ target }) => target === edit.target || edit.compose === 'writable-mount');
    const isRight = own.some(
      ({ source, writable }) =>
        (edit.source === undefined || source === edit.source) && (writable || edit.compose === 'retarget-mount'),
    );
    const [were, are] = [mounts(old), mounts(now)];
    const kept = were.filter((mount) => are.some((other) => JSON.stringify(other) === JSON.stringify(mount)));
    const isAdded = are.length === were.length + 1 && kept.length === were.length;
    const isReplaced = are.length === were.length && kept.length >= were.length - 1;
    const isRest = JSON.stringify(without(old, service)) === JSON.stringify(without(now, service));
    return isRight && isRest && (isAdded || isReplaced);
  } catch {
    return false;
  }
}

interface Root {
  readonly services?: Readonly<Record<string, { readonly volumes?: readonly unknown[]; readonly tmpfs?: unknown }>>;
  readonly volumes?: unknown;
}

function asMount(raw: unknown): { source: string; target: string; writable: boolean } {
  if (typeof raw === 'string') {
    const { source, target, writable } = readMount(raw);
    return { source, target, writable };
  }
  const long = (raw ?? {}) as { source?: string; target?: string; read_only?: boolean };
  return { source: long.source ?? '', target: long.target ?? '', writable: long.read_only !== true };
}

function without({ services = {}, volumes: _, ...rest }: Root, service: string): unknown {
  const { volumes, tmpfs, ...own } = services[service] ?? {};
  return { ...rest, services: { ...services, [service]: own } };
}
