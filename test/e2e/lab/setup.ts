import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensurePackages } from './debian.ts';
import { startEngine } from './engine.ts';
import { ensureImage } from './image.ts';
import { lockCache } from './lock.ts';
import { ensureOpenclaw } from './openclaw.ts';
import { cacheFolder, openclawVersion } from './paths.ts';
import { say, timed } from './progress.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The version that is installed on this host and in the image. */
    openclawVersion: string;
    /** For `engineAt`, and for the DOCKER_HOST of a doctor under test. */
    dockerHost: string;
    /** False beside another engine, where a LAN client is seen as the bridge: see engine.ts. */
    ownsFirewall: boolean;
  }
}

const packages = ['docker.io', 'iptables', 'iproute2', 'busybox-static', 'ca-certificates'];

/** Prepares the real OpenClaw and a real Docker engine, once for all end-to-end tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const unlock = await lockCache();
  say(`all is kept in ${cacheFolder}`);
  await removeUnfinished();
  await timed('Debian packages', () => ensurePackages(packages));
  await timed(`OpenClaw ${openclawVersion}`, () => ensureOpenclaw(openclawVersion));
  const engine = await timed('Docker engine', startEngine);
  try {
    await timed('image', () => ensureImage(engine, openclawVersion));
  } catch (error) {
    await engine.stop();
    throw error;
  }
  project.provide('openclawVersion', openclawVersion);
  project.provide('dockerHost', engine.dockerHost);
  project.provide('ownsFirewall', engine.ownsFirewall);
  return async () => {
    await timed('stopping the engine', () => engine.stop());
    await unlock();
  };
}

/** What a run that was killed has left half made. */
async function removeUnfinished(): Promise<void> {
  const names = await readdir(cacheFolder).catch(() => []);
  for (const name of names.filter((name) => name.startsWith('unfinished-'))) {
    await rm(join(cacheFolder, name), { recursive: true, force: true });
  }
}
