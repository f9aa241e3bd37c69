import { homedir, networkInterfaces } from 'node:os';
import type { Machine } from './host.ts';

/** The only variables that are read; a recording holds no others. */
const VARIABLES = [
  'HOME',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'PATH',
  'Path',
  'PATHEXT',
  'SUDO_USER',
  'SUDO_UID',
  'XDG_RUNTIME_DIR',
  'TMPDIR',
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'CONTAINER_HOST',
  'CONTAINER_CONNECTION',
  'WSL_DISTRO_NAME',
  'WSL_INTEROP',
  'MSYSTEM',
  'PROMPT',
  'PSModulePath',
  'FLY_MACHINE_ID',
  'FLY_APP_NAME',
];

/** This machine, with its variables as they are: the caller redacts. */
export function readMachine(): Machine {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && (VARIABLES.includes(name) || /^(?:OPENCLAW|CLAWDBOT)_/.test(name))) env[name] = value;
  }
  const addresses = Object.entries(networkInterfaces()).flatMap(([name, list]) =>
    (list ?? []).map(({ address, internal }) => ({ name, address, internal })),
  );
  return {
    platform: process.platform,
    nodeVersion: process.versions.node,
    uid: process.getuid?.() ?? null,
    home: homedir(),
    env,
    addresses,
    ...workingFolder(),
  };
}

/** The folder that a shell stands in may have been removed. */
function workingFolder(): Pick<Machine, 'cwd'> {
  try {
    return { cwd: process.cwd() };
  } catch {
    return {};
  }
}
