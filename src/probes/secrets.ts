import type { Gateway } from '../facts/choose.ts';
import { valueIn } from '../model/fact.ts';
import { STAND_IN } from '../model/stand-in.ts';
import type { Context } from './context.ts';
import { expandHome, pathsOf } from './paths.ts';
import { homeFolder } from './runtime.ts';
import type { StateFolder } from './state-folder.ts';

/** One place that may hand a secret to OpenClaw besides openclaw.json: an environment, a file of it, a service. */
export interface SecretPlace {
  readonly from: 'service' | 'container' | 'env-file' | 'environment';
  /** For a reader: "the service /home/you/.config/systemd/user/openclaw-gateway.service". */
  readonly where: string;
  /** What it starts, for a reader. */
  readonly command: string;
  /** Variables, secrets among them as stand-ins. */
  readonly variables: Readonly<Record<string, string>>;
  readonly options: { readonly token?: string | undefined; readonly password?: string | undefined };
}

export interface SecretPlaces {
  /** The gateway's service on this host, as it is installed. */
  readonly services: readonly SecretPlace[];
  /** `.env` files that the gateway and the CLI of this user read after their environment. */
  readonly files: readonly SecretPlace[];
  /** The environment that the doctor runs in. */
  readonly environment: readonly SecretPlace[];
  /** The doctor runs in a container, whose environment this is. */
  readonly inContainer: boolean;
  /** OPENCLAW_GATEWAY_URL names the gateway. */
  readonly hasUrl: boolean;
  /** Why environment and files can't be known; absent: they were read. */
  readonly unseen?: string;
}

/** Places of which nothing is known. */
export function noSecretPlaces(reason: string): SecretPlaces {
  return { services: [], files: [], environment: [], inContainer: false, hasUrl: false, unseen: reason };
}

const NAMES = [
  'OPENCLAW_GATEWAY_TOKEN',
  'OPENCLAW_GATEWAY_PASSWORD',
  'CLAWDBOT_GATEWAY_TOKEN',
  'CLAWDBOT_GATEWAY_PASSWORD',
];

/**
 * Where a token or password may come from, apart from openclaw.json. Of files only the lines that name one are kept: what
 * else stands in them is nobody's business. The environment of a running process is not looked into.
 */
