/** A folder of the host, in the words of whoever uses that host. */
export interface Place {
  readonly kind: 'plain' | 'synced' | 'network' | 'wsl' | 'windows' | 'literal';
  /** Which one: OneDrive, the distribution, the variable; null: a plain place. */
  readonly name: string | null;
  readonly path: string;
}

export interface Surrounds {
  readonly platform: string | undefined;
  /** The distribution that the user works in; null: none. */
  readonly wsl: string | null | undefined;
  /** The engine keeps its containers in a virtual machine, which sees the host's folders under names of its own. */
  readonly desktop: boolean;
}

/** What kind of place a mount's source is. `asked`: what was asked for, where the engine shows something else. */
export function placeOf(source: string, asked: string | null, around: Surrounds): Place {
  const literal = literalIn(source);
  if (literal !== undefined) return { kind: 'literal', name: literal, path: source };
  const distro = /^\/run\/desktop\/mnt\/host\/wsl\/docker-desktop-bind-mounts\/([^/]{1,100})\//.exec(source)?.[1];
  if (distro !== undefined) return inDistribution(distro, asked, around);
  const [, share, rest] = /^[\\/]{2}(?:wsl\$|wsl\.localhost)[\\/]([^\\/]{1,100})[\\/](.*)$/i.exec(source) ?? [];
  if (share !== undefined) return inDistribution(share, `/${(rest ?? '').replaceAll('\\', '/')}`, around);
  const path = hostPathOf(source, around);
  const cloud = cloudOf(path);
  if (cloud !== undefined) return { kind: 'synced', name: cloud, path };
  if (/^\\\\[^\\.?][^\\]{0,255}\\/.test(path) || /^\/\/[^/]{2,255}\//.test(path))
    return { kind: 'network', name: 'a network share', path };
  return /^[A-Za-z]:\\/.test(path) ? { kind: 'windows', name: null, path } : { kind: 'plain', name: null, path };
}

function inDistribution(distro: string, path: string | null, { wsl }: Surrounds): Place {
  // Seen from inside it is a folder like any other.
  if (wsl === distro && path !== null) return { kind: 'plain', name: null, path };
  const shown = `\\\\wsl.localhost\\${distro}${(path ?? '').replaceAll('/', '\\')}`;
  return { kind: 'wsl', name: distro, path: shown };
}

/** The path as the host's own user writes it: engines in a virtual machine have other names for it. */
function hostPathOf(source: string, { platform, wsl, desktop }: Surrounds): string {
  const isWindows = platform === 'win32' || wsl != null;
  if (/^[A-Za-z]:[\\/]/.test(source)) return windowsPath(source.charAt(0), source.slice(2));
  if (isWindows && (desktop || wsl != null || platform === 'win32')) {
    const [, drive = '', rest] =
      /^(?:\/run\/desktop\/mnt\/host|\/host_mnt|\/mnt\/host|\/mnt|\/)?\/([A-Za-z])(\/.*|)$/.exec(source) ?? [];
    if (rest !== undefined) return windowsPath(drive, rest);
  }
  return desktop && platform === 'darwin' ? source.replace(/^\/host_mnt(?=\/)/, '') : source;
}

function windowsPath(drive: string, rest: string): string {
  return `${drive.toUpperCase()}:${(rest || '\\').replaceAll('/', '\\')}`;
}

/** Whether two paths are the same folder; Windows doesn't tell upper from lower case. */
export function isSameFolder(a: string, b: string): boolean {
  const plain = (path: string) => path.replaceAll('/', '\\').replace(/\\+$/, '').toLowerCase();
  const isWindows = /^[A-Za-z]:[\\/]|^\\\\/.test(a);
  return isWindows ? plain(a) === plain(b) : a.replace(/\/+$/, '') === b.replace(/\/+$/, '');
}

/** A variable or a home that stands in a path as it was written: nobody filled it in. */
export function literalIn(source: string): string | undefined {
  const [found] =
    /%\w{1,60}%|\$env:\w{1,60}|\$\{env:\w{1,60}\}|\$\{\w{1,60}\}|\$\(\w{1,60}\)|(?<=[\\/])~(?=[\\/]|$)|^~(?=[\\/])/i.exec(
      source,
    ) ?? [];
  return found;
}

/** Folders that a cloud copies to and fro, by how they are called where they are installed. */
const CLOUDS: readonly (readonly [RegExp, string])[] = [
  [/[\\/]OneDrive(?: - [^\\/]{1,100})?(?:[\\/]|$)|[\\/]CloudStorage[\\/]OneDrive-/i, 'OneDrive'],
  [/[\\/]Library[\\/]Mobile Documents(?:[\\/]|$)|[\\/]iCloud ?Drive(?:[\\/]|$)/i, 'iCloud Drive'],
  [/[\\/]Dropbox(?: \([^\\/]{1,60}\))?(?:[\\/]|$)|[\\/]CloudStorage[\\/]Dropbox-/i, 'Dropbox'],
  [/[\\/](?:Google ?Drive(?:-[^\\/]{1,100})?|GoogleDrive)(?:[\\/]|$)|^[A-Z]:\\My Drive(?:\\|$)/i, 'Google Drive'],
  [/[\\/]Box(?: Sync|-Box)[\\/]/, 'Box'],
  [/[\\/]Nextcloud(?:[\\/]|$)/i, 'Nextcloud'],
  [/[\\/]ownCloud(?:[\\/]|$)/i, 'ownCloud'],
  [/[\\/]Proton ?Drive(?:[\\/]|$)/i, 'Proton Drive'],
  [/[\\/]MEGAsync(?:[\\/]|$)/, 'MEGA'],
  [/[\\/]pCloud ?Drive(?:[\\/]|$)/i, 'pCloud'],
  [/[\\/]Yandex\.?Disk(?:[\\/]|$)/i, 'Yandex Disk'],
  [/[\\/]Library[\\/]CloudStorage(?:[\\/]|$)/i, 'a cloud folder'],
];

function cloudOf(path: string): string | undefined {
  return CLOUDS.find(([pattern]) => pattern.test(path))?.[1];
}
