import { chmod, chown, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Engine } from './engine.ts';
import { adminPath, cacheFolder, nodeBinary, openclawFolder } from './paths.ts';

/** The image that a gateway of `version` runs from. */
export const imageName = (version: string) => `openclaw-doctor-e2e:${version}`;

/**
 * Builds an image like the official one where it matters: user node (1000), home /home/node, OpenClaw in /app.
 * No image registry is asked: busybox and Node come from this machine, OpenClaw from its installed package.
 */
export async function ensureImage(engine: Engine, version: string): Promise<void> {
  const known = await engine.docker(['image', 'inspect', imageName(version)], { reject: false });
  if (known.exitCode === 0) return;
  const root = await mkdtemp(join(cacheFolder, 'unfinished-'));
  try {
    await makeRoot(root);
    await importImage(engine, version, root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** No wget: a static busybox crashes when it loads this machine's name service. Node is there to ask by HTTP. */
const tools =
  'sh env ls cat id hostname ip sleep ps stat find grep sed awk head tail wc tar mkdir rm cp mv touch chmod chown ln date';

async function makeRoot(root: string): Promise<void> {
  await chmod(root, 0o755);
  for (const folder of ['bin', 'usr/bin', 'usr/local/bin', 'etc', 'proc', 'sys', 'dev', 'root', 'opt', 'tmp']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await chmod(join(root, 'tmp'), 0o1777);
  await mkdir(join(root, 'home/node/.openclaw'), { recursive: true });
  for (const folder of ['home/node', 'home/node/.openclaw']) await chown(join(root, folder), 1000, 1000);

  await copyProgram(root, await whichBusybox(), '/bin/busybox');
  for (const tool of tools.split(' ')) await symlink('/bin/busybox', join(root, 'bin', tool));
  await symlink('/bin/busybox', join(root, 'usr/bin/env'));
  await copyProgram(root, nodeBinary, '/usr/local/bin/node');
  for (const library of await librariesOf(nodeBinary)) await copyProgram(root, library, library);

  await symlink('/opt/node_modules/openclaw', join(root, 'app'));
  await symlink('/app/openclaw.mjs', join(root, 'usr/local/bin/openclaw'));
  const users = 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000:node:/home/node:/bin/sh\n';
  await writeFile(join(root, 'etc/passwd'), users);
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');
  await writeFile(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
}

async function copyProgram(root: string, from: string, to: string): Promise<void> {
  await mkdir(join(root, dirname(to)), { recursive: true });
  await cp(from, join(root, to), { dereference: true });
  await chmod(join(root, to), 0o755);
}

async function whichBusybox(): Promise<string> {
  const { stdout } = await execa('which', ['busybox'], { env: { PATH: adminPath }, timeout: 10_000 });
  return stdout.trim();
}

/** The loader and every shared library of `program`, as paths. */
async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await execa('ldd', [program], { timeout: 10_000 });
  return [...stdout.matchAll(/(\/\S+\.so\S*)/g)].map(([path]) => path);
}

/** Streams node_modules from where it is installed: a copy of 650 MB less. */
async function importImage(engine: Engine, version: string, root: string): Promise<void> {
  const changes = ['USER node', 'WORKDIR /app', 'ENV HOME=/home/node', 'ENV PATH=/usr/local/bin:/usr/bin:/bin'];
  const flags = [...changes, 'EXPOSE 18789'].flatMap((change) => ['--change', change]);
  const moved = '--transform=s,^node_modules,opt/node_modules,S';
  await execa('tar', ['--create', '-C', root, '.', '-C', openclawFolder(version), moved, 'node_modules'], {
    buffer: { stdout: false },
    encoding: 'buffer',
    timeout: 300_000,
  }).pipe('docker', ['import', ...flags, '-', imageName(version)], {
    env: { DOCKER_HOST: engine.dockerHost },
    timeout: 300_000,
  });
}
