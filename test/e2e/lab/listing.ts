import { existsSync } from 'node:fs';
import { execa } from 'execa';
import type { Engine } from './engine.ts';

/**
 * The files of a folder, one line each as in `-rw------- 1000/1000 214 openclaw.json`, sorted.
 * Two listings are equal when nothing was added, removed, resized, or changed its owner or mode.
 * A running gateway resizes its own `-wal` and `-shm` files at any time: compare `withoutJournals` where one runs.
 */
export type Listing = readonly string[];

/** Leaves out what SQLite keeps beside a database, which comes and goes with who has it open. */
export function withoutJournals(listing: Listing): Listing {
  return listing.filter((line) => !/-(wal|shm|journal)$/.test(line));
}

/**
 * Copies `folder` out of a container, running or not, and lists it. Nothing runs inside, so nothing changes there.
 * The gateway's copy of its web page, in `cache`, is left out: it is filled some time after the start.
 */
export async function containerListing(engine: Engine, container: string, folder: string): Promise<Listing> {
  const { stdout } = await execa('docker', ['cp', `${container}:${folder}`, '-'], {
    ...piped,
    env: { DOCKER_HOST: engine.dockerHost },
  }).pipe('tar', [...list, '--exclude=*/cache/*'], { timeout: 60_000 });
  return parse(stdout);
}

/** The same of a folder of this host, without its `cache` either; empty where there is none. */
export async function hostListing(folder: string): Promise<Listing> {
  if (!existsSync(folder)) return [];
  // Not tar, which fails where a running gateway writes meanwhile.
  const print = ['-printf', '%M %U/%G %s %P\\n'];
  const { stdout } = await execa(
    'find',
    [folder, '-mindepth', '1', '-path', `${folder}/cache`, '-prune', '-o', ...print],
    {
      stdin: 'ignore',
      timeout: 60_000,
    },
  );
  // Folders have sizes of their file system's own.
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^(d\S+ \S+) \d+/, '$1 0'))
    .sort();
}

const piped = { buffer: { stdout: false }, encoding: 'buffer', stdin: 'ignore', timeout: 60_000 } as const;
const list = ['--list', '--verbose', '--numeric-owner', '--full-time'];

/** Drops the time, which reading alone may move on some file systems, and the folder's own name. */
function parse(text: string): Listing {
  const lines = text.split('\n').flatMap((line) => {
    const [, mode, owner, size, path = ''] = /^(\S+) (\d+\/\d+) +(\d+) \S+ \S+ (.*)$/.exec(line) ?? [];
    return mode === undefined ? [] : [{ path: path.replace(/^[^/]*\//, '') || '.', about: `${mode} ${owner} ${size}` }];
  });
  return lines.sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, about }) => `${about} ${path}`);
}
