import { type Facts, known } from '../model/fact.ts';
import type { Context } from './context.ts';
import { expandHome, pathsOf } from './paths.ts';
import { homeFolder, runningDistros } from './runtime.ts';
import { parseSettings, type Settings, settingsFacts } from './settings.ts';

/** The state folder of this user on this machine, and the openclaw.json that counts there. */
export interface StateFolder {
  readonly path: string;
  readonly source: string;
  /** Undefined where the folder can't be listed; `problem` says why. */
  readonly names: readonly string[] | undefined;
  readonly problem: string;
  readonly settings: Settings | undefined | string;
  readonly facts: Facts;
}

/** Old names of the state folder, taken where the new one isn't there. */
const LEGACY = ['.clawdbot', '.moltbot', '.moldbot'];

export async function findStateFolder({ host, aim }: Context): Promise<StateFolder> {
  const home = (await homeFolder({ host, aim })).path;
  const located = await locate({ host, aim }, home);
  const elsewhere = host.machine.platform === 'win32' && !located.exists ? await findInWsl({ host, aim }) : undefined;
  const { path, source } = elsewhere ?? located;
  const listed = await host.list({ path });
  const names = listed.status === 'ok' ? listed.entries.map((entry) => entry.name) : undefined;
  const settings = await readSettings({ host, aim }, path, home);
  const facts: Facts = {
    ...settingsFacts('client', settings),
    'client.stateDir': known(path, source),
    'client.hasState': known(names !== undefined, source),
    'client.stateDistro': known(elsewhere?.distro ?? null, source),
    'client.command': known(commandFor({ host, aim }, elsewhere?.distro), source),
  };
  const problem =
    listed.status === 'denied'
      ? `${listed.reason}: run the doctor as the gateway's user, or with sudo`
      : `there is no state folder of a gateway at ${path}`;
  return { path, source, names, problem, settings, facts };
}

/** How one runs the CLI so that it finds the same state: as the user who owns it, with the same profile or folder. */
function commandFor({ host, aim }: Context, distro: string | undefined): readonly string[] {
  const { machine } = host;
  if (distro !== undefined) return ['wsl.exe', '--distribution', distro, '--exec', 'openclaw'];
  const asUser = machine.uid === 0 && machine.env.SUDO_USER ? ['sudo', '-H', '-u', machine.env.SUDO_USER] : [];
  const inFolder =
    aim.stateDir !== undefined && machine.platform !== 'win32' ? ['env', `OPENCLAW_STATE_DIR=${aim.stateDir}`] : [];
  const profile = aim.profile === undefined ? [] : ['--profile', aim.profile];
  return [...asUser, ...inFolder, 'openclaw', ...profile];
}

/** A folder that the user named counts whether it is there or not. */
interface Located {
  readonly path: string;
  readonly source: string;
  readonly exists: boolean;
}

async function locate({ host, aim }: Context, home: string): Promise<Located> {
  const { machine } = host;
  const { join } = pathsOf(machine);
  if (aim.stateDir !== undefined)
    return { path: expandHome(aim.stateDir, home, machine), source: '--state-dir', exists: true };
  if (aim.profile !== undefined)
    return { path: join(home, `.openclaw-${aim.profile}`), source: '--profile', exists: true };
  const { OPENCLAW_STATE_DIR, OPENCLAW_PROFILE } = machine.env;
  if (OPENCLAW_STATE_DIR)
    return { path: expandHome(OPENCLAW_STATE_DIR, home, machine), source: 'OPENCLAW_STATE_DIR', exists: true };
  if (OPENCLAW_PROFILE && OPENCLAW_PROFILE !== 'default') {
    return { path: join(home, `.openclaw-${OPENCLAW_PROFILE}`), source: 'OPENCLAW_PROFILE', exists: true };
  }
  const listed = await host.list({ path: home, only: ['.openclaw', ...LEGACY] });
  const names = listed.status === 'ok' ? listed.entries.map((entry) => entry.name) : [];
  const legacy = names.includes('.openclaw') ? undefined : LEGACY.find((name) => names.includes(name));
  return {
    path: join(home, legacy ?? '.openclaw'),
    source: legacy ? 'an older name of the folder' : 'the default',
    exists: names.length > 0,
  };
}

/**
 * Windows without a state folder of its own, and a WSL distribution with one: there OpenClaw lives. Only distributions
 * that run are looked into, for a look would start the others.
 */
async function findInWsl({
  host,
  aim,
}: Context): Promise<{ path: string; source: string; distro: string } | undefined> {
  for (const distro of await runningDistros({ host, aim })) {
    const homes = `\\\\wsl$\\${distro}\\home`;
    const users = await host.list({ path: homes });
    for (const { name } of users.status === 'ok' ? users.entries : []) {
      const home = `${homes}\\${name}`;
      const found = await host.list({ path: home, only: ['.openclaw'] });
      if (found.status === 'ok' && found.entries.length > 0) {
        return { path: `${home}\\.openclaw`, source: `the WSL distribution ${distro}`, distro };
      }
    }
  }
  return undefined;
}

/** The parsed openclaw.json; undefined: there is none; a text: why that can't be told. */
async function readSettings({ host }: Context, folder: string, home: string): Promise<StateFolder['settings']> {
  const { join } = pathsOf(host.machine);
  const { OPENCLAW_CONFIG_PATH } = host.machine.env;
  const files = OPENCLAW_CONFIG_PATH
    ? [expandHome(OPENCLAW_CONFIG_PATH, home, host.machine)]
    : ['openclaw.json', 'clawdbot.json', 'moltbot.json'].map((name) => join(folder, name));
  for (const file of files) {
    const read = await host.readText({ path: file });
    if (read.status === 'ok') return parseSettings(read.text, file);
    if (read.status !== 'absent') return read.reason;
  }
  return undefined;
}
