import { type Fact, known, unknown } from '../model/fact.ts';
import { type ComposeFile, type ComposeService, servicesIn } from '../probes/compose-services.ts';
import type { Container } from '../probes/inspect.ts';
import { noStorage, parseVolume, type StorageSeen } from '../probes/storage.ts';

/** The captured outputs that tell of storage. */
export const storageFiles = [
  'docker-compose.yml',
  'docker-compose.yaml',
  'compose.yml',
  'compose.yaml',
  'compose.json',
  'docker-volume.json',
  'host-ls.txt',
];

/** What captured outputs tell of where the gateway keeps its state. */
export async function storageIn(
  files: ReadonlyMap<string, string>,
  containers: readonly Container[],
): Promise<StorageSeen> {
  const mounts = containers.flatMap((container) => container.mounts);
  const sources = mounts.filter(({ type }) => type === 'bind').map(({ source }) => source);
  const volumes = mounts.filter(({ type }) => type === 'volume').map(({ source }) => source);
  const volume = volumes.map((name) => parseVolume(files.get('docker-volume.json') ?? '', name));
  const owner = sources.map((source) => ownerIn(files.get('host-ls.txt') ?? '', source)).find((found) => found);
  const resolved = resolvedService(files.get('compose.json'));
  return {
    ...noStorage(''),
    compose: await composeIn(files),
    volume: Object.assign({}, ...volume),
    ...(owner ? { owner } : {}),
    ...(resolved ? { resolved } : {}),
  };
}

async function composeIn(files: ReadonlyMap<string, string>): Promise<Fact<readonly ComposeFile[]>> {
  const names = storageFiles.filter((name) => /\.ya?ml$/.test(name) && files.has(name));
  if (names.length === 0) return unknown('no compose file was handed in');
  const { readCompose } = await import('../probes/compose-yaml.ts');
  return known(
    names.map((name) => readCompose(files.get(name) ?? '', name)),
    names.join(', '),
  );
}

/** A compose file, or a part of one, as somebody quotes it. */
export async function composeFragment(text: string, name: string): Promise<StorageSeen> {
  const { readCompose } = await import('../probes/compose-yaml.ts');
  return { ...noStorage(''), compose: known([readCompose(text, 'docker-compose.yml')], name) };
}

/** What `docker compose config --format json` makes of the gateway's service. */
function resolvedService(text: string | undefined): ComposeService | undefined {
  if (text === undefined) return undefined;
  try {
    const { services } = servicesIn(JSON.parse(text));
    return services.find(({ name }) => /gateway/.test(name)) ?? services.find(({ name }) => /openclaw/.test(name));
  } catch {
    return undefined;
  }
}

/** `drwxr-xr-x 2 root root 4096 … PATH`: the path may begin elsewhere than the host knows it. */
function ownerIn(text: string, source: string): StorageSeen['owner'] {
  const tail = source.split('/').slice(-2).join('/');
  for (const line of text.split('\n').slice(0, 1000)) {
    const [, bits = '', user = ''] = /^([d-][rwxsStT-]{9})[.+@]?\s+\d+\s+(\S{1,64})\s/.exec(line) ?? [];
    if (bits === '' || !line.trimEnd().endsWith(tail)) continue;
    const uid = user === 'root' ? 0 : /^\d+$/.test(user) ? Number(user) : undefined;
    if (uid === undefined) continue;
    const mode = [...bits.slice(1)].reduce((sum, bit, index) => sum + (/[-ST]/.test(bit) ? 0 : 0o400 >> index), 0);
    return { uid, mode, source: 'host-ls.txt' };
  }
  return undefined;
}
