import { posix, win32 } from 'node:path';
import type { Machine } from '../host/host.ts';

/** Path rules of the machine that is looked at, which needn't be the one that the doctor runs on. */
export function pathsOf(machine: Machine): typeof posix {
  return machine.platform === 'win32' ? win32 : posix;
}

/** A path with its leading `~` expanded. */
export function expandHome(path: string, home: string, machine: Machine): string {
  return /^~(?=[/\\]|$)/.test(path) ? pathsOf(machine).join(home, path.slice(1)) : path;
}

/** The folders of the search path, in order. */
export function searchPath(machine: Machine): readonly string[] {
  const path = machine.env.PATH ?? machine.env.Path ?? '';
  const folders = path.split(machine.platform === 'win32' ? ';' : ':').filter((folder) => folder !== '');
  return [...new Set(folders)];
}
