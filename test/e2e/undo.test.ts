import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { doctor, openDoctor, type Place } from './doctor.ts';
import { connect, newIdentity } from './lab/client.ts';
import { engineAt } from './lab/engine.ts';
import { type Gateway, startGateway } from './lab/gateway.ts';

const engine = engineAt(inject('dockerHost'));
const identity = newIdentity();
let place: Place;
let gateway: Gateway;

beforeAll(async () => {
  place = { dockerHost: engine.dockerHost, home: await mkdtemp(join(tmpdir(), 'doctor-e2e-')) };
  gateway = await startGateway({ engine, version: inject('openclawVersion'), name: 'undo' });
});
afterAll(async () => {
  await gateway?.stop();
  await rm(place.home, { recursive: true, force: true });
});

const ask = () => connect({ url: gateway.url, token: gateway.token, identity });
const requestOf = async () => {
  const refused = await ask();
  return refused.status === 'refused' ? (refused.error?.details?.requestId ?? 'none') : refused.status;
};
const answer = async () => {
  const tried = await ask();
  if (tried.status === 'connected') await tried.close();
  return tried.status;
};
const aimed = () => ['--url', gateway.url, '--container', gateway.name];

test('an approval by fix is taken back by fix --undo: the client is a stranger again', {
  timeout: 180_000,
}, async () => {
  const request = await requestOf();
  const fixed = await doctor(['fix', '--approve', request, ...aimed()], place);
  expect(fixed.stdout).toContain('$ docker ');
  expect(await answer()).toBe('connected');

  const shown = await doctor(['fix', '--undo', '--dry-run', ...aimed()], place);
  expect(shown.stdout).toContain(`devices remove ${identity.deviceId}`);
  expect(await answer()).toBe('connected');

  const undone = await doctor(['fix', '--undo', ...aimed()], place);
  expect({ code: undone.code, stdout: undone.stdout }).toMatchObject({ code: 0 });
  expect(await answer()).toBe('refused');
  expect((await doctor(['fix', '--undo', ...aimed()], place)).code).toBe(2);
});

test('u on the summary takes an approval back, shown whole before', { timeout: 180_000 }, async () => {
  const request = await requestOf();
  const terminal = openDoctor(aimed(), place, { cols: 100, rows: 45 });
  await terminal.waitFor('not as local', 30_000);
  terminal.press('\r');
  await terminal.waitFor('Approve this device from inside the container');
  terminal.press('\r');
  await terminal.waitFor('Step 1 of 2');
  terminal.press('\r');
  await terminal.waitFor('One device waits for approval');
  await terminal.waitFor(request);
  terminal.press('\r');
  await terminal.waitFor('y approve this request');
  terminal.press('y');
  await terminal.waitFor('Waiting for the client', 60_000);
  expect(await answer()).toBe('connected');
  await terminal.waitFor('Connected', 60_000);
  terminal.press('u');
  await terminal.waitFor('devices remove');
  // Enter counts once the footer offers it: the whole command has been in sight then.
  await terminal.waitFor('enter run it here');
  terminal.press('\r');
  await terminal.waitFor('Nothing is left to take back', 60_000);
  expect(await answer()).toBe('refused');
  terminal.press('\u0003');
  await terminal.exited;
  expect(terminal.modes()).toMatchObject({ cursorVisible: true, alternateScreen: false });
});
