import type { ExecResult } from '../host/host.ts';
import type { Engine } from '../model/catalogue.ts';
import { type Fact, type Facts, known, unknown } from '../model/fact.ts';
import type { Context } from './context.ts';
import { engineCommand, otherDockers } from './engine-command.ts';
import { elsewhereOf, parseEngine } from './engine-info.ts';
import { type Container, parseInspect } from './inspect.ts';
import { roleOf } from './openclaw-container.ts';

/** The engines that answered and the containers that run OpenClaw, in full. */
export interface Engines {
  readonly engines: Fact<readonly Engine[]>;
  readonly containers: Fact<readonly Container[]>;
  /** Engines that are installed and don't run: nothing can be in them now. */
  readonly down: readonly string[];
}

/** Asks Docker and Podman, whichever is there. That one may not be asked is no sign that it isn't there. */
export async function probeEngines(context: Context): Promise<Engines> {
  const answers = (await Promise.all([askEngine(context, 'docker'), askEngine(context, 'podman')])).flat();
  const engines: Engine[] = [];
  const containers: Container[] = [];
  const problems: string[] = [];
  const down: string[] = [];
  for (const answer of answers) {
    if (answer.status === 'absent') continue;
    if (answer.status === 'down') down.push(answer.command);
    else if (answer.status === 'problem') problems.push(answer.reason);
    else {
      // `docker` may be Podman's own command of that name, with the same containers.
      const isTwin =
        answer.containers.length > 0 &&
        answer.containers.every(({ id }) => containers.some((other) => other.id === id));
      if (isTwin) continue;
      engines.push(answer.engine);
      containers.push(...answer.containers);
    }
  }
  const asked = engines.map((engine) => `${engine.command.join(' ')} inspect`);
  const source =
    [...asked, ...down.map((command) => `${command}, whose engine does not run`)].join(', ') ||
    'no docker or podman here';
  if (problems.length > 0 && containers.length === 0) {
    const reason = problems.join('; ');
    return {
      engines: engines.length > 0 ? known(engines, source) : unknown(reason),
      containers: unknown(reason),
      down,
    };
  }
  return { engines: known(engines, source), containers: known(containers, source), down };
}

/** The containers as a fact that rules and readers see. */
export function containerFacts({ engines, containers, down }: Engines): Facts {
  return {
    engines,
    'engines.down': known(down, 'asking docker and podman'),
    containers:
      containers.status === 'unknown'
        ? containers
        : known(
            containers.value.map((container) => ({
              name: container.name,
              engine: container.engine.kind,
              role: roleOf(container) ?? 'client',
              running: container.running,
              exitCode: container.exitCode,
              image: container.image,
              published: publishedOf(container),
              networkMode: container.networkMode,
            })),
            containers.source,
          ),
  };
}

/** Its published ports in Docker's own notation. */
export function publishedOf(container: Container): readonly string[] {
  return container.ports.map(({ hostIp, hostPort, containerPort }) => `${hostIp}:${hostPort}->${containerPort}`);
}

type Answer =
  | { readonly status: 'ok'; readonly engine: Engine; readonly containers: readonly Container[] }
  | { readonly status: 'absent' }
  | { readonly status: 'down'; readonly command: string }
  | { readonly status: 'problem'; readonly reason: string };

/** What the description of a container that runs OpenClaw holds. All others are nobody's business and never come in. */
const MAYBE_OPENCLAW = {
  anchors: [
    'openclaw',
    'clawdbot',
    'moltbot',
    'OpenClaw',
    '18789',
    ' gateway',
    'annot connect',
    'ermission denied',
    'rror',
  ],
  lines: 500,
};

