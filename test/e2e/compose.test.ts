import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Terminal } from '../support/terminal.ts';
import { openDoctor, type Place } from './doctor.ts';
import { connect, type Identity, newIdentity } from './lab/client.ts';
import { type Composed, composed } from './lab/compose.ts';
import { engineAt } from './lab/engine.ts';
import { gatewayToken } from './lab/gateway.ts';
import { imageName } from './lab/image.ts';
import { requestIdOf } from './lab/lan-client.ts';
import { until } from './lab/until.ts';

const engine = engineAt(inject('dockerHost'));
let place: Place;
const projects: Composed[] = [];

beforeAll(async () => {
  place = { dockerHost: engine.dockerHost, home: await mkdtemp(join(tmpdir(), 'doctor-e2e-')) };
});
afterAll(async () => {
  for (const project of projects) await project.stop();
  await rm(place.home, { recursive: true, force: true });
});

/** As a user writes it; `mount` is what they keep the state in. */
const textFor = (port: number, mount: string) => `version: "3.8"
# The assistant of the house. Its token is in the password safe, too.
services:
  openclaw-gateway:
    image: ${imageName(inject('openclawVersion'))}
    init: true
    command: [node, openclaw.mjs, gateway, run, --allow-unconfigured, --bind, lan]
    environment:
      OPENCLAW_GATEWAY_TOKEN: ${gatewayToken}
    ports:
      - "127.0.0.1:${port}:18789" # this machine only
    volumes:
      # All that it knows.
      - ${mount}
    restart: unless-stopped
`;

async function project(name: string, mount: string): Promise<Composed> {
  const folder = join(place.home, name);
  await mkdir(folder);
  const made = await composed({ engine, folder, text: (port) => textFor(port, mount) });
  projects.push(made);
  return made;
}

const ask = ({ url, token }: Composed, identity: Identity) => connect({ url, token, identity });
async function answer(to: Composed, identity: Identity): Promise<string> {
  const tried = await ask(to, identity);
  if (tried.status === 'connected') await tried.close();
  return tried.status;
}

/** Started, with a device that it lets in. */
async function withDevice(claw: Composed): Promise<Identity> {
  const identity = newIdentity();
  const gateway = await claw.up();
  await gateway.exec(['openclaw', 'devices', 'approve', requestIdOf(await ask(claw, identity))]);
  expect(await answer(claw, identity)).toBe('connected');
  return identity;
}

/** Gives the word for steps of the present remedy, up to the one before `next`. */
async function doSteps(terminal: Terminal, next: number, first = 1): Promise<void> {
  for (let step = first; step < next; step++) {
    await terminal.waitFor(`Step ${step} of 5`, 60_000);
    await terminal.waitFor(/enter (?:run it here|write it)/);
    terminal.press('\r');
  }
  await terminal.waitFor(`Step ${next} of 5`, 60_000);
}

const MOUNTED = '+      - openclaw-state:/home/node/.openclaw';

test('a state folder that no mount covers: pairing is lost, mended, and then outlives the container', {
  timeout: 600_000,
}, async () => {
  const claw = await project('claw', './state:/root/.openclaw # where the guide had it');
  const identity = await withDevice(claw);
  await claw.down();
  await claw.up();
  expect(await answer(claw, identity)).toBe('refused');

  const terminal = openDoctor(['--url', claw.url], place, { cols: 100, rows: 50 });
  await terminal.waitFor('› error: The gateway sees the CLI as', 30_000);
  terminal.press('j');
  await terminal.waitFor('› warning: The mount is at /root/.openclaw');
  await terminal.waitFor('enter options');
  terminal.press('\r');
  await terminal.waitFor('› Mount');
  terminal.press('j');
  await terminal.waitFor('› Keep the state in a named volume');
  terminal.press('\r');
  await doSteps(terminal, 3);
  await terminal.waitFor(`${MOUNTED} # where the guide had it`);
  await doSteps(terminal, 5, 3);
  await terminal.waitFor('enter run it here');
  terminal.press('\r');
  await terminal.waitFor(/The problem is gone[\s\S]*enter go on with this/, 90_000);
  expect(await readFile(claw.file, 'utf8')).toBe(
    `${textFor(claw.port, 'openclaw-state:/home/node/.openclaw # where the guide had it')}volumes:\n  openclaw-state: {}\n`,
  );

  // Its request was copied along with the rest, and lives five minutes from when it asked last.
  expect(await answer(claw, identity)).toBe('refused');
  terminal.press('\r');
  await terminal.waitFor('› Approve this device from inside the container');
  terminal.press('\r');
  await terminal.waitFor('enter see who asks');
  terminal.press('\r');
  await terminal.waitFor('enter see it whole', 30_000);
  terminal.press('\r');
  await terminal.waitFor('y approve this request');
  terminal.press('y');
  await terminal.waitFor('Approved. Waiting for the client', 60_000);
  expect(await answer(claw, identity)).toBe('connected');
  await terminal.waitFor('Connected: the device was approved', 30_000);
  await terminal.waitFor('Mended so far: 2');
  terminal.press('q');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });

  await claw.down();
  await claw.up();
  expect(await answer(claw, identity)).toBe('connected');
});

test('a fix that is killed in the midst of its last step is found, gone on with, and the client connects', {
  timeout: 600_000,
}, async () => {
  const claw = await project('nameless', '/home/node/.openclaw # all of it');
  const identity = await withDevice(claw);
  const killed = openDoctor(['--url', claw.url], place, { cols: 100, rows: 50 });
  await killed.waitFor('is in a volume without a name', 30_000);
  await killed.waitFor('enter options');
  killed.press('\r');
  await killed.waitFor('› Give the state a volume with a name');
  killed.press('\r');
  await doSteps(killed, 5);
  await killed.waitFor('enter run it here');
  killed.press('\r');
  await killed.waitFor('Recreating', 30_000);
  killed.kill('SIGKILL');
  await killed.exited;

  const terminal = openDoctor(['--url', claw.url], place, { cols: 100, rows: 50 });
  await terminal.waitFor('A fix was left half-way', 60_000);
  await terminal.waitFor('enter go on');
  terminal.press('\r');
  await terminal.waitFor('Step 5 of 5');
  await terminal.waitFor('it may be done already');
  await terminal.waitFor('enter run it here');
  terminal.press('\r');
  // The command that the killed doctor had started goes on without it, and may be in the way of the second.
  const seen = await terminal.waitFor(/The problem is gone|enter run it again/, 90_000);
  if (seen.includes('enter run it again')) terminal.press('\r');
  await terminal.waitFor('The problem is gone', 90_000);
  await until(async () => (await answer(claw, identity)) === 'connected' || undefined, {
    timeoutMs: 90_000,
    late: () => new Error('not let in'),
  });
  terminal.press('q');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
});
