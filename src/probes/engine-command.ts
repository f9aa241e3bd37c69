import type { Machine } from '../host/host.ts';
import { hasStandIn } from '../model/stand-in.ts';
import type { Context } from './context.ts';
import { pathsOf } from './paths.ts';

/**
 * The argv that reaches an engine as this shell does, with what its variables say made plain: a step must reach the same
 * one from another terminal. Docker lets DOCKER_HOST win over DOCKER_CONTEXT. An address with a password in it stays in
 * its variable, from which the engine's program takes it.
 */
export function engineCommand(program: string, { env }: Machine): readonly string[] {
  if (program.startsWith('podman')) {
    const { CONTAINER_HOST, CONTAINER_CONNECTION } = env;
    if (CONTAINER_HOST) return hasStandIn(CONTAINER_HOST) ? [program] : [program, '--url', CONTAINER_HOST];
    return CONTAINER_CONNECTION ? [program, '--connection', CONTAINER_CONNECTION] : [program];
  }
  const { DOCKER_HOST, DOCKER_CONTEXT } = env;
  if (DOCKER_HOST) return hasStandIn(DOCKER_HOST) ? [program] : [program, '--host', DOCKER_HOST];
  return DOCKER_CONTEXT && DOCKER_CONTEXT !== 'default' ? [program, '--context', DOCKER_CONTEXT] : [program];
}

/** Docker's engine where no context names another. */
const DEFAULT = { linux: 'unix:///var/run/docker.sock', win32: 'npipe:////./pipe/docker_engine' } as const;
const MAX_CONTEXTS = 8;

/**
 * The docker commands that reach other engines of this machine than the one at `endpoint`, by the contexts that the user
 * has made. One on another machine is left alone: nobody asked for it.
 */
export async function otherDockers(
  { host }: Context,
  endpoint: string | null,
): Promise<readonly (readonly string[])[]> {
  const { machine } = host;
  const { join } = pathsOf(machine);
  const folder = join(machine.env.DOCKER_CONFIG ?? join(machine.home, '.docker'), 'contexts', 'meta');
  const listed = await host.list({ path: folder });
  if (listed.status !== 'ok') return [];
  const own = machine.platform === 'win32' ? DEFAULT.win32 : DEFAULT.linux;
  const seen = new Set([endpoint ?? own]);
  const names: string[] = [];
  const add = (name: string, address: string) => {
    if (!/^(?:unix|npipe):\/\//.test(address) || seen.has(address)) return;
    seen.add(address);
    names.push(name);
  };
  add('default', own);
  for (const { name } of listed.entries.filter(({ kind }) => kind === 'directory').slice(0, MAX_CONTEXTS)) {
    const read = await host.readText({ path: join(folder, name, 'meta.json'), maxBytes: 64 * 1024 });
    const context = read.status === 'ok' ? contextIn(read.text) : undefined;
    if (context) add(context.name, context.address);
  }
  return names.map((name) => ['docker', '--context', name]);
}

function contextIn(text: string): { readonly name: string; readonly address: string } | undefined {
  try {
    const { Name: name, Endpoints: endpoints } = JSON.parse(text) as RawContext;
    const address = endpoints?.docker?.Host;
    // As Docker restricts the names of contexts.
    return typeof name === 'string' && /^[a-zA-Z0-9][\w.+-]+$/.test(name) && typeof address === 'string'
      ? { name, address }
      : undefined;
  } catch {
    return undefined;
  }
}

interface RawContext {
  readonly Name?: unknown;
  readonly Endpoints?: { readonly docker?: { readonly Host?: unknown } };
}
