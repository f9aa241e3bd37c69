import { type Fact, type Facts, known, mapFact, unknown, valueIn } from '../model/fact.ts';
import type { Container, Mount } from '../probes/inspect.ts';
import type { SeenEvent } from '../probes/logs.ts';
import { homeOf, ownerOf, roleOf, stateDirOf } from '../probes/openclaw-container.ts';
import type { StorageSeen } from '../probes/storage.ts';
import type { Gateway } from './choose.ts';
import { composedGateway, composedMounts, composedStateDir, composeFacts } from './compose.ts';
import { isHostPath } from './failures.ts';
import { configMountOf, coverOf, kindOf, legacyFolder, straysOf } from './mounts.ts';
import { isSameFolder, type Place, placeOf, type Surrounds } from './place.ts';
import { storageCommands } from './storage-commands.ts';

interface Sources {
  readonly facts: Facts;
  readonly gateway: Gateway;
  readonly containers: Fact<readonly Container[]>;
  readonly events: Fact<readonly SeenEvent[]>;
  readonly seen: StorageSeen;
}

/** Where the gateway keeps its state, whether that lasts, and what the user's compose file says of it. */
export function storageFacts(sources: Sources): Facts {
  const { facts, gateway, seen } = sources;
  const files = seen.compose.status === 'known' ? seen.compose.value : [];
  const container = gateway.kind === 'container' ? gateway.container : undefined;
  const stateDir = container ? stateDirOf(container) : null;
  const composed = composedGateway(files, container?.compose?.service ?? null, stateDir);
  const failed = (valueIn(facts, 'failures') ?? []).filter(({ kind }) => kind === 'unset-variable');
  const unset = [...seen.unset, ...failed.flatMap(({ path }) => path ?? [])];
  const compose = composeFacts(seen.compose, composed, unset);
  const service = composed?.service ?? seen.resolved;
  if (container) {
    const source = `${container.engine.command.join(' ')} inspect ${container.name}`;
    const isSure = container.env.OPENCLAW_STATE_DIR !== undefined || homeOf(container) !== null;
    const own = containerFacts(container, source);
    const place = { mounts: container.mounts, folder: stateDirOf(container), isSure, source };
    const state = stateFacts(place, sources);
    const all = { ...facts, ...own, ...state, ...compose };
    return { ...own, ...state, ...compose, ...storageCommands(container, all, { composed, seen }) };
  }
  const folder = service ? composedStateDir(service) : null;
  const isProcess = valueIn(facts, 'gateway.kind') === 'process';
  if (!isProcess && service && folder !== null) {
    const [source, mounts] = seen.resolved
      ? ['compose.json', composedMounts(seen.resolved)]
      : [composed?.file.file ?? '', composedMounts(service)];
    const isWhole = seen.resolved !== undefined || files.every(({ error }) => error === null);
    const state = stateFacts({ mounts, folder, isSure: isWhole, source }, sources);
    const own = { 'gateway.stateDir': known(folder, source) };
    const all = { ...facts, ...own, ...state, ...compose };
    return { ...own, ...state, ...compose, ...storageCommands(undefined, all, { composed, seen }) };
  }
  return { ...hostState(sources), ...compose };
}

function containerFacts(container: Container, source: string): Facts {
  const stateDir = stateDirOf(container);
  return {
    'gateway.user': known(container.user || 'root', source),
    'gateway.owner': known(ownerOf(container), source),
    'state.hostPath': known(isHostPath(stateDir) ? stateDir : null, source),
  };
}

interface Described {
  readonly mounts: readonly Mount[];
  readonly folder: string;
  /** Whether that really is the folder, and these all the mounts. */
  readonly isSure: boolean;
  readonly source: string;
}