/** Asks the engine that this shell reaches; where it has no OpenClaw, also those that other contexts of Docker reach. */
async function askEngine(context: Context, kind: 'docker' | 'podman'): Promise<readonly Answer[]> {
  const { machine } = context.host;
  const programs = machine.platform === 'linux' && machine.env.WSL_DISTRO_NAME ? [kind, `${kind}.exe`] : [kind];
  for (const program of programs) {
    const { answer, endpoint } = await ask(context, kind, engineCommand(program, machine));
    if (answer.status === 'absent') continue;
    const isFound = answer.status === 'ok' && answer.containers.length > 0;
    // Who set a variable means that engine, and no other.
    const isSet = Boolean(machine.env.DOCKER_HOST || machine.env.DOCKER_CONTEXT);
    if (program !== 'docker' || isFound || isSet) return [answer];
    const others = await otherDockers(context, endpoint);
    const answers = await Promise.all(others.map((command) => ask(context, kind, command)));
    const found = answers.flatMap(({ answer }) =>
      answer.status === 'ok' && answer.containers.length > 0 ? answer : [],
    );
    return [answer, ...found];
  }
  return [];
}

/** `endpoint`: the address of the engine; null: it is not told. */
async function ask(
  context: Context,
  kind: 'docker' | 'podman',
  command: readonly string[],
): Promise<{ readonly answer: Answer; readonly endpoint: string | null }> {
  const { host, aim } = context;
  const [name = kind] = command;
  const exec = (...argv: string[]) => host.exec({ argv: [...command, ...argv], timeoutMs: aim.timeoutMs });
  if (aim.offline) {
    const endpoint = await addressOfEngine(context, command);
    const reason = `--offline: ${name}'s engine is on another host and is left alone`;
    if (elsewhereOf(endpoint ?? '') !== null) return { answer: { status: 'problem', reason }, endpoint };
  }
  const [listed, info, compose, endpoint] = await Promise.all([
    host.exec({
      argv: [...command, 'ps', '--all', '--no-trunc', '--format', '{{json .}}'],
      timeoutMs: aim.timeoutMs,
      keep: MAYBE_OPENCLAW,
    }),
    exec('info', '--format', '{{json .}}'),
    exec('compose', 'version', '--short'),
    addressOfEngine(context, command),
  ]);
  const told = (answer: Answer) => ({ answer, endpoint });
  if (listed.status === 'missing') return told({ status: 'absent' });
  if (listed.status !== 'exited' || listed.code !== 0) {
    if (doesNotRun(listed)) return told({ status: 'down', command: name });
    return told({ status: 'problem', reason: engineProblem(name, listed, aim.timeoutMs) });
  }
  const parsed = parseEngine(kind, command, info.status === 'exited' ? info.stdout : '', succeeded(compose));
  // Podman on Linux is its own engine, unless its settings make it a client of the default connection.
  const isClient = name.startsWith('podman') && parsed.desktop === true && endpoint === null;
  const address = isClient ? await connectionOf(context, name, null) : endpoint;
  const engine = { ...parsed, elsewhere: elsewhereOf(address ?? '') };
  const ids = [...listed.stdout.matchAll(/"I[Dd]":"([0-9a-f]{12,64})"/g)].map(([, id = '']) => id);
  if (ids.length === 0) return told({ status: 'ok', engine, containers: [] });
  const inspected = await exec('inspect', '--type', 'container', ...ids.slice(0, 500));
  // A container that went away meanwhile makes the command fail and print the others.
  if (inspected.status !== 'exited' || !inspected.stdout.trim().startsWith('[')) {
    return told({ status: 'problem', reason: engineProblem(name, inspected, aim.timeoutMs) });
  }
  const all = parseInspect(inspected.stdout, engine);
  const shared = ownersOf(all);
  const owners = shared.length === 0 ? undefined : await exec('inspect', '--type', 'container', ...shared);
  const known =
    owners?.status === 'exited' && owners.stdout.trim().startsWith('[') ? parseInspect(owners.stdout, engine) : [];
  const containers = all
    .filter((container) => roleOf(container) !== undefined)
    .map((container) => withNetworkOf(container, known));
  const complete = await withCompose(context, engine, containers);
  return told({
    status: 'ok',
    engine: complete,
    containers: containers.map((container) => ({ ...container, engine: complete })),
  });
}

