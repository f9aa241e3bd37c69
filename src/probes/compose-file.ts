import type { Machine } from '../host/host.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import type { ComposeFile } from './compose-services.ts';
import type { Context } from './context.ts';
import type { Container } from './inspect.ts';
import { pathsOf } from './paths.ts';

/** A larger file is none that somebody wrote; see compose-yaml.ts. */
const MAX_BYTES = 64 * 1024;
const MAX_FILES = 5;

/** The names under which compose looks for its file. */
const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const OPENCLAW = ['openclaw', 'clawdbot', 'moltbot'];

/**
 * The compose files that a container comes from, as its labels name them; without a container the one in the working
 * folder, where it is about OpenClaw.
 */
export async function probeComposeFiles(
  context: Context,
  container: Container | undefined,
): Promise<Fact<readonly ComposeFile[]>> {
  if (!container) return fromWorkingFolder(context);
  const { compose, engine } = container;
  if (compose === null) return known([], `the labels of ${container.name}: it was started without compose`);
  if (engine.elsewhere !== null) return unknown(`its compose file is on ${engine.elsewhere}, not here`);
  const named = (compose.file ?? '').split(',').filter((file) => /\.ya?ml$/i.test(file));
  const files = named.slice(0, MAX_FILES).map((file) => pathHere(file, container, context.host.machine));
  if (files.length === 0) return unknown(`${container.name} does not tell its compose file`);
  return readAll(context, files);
}

async function fromWorkingFolder(context: Context): Promise<Fact<readonly ComposeFile[]>> {
  const { machine } = context.host;
  if (machine.cwd === undefined) return unknown('the working folder is not known');
  const { cwd } = machine;
  const { join } = pathsOf(machine);
  const listed = await context.host.list({ path: cwd, only: NAMES });
  const names = listed.status === 'ok' ? listed.entries.map(({ name }) => name) : [];
  const file = NAMES.find((name) => names.includes(name));
  if (file === undefined) return known([], `no compose file in ${cwd}`);
  // A compose file of something else is nobody's business.
  const path = join(cwd, file);
  const timeoutMs = context.aim.timeoutMs;
  const mentions = await context.host.grep({ path, anchors: OPENCLAW, lines: 1, timeoutMs });
  if (mentions.status !== 'ok' || mentions.lines.length === 0)
    return known([], `no compose file of OpenClaw in ${cwd}`);
  return readAll(context, [path]);
}

async function readAll({ host }: Context, paths: readonly string[]): Promise<Fact<readonly ComposeFile[]>> {
  const texts: { file: string; text: string }[] = [];
  for (const path of paths) {
    const read = await host.readText({ path, maxBytes: MAX_BYTES });
    if (read.status !== 'ok' || read.truncated) {
      const why = read.status === 'ok' ? 'it is too large' : read.status === 'absent' ? 'it is not there' : read.reason;
      return unknown(`the compose file ${path} could not be read: ${why}`);
    }
    texts.push({ file: path, text: read.text });
  }
  const { readCompose } = await import('./compose-yaml.ts');
  return known(
    texts.map(({ file, text }) => readCompose(text, file)),
    paths.join(', '),
  );
}

/** A file named by compose on the other side, Windows or WSL, as it is called here. */
function pathHere(file: string, { compose, mounts }: Container, machine: Machine): string {
  const isWindowsPath = /^[A-Za-z]:[\\/]/.test(file);
  if (!isWindowsPath && !file.startsWith('/') && compose?.folder) {
    return (/^[A-Za-z]:/.test(compose.folder) ? pathsOf({ ...machine, platform: 'win32' }) : pathsOf(machine)).join(
      compose.folder,
      file,
    );
  }
  if (machine.platform === 'win32' && file.startsWith('/')) {
    const sources = mounts.map(({ source }) => source).join('\n');
    const distro = /docker-desktop-bind-mounts\/([\w.-]{1,100})\//.exec(sources)?.[1];
    return distro === undefined ? file : `\\\\wsl.localhost\\${distro}${file.replaceAll('/', '\\')}`;
  }
  if (machine.env.WSL_DISTRO_NAME && isWindowsPath) {
    return `/mnt/${file.charAt(0).toLowerCase()}${file.slice(2).replaceAll('\\', '/')}`;
  }
  return file;
}
