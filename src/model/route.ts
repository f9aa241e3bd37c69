import { shellText } from './shell.ts';

/**
 * How a command gets from this machine to the place of its step. Its argv stands behind that of the route:
 * `argv`: argument by argument, as it is; `sh`: as one text for a POSIX shell at the other end, as ssh hands it on.
 */
export interface Route {
  readonly argv: readonly string[];
  readonly hands: 'argv' | 'sh';
}

/** The argv that runs here, for a command at the other end of the route; without one it runs here as it is. */
export function routed(argv: readonly string[], route: Route | undefined): readonly string[] {
  if (!route) return argv;
  return route.hands === 'sh' ? [...route.argv, shellText(argv)] : [...route.argv, ...argv];
}

/** Whether a value is a route, for what comes from a file. */
export function isRoute(value: unknown): value is Route {
  const route = value as Route | null;
  const isArgv = Array.isArray(route?.argv) && route.argv.every((part) => typeof part === 'string');
  return isArgv && (route.hands === 'argv' || route.hands === 'sh');
}