function stateFacts({ mounts, folder: told, isSure, source }: Described, sources: Sources): Facts {
  const { facts, gateway, containers, seen, events } = sources;
  const folder = legacyFolder(mounts, told, facts) ?? told;
  const fact = <T>(value: T) => known(value, source);
  const cover = coverOf(mounts, folder);
  const kind = kindOf(cover, seen.volume);
  const surrounds = surroundsOf(facts);
  const place = placeOfCover(cover, folder, seen, surrounds);
  const unseen = unseenHome(place, facts, cover);
  const strays = straysOf(mounts, folder);
  const config = configMountOf(mounts, folder, undefined);
  const others = containers.status === 'known' ? containers.value : [];
  const isUnsure = kind === 'none' && !isSure;
  const why =
    'which folder its state is in can’t be told from here: its image decides, or only a part of the compose file is there';
  return {
    'state.mount': isUnsure ? unknown(why) : fact(kind),
    'state.target': fact(cover?.target ?? null),
    'state.source': fact(cover === undefined || cover.source === '' ? null : cover.source),
    'state.writable': fact(cover?.writable ?? null),
    'state.folder': fact(place?.path ?? null),
    'state.place': fact(place?.kind ?? null),
    'state.placeName': fact(place?.name ?? null),
    'state.unseen': unseen,
    'state.unseenSource': mapFact(unseen, (path) => path && sourceOnOtherSide(path, place, valueIn(facts, 'os.wsl'))),
    ...ownerFacts(seen, gateway.kind === 'container' ? ownerOf(gateway.container) : null, cover),
    'state.strays': fact(
      strays.map(({ mount, kind: word }) => ({
        kind: word,
        target: mount.target,
        from: mount.type === 'bind' ? placeOf(mount.source, mount.asked, surrounds).path : mount.source,
      })),
    ),
    'state.configMount': fact(config ? placeOf(config.source, config.asked, surrounds).path : null),
    'state.configFolder': fact(config ? stateFolderAbove(placeOf(config.source, config.asked, surrounds).path) : null),
    'state.strayHolds': holds(strays[0]?.mount, [], seen),
    'state.configFolderHolds': holds(config && { ...config, source: folderAbove(config.source) }, OWN_FILE, seen),
    'state.lost': lostDevices(events, facts),
    'gateway.sharers':
      gateway.kind === 'container' ? fact(sharersOf(gateway.container, cover, others)) : unknown('it has no container'),
  };
}

function surroundsOf(facts: Facts): Surrounds {
  return {
    platform: valueIn(facts, 'os.platform') ?? undefined,
    // Windows itself is in no distribution, whatever else was handed in.
    wsl: valueIn(facts, 'os.platform') === 'win32' ? null : valueIn(facts, 'os.wsl'),
    desktop: valueIn(facts, 'gateway.engineDesktop') === true,
  };
}

/** The state folder on its host: where the mount is of a folder above, below that. */
function placeOfCover(
  cover: Mount | undefined,
  folder: string,
  seen: StorageSeen,
  around: Surrounds,
): Place | undefined {
  if (cover === undefined) return undefined;
  const shared = NETWORK_TYPE.exec(seen.volume.type ?? '')?.[0];
  if (cover.type === 'volume' && shared)
    return { kind: 'network', name: shared, path: seen.volume.device ?? cover.source };
  if (cover.type !== 'bind' || cover.source === '') return undefined;
  const place = placeOf(cover.source, cover.asked, around);
  const rest = folder.slice(cover.target.replace(/\/$/, '').length).replace(/\/$/, '');
  const path = `${place.path}${/[\\]/.test(place.path) ? rest.replaceAll('/', '\\') : rest}`;
  return networkPlace(path, seen) ?? { ...place, path };
}

const NETWORK_TYPE = /^(?:nfs4?|cifs|smb3?|smbfs|fuse\.sshfs|fuse\.rclone|9p|davfs)$/;

