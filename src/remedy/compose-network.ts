import { isScalar, isSeq, type Node, type Pair, parse, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ComposeEdit } from '../model/rule.ts';
import { entryOf, isPublishedAs } from './compose-ports.ts';
import { columnOf, endOf, insert, lineStart, nextLine, pairOf, quoted, replace, type Splice } from './splice.ts';

/** What an engine, or compose, does not take beside the host's network. */
const NOT_BESIDE = ['hostname', 'domainname', 'links', 'mac_address', 'extends'];

/**
 * Gives the service the host's network and lets its gateway listen on 127.0.0.1 alone: without that its port would be open
 * to the whole network. Undefined where that can't be done for certain, and where clients would find it at another port.
 */
export function editNetwork(service: YAMLMap<Node, Node>, { target }: ComposeEdit, text: string): Splice[] | undefined {
  const ports = pairOf(service, 'ports');
  const command = pairOf(service, 'command')?.value;
  if (!isSeq(ports?.value) || !command || NOT_BESIDE.some((key) => pairOf(service, key))) return undefined;
  const items = (ports.value as YAMLSeq<Node>).items.map(entryOf);
  if (!items.some((entry) => isPublishedAs(entry, target))) return undefined;
  const bound = bindLoopback(command);
  const mode = pairOf(service, 'network_mode')?.value;
  if (!bound || (mode && !isScalar(mode))) return undefined;
  const line = `${' '.repeat(columnOf(text, ports.key.range?.[0] ?? 0))}network_mode: host\n`;
  const networks = pairOf(service, 'networks');
  return [
    bound,
    linesOf(ports, text, mode ? '' : line),
    ...(mode ? [replace(mode, 'host')] : []),
    ...(networks ? [linesOf(networks, text, '')] : []),
  ];
}

const scalarOf = (node: Node) => (isScalar(node) ? node.value : undefined);

/** A key with all that is in it, in whole lines. */
function linesOf(pair: Pair<Node, Node>, text: string, by: string): Splice {
  const end = pair.value?.range && pair.value.range[1] > pair.value.range[0] ? endOf(pair.value) : endOf(pair.key);
  return { start: lineStart(text, pair.key.range?.[0] ?? 0), end: nextLine(text, end), by };
}

function bindLoopback(command: Node): Splice | undefined {
  if (isSeq(command)) return bindInList(command as YAMLSeq<Node>);
  if (!isScalar(command) || typeof command.value !== 'string' || /^BLOCK/.test(command.type ?? '')) return undefined;
  const words = command.value;
  if (BIND.test(words)) return replace(command, quoted(words.replace(BIND, '$1loopback'), command.type));
  return /\bgateway\b/.test(words) ? replace(command, quoted(`${words} --bind loopback`, command.type)) : undefined;
}

/** `$1`: all up to the value. */
const BIND = /(--bind[ =])\S+/;

function bindInList({ items, flow = false }: YAMLSeq<Node>): Splice | undefined {
  const words = items.map(scalarOf);
  const last = items.at(-1);
  if (!last || words.some((word) => typeof word !== 'string')) return undefined;
  const write = (like: Node, word: string) => quoted(word, isScalar(like) ? like.type : undefined, flow);
  const at = words.findIndex((word) => /^--bind(?:=|$)/.test(String(word)));
  const option = items[at];
  if (option && words[at] !== '--bind') return replace(option, write(option, '--bind=loopback'));
  const value = option && items[at + 1];
  if (value) return replace(value, write(value, 'loopback'));
  if (option || !words.includes('gateway') || !flow) return undefined;
  return insert(endOf(last), `, ${write(last, '--bind')}, ${write(last, 'loopback')}`);
}

/** Whether the edit did what it was meant to do, and nothing besides. */
export function isNetworkAsMeant(before: string, after: string, service: string): boolean {
  try {
    const [old, now] = [before, after].map((text) => parse(text, { merge: true, logLevel: 'error' }) as Root);
    const own = now?.services?.[service];
    if (!old || !now || !own || own.network_mode !== 'host' || 'ports' in own || 'networks' in own) return false;
    const [was, is] = [wordsOf(old.services?.[service]?.command), wordsOf(own.command)];
    const isBound = is.join(' ').match(/--bind[ =]loopback\b/g)?.length === 1 && withoutBind(was) === withoutBind(is);
    return isBound && withoutNetwork(old, service) === withoutNetwork(now, service);
  } catch {
    return false;
  }
}

interface Root {
  readonly services?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const wordsOf = (command: unknown): readonly string[] =>
  Array.isArray(command) ? command.map(String) : String(command ?? '').split(/\s+/);

const withoutBind = (words: readonly string[]) => words.join(' ').replace(/ --bind[ =]\S+/, '');

function withoutNetwork({ services = {}, ...rest }: Root, service: string): string {
  const { network_mode: _, ports: _ports, networks: _networks, command: _command, ...own } = services[service] ?? {};
  return JSON.stringify({ ...rest, services: { ...services, [service]: own } });
}
