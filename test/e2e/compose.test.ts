import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { pressAll } from '../support/press.ts';
import type { Terminal } from '../support/terminal.ts';
import { openDoctor, type Place } from './doctor.ts';
import { connect, type Identity, newIdentity } from './lab/client.ts';
import { type Composed, composed, composeText } from './lab/compose.ts';
import { engineAt } from './lab/engine.ts';
import { requestIdOf } from './lab/lan-client.ts';
import { until } from './lab/until.ts';

const engine = engineAt(inject('dockerHost'));
const version = inject('openclawVersion');
let place: Place;
const projects: Composed[] = [];

beforeAll(async () => {
  place = { dockerHost: engine.dockerHost, home: await mkdtemp(join(tmpdir(), 'doctor-e2e-')) };
});
afterAll(async () => {
  for (const project of projects) await project.stop();
  await rm(place.home, { recursive: true, force: true });
});

async function project(name: string, mount: string, written = (text: string) => text): Promise<Composed> {
  const folder = join(place.home, name);
  await mkdir(folder);
  const made = await composed({ engine, folder, text: (port) => written(composeText(version, port, mount)) });
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
async function doSteps(terminal: Terminal, next: number): Promise<void> {
  for (let step = 1; step < next; step++) {
    await terminal.waitFor(`Step ${step} of 5`, 60_000);
    await terminal.waitFor(/enter (?:run it here|write it)/);
    terminal.press('\r');
  }
  await terminal.waitFor(`Step ${next} of 5`, 60_000);
}

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
  const seen = await terminal.waitFor(/The problem is gone|enter (?:run it again|go on)/, 90_000);
  if (!seen.includes('The problem is gone')) terminal.press('\r');
  await terminal.waitFor('The problem is gone', 90_000);
  await until(async () => (await answer(claw, identity)) === 'connected' || undefined, {
    timeoutMs: 90_000,
    late: () => new Error('not let in'),
  });
  terminal.press('q');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
});

test('a port that is published for everybody is published for this machine only, as a measure, and the device stays in', {
  timeout: 600_000,
}, async () => {
  const forAll = (text: string) =>
    `${text.replace(/"127\.0\.0\.1:(\d+:18789)" # this machine only/, '"$1" # for the phone')}volumes:\n  claw-state: {}\n`;
  const claw = await project('open', 'claw-state:/home/node/.openclaw', forAll);
  expect(await readFile(claw.file, 'utf8')).toContain(`- "${claw.port}:18789" # for the phone`);
  const identity = await withDevice(claw);
  const terminal = openDoctor(['--url', claw.url], place, { cols: 100, rows: 50 });
  await terminal.waitFor('Healthy', 60_000);
  await pressAll(
    terminal,
    [
      ['h keep it so', 'h'],
      ['› ! Publish the gateway', ''],
      ['enter see how', '\r'],
      ['enter take this one', '\r'],
      ['enter write it', '\r'],
      ['enter run it here', '\r'],
    ],
    60_000,
  );
  await terminal.waitFor('Done, and the new look shows it', 120_000);
  const text = await readFile(claw.file, 'utf8');
  expect(text).toContain(`- "127.0.0.1:${claw.port}:18789" # for the phone`);
  const { stdout } = await engine.docker(['ps', '--format', '{{.Names}} {{.Ports}}']);
  expect(stdout).toMatch(new RegExp(`^open\\S* 127\\.0\\.0\\.1:${claw.port}->18789/tcp`, 'm'));
  expect(await answer(claw, identity)).toBe('connected');
  terminal.press('q');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
});
