import type { Gateway } from '../facts/choose.ts';
import { variablesIn } from '../facts/compose.ts';
import { configMountOf, coverOf, straysOf } from '../facts/mounts.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import { probeComposeFiles } from './compose-file.ts';
import type { ComposeFile, ComposeService } from './compose-services.ts';
import type { Context } from './context.ts';
import type { Container, Mount } from './inspect.ts';
import { stateDirOf } from './openclaw-container.ts';
import { pathsOf } from './paths.ts';
import type { StateFolder } from './state-folder.ts';

/** What was seen of where a gateway keeps its state, besides the description of its container. */
export interface StorageSeen {
  /** The user's compose files that the gateway comes from, or that lie where the doctor was started. */
  readonly compose: Fact<readonly ComposeFile[]>;
  /** The gateway's service as compose itself resolved it, where that was handed in. */
  readonly resolved?: ComposeService;
  /** Variables in them that are known to have no value. */
  readonly unset: readonly string[];
  /** The options of the volume that covers the state folder: type, device, o. */
  readonly volume: Readonly<Record<string, string>>;
  /** Whom the mounted folder belongs to. */
  readonly owner?: { readonly uid: number; readonly mode: number; readonly source: string };
  /** Folders of the host that could be mounted for the state, and what of a state lies in each. */
  readonly held?: readonly { readonly folder: string; readonly names: readonly string[] }[];
  /** Folders of the host that lie on the network. */
  readonly network: readonly { readonly folder: string; readonly type: string }[];
  /** The folder that the user works in. */
  readonly folder?: string;
  /** Copies of the state that lie there or beside a compose file, from whatever was tried before. */
  readonly copies?: readonly string[];
  /** The user is root, and needs no sudo. */
  readonly isRoot?: boolean;
}

/** Nothing was seen, for that reason. */
export function noStorage(reason: string): StorageSeen {
  return { compose: unknown(reason), unset: [], volume: {}, network: [] };
}

export async function probeStorage(context: Context, gateway: Gateway, own: StateFolder): Promise<StorageSeen> {
  const { cwd } = context.host.machine;
  const container = gateway.kind === 'container' ? gateway.container : undefined;
  const cover = container && coverOf(container.mounts, stateDirOf(container));
  const isHere = container ? container.engine.elsewhere === null && container.engine.desktop !== true : true;
  const [files, volume, owner, held, network] = await Promise.all([
    composeOf(context, gateway),
    container ? volumeOptions(context, container, cover) : {},
    // Without root an engine gives containers user ids of their own, which the host doesn't show.
    isHere && cover?.type === 'bind' && container?.engine.rootless !== true
      ? ownerOf(context, cover.source)
      : undefined,
    isHere && container ? heldIn(context, container) : [],
    isHere && (cover?.type === 'bind' || gateway.kind === 'process')
      ? networkFolders(context, cover?.source ?? own.path)
      : [],
  ]);
  return {
    compose: files,
    unset: files.status === 'known' ? await unsetIn(context, files.value) : [],
    volume,
    network,
    ...(owner ? { owner } : {}),
    held,
    ...(cwd === undefined ? {} : { folder: cwd }),
    copies: container ? await copiesIn(context, files) : [],
    isRoot: context.host.machine.uid === 0,
  };
}

/** The names that copies of the state are given: the first that is not taken. */
export const COPIES: readonly string[] = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) =>
  number === 1 ? 'openclaw-state-copy' : `openclaw-state-copy-${number}`,
);

async function copiesIn({ host }: Context, files: StorageSeen['compose']): Promise<readonly string[]> {
  const { dirname, join } = pathsOf(host.machine);
  const beside = files.status === 'known' ? files.value.map(({ file }) => dirname(file)) : [];
  const folders = [...new Set([...beside, ...(host.machine.cwd === undefined ? [] : [host.machine.cwd])])];
  const found = folders.map(async (folder) => {
    const listed = await host.list({ path: folder, only: COPIES });
    return listed.status === 'ok' ? listed.entries.map(({ name }) => join(folder, name)) : [];
  });
  return (await Promise.all(found)).flat();
}

async function composeOf(context: Context, gateway: Gateway): Promise<Fact<readonly ComposeFile[]>> {
  switch (gateway.kind) {
    case 'container':
      return probeComposeFiles(context, gateway.container);
    case 'none':
    case 'unknown':
      return probeComposeFiles(context, undefined);
    case 'process':
      return known([], 'the gateway runs on the host itself');
    case 'elsewhere':
      return unknown(`the gateway is elsewhere: ${gateway.why}`);
    default:
      return gateway satisfies never;
  }
}

