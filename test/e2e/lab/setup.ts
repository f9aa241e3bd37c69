import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensurePackages } from './debian.ts';
import { type RunningEngine, startEngine } from './engine.ts';
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

/** The real OpenClaw and a real Docker engine, ready to start gateways. Only one at a time on a machine. */
export interface Lab {
  readonly engine: RunningEngine;
  readonly version: string;
  close(): Promise<void>;
}

/** Opens the lab once for all end-to-end tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lab = await openLab();
  project.provide('openclawVersion', lab.version);
  project.provide('dockerHost', lab.engine.dockerHost);
  project.provide('ownsFirewall', lab.engine.ownsFirewall);
  return lab.close;
}

/** Prepares what is missing: minutes the first time. */
export async function openLab(): Promise<Lab> {
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
  const close = async () => {
    await timed('stopping the engine', () => engine.stop());
    await unlock();
  };
  return { engine, version: openclawVersion, close };
}

/** What a run that was killed has left half made. */
async function removeUnfinished(): Promise<void> {
  const names = await readdir(cacheFolder).catch(() => []);
  for (const name of names.filter((name) => name.startsWith('unfinished-'))) {
    await rm(join(cacheFolder, name), { recursive: true, force: true });
  }
}
