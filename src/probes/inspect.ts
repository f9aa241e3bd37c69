import type { Engine } from '../model/catalogue.ts';

/** A container as `docker inspect` or `podman inspect` describes it, as far as it matters here. */
export interface Container {
  readonly id: string;
  readonly name: string;
  readonly engine: Engine;
  readonly running: boolean;
  readonly exitCode: number;
  readonly startedAt: string;
  readonly image: string;
  /** The program and its arguments, without wrappers such as tini. */
  readonly argv: readonly string[];
  /** Its working folder, where its program's relative path begins. */
  readonly folder: string;
  readonly user: string;
  /** The version that the image says it holds. */
  readonly imageVersion: string | null;
  readonly env: Readonly<Record<string, string>>;
  readonly networkMode: string;
  /** Addresses of both families; an engine that has none to tell leaves them out. */
  readonly networks: readonly {
    readonly name: string;
    readonly gateways: readonly string[];
    readonly addresses: readonly string[];
  }[];
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly Mount[];
  /** `--rm`: its engine removes it, and all that is in it, as soon as it stops. */
  readonly isRemovedAtStop: boolean;
  readonly compose: {
    readonly project: string;
    readonly service: string;
    /** Its files as compose noted them, several with commas between. */
    readonly file: string | null;
    /** Where relative names of files begin. */
    readonly folder: string | null;
  } | null;
}

export interface PublishedPort {
  readonly hostIp: string;
  readonly hostPort: number;
  readonly containerPort: number;
}

export interface Mount {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly writable: boolean;
  /** The source as it was asked for, where the engine shows something else; null: nothing else was. */
  readonly asked: string | null;
}

/** Reads the JSON that `inspect` prints. What isn't a container's description is left out. */
export function parseInspect(text: string, engine: Engine): Container[] {
  const list: unknown = JSON.parse(text);
  return (Array.isArray(list) ? list : [list]).flatMap((value) => {
    const raw = value as RawContainer;
    return raw?.Config && raw.State ? [containerOf(raw, engine)] : [];
  });
}

/** The parts of `inspect` that are read; any of them may be missing. */
interface RawContainer {
  Id?: string;
  Name?: string;
  Path?: string;
  Args?: string[];
  Image?: string;
  ImageName?: string;
  State?: { Running?: boolean; ExitCode?: number; StartedAt?: string };
  Config?: {
    Env?: string[];
    Image?: string;
    User?: string;
    WorkingDir?: string;
    Labels?: Record<string, string> | null;
  };
  HostConfig?: {
    NetworkMode?: string;
    PortBindings?: Record<string, RawBinding[] | null> | null;
    Binds?: string[] | null;
    Tmpfs?: Record<string, string> | null;
    AutoRemove?: boolean;
  };
  NetworkSettings?: {
    Networks?: Record<string, RawNetwork> | null;
    Ports?: Record<string, RawBinding[] | null> | null;
  };
  Mounts?: { Type?: string; Name?: string; Source?: string; Destination?: string; RW?: boolean }[];
}
interface RawNetwork {
  Gateway?: string;
  IPAddress?: string;
  IPv6Gateway?: string;
  GlobalIPv6Address?: string;
}
interface RawBinding {
  HostIp?: string;
  HostPort?: string;
}