/** A volume may stand for a share on the network, or for memory: its options tell. */
async function volumeOptions(
  { host, aim }: Context,
  { engine }: Container,
  cover: Mount | undefined,
): Promise<StorageSeen['volume']> {
  if (cover?.type !== 'volume' || !/^\w[\w.-]*$/.test(cover.source)) return {};
  const argv = [...engine.command, 'volume', 'inspect', cover.source];
  const told = await host.exec({ argv, timeoutMs: aim.timeoutMs });
  return told.status === 'exited' && told.code === 0 ? parseVolume(told.stdout, cover.source) : {};
}

/** The options of a volume in the JSON that `volume inspect` prints. */
export function parseVolume(text: string, name: string): StorageSeen['volume'] {
  try {
    const list = JSON.parse(text) as readonly { Name?: unknown; Options?: Record<string, unknown> | null }[];
    const options = [list].flat().find((volume) => volume.Name === name)?.Options ?? {};
    return Object.fromEntries(
      Object.entries(options).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}

async function ownerOf({ host }: Context, folder: string): Promise<StorageSeen['owner']> {
  if (host.machine.platform !== 'linux') return undefined;
  const { dirname, basename } = pathsOf(host.machine);
  const listed = await host.list({ path: dirname(folder), only: [basename(folder)] });
  const entry = listed.status === 'ok' ? listed.entries[0] : undefined;
  return entry && { uid: entry.uid, mode: entry.mode, source: `${folder} on this host` };
}

/** What a state folder of any version may have that nobody wants to see overwritten. */
const PARTS = [
  ...['openclaw.json', 'clawdbot.json', 'moltbot.json', '.env', 'secrets.json', 'secrets', 'exec-approvals.json'],
  ...['state', 'devices', 'identity', 'nodes', 'credentials', 'agents', 'workspace', 'memory', 'settings', 'matrix'],
  ...['skills', 'hooks', 'cron', 'extensions', 'logs'],
];

/** What of a state lies in folders that somebody meant for it: mounted elsewhere, or around openclaw.json alone. */
async function heldIn({ host }: Context, container: Container): Promise<NonNullable<StorageSeen['held']>> {
  if (host.machine.platform !== 'linux') return [];
  const folder = stateDirOf(container);
  const strays = straysOf(container.mounts, folder).map(({ mount }) => mount);
  const config = configMountOf(container.mounts, folder, undefined);
  const { dirname } = pathsOf(host.machine);
  const meant = strays.filter(({ type }) => type === 'bind').map(({ source }) => source);
  const around = config?.type === 'bind' ? [dirname(config.source)] : [];
  const found = [...new Set([...meant, ...around])].map(async (path) => {
    const listed = await host.list({ path, only: PARTS });
    return listed.status === 'ok' ? [{ folder: path, names: listed.entries.map(({ name }) => name) }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** File systems on which locks of a database can't be relied on. */
const NETWORK = ['nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', 'fuse.sshfs', 'fuse.rclone', 'davfs', 'fuse.davfs2'];

async function networkFolders({ host, aim }: Context, folder: string): Promise<StorageSeen['network']> {
  if (host.machine.platform !== 'linux') return [];
  const anchors = NETWORK.map((type) => ` ${type} `);
  const found = await host.grep({ path: '/proc/self/mounts', anchors, lines: 200, timeoutMs: aim.timeoutMs });
  if (found.status !== 'ok') return [];
  return found.lines.flatMap((line) => {
    const [, at = '', type = ''] = line.split(' ');
    const path = at.replaceAll('\\040', ' ');
    return NETWORK.includes(type) && (folder === path || folder.startsWith(`${path}/`)) ? [{ folder: path, type }] : [];
  });
}

/** The variables in the mounts of compose files that neither the environment here nor the .env beside them sets. */
async function unsetIn({ host, aim }: Context, files: readonly ComposeFile[]): Promise<readonly string[]> {
  const first = files[0];
  if (!first) return [];
  const sources = files.flatMap(({ services }) => services.flatMap(({ mounts }) => mounts.map(({ source }) => source)));
  // Of others it isn't known whether the environment has them.
  const known = /^(?:HOME|USERPROFILE|(?:OPENCLAW|CLAWDBOT)_\w+)$/;
  const names = [...new Set(sources.flatMap(variablesIn))].filter(
    (name) => known.test(name) && !host.machine.env[name],
  );
  if (names.length === 0) return [];
  const { join, dirname } = pathsOf(host.machine);
  const anchors = names.map((name) => `${name}=`);
  const path = join(dirname(first.file), '.env');
  const found = await host.grep({ path, anchors, lines: 50, timeoutMs: aim.timeoutMs });
  if (found.status !== 'ok') return found.status === 'absent' ? names : [];
  return names.filter((name) => !found.lines.some((line) => new RegExp(`^\\s*(?:export\\s+)?${name}=.`).test(line)));
}
