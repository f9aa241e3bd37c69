import type { Machine } from '../host/host.ts';
import { type Fact, type Facts, known, unknown } from '../model/fact.ts';
import type { Context } from './context.ts';
import { pathsOf, searchPath } from './paths.ts';

/** The machine itself: its system, WSL, a container around the doctor, Node, an installed OpenClaw. */
export async function probeRuntime({ host, aim }: Context): Promise<Facts> {
  const { machine } = host;
  const [home, wsl, container, installed] = await Promise.all([
    homeFolder({ host, aim }),
    probeWsl({ host, aim }),
    probeContainer({ host, aim }),
    installedOpenclaw({ host, aim }),
  ]);
  return {
    'os.platform': known(machine.platform, 'this machine'),
    'os.shell': shellOf(machine),
    'os.home': known(home.path, home.source),
    'os.addresses': known(
      machine.addresses.filter(({ internal }) => !internal).map(({ address }) => address),
      'the network interfaces of this machine',
    ),
    'node.version': known(machine.nodeVersion, 'the Node that runs the doctor'),
    'openclaw.installed': installed,
    ...wsl,
    ...container,
  };
}

/**
 * On Windows PowerShell puts modules of the user's own into PSModulePath, and cmd sets PROMPT. Each hands its mark on, so
 * where both are there one was started in the other; npm runs what it starts in cmd, so then it is PowerShell.
 */
function shellOf({ platform, env }: Machine): Fact<string> {
  if (platform !== 'win32') return known('sh', 'this machine');
  if (env.MSYSTEM) return known('sh', 'MSYSTEM');
  const profile = env.USERPROFILE?.toLowerCase();
  if (profile && env.PSModulePath?.toLowerCase().includes(profile)) return known('powershell', 'PSModulePath');
  if (env.PROMPT) return known('cmd', 'PROMPT');
  return unknown('no variable tells which shell started the doctor');
}

/** Run through sudo, the invoking user's home counts: that is where their OpenClaw lives. */
export async function homeFolder({ host }: Context): Promise<{ path: string; source: string }> {
  const { machine } = host;
  const { SUDO_USER, OPENCLAW_HOME, HOME, USERPROFILE } = machine.env;
  if (OPENCLAW_HOME) return { path: OPENCLAW_HOME, source: 'OPENCLAW_HOME' };
  if (machine.uid === 0 && SUDO_USER && SUDO_USER !== 'root') {
    const passwd = await host.readText({ path: '/etc/passwd' });
    const line = passwd.status === 'ok' && passwd.text.split('\n').find((row) => row.startsWith(`${SUDO_USER}:`));
    const path = line
      ? line.split(':')[5]
      : machine.platform === 'darwin'
        ? `/Users/${SUDO_USER}`
        : `/home/${SUDO_USER}`;
    return { path: path ?? machine.home, source: `the home of ${SUDO_USER}, who ran sudo` };
  }
  const path = machine.platform === 'win32' ? USERPROFILE : HOME;
  return { path: path ?? machine.home, source: path ? 'the environment' : 'the user database' };
}

async function probeWsl({ host, aim }: Context): Promise<Facts> {
  const { machine } = host;
  if (machine.platform === 'win32') return probeWslFromWindows({ host, aim });
  if (machine.platform !== 'linux') return noWsl('this is no Linux');
  const version = await host.readText({ path: '/proc/version', maxBytes: 4096 });
  const isWsl = version.status === 'ok' && /microsoft/i.test(version.text);
  if (!isWsl) return noWsl('/proc/version');
  const distro = machine.env.WSL_DISTRO_NAME ?? 'WSL';
  const mode = await host.exec({ argv: ['wslinfo', '--networking-mode'], timeoutMs: aim.timeoutMs });
  return {
    'os.wsl': known(distro, '/proc/version and WSL_DISTRO_NAME'),
    'os.wslInterop': await interop({ host, aim }),
    'os.wslNetworking':
      mode.status === 'exited' && mode.code === 0
        ? known(mode.stdout.trim(), 'wslinfo --networking-mode')
        : unknown('wslinfo --networking-mode gave no answer: WSL is older than 2.0, or interop is off'),
  };
}

/** Whether Linux hands programs of Windows on to it; with systemd the entry has another name. */
async function interop({ host }: Context): Promise<Fact<boolean>> {
  if (host.machine.env.WSL_INTEROP) return known(true, 'WSL_INTEROP');
  const entries = await Promise.all(
    ['WSLInterop', 'WSLInterop-late'].map((name) => host.readText({ path: `/proc/sys/fs/binfmt_misc/${name}` })),
  );
  const isOn = entries.some((entry) => entry.status === 'ok' && entry.text.startsWith('enabled'));
  return known(isOn, '/proc/sys/fs/binfmt_misc');
}