/** The engine with the compose that stands beside it, where it has none of its own and a container came from one. */
async function withCompose({ host, aim }: Context, engine: Engine, containers: readonly Container[]): Promise<Engine> {
  if (engine.composeCommand.length > 0 || !containers.some(({ compose }) => compose !== null)) return engine;
  const [program = '', ...options] = engine.command;
  // The one for Podman takes its engine from the variables alone.
  if (program === 'podman' && options.length > 0) return engine;
  const composeCommand = [program.replace(/(?:\.exe)?$/, '-compose$&'), ...options];
  const version = await host.exec({ argv: [...composeCommand, 'version', '--short'], timeoutMs: aim.timeoutMs });
  return succeeded(version) ? { ...engine, composeCommand } : engine;
}

/** The address of the engine, by what its command is set to, or by its variables; null: it is not told. */
async function addressOfEngine({ host, aim }: Context, command: readonly string[]): Promise<string | null> {
  const { CONTAINER_HOST, CONTAINER_CONNECTION, DOCKER_HOST } = host.machine.env;
  const [program = ''] = command;
  if (program.startsWith('podman')) {
    if (CONTAINER_HOST) return CONTAINER_HOST;
    const isAlwaysClient = host.machine.platform !== 'linux' || program.endsWith('.exe');
    if (!CONTAINER_CONNECTION && !isAlwaysClient) return null;
    return connectionOf({ host, aim }, program, CONTAINER_CONNECTION || null);
  }
  const argv = [...command, 'context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
  const told = await host.exec({ argv, timeoutMs: aim.timeoutMs });
  return told.status === 'exited' && told.code === 0 ? told.stdout.trim() : (DOCKER_HOST ?? null);
}

/** The address of one of Podman's connections, by its name; null: of the default one. */
async function connectionOf({ host, aim }: Context, program: string, wanted: string | null): Promise<string | null> {
  const list = async (format: string) => {
    const argv = [program, 'system', 'connection', 'list', '--format', format];
    const listed = await host.exec({ argv, timeoutMs: aim.timeoutMs });
    return succeeded(listed) ? listed.stdout.split('\n').map((line) => line.trim().split(/\s+/)) : undefined;
  };
  // Before 4.0 nothing but a star behind its name tells which is the default.
  const named = async () => (await list('{{.Name}} {{.URI}}')) ?? [];
  if (wanted !== null) return (await named()).find(([name]) => name?.replace(/\*$/, '') === wanted)?.[1] ?? null;
  const marked = await list('{{.Name}} {{.URI}} {{.Default}}');
  if (marked) return marked.find((fields) => fields[2] === 'true')?.[1] ?? null;
  return (await named()).find(([name]) => name?.endsWith('*'))?.[1] ?? null;
}

function succeeded(result: ExecResult): result is Extract<ExecResult, { status: 'exited' }> {
  return result.status === 'exited' && result.code === 0;
}

/** The containers on whose network others run: those have neither ports nor addresses of their own. */
function ownersOf(containers: readonly Container[]): string[] {
  return containers.flatMap(({ networkMode }) => /^container:([a-zA-Z0-9][\w.-]*)$/.exec(networkMode)?.[1] ?? []);
}

function withNetworkOf(container: Container, others: readonly Container[]): Container {
  const owner = others.find(
    ({ id, name }) => container.networkMode === `container:${id}` || container.networkMode === `container:${name}`,
  );
  return owner
    ? { ...container, networkMode: owner.networkMode, networks: owner.networks, ports: owner.ports }
    : container;
}

/** Nobody listens on the engine's socket. One that may not be asked says «permission denied» in the same sentence. */
function doesNotRun(result: ExecResult): boolean {
  const said = result.status === 'exited' ? result.stderr : '';
  return (
    /is the docker daemon running|cannot connect to (?:the docker|podman)|error during connect/i.test(said) &&
    !/permission denied/i.test(said)
  );
}

/** Why an engine that is installed could not be asked, and what would help. */
function engineProblem(command: string, result: ExecResult, timeoutMs: number): string {
  if (result.status === 'timeout')
    return `${command} is installed but its engine gave no answer within ${timeoutMs} ms`;
  const said =
    result.status === 'exited'
      ? (result.stderr || result.stdout).trim()
      : result.status === 'failed'
        ? result.reason
        : '';
  if (/permission denied/i.test(said)) {
    return `no permission to ask ${command}'s engine: run the doctor as a user who may, for example with sudo`;
  }
  return `${command} failed: ${said.split('\n')[0] ?? ''}`;
}
