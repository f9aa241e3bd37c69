import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { check, doctor, type Place } from './doctor.ts';
import { ensurePackages } from './lab/debian.ts';
import { engineAt } from './lab/engine.ts';
import { freePort, gatewayToken, stateFolder } from './lab/gateway.ts';
import { imageName } from './lab/image.ts';
import { until } from './lab/until.ts';

const version = inject('openclawVersion');
const engine = engineAt(inject('dockerHost'));
const CONTAINER = 'claw_openclaw-gateway_1';
let place: Place;
let file: string;
let port: number;

const compose = (...args: readonly string[]) =>
  execa('docker-compose', ['--project-name', 'claw', '--file', file, ...args], {
    env: { DOCKER_HOST: engine.dockerHost },
    stdin: 'ignore',
    timeout: 120_000,
  });

beforeAll(async () => {
  await ensurePackages(['docker-compose']);
  const home = await mkdtemp(join(tmpdir(), 'doctor-compose-'));
  place = { dockerHost: engine.dockerHost, home };
  await mkdir(join(home, 'claw'));
  file = join(home, 'claw', 'docker-compose.yml');
  port = await freePort();
  const lines = [
    'services:',
    '  openclaw-gateway:',
    `    image: ${imageName(version)}`,
    '    command: [node, openclaw.mjs, gateway, run, --allow-unconfigured, --bind, lan]',
    '    init: true',
    `    ports: ["127.0.0.1:${port}:18789"]`,
    '    environment:',
    `      OPENCLAW_GATEWAY_TOKEN: ${gatewayToken}`,
    // Started anew as another process, it may meet its own lease.
    '      OPENCLAW_NO_RESPAWN: "1"',
    '    volumes:',
    `      - ${stateFolder} # where it keeps all`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  // What a crashed run left.
  await compose('down', '--volumes');
  await compose('up', '--detach');
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok || undefined;
  await until(ready, { timeoutMs: 180_000, everyMs: 500, late: async () => new Error('the gateway is not ready') });
});
afterAll(async () => {
  await compose('down', '--volumes').catch(() => undefined);
  await rm(place.home, { recursive: true, force: true });
});

test('where docker has no compose of its own, docker-compose mends the volume that it made', async () => {
  const aim = ['--url', `ws://127.0.0.1:${port}`, '--timeout', '30000'];
  const { report } = await check(aim, place);
  const finding = report.findings.find(({ rule }) => rule === 'state-dir/state-not-durable');
  const [remedy] = finding?.remedies ?? [];
  const v1 = ['docker-compose', '--host', engine.dockerHost, '--project-name', 'claw', '--file', file];
  const runs = remedy?.steps.map(({ run }) => run);
  expect(runs).toContainEqual([...v1, 'up', '--detach', 'openclaw-gateway']);

  const fixed = await doctor(['fix', 'state-dir/state-not-durable', '--yes', '--allow', 'restart', ...aim], place);
  expect(fixed.stdout).toContain('Fixed');
  // How long that takes is the gateway's.
  expect(fixed.stderr.replace('Looking again until it shows, for a minute at most.', '').trim()).toBe('');
  expect(await readFile(file, 'utf8')).toContain(`- openclaw-state:${stateFolder} # where it keeps all`);
  const { stdout } = await engine.docker(['inspect', '--format', '{{json .Mounts}}', CONTAINER]);
  expect(JSON.parse(stdout)).toMatchObject([{ Type: 'volume', Name: 'claw_openclaw-state', Destination: stateFolder }]);
});