/** Windows itself isn't in WSL, but how WSL is networked decides what a gateway inside it sees. */
async function probeWslFromWindows({ host, aim }: Context): Promise<Facts> {
  const profile = host.machine.env.USERPROFILE;
  const [list, config] = await Promise.all([
    host.exec({ argv: ['wsl.exe', '-l', '-v'], timeoutMs: aim.timeoutMs }),
    profile ? host.readText({ path: `${profile}\\.wslconfig` }) : undefined,
  ]);
  if (list.status !== 'exited' || list.code !== 0) return noWsl('wsl.exe -l -v');
  const mode =
    config?.status === 'ok'
      ? /^[ \t]{0,16}networkingMode[ \t]{0,16}=[ \t]{0,16}(\w+)/im.exec(config.text)?.[1]
      : undefined;
  return {
    'os.wsl': known(null, 'this is Windows itself'),
    'os.wslInterop': known(null, 'this is Windows itself'),
    'os.wslNetworking': mode
      ? known(mode.toLowerCase(), `${profile}\\.wslconfig`)
      : known('nat', 'the default: .wslconfig sets no networkingMode'),
  };
}

/** The WSL distributions that run now, seen from Windows; those of container engines left out. */
export async function runningDistros({ host, aim }: Context): Promise<readonly string[]> {
  const list = await host.exec({ argv: ['wsl.exe', '-l', '-v'], timeoutMs: aim.timeoutMs });
  if (list.status !== 'exited' || list.code !== 0) return [];
  const names = [...list.stdout.matchAll(/^[* ]+(\S+)\s+Running\b/gm)].map(([, name = '']) => name);
  return names.filter((name) => !/^(?:docker|rancher|podman)-/.test(name));
}

function noWsl(source: string): Facts {
  return {
    'os.wsl': known(null, source),
    'os.wslInterop': known(null, source),
    'os.wslNetworking': known(null, source),
  };
}

async function probeContainer({ host }: Context): Promise<Facts> {
  if (host.machine.platform !== 'linux') return { 'os.container': known(null, 'this is no Linux') };
  const [root, run, cgroup] = await Promise.all([
    host.list({ path: '/', only: ['.dockerenv'] }),
    host.list({ path: '/run', only: ['.containerenv'] }),
    host.readText({ path: '/proc/1/cgroup', maxBytes: 64 * 1024 }),
  ]);
  const has = (folder: typeof root, name: string) =>
    folder.status === 'ok' && folder.entries.some((entry) => entry.name === name);
  if (has(root, '.dockerenv')) return { 'os.container': known('docker', '/.dockerenv') };
  if (has(run, '.containerenv')) return { 'os.container': known('podman', '/run/.containerenv') };
  if (cgroup.status === 'ok' && /docker|libpod|kubepods|containerd/.test(cgroup.text)) {
    return { 'os.container': known('other', '/proc/1/cgroup') };
  }
  return { 'os.container': known(null, 'no /.dockerenv, no /run/.containerenv') };
}

/** The version of the `openclaw` on the PATH, read from its package: running it takes seconds and writes caches. */
async function installedOpenclaw({ host }: Context) {
  const { machine } = host;
  const path = pathsOf(machine);
  const candidates = searchPath(machine).flatMap((folder) =>
    packageFolders(folder, machine).map((name) => path.join(folder, name)),
  );
  for (const file of candidates) {
    const read = await host.readText({ path: file, maxBytes: 256 * 1024 });
    if (read.status !== 'ok') continue;
    const version = /"name"\s*:\s*"openclaw"/.test(read.text)
      ? /"version"\s*:\s*"([^"]+)"/.exec(read.text)?.[1]
      : undefined;
    if (version) return known(version, file);
  }
  return known(null, 'no openclaw package beside any folder of the PATH');
}

/** Where npm, pnpm and Homebrew put a global package, seen from the folder of its command. */
function packageFolders(folder: string, machine: Machine): readonly string[] {
  const { join } = pathsOf(machine);
  const file = join('node_modules', 'openclaw', 'package.json');
  if (machine.platform === 'win32') return [file];
  // node_modules/.bin of a project, and prefix/bin of a global installation
  return folder.endsWith('/.bin')
    ? [join('..', 'openclaw', 'package.json')]
    : [join('..', 'lib', file), join('..', file)];
}
