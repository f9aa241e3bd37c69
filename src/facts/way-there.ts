import { type Facts, valueIn } from '../model/fact.ts';
import type { Route } from '../model/route.ts';
import type { StepPlace } from '../model/step-place.ts';
import { parseSshTarget, sshArgv } from './ssh-target.ts';

/** What this machine is, and what is known to be reached from it. */
export interface Here {
  readonly platform: string | undefined;
  /** The WSL distribution that the doctor runs in; null: none. */
  readonly distro: string | null;
  /** Programs of Windows can be started from in there. */
  readonly interop: boolean;
  /** The argv that reaches the engine of each container. */
  readonly engines: Readonly<Record<string, readonly string[]>>;
  /** The argv that reaches the gateway's host, its target last; null: none is known. */
  readonly ssh: readonly string[] | null;
}

/** How a command gets from here to a place, or why it doesn't. */
export type WayThere =
  | { readonly kind: 'here' }
  | { readonly kind: 'route'; readonly route: Route }
  | { readonly kind: 'none'; readonly why: string };

/** The way from here to the place at which `argv` must run. */
export function wayThere(place: StepPlace, argv: readonly string[], here: Here): WayThere {
  switch (place.kind) {
    case 'host':
      return { kind: 'here' };
    case 'container': {
      const engine = Object.hasOwn(here.engines, place.name) ? here.engines[place.name] : undefined;
      return engine ? through(...engine, 'exec', place.name) : none(`no engine here has the container ${place.name}`);
    }
    case 'wsl':
      return toDistribution(place.name, here);
    case 'windows':
      return toWindows(argv, here);
    case 'ssh':
      return overSsh(place.name, argv, here);
    case 'gateway-host':
      return none('how its host is reached is not known');
    case 'client':
    case 'browser':
      return none('it is where the client is');
    default:
      return place satisfies never;
  }
}

/**
 * What stands behind `--exec` wsl.exe takes apart as programs of Windows do, and hands on argument by argument; behind a
 * bare `--` it is one text for the shell of the distribution.
 * https://github.com/microsoft/WSL/blob/master/src/windows/common/WslClient.cpp
 */
function toDistribution(name: string, { platform, distro, interop }: Here): WayThere {
  if (distro === name) return { kind: 'here' };
  if (!/^[\w.][\w. -]*$/.test(name)) return none(`${name} is no name that wsl.exe takes`);
  if (platform !== 'win32' && !(distro !== null && interop)) return none('this machine has no WSL');
  return through('wsl.exe', '--distribution', name, '--exec');
}

/** A program of Windows is started from WSL by its whole name; what is none may be a batch file, which cmd runs. */
function toWindows(argv: readonly string[], { platform, distro, interop }: Here): WayThere {
  if (platform === 'win32') return { kind: 'here' };
  if (distro === null) return none('this machine has no Windows');
  if (!interop) return none('programs of Windows can’t be started in this distribution');
  const [program = '', ...rest] = argv;
  const isWsl = /^wsl(?:\.exe)?$/i.test(program);
  if (isWsl && rest.some((part) => /^(?:--shutdown|--terminate|-t|--unregister)$/.test(part)))
    return none('it ends the distribution that the doctor runs in');
  if (/\.exe$/i.test(program)) return { kind: 'here' };
  // cmd reads its line once more, and a batch file a third time: nothing that it could take for a sign of its own.
  const isPlain = argv.every((part) => /^[\w@+.:/\\-]+$/.test(part));
  return isPlain ? through('cmd.exe', '/d', '/c') : none('cmd can’t carry these arguments safely');
}

/** Nothing of the user's own ssh is overruled: its settings, its agent, what it asks about hosts and passwords. */
function overSsh(name: string, argv: readonly string[], { ssh }: Here): WayThere {
  const named = parseSshTarget(name);
  const known = ssh?.at(-1) === name ? ssh : named && sshArgv(named);
  if (!known) return none(`${name} is no target for ssh`);
  const [program = 'ssh', ...rest] = known;
  // What shows a secret does so on a terminal only.
  return { kind: 'route', route: { argv: [program, ...(tellsSecret(argv) ? ['-t'] : []), ...rest], hands: 'sh' } };
}

/** Whether a command prints a secret, or opens a page that has one: it is for the user's own terminal. */
export function tellsSecret(argv: readonly string[]): boolean {
  const words = argv.join(' ');
  return (
    argv.some((part) => part === 'dashboard' || part === 'auth-token' || part === 'printenv') ||
    /\bconfig get gateway\.(?:auth|remote)\.(?:token|password)\b/.test(words)
  );
}

/** What the facts tell of this machine and what it reaches. */
export function hereIn(facts: Facts): Here {
  const engines = valueIn(facts, 'engines') ?? [];
  const containers = valueIn(facts, 'containers') ?? [];
  const own = valueIn(facts, 'gateway.engineCommand');
  const name = valueIn(facts, 'gateway.name');
  const commands = containers.flatMap((container) => {
    const of = engines.filter(({ kind }) => kind === container.engine);
    // Two engines of a kind: which of them has it is known of the gateway's own container alone.
    return of.length === 1 && of[0] ? [[container.name, of[0].command] as const] : [];
  });
  return {
    platform: valueIn(facts, 'os.platform') ?? undefined,
    distro: valueIn(facts, 'os.wsl') ?? null,
    interop: valueIn(facts, 'os.wslInterop') === true,
    engines: { ...Object.fromEntries(commands), ...(own && name ? { [name]: own } : {}) },
    ssh: valueIn(facts, 'gateway.ssh') ?? null,
  };
}

const through = (...argv: readonly string[]): WayThere => ({ kind: 'route', route: { argv, hands: 'argv' } });
const none = (why: string): WayThere => ({ kind: 'none', why });