export async function probeSecrets(context: Context, gateway: Gateway, folder: StateFolder): Promise<SecretPlaces> {
  const { env } = context.host.machine;
  const home = (await homeFolder(context)).path;
  const { join } = pathsOf(context.host.machine);
  const paths = [
    ...(folder.path === '' ? [] : [join(folder.path, '.env')]),
    join(home, '.config', 'openclaw', 'gateway.env'),
  ];
  const isHere = gateway.kind === 'process' && valueIn(folder.facts, 'client.stateDistro') == null;
  const [services, ...files] = await Promise.all([
    isHere ? probeServices(context, folder, home) : [],
    ...paths.map((path) => envFile(context, path)),
  ]);
  const variables = Object.fromEntries(NAMES.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const here = await inContainer(context);
  const where = here ? 'the environment of this container' : 'the environment of this shell';
  return {
    services,
    files: files.flatMap((file) => file ?? []),
    environment: [{ from: 'environment', where, command: where, variables, options: {} }],
    inContainer: here,
    hasUrl: Boolean(env.OPENCLAW_GATEWAY_URL),
  };
}

async function inContainer({ host }: Context): Promise<boolean> {
  if (host.machine.platform !== 'linux') return false;
  const marks = await Promise.all([
    host.list({ path: '/', only: ['.dockerenv'] }),
    host.list({ path: '/run', only: ['.containerenv'] }),
  ]);
  return marks.some((mark) => mark.status === 'ok' && mark.entries.length > 0);
}

async function envFile({ host, aim }: Context, path: string): Promise<SecretPlace | undefined> {
  const found = await host.grep({ path, anchors: NAMES, lines: 20, timeoutMs: aim.timeoutMs });
  if (found.status !== 'ok' || found.lines.length === 0) return undefined;
  return { from: 'env-file', where: path, command: path, variables: variablesIn(found.lines), options: {} };
}

/** The gateway's service as it is installed: systemd of the user and of the system, launchd, a task of Windows. */
async function probeServices(context: Context, folder: StateFolder, home: string): Promise<SecretPlace[]> {
  const { platform, env } = context.host.machine;
  const { join } = pathsOf(context.host.machine);
  const profile = context.aim.profile ?? env.OPENCLAW_PROFILE;
  const suffix = profile && profile !== 'default' ? `-${profile}` : '';
  if (platform === 'win32') return serviceOf(await unit(context, join(folder.path, 'gateway.cmd'), home));
  if (platform === 'darwin') {
    const label = suffix === '' ? 'ai.openclaw.gateway' : `ai.openclaw.${profile}`;
    return serviceOf(
      await plist(context, join(home, 'Library', 'LaunchAgents', `${label}.plist`)),
      await unit(context, join(folder.path, 'service-env', `${label}.env`), home),
    );
  }
  const name = `openclaw-gateway${suffix}.service`;
  for (const base of [join(home, '.config', 'systemd', 'user'), '/etc/systemd/system']) {
    const file = await unit(context, join(base, name), home);
    if (!file) continue;
    const dropIns = await context.host.list({ path: join(base, `${name}.d`) });
    const names = dropIns.status === 'ok' ? dropIns.entries.map((entry) => entry.name) : [];
    const more = await Promise.all(
      names
        .filter((entry) => entry.endsWith('.conf'))
        .slice(0, 10)
        .map((entry) => unit(context, join(base, `${name}.d`, entry), home)),
    );
    return serviceOf(file, ...more);
  }
  return [];
}

interface ServiceFile {
  readonly path: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly options: SecretPlace['options'];
}

/** Several files of one service as one place: what a later one says counts, and is named. */
function serviceOf(...found: readonly (ServiceFile | undefined)[]): SecretPlace[] {
  const files = found.filter((file) => file !== undefined);
  if (files.length === 0) return [];
  const telling = files.filter(({ variables, options }) => Object.keys({ ...variables, ...options }).length > 0);
  const where = `the service ${(telling.at(-1) ?? files[0])?.path}`;
  return [
    {
      from: 'service',
      where,
      command: where,
      variables: Object.assign({}, ...files.map(({ variables }) => variables)),
      options: Object.assign({}, ...files.map(({ options }) => options)),
    },
  ];
}

/** A systemd unit, a file of variables or a script of Windows. What a unit reads from a file counts before its own lines. */
async function unit({ host, aim }: Context, path: string, home: string): Promise<ServiceFile | undefined> {
  const anchors = [...NAMES, '--token', '--password', 'EnvironmentFile='];
  const found = await host.grep({ path, anchors, lines: 50, timeoutMs: aim.timeoutMs });
  if (found.status !== 'ok') return undefined;
  const named = found.lines
    .flatMap((line) => /^\s*EnvironmentFile=-?["']?([^"']+)/.exec(line)?.[1]?.trim() ?? [])
    .map((file) => expandHome(file.replace(/^%h(?=\/)/, '~'), home, host.machine))
    .filter((file) => pathsOf(host.machine).isAbsolute(file));
  const files = await Promise.all(named.slice(0, 5).map((file) => envFile({ host, aim }, file)));
  return {
    path,
    variables: Object.assign(variablesIn(found.lines), ...files.map((file) => file?.variables ?? {})),
    options: optionsIn(found.lines.join('\n'), OPTION),
  };
}

async function plist({ host }: Context, path: string): Promise<ServiceFile | undefined> {
  const read = await host.readText({ path, maxBytes: 256 * 1024 });
  if (read.status !== 'ok') return undefined;
  const pairs = [...read.text.matchAll(PLIST_PAIR)];
  return {
    path,
    variables: Object.fromEntries(
      pairs.flatMap(([, name = '', value = '']) => (NAMES.includes(name) ? [[name, value]] : [])),
    ),
    options: optionsIn(read.text, PLIST_OPTION),
  };
}

function optionsIn(text: string, pattern: RegExp): SecretPlace['options'] {
  return Object.fromEntries([...text.matchAll(pattern)].map(([, name = '', value = '']) => [name, value]));
}

const OPTION = new RegExp(`--(token|password)[= ]["']?(${STAND_IN})`, 'g');
const PLIST_PAIR = new RegExp(String.raw`<key>(\w{1,100})<\/key>\s{0,100}<string>(${STAND_IN})<\/string>`, 'g');
const PLIST_OPTION = new RegExp(
  String.raw`<string>--(token|password)(?:<\/string>\s{0,100}<string>|=)(${STAND_IN})<\/string>`,
  'g',
);
const ASSIGNED = new RegExp(`\\b(${NAMES.join('|')})["']?\\s{0,8}[=:]\\s{0,8}["']?(${STAND_IN})`);

/** NAME=value, however it is quoted; the last one counts, and a comment doesn't. */
function variablesIn(lines: readonly string[]): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const line of lines) {
    if (/^\s*(?:#|;|::|rem\b)/i.test(line)) continue;
    const [, name, value] = ASSIGNED.exec(line) ?? [];
    if (name && value) variables[name] = value;
  }
  return variables;
}