function networkPlace(path: string, { network }: StorageSeen): Place | undefined {
  const on = network.find(({ folder }) => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`));
  return on && { kind: 'network', name: on.type, path };
}

/**
 * Windows and WSL each have a home, and so has root beside whoever runs sudo: a state folder in the one is easily taken
 * for the one in the other.
 */
function unseenHome(place: Place | undefined, facts: Facts, cover: Mount | undefined): Fact<string | null> {
  const own = valueIn(facts, 'client.stateDir');
  const source = 'the state folder of this user';
  if (valueIn(facts, 'client.hasState') !== true || own === undefined || own === null) return known(null, source);
  if (place === undefined || isSameFolder(place.path, own)) return known(null, source);
  const isWindows = valueIn(facts, 'os.platform') === 'win32';
  const isOtherSide = (isWindows && place.kind === 'wsl') || (!isWindows && place.kind === 'windows');
  const isRoots = cover?.type === 'bind' && /^\/(?:var\/)?root\//.test(place.path) && !/^\/(?:var\/)?root\//.test(own);
  return known(isOtherSide || isRoots ? own : null, source);
}

/** Compose in WSL knows Windows' folders below /mnt, and compose on Windows those of WSL as a share. */
function sourceOnOtherSide(path: string, place: Place | undefined, distro: string | null | undefined): string {
  if (place?.kind === 'wsl') return `/mnt/${path.charAt(0).toLowerCase()}${path.slice(2).replaceAll('\\', '/')}`;
  return place?.kind === 'windows' && distro ? `\\\\wsl.localhost\\${distro}${path.replaceAll('/', '\\')}` : path;
}

function ownerFacts({ owner }: StorageSeen, user: string | null, cover: Mount | undefined): Facts {
  if (cover?.type !== 'bind' || owner === undefined) {
    const reason = 'whom the mounted folder belongs to can be seen only on the host of a local engine on Linux';
    return { 'state.owner': unknown(reason), 'state.ownerCanWrite': unknown(reason) };
  }
  const { uid, mode, source } = owner;
  const can = canWrite(Number(user?.split(':')[0] ?? Number.NaN), uid, mode);
  return {
    'state.owner': known(uid === 0 ? 'root' : String(uid), source),
    'state.ownerCanWrite': can === undefined ? unknown('its mode leaves that open') : known(can, source),
  };
}

function canWrite(user: number, uid: number, mode: number): boolean | undefined {
  // A user id out of the range of real users stands for one inside containers.
  if (Number.isNaN(user) || uid >= 65_536) return undefined;
  if (user === 0) return true;
  if (user === uid) return (mode & 0o200) !== 0;
  if ((mode & 0o002) !== 0) return true;
  return (mode & 0o020) === 0 ? false : undefined;
}

const OWN_FILE = ['openclaw.json'];

/** Whether anything of a state lies in the folder that is mounted, besides what is known to. */
function holds(mount: Mount | undefined, besides: readonly string[], { held = [] }: StorageSeen): Fact<boolean | null> {
  if (mount === undefined) return known(null, 'the mounts of the container');
  const seen = mount.type === 'bind' ? held.find(({ folder }) => folder === mount.source) : undefined;
  if (seen === undefined)
    return unknown('what lies in that folder can be seen only on the host of a local engine on Linux');
  return known(
    seen.names.some((name) => !besides.includes(name)),
    `${seen.folder} on this host`,
  );
}

const folderAbove = (file: string) => file.replace(/[\\/][^\\/]*$/, '');

/** The folder of a single file, where it is a state folder that can be mounted instead. */
function stateFolderAbove(file: string): string | null {
  const folder = folderAbove(file);
  return /openclaw|clawdbot|moltbot/i.test(folder.split(/[\\/]/).at(-1) ?? '') ? folder : null;
}

/** Devices that the log shows as approved, and that ask to be paired as if they never had been. */
function lostDevices(events: Fact<readonly SeenEvent[]>, facts: Facts): Fact<readonly string[]> {
  const refusals = facts.refusals;
  if (events.status === 'unknown') return events;
  if (refusals?.status !== 'known') return unknown('who was refused is not known');
  const approved = new Map(
    events.value.flatMap((event) => (event.kind === 'approved' ? [[event.deviceId, event.at ?? 0] as const] : [])),
  );
  const lost = refusals.value.filter(
    ({ why, past, deviceId, at }) =>
      why === 'not-paired' &&
      !past &&
      deviceId !== null &&
      (approved.get(deviceId) ?? Number.POSITIVE_INFINITY) < (at ?? 0),
  );
  return known([...new Set(lost.flatMap(({ deviceId }) => deviceId ?? []))].slice(0, 5), events.source);
}

function sharersOf(own: Container, cover: Mount | undefined, others: readonly Container[]): string[] {
  if (cover === undefined || cover.source === '' || cover.type === 'tmpfs') return [];
  return others
    .filter(
      ({ id, running, engine }) => id !== own.id && running && engine.command.join() === own.engine.command.join(),
    )
    .filter((other) => roleOf(other) === 'gateway')
    .filter((other) => placeKept(other) === placeKept(own))
    .map(({ name }) => name);
}

/** What is mounted for its state, and where in that its state is. */
function placeKept(container: Container): string {
  const folder = stateDirOf(container);
  const cover = coverOf(container.mounts, folder);
  return cover ? `${cover.source}\n${folder.slice(cover.target.replace(/\/$/, '').length)}` : '';
}

/** A gateway on the host itself keeps its state in its user's folder; one elsewhere can't be looked at. */
function hostState({ facts, seen, events }: Sources): Facts {
  const folder = valueIn(facts, 'client.stateDir');
  if (valueIn(facts, 'gateway.kind') !== 'process' || folder == null) return {};
  const source = 'the state folder of this user';
  const around = surroundsOf(facts);
  const place = networkPlace(folder, seen) ?? placeOf(folder, null, around);
  return {
    'state.mount': known(null, 'the gateway runs on the host itself'),
    'state.folder': known(folder, source),
    'state.place': known(place.kind, source),
    'state.placeName': known(place.name, source),
    'state.configMount': known(null, source),
    'state.strays': known([], source),
    'state.lost': lostDevices(events, facts),
  };
}
