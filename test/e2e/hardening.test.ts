import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { pressAll, TO_WAITING } from '../support/press.ts';
import { doctor, openDoctor, type Place } from './doctor.ts';
import { connect, newIdentity } from './lab/client.ts';
import { engineAt } from './lab/engine.ts';
import { type Gateway, startGateway } from './lab/gateway.ts';

const engine = engineAt(inject('dockerHost'));
const [mine, stranger] = [newIdentity(), newIdentity()];
let place: Place;
let gateway: Gateway;

beforeAll(async () => {
  place = { dockerHost: engine.dockerHost, home: await mkdtemp(join(tmpdir(), 'doctor-e2e-')) };
  gateway = await startGateway({ engine, version: inject('openclawVersion'), name: 'hardening' });
});
afterAll(async () => {
  await gateway?.stop();
  await rm(place.home, { recursive: true, force: true });
});

const ask = (identity: typeof mine) => connect({ url: gateway.url, token: gateway.token, identity });
const requestOf = async (identity: typeof mine) => {
  const refused = await ask(identity);
  return refused.status === 'refused' ? (refused.error?.details?.requestId ?? 'none') : refused.status;
};

const answer = async (identity: typeof mine) => {
  const tried = await ask(identity);
  if (tried.status === 'connected') await tried.close();
  return tried.status;
};
const aimed = () => ['--url', gateway.url, '--container', gateway.name];

test('h lists what keeps it from coming back, and a measure is taken and checked like any fix', {
  timeout: 300_000,
}, async () => {
  const request = await requestOf(mine);
  const terminal = openDoctor(aimed(), place, { cols: 100, rows: 45 });
  await terminal.waitFor('enter options', 30_000);
  await pressAll(terminal, TO_WAITING);
  await terminal.waitFor('enter see it whole');
  await terminal.waitFor(request);
  terminal.press('\r');
  await terminal.waitFor('y approve this request');
  terminal.press('y');
  await terminal.waitFor('Waiting for the client', 90_000);
  expect(await answer(mine)).toBe('connected');
  await terminal.waitFor('Connected', 60_000);

  const other = await requestOf(stranger);
  await terminal.waitFor('h keep it so', 30_000);
  terminal.press('h');
  await terminal.waitFor("The gateway's port is published at 127.0.0.1 only");
  await terminal.waitFor('Reject requests that are none of yours', 30_000);
  await terminal.waitFor('enter see how');
  terminal.press('\r');
  await terminal.waitFor('Reject this request');
  await terminal.waitFor('enter take this one');
  terminal.press('\r');
  await terminal.waitFor(other);
  await terminal.waitFor('enter run it here');
  terminal.press('\r');
  await terminal.waitFor('Done, and the new look shows it', 90_000);
  await terminal.waitFor('Nobody else waits for approval');
  expect(await requestOf(stranger)).not.toBe(other);
  terminal.press('q');
  await terminal.exited;
  expect(terminal.modes()).toMatchObject({ cursorVisible: true, alternateScreen: false });
});

test('fix tells it in words, and runs nothing of it', { timeout: 180_000 }, async () => {
  const other = await requestOf(stranger);
  const next = newIdentity();
  const fixed = await doctor(['fix', '--approve', await requestOf(next), ...aimed()], place);
  expect(fixed.stdout).toContain('To keep it from coming back;');
  expect(fixed.stdout).toContain('? can’t be told from here: Reject requests that are none of yours');
  expect(await requestOf(stranger)).toBe(other);
});
