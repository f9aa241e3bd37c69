import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { notUnderTest } from './env.ts';
import { cacheFolder, nodeBinary, openclawFolder } from './paths.ts';
import { nameWhatsapp } from './whatsapp.ts';

/**
 * Packages that OpenClaw's dependencies fetch from elsewhere than the registry, or that left it.
 * Only its WhatsApp channel and its page reader use them, and nothing here does.
 */
const overrides = {
  '@whiskeysockets/baileys': 'npm:is-number@7.0.0',
  libsignal: 'npm:is-number@7.0.0',
  cssomnom: 'npm:cssom@0.5.0',
};

/** A package that 2026.1.29 uses without naming it among its own. */
const forgotten = { 'strip-ansi': '^7.1.2' };

/** Installs the real OpenClaw of `version` into the cache. Takes a minute and 650 MB the first time. */
export async function ensureOpenclaw(version: string): Promise<void> {
  const folder = openclawFolder(version);
  if (!existsSync(folder)) await installAside(folder, version);
  await nameWhatsapp(folder);
  await writeCommand(folder);
}

/** What a run of the OpenClaw CLI gave; `code` is null when a signal or the deadline ended it. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real CLI on this host as a user whose home is `home`. `env` is added; undefined removes. */
export async function runCli(
  version: string,
  options: {
    readonly home: string;
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly timeoutMs?: number;
  },
): Promise<CliResult> {
  const { home, args, env = {}, timeoutMs = 90_000 } = options;
  const { exitCode, stdout, stderr } = await execa(nodeBinary, [entry(openclawFolder(version)), ...args], {
    env: { ...notUnderTest, NO_COLOR: '1', ...env, HOME: home },
    reject: false,
    stdin: 'ignore',
    timeout: timeoutMs,
  });
  return { code: exitCode ?? null, stdout, stderr };
}

/** A folder for a PATH on which `openclaw` is the CLI of `version`. */
export const openclawBinFolder = (version: string) => join(openclawFolder(version), 'bin');

const entry = (folder: string) => join(folder, 'node_modules', 'openclaw', 'openclaw.mjs');

async function installAside(folder: string, version: string): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = await mkdtemp(join(cacheFolder, 'unfinished-'));
  try {
    await install(unfinished, version);
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function install(folder: string, version: string): Promise<void> {
  await chmod(folder, 0o755);
  const dependencies = { openclaw: version, ...(version === '2026.1.29' ? forgotten : {}) };
  const manifest = { name: 'openclaw-e2e', private: true, dependencies, overrides };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await execa('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev'], {
    cwd: folder,
    stdin: 'ignore',
    timeout: 540_000,
  });
  await nameWhatsapp(folder);
  await completeItself(folder);
}

/** The first run writes into the package's own folder, which the ordinary user of a container may not. */
async function completeItself(folder: string): Promise<void> {
  const home = await mkdtemp(join(cacheFolder, 'unfinished-'));
  try {
    await execa(nodeBinary, [entry(folder), '--version'], { env: { HOME: home }, stdin: 'ignore', timeout: 120_000 });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Written anew by every run, as it names this repository's Node. */
async function writeCommand(folder: string): Promise<void> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'bin', 'openclaw'), `#!/bin/sh\nexec '${nodeBinary}' '${entry(folder)}' "$@"\n`, {
    mode: 0o755,
  });
}
