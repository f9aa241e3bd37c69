import { type Facts, known, unknown, valueIn } from '../model/fact.ts';
import type { Container } from '../probes/inspect.ts';
import { ownerOf, stateDirOf } from '../probes/openclaw-container.ts';
import { COPIES, type StorageSeen } from '../probes/storage.ts';
import type { Composed } from './compose.ts';

/** The volume that the state is moved to where it has no lasting place of its own. */
const STATE_VOLUME = 'openclaw-state';

/** `sh` takes the owner as $0 and the folder as $1: no name is ever part of the script. */
const FILL = 'cp -a /copy/. "$1"/ && chown -R "$0" "$1"';

interface Means {
  readonly composed: Composed | undefined;
  readonly seen: StorageSeen;
}

/** The commands that move the state, give it to the right user and make the container anew. */
export function storageCommands(container: Container | undefined, facts: Facts, { composed, seen }: Means): Facts {
  const compose = composeCommand(container, composed, facts);
  const up = compose && [...compose, 'up', '--detach', composed?.service.name ?? ''];
  const recreate: Facts = {
    'gateway.recreate': up ? known(up, composed?.file.file ?? 'compose') : unknown('it was not started by compose'),
  };
  if (!container) return recreate;
  const source = `${container.engine.command.join(' ')} inspect ${container.name}`;
  const { command } = container.engine;
  const folder = stateDirOf(container);
  const copy = copyFolder(composed, seen);
  const inside = `/var/tmp/${copy.split(/[\\/]/).at(-1)}`;
  const isMemory = valueIn(facts, 'state.mount') === 'tmpfs';
  const fact = (argv: readonly string[] | undefined) =>
    argv ? known(argv, source) : unknown('not all that it needs is known');
  return {
    ...recreate,
    'state.copyFolder': known(copy, source),
    // Its «/.» copies what is in the folder: the folder itself would be put into a copy that is there already.
    'state.copyOut': fact([...command, 'cp', `${container.name}:${isMemory ? inside : folder}/.`, copy]),
    // An engine copies out of a container what is on disk only.
    'state.copyInside': fact(
      isMemory ? [...command, 'exec', container.name, 'cp', '-a', `${folder}/.`, inside] : undefined,
    ),
    'state.fill': fact(fillArgv(container, { compose, service: composed?.service.name, copy })),
    'state.chown': fact(chownArgv(container, facts, seen)),
  };
}

/** The compose that there is, for the project and the files that the container comes from; undefined: there is none. */
function composeCommand(
  container: Container | undefined,
  composed: Composed | undefined,
  facts: Facts,
): readonly string[] | undefined {
  if (composed === undefined) return undefined;
  // Seen without a container: compose finds the file by itself in its own folder.
  if (container === undefined) {
    const [engine] = valueIn(facts, 'engines') ?? [];
    if (!engine) return ['docker', 'compose'];
    return engine.composeCommand.length > 0 ? engine.composeCommand : undefined;
  }
  const { compose, engine } = container;
  const isName = compose !== null && /^[a-z0-9][a-z0-9_-]*$/.test(compose.project);
  if (!isName || engine.composeCommand.length === 0 || composed.service.name !== compose.service) return undefined;
  const files = composed.files.flatMap(({ file }) => ['--file', file]);
  return [...engine.composeCommand, '--project-name', compose.project, ...files];
}

/** A folder that isn't there yet: what an earlier try has copied must stay as it is, and apart. */
function copyFolder(composed: Composed | undefined, { folder, copies = [] }: StorageSeen): string {
  const beside = /^(.*)[\\/][^\\/]+$/.exec(composed?.file.file ?? '')?.[1] ?? folder;
  const prefix = beside === undefined ? './' : /^[A-Za-z]:|\\/.test(beside) ? `${beside}\\` : `${beside}/`;
  const names = COPIES.map((name) => `${prefix}${name}`);
  return names.find((name) => !copies.includes(name)) ?? `${prefix}${COPIES.at(-1)}`;
}

function fillArgv(
  container: Container,
  how: { readonly compose: readonly string[] | undefined; readonly service: string | undefined; readonly copy: string },
): readonly string[] | undefined {
  const owner = ownerOf(container);
  const folder = stateDirOf(container);
  if (owner === null) return undefined;
  const from = ['--volume', `${how.copy}:/copy:ro`];
  if (how.compose && how.service !== undefined) {
    const run = ['run', '--rm', '--no-deps', '--user', 'root', ...from, '--entrypoint', 'sh'];
    return [...how.compose, ...run, how.service, '-c', FILL, owner, folder];
  }
  if (container.image === '') return undefined;
  // Compose puts the name of its project before those of volumes.
  const project = container.compose?.project ?? '';
  const volume = /^[a-z0-9][a-z0-9_-]*$/.test(project) ? `${project}_${STATE_VOLUME}` : STATE_VOLUME;
  const run = ['run', '--rm', '--user', 'root', '--volume', `${volume}:${folder}`, ...from, '--entrypoint', 'sh'];
  return [...container.engine.command, ...run, container.image, '-c', FILL, owner, folder];
}

/** Exactly the mounted folder or volume, never one that holds more than OpenClaw's state. */
function chownArgv(container: Container, facts: Facts, { isRoot }: StorageSeen): readonly string[] | undefined {
  const owner = ownerOf(container);
  const { engine, image } = container;
  const folder = valueIn(facts, 'state.folder');
  const kind = valueIn(facts, 'state.mount');
  if (owner === null || owner === '0:0') return undefined;
  if (kind === 'volume' || kind === 'anonymous') {
    const volume = valueIn(facts, 'state.source');
    const target = valueIn(facts, 'state.target');
    if (!volume || !target || image === '') return undefined;
    const run = ['run', '--rm', '--user', 'root', '--volume', `${volume}:${target}`, '--entrypoint', 'chown'];
    return [...engine.command, ...run, image, '-R', owner, target];
  }
  const isHere = valueIn(facts, 'os.platform') === 'linux' && engine.desktop !== true && engine.elsewhere === null;
  if (kind !== 'bind' || !isHere || !folder || !isOwnFolder(folder)) return undefined;
  if (engine.rootless === true) {
    // Only Podman has a command for the user ids of its containers.
    return engine.kind === 'podman' ? ['podman', 'unshare', 'chown', '-R', owner, folder] : undefined;
  }
  return [...(isRoot ? [] : ['sudo']), 'chown', '-R', owner, folder];
}

/** Whether a folder is one for a purpose, and no home, system folder or disk as a whole. */
function isOwnFolder(folder: string): boolean {
  const parts = folder.split('/').filter((part) => part !== '' && part !== '.');
  if (!folder.startsWith('/') || parts.includes('..')) return false;
  if (/^(?:etc|usr|lib\d*|s?bin|boot|proc|sys|dev|run)$/.test(parts[0] ?? '')) return false;
  return parts.length >= 3 || (parts.length === 2 && /openclaw|clawd|moltbot/i.test(parts[1] ?? ''));
}
