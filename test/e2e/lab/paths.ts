import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The newest OpenClaw that the end-to-end tests run against. */
export const openclawVersion = '2026.9.6';

/** Everything the lab makes lives here and is reused by the next run; `OPENCLAW_E2E_CACHE` moves it. */
export const cacheFolder = resolve(process.env.OPENCLAW_E2E_CACHE || join(osCacheFolder(), 'openclaw-doctor-e2e'));

/** Tells the lab of this cache from that of another, in names that all of a machine share. */
export const cacheId = createHash('sha256').update(cacheFolder).digest('hex').slice(0, 8);

/** The folder of one installed OpenClaw version: its node_modules, and a `bin` to put on a PATH. */
export const openclawFolder = (version: string) => join(cacheFolder, `openclaw-${version}`);

/** What the engine of the lab keeps. Containers of a crashed run are found here again. */
export const engineFolder = join(cacheFolder, 'docker');

/** The repository's own Node 24: new enough for OpenClaw, whatever Node runs the tests. */
export const nodeBinary = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');

/** A PATH that also finds administration tools: root's own lacks the sbin folders after a plain `su`. */
export const adminPath = `${process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin`;

function osCacheFolder(): string {
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}