function containerOf(raw: RawContainer, engine: Engine): Container {
  const labels = raw.Config?.Labels ?? {};
  const project = labels['com.docker.compose.project'] ?? labels['io.podman.compose.project'];
  const service = labels['com.docker.compose.service'] ?? labels['io.podman.compose.service'];
  return {
    id: raw.Id ?? '',
    // A name becomes an argument; one that an engine wouldn't give is not taken.
    name: /^\/?([a-zA-Z0-9][\w.-]*)$/.exec(raw.Name ?? '')?.[1] ?? raw.Id ?? '',
    engine,
    running: raw.State?.Running === true,
    exitCode: raw.State?.ExitCode ?? 0,
    startedAt: raw.State?.StartedAt ?? '',
    image: raw.Config?.Image || raw.ImageName || '',
    argv: withoutWrappers([raw.Path ?? '', ...(raw.Args ?? [])]),
    folder: raw.Config?.WorkingDir || '/',
    user: raw.Config?.User ?? '',
    imageVersion: labels['org.opencontainers.image.version'] ?? null,
    env: Object.fromEntries(
      (raw.Config?.Env ?? []).map((entry) => [before(entry, '='), entry.slice(entry.indexOf('=') + 1)]),
    ),
    networkMode: networkMode(raw.HostConfig?.NetworkMode ?? ''),
    // Only Networks is read: the addresses beside it are empty on user networks and null with Podman's pasta.
    networks: Object.entries(raw.NetworkSettings?.Networks ?? {}).map(([name, network]) => ({
      name,
      gateways: given(network.Gateway, network.IPv6Gateway),
      addresses: given(network.IPAddress, network.GlobalIPv6Address),
    })),
    ports: portsOf(raw),
    mounts: mountsOf(raw),
    isRemovedAtStop: raw.HostConfig?.AutoRemove === true,
    compose:
      project && service
        ? {
            project,
            service,
            file: labels['com.docker.compose.project.config_files'] || null,
            folder: labels['com.docker.compose.project.working_dir'] || null,
          }
        : null,
  };
}

function mountsOf({ Mounts, HostConfig }: RawContainer): Mount[] {
  const asked = (target: string, source: string) => {
    const bind = (HostConfig?.Binds ?? []).find((entry) =>
      entry.replace(/:[a-zA-Z,]{1,40}$/, '').endsWith(`:${target}`),
    );
    const from = bind?.replace(/:[a-zA-Z,]{1,40}$/, '').slice(0, -target.length - 1);
    return from === undefined || from === source ? null : from;
  };
  const listed = (Mounts ?? []).map(({ Type = '', Name, Source, Destination = '', RW }) => {
    const source = (Type === 'volume' ? Name : Source) ?? '';
    return { type: Type, source, target: Destination, writable: RW !== false, asked: asked(Destination, source) };
  });
  // What `--tmpfs` asks for is listed apart.
  const memory = Object.keys(HostConfig?.Tmpfs ?? {}).filter(
    (target) => !listed.some((mount) => mount.target === target),
  );
  return [...listed, ...memory.map((target) => ({ type: 'tmpfs', source: '', target, writable: true, asked: null }))];
}

function given(...addresses: readonly (string | undefined)[]): string[] {
  return addresses.filter((address): address is string => address !== undefined && address !== '');
}

/** A stopped container has no live ports; what was asked for then tells. */
function portsOf(raw: RawContainer): PublishedPort[] {
  const live = raw.NetworkSettings?.Ports ?? {};
  const bindings = Object.values(live).some((list) => (list ?? []).length > 0)
    ? live
    : (raw.HostConfig?.PortBindings ?? {});
  return Object.entries(bindings).flatMap(([name, list]) =>
    (list ?? []).map((binding) => ({
      hostIp: binding.HostIp || '0.0.0.0',
      hostPort: Number(binding.HostPort),
      containerPort: Number.parseInt(name, 10),
    })),
  );
}

/** `pasta:--host-lo-to-ns-lo` and the like keep their option: it decides what the gateway sees. */
function networkMode(mode: string): string {
  return mode === 'default' ? 'bridge' : mode;
}

function withoutWrappers(argv: readonly string[]): string[] {
  const wrapper = /(?:^|\/)(?:tini|dumb-init|docker-init|catatonit|[\w-]*entrypoint(?:\.sh)?|gosu|su-exec)$/;
  let rest = [...argv];
  while (rest.length > 1 && wrapper.test(rest[0] ?? '')) {
    const skip = /gosu|su-exec/.test(rest[0] ?? '') ? 2 : 1;
    rest = rest.slice(skip).filter((part, index) => !(index === 0 && part === '--'));
  }
  return rest;
}

function before(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at === -1 ? text : text.slice(0, at);
}
