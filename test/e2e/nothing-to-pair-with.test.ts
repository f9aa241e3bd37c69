import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { check, doctor, type Place } from './doctor.ts';
import { connect, newIdentity } from './lab/client.ts';
import { engineAt } from './lab/engine.ts';
import { freePort, gatewayStarter } from './lab/gateway.ts';

const version = inject('openclawVersion');
const engine = engineAt(inject('dockerHost'));
let place: Place;
const { start, stopAll } = gatewayStarter(engine, version);
const first = async (args: readonly string[]) => {
  const { code, report } = await check(args, place);
  const [finding] = report.findings;
  return { code, rule: finding?.rule, variant: finding?.variant, certainty: finding?.certainty, title: finding?.title };
};

beforeAll(async () => {
  place = { dockerHost: engine.dockerHost, home: await mkdtemp(join(tmpdir(), 'doctor-e2e-')) };
});
afterAll(async () => {
  await stopAll();
  await rm(place.home, { recursive: true, force: true });
});

test('a gateway that listens on loopback inside its container', async () => {
  const gateway = await start({ name: 'inner-loopback', bind: 'loopback' });
  expect(await first(['--url', gateway.url])).toMatchObject({
    code: 1,
    rule: 'container-network/bind-loopback-in-container',
    variant: 'dropped',
    certainty: 'confirmed',
  });
  await gateway.stop();
});

test('a client that dials another port than the published one', async () => {
  const gateway = await start({ name: 'other-port' });
  const port = await freePort();
  expect(await first(['--url', `ws://127.0.0.1:${port}`])).toEqual({
    code: 1,
    rule: 'client-target/cli-wrong-target',
    variant: 'other-port',
    certainty: 'confirmed',
    title: `The gateway is on port ${gateway.port}; the client dials ${port}`,
  });
});

test('a container that has stopped, and the fix that starts it', async () => {
  const gateway = await start({ name: 'other-port' });
  await engine.docker(['stop', '--time', '20', 'other-port']);
  expect(await first(['--url', gateway.url])).toMatchObject({
    code: 1,
    rule: 'gateway-not-serving/gateway-down',
    variant: 'container-stopped',
    certainty: 'confirmed',
  });
  const dry = await doctor(['fix', '--dry-run', '--url', gateway.url], place);
  expect(dry.stdout).toMatch(/would run: docker --host \S+ start other-port/);
  expect((await engine.docker(['inspect', '--format', '{{.State.Running}}', 'other-port'])).stdout.trim()).toBe(
    'false',
  );
  const fix = await doctor(['fix', '--yes', '--url', gateway.url], place);
  expect([fix.code, fix.stdout]).toEqual([0, expect.stringContaining('Fixed: the problem is not there any more.')]);
  // It said so only once the gateway answered again.
  expect(await check(['--url', gateway.url], place)).toMatchObject({ code: 0, report: { verdict: 'healthy' } });
  await gateway.stop();
});

test('a program on the port that is no gateway', async () => {
  const server = createServer((_, response) => response.end('Welcome to nginx!')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await first(['--url', `ws://127.0.0.1:${port}`])).toMatchObject({
    code: 1,
    rule: 'client-target/cli-wrong-target',
    variant: 'something-else',
    certainty: 'confirmed',
  });
  server.close();
});

test('several gateways that could be meant are listed, and one is chosen by name', async () => {
  await start({ name: 'one' });
  const two = await start({ name: 'two' });
  await connect({ url: two.url, token: two.token, identity: newIdentity() });
  const port = await freePort();
  const unclear = await check(['--url', `ws://127.0.0.1:${port}`], place);
  expect(unclear.report.unknown).toContainEqual({
    fact: 'gateway.kind',
    reason: expect.stringMatching(/several gateways could be meant: .*one.*two|two.*one/),
  });
  const chosen = await check(['--url', two.url, '--container', 'two'], place);
  expect(chosen.report.findings[0]).toMatchObject({ rule: 'pairing-approval/pending-approval-docker' });
});

test('on the host’s network, a client at the host’s own address is a new device', async () => {
  const { networkInterfaces } = await import('node:os');
  const own = Object.values(networkInterfaces())
    .flat()
    .find((entry) => entry && !entry.internal && entry.family === 'IPv4' && !entry.address.startsWith('172.'))?.address;
  if (own === undefined) return;
  const gateway = await start({ name: 'host-net', network: 'host', bind: 'lan' });
  const url = `ws://${own}:${gateway.port}`;
  expect(await connect({ url, token: gateway.token, identity: newIdentity() })).toMatchObject({
    status: 'refused',
    code: 1008,
  });
  expect(await first(['--url', url, '--container', 'host-net'])).toMatchObject({
    rule: 'pairing-approval/pending-approval-new-device',
    variant: 'own-address',
    certainty: 'confirmed',
    title: `The gateway sees its own host as ${own}, not as local`,
  });
  await gateway.stop();
});
