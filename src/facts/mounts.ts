import { type Facts, valueIn } from '../model/fact.ts';
import type { Mount } from '../probes/inspect.ts';

/** The kind of mount that covers the state folder. */
type CoverKind = 'bind' | 'volume' | 'anonymous' | 'tmpfs' | 'none';

/** The mount at the folder or above it; the deepest counts. Undefined: the folder lies in the container itself. */
export function coverOf(mounts: readonly Mount[], folder: string): Mount | undefined {
  const above = mounts.filter(({ target }) => isAtOrBelow(folder, target));
  return above.sort((a, b) => trimmed(a.target).length - trimmed(b.target).length).at(-1);
}

/** `options`: what the engine says of a volume. */
export function kindOf(mount: Mount | undefined, options: Readonly<Record<string, string>> = {}): CoverKind {
  if (mount === undefined) return 'none';
  if (mount.type === 'tmpfs' || options.type === 'tmpfs') return 'tmpfs';
  if (mount.type !== 'volume') return 'bind';
  return mount.source === '' || /^[0-9a-f]{64}$/.test(mount.source) ? 'anonymous' : 'volume';
}

interface Stray {
  readonly mount: Mount;
  readonly kind: 'other-home' | 'legacy' | 'below' | 'mangled';
}

const STATE_FOLDER = /\/\.openclaw(?:-[\w-]{1,60})?$/;
const LEGACY_FOLDER = /\/\.(?:clawdbot|moltbot|moldbot)$/;
/** Git Bash takes what looks like a path for one of its own and puts Windows' form of it in its place. */
const MANGLED = /\\|;[A-Za-z]$|^[A-Za-z]:|Program Files\/Git\//;

/** Mounts that somebody meant for the state, and that don't cover it. */
export function straysOf(mounts: readonly Mount[], folder: string): Stray[] {
  const found = mounts.flatMap((mount): Stray[] => {
    const target = trimmed(mount.target);
    if (isAtOrBelow(folder, target)) return [];
    if (MANGLED.test(target)) return [{ mount, kind: 'mangled' }];
    if (STATE_FOLDER.test(target)) return [{ mount, kind: 'other-home' }];
    if (LEGACY_FOLDER.test(target)) return [{ mount, kind: 'legacy' }];
    const isPart = isAtOrBelow(target, folder) && !/\.json$|\/workspace$/.test(target);
    return isPart ? [{ mount, kind: 'below' }] : [];
  });
  const order = ['other-home', 'mangled', 'legacy', 'below'];
  return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** How well a mount's target shows that it was meant for the state in `folder`: 0 best; undefined: it wasn't. */
export function meantForState(target: string, folder: string): 0 | 1 | 2 | undefined {
  const path = trimmed(target);
  if (path === trimmed(folder)) return 0;
  if (/\/openclaw\.json$/.test(path)) return 1;
  return STATE_FOLDER.test(path) || LEGACY_FOLDER.test(path) || MANGLED.test(path) ? 2 : undefined;
}

/** The mount of openclaw.json alone. */
export function configMountOf(
  mounts: readonly Mount[],
  folder: string,
  configPath: string | undefined,
): Mount | undefined {
  const file = configPath ?? `${trimmed(folder)}/openclaw.json`;
  return mounts.find(
    ({ target }) => target === file || (/\/openclaw\.json$/.test(target) && isAtOrBelow(target, folder)),
  );
}

/** Where an old name of the state folder is mounted and this version would use it, that folder is the state folder. */
export function legacyFolder(mounts: readonly Mount[], folder: string, facts: Facts): string | undefined {
  if (coverOf(mounts, folder) !== undefined) return undefined;
  const home = trimmed(folder).replace(/\/[^/]*$/, '');
  const releases = valueIn(facts, 'gateway.releases') ?? [];
  // From 2026.4 on only the first of the old names is looked for.
  const names =
    releases.length > 0 && releases.every((release) => /^2026\.[1-3]\./.test(release)) ? LEGACY : ['.clawdbot'];
  return names.map((name) => `${home}/${name}`).find((path) => mounts.some(({ target }) => trimmed(target) === path));
}
const LEGACY = ['.clawdbot', '.moltbot', '.moldbot'];

function isAtOrBelow(path: string, folder: string): boolean {
  const base = trimmed(folder);
  return trimmed(path) === base || trimmed(path).startsWith(`${base}/`);
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
