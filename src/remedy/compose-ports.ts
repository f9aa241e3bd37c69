import { isAlias, isMap, isScalar, isSeq, type Node, parse, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ComposeEdit } from '../model/rule.ts';
import { columnOf, pairOf, quoted, replace, type Splice } from './splice.ts';

const LOOPBACK = '127.0.0.1';

/** Has this port of the service published at the host's 127.0.0.1 only. Undefined where that can't be done for certain. */
export function editPorts(service: YAMLMap<Node, Node>, { target }: ComposeEdit, text: string): Splice[] | undefined {
  const ports = pairOf(service, 'ports')?.value;
  if (!isSeq(ports)) return undefined;
  const [own, ...twins] = (ports as YAMLSeq<Node>).items.filter((item) => portIn(entryOf(item)) === target);
  // Two that come to the same address would be in each other's way.
  const splices = own && twins.length === 0 ? editEntry(own, text, ports.flow) : undefined;
  return splices?.length === 0 ? undefined : splices;
}

function editEntry(item: Node, text: string, inFlow = false): Splice[] | undefined {
  if (isAlias(item)) return undefined;
  if (isMap(item)) return editLong(item as YAMLMap<Node, Node>, text);
  if (!isScalar(item) || typeof item.value !== 'string') return undefined;
  const parts = partsOf(item.value);
  if (!parts) return undefined;
  return parts.host === LOOPBACK ? [] : [replace(item, quoted(`${LOOPBACK}:${parts.rest}`, item.type, inFlow))];
}

function editLong(map: YAMLMap<Node, Node>, text: string): Splice[] | undefined {
  const host = pairOf(map, 'host_ip')?.value;
  if (isScalar(host)) return host.value === LOOPBACK ? [] : [replace(host, quoted(LOOPBACK, host.type, map.flow))];
  // Without a port of the host's it gets another one each time.
  const at = pairOf(map, 'published')?.key.range?.[0];
  if (host !== undefined || at === undefined) return undefined;
  const line = `host_ip: ${LOOPBACK}`;
  return [{ start: at, end: at, by: map.flow ? `${line}, ` : `${line}\n${' '.repeat(columnOf(text, at))}` }];
}

/** `HOST:PUBLISHED:TARGET/PROTOCOL`, in which each part may be a variable with a default. Ranges are left alone. */
function partsOf(entry: string): { host: string | null; rest: string; target: string } | undefined {
  const found = new RegExp(`^(?:(${HOST}):)?(${PORT}:(${PORT})(?:/tcp)?)$`).exec(entry);
  const [, host = null, rest = '', target = ''] = found ?? [];
  return found ? { host, rest, target } : undefined;
}

const VARIABLE = '\\$\\{\\w{1,100}(?::?-[^${}]{0,100})?\\}';
const PORT = `(?:\\d{1,5}|${VARIABLE})`;
const HOST = `(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:]{2,45}\\]|${VARIABLE})`;

/** The port of the container that an entry publishes, as a number in digits. */
function portIn(entry: unknown): string | undefined {
  if (typeof entry === 'string') {
    const target = partsOf(entry)?.target;
    return target === undefined ? undefined : /^\d+$/.test(target) ? target : /:?-(\d+)\}$/.exec(target)?.[1];
  }
  const long = (entry ?? {}) as { target?: unknown; published?: unknown; protocol?: unknown };
  const isTcp = long.protocol === undefined || long.protocol === 'tcp';
  return isTcp && long.published !== undefined ? String(long.target) : undefined;
}

/** An entry of `ports` as YAML reads it. */
export function entryOf(item: Node): unknown {
  return isMap(item) ? item.toJSON() : isScalar(item) ? item.value : undefined;
}

/** Whether an entry publishes this port of the container at the same port of the host's 127.0.0.1. */
export function isPublishedAs(entry: unknown, target: string): boolean {
  if (portIn(entry) !== target || hostOf(entry) !== LOOPBACK) return false;
  if (typeof entry !== 'string') return String((entry as { published?: unknown }).published) === target;
  const published = /^(\d+|\$\{[^}]*\})/.exec(partsOf(entry)?.rest ?? '')?.[1] ?? '';
  return published.replace(/^\$\{\w+:?-(\d+)\}$/, '$1') === target;
}

/** Whether the edit did what it was meant to do, and nothing besides. */
export function arePortsAsMeant(before: string, after: string, service: string, { target }: ComposeEdit): boolean {
  try {
    const [old, now] = [before, after].map((text) => parse(text, { merge: true, logLevel: 'error' }) as Root);
    if (!old || !now) return false;
    const [were, are] = [portsOf(old, service), portsOf(now, service)];
    const isRight = are.every((entry, index) => {
      if (portIn(entry) !== target) return JSON.stringify(entry) === JSON.stringify(were[index]);
      return hostOf(entry) === LOOPBACK && withoutHost(entry) === withoutHost(were[index]);
    });
    return isRight && are.length === were.length && withoutPorts(old, service) === withoutPorts(now, service);
  } catch {
    return false;
  }
}

interface Root {
  readonly services?: Readonly<Record<string, { readonly ports?: readonly unknown[] }>>;
}

const portsOf = ({ services = {} }: Root, service: string) => services[service]?.ports ?? [];

const hostOf = (entry: unknown) =>
  typeof entry === 'string' ? partsOf(entry)?.host : (entry as { host_ip?: string } | null)?.host_ip;

function withoutHost(entry: unknown): string {
  if (typeof entry === 'string') return partsOf(entry)?.rest ?? entry;
  const { host_ip: _, ...rest } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  return JSON.stringify(rest);
}

function withoutPorts({ services = {}, ...rest }: Root, service: string): string {
  const { ports: _, ...own } = services[service] ?? {};
  return JSON.stringify({ ...rest, services: { ...services, [service]: own } });
}
