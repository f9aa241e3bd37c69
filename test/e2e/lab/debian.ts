import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { adminPath } from './paths.ts';

/** Installs what is missing of the Debian `packages`; a machine that has them all needs neither root nor network. */
export async function ensurePackages(packages: readonly string[]): Promise<void> {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return;
  await apt(['update', '-qq'], 300_000);
  await withoutServices(() => apt(['install', '-qq', '--no-install-recommends', ...missing], 600_000));
}

async function missingPackages(packages: readonly string[]): Promise<string[]> {
  // Exits with 1 when it knows nothing about one of them, and still tells about the others.
  const known = await execa('dpkg-query', ['-W', '-f', `\${Package} \${db:Status-Status}\n`, ...packages], {
    reject: false,
    timeout: 30_000,
  });
  const installed = new Set(known.stdout.split('\n').filter((line) => line.endsWith(' installed')));
  return packages.filter((name) => !installed.has(`${name} installed`));
}

async function apt(args: readonly string[], timeoutMs: number): Promise<void> {
  await execa('apt-get', ['-y', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive', PATH: adminPath },
    stdin: 'ignore',
    timeout: timeoutMs,
  });
}

/** docker.io starts its own engine where systemd runs. The lab wants one engine, the one it started itself. */
async function withoutServices(work: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return work();
  await writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    await rm(policy, { force: true });
  }
}
