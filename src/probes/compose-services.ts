import { type ComposeMount, readMount } from '../facts/compose-mount.ts';

/** What a compose file says of one service, as far as storage depends on it. */
export interface ComposeService {
  readonly name: string;
  readonly image: string;
  readonly user: string | null;
  /** Only the variables that decide where the state is. */
  readonly env: Readonly<Record<string, string>>;
  readonly command: string;
  readonly mounts: readonly ComposeMount[];
}

/** A compose file, or as much of one as there is. */
export interface ComposeFile {
  readonly file: string;
  readonly text: string;
  /** Why it can't be parsed; null: it can. Services are then what its lines look like. */
  readonly error: string | null;
  readonly services: readonly ComposeService[];
  /** The volumes that it declares. */
  readonly volumes: readonly string[];
}

const STATE_VARIABLE =
  /^(?:HOME|OPENCLAW_HOME|OPENCLAW_STATE_DIR|OPENCLAW_CONFIG_PATH|OPENCLAW_CONFIG_DIR|OPENCLAW_PROFILE)$/;

/** The services in the value that a compose file states. Whatever isn't as it should be is left out. */
export function servicesIn(value: unknown): Pick<ComposeFile, 'services' | 'volumes'> {
  const root = mapping(value);
  const services = Object.entries(mapping(root.services))
    .slice(0, 200)
    .map(([name, raw]) => serviceOf(name, mapping(raw)));
  return { services, volumes: Object.keys(mapping(root.volumes)) };
}

function serviceOf(name: string, raw: Readonly<Record<string, unknown>>): ComposeService {
  return {
    name,
    image: textOf(raw.image) ?? '',
    user: textOf(raw.user),
    env: environmentOf(raw.environment),
    command: [raw.entrypoint, raw.command]
      .flat()
      .map((part) => textOf(part) ?? '')
      .join(' '),
    mounts: [
      ...listOf(raw.volumes).flatMap(mountOf),
      ...listOf(raw.tmpfs).flatMap((entry) => {
        const target = textOf(entry)?.split(':')[0];
        return target ? [{ entry: target, type: 'tmpfs' as const, source: '', target, writable: true, modes: [] }] : [];
      }),
    ],
  };
}

function environmentOf(raw: unknown): Record<string, string> {
  const pairs = Array.isArray(raw)
    ? raw.map((entry) => /^([^=]{1,100})=([\s\S]*)$/.exec(textOf(entry) ?? '')?.slice(1) ?? [])
    : Object.entries(mapping(raw)).map(([name, value]) => [name, textOf(value) ?? '']);
  return Object.fromEntries(pairs.filter(([name = '', value]) => STATE_VARIABLE.test(name) && value !== undefined));
}

function mountOf(raw: unknown): ComposeMount[] {
  const short = textOf(raw);
  if (short !== null) return [readMount(short)];
  const { type, source, target, read_only: readOnly } = mapping(raw);
  const to = textOf(target);
  if (to === null) return [];
  const from = textOf(source) ?? '';
  const kind = type === 'tmpfs' ? 'tmpfs' : type === 'bind' ? 'bind' : from === '' ? 'anonymous' : 'volume';
  return [{ entry: `${from}:${to}`, type: kind, source: from, target: to, writable: readOnly !== true, modes: [] }];
}

/** Mounts in text that is no YAML: words of the form `SOURCE:/TARGET` whose target looks like a state folder. */
export function mountsInFragment(text: string): ComposeMount[] {
  const words = text.split(/[\s"',]+/);
  const entries = words
    .map((word) => word.replace(/^-+/, ''))
    .filter((word) => word.length < 600 && word.includes(':/'));
  return entries
    .map(readMount)
    .filter(({ source, target }) => source !== '' && /^\/.{0,200}(?:openclaw|clawdbot|moltbot|moldbot)/i.test(target))
    .slice(0, 20);
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.slice(0, 200);
  return value === undefined || value === null ? [] : [value];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}
