import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { doctor, type Place } from './doctor.ts';
import { newIdentity } from './lab/client.ts';
import { freePort } from './lab/gateway.ts';
import { type HostGateway, startHostGateway } from './lab/host-gateway.ts';
import { connectFromLan, requestIdOf } from './lab/lan-client.ts';
import { type LanPeer, startLanPeer } from './lab/namespaces.ts';
import { openclawBinFolder } from './lab/openclaw.ts';
import { settled, traceIn, withoutJournal } from './lab/trace.ts';

const version = inject('openclawVersion');
let place: Place;
let gateway: HostGateway | undefined;
let peer: LanPeer;

beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), 'doctor-wait-'));
  place = { dockerHost: inject('dockerHost'), home, path: openclawBinFolder(version) };
  peer = await startLanPeer();
});
afterAll(async () => {
  await peer?.stop();
  await gateway?.stop();
  await rm(place.home, { recursive: true, force: true });
});

test('it waits while a gateway starts, and then for an approval, and leaves no trace however often it looks', async () => {
  const port = await freePort();
  const url = `ws://127.0.0.1:${port}`;
  const wait = (timeoutMs: number) => doctor(['wait', '--url', url, '--timeout', String(timeoutMs)], place);

  const starting = wait(170_000);
  const running = await startHostGateway(version, place.home, { port });
  gateway = running;
  const started = await starting;
  expect(started).toMatchObject({ code: 0, stdout: expect.stringContaining(`✓ Healthy, OpenClaw ${version}`) });
  expect(started.stderr).toMatch(/^Not healthy yet: tcp: .*ECONNREFUSED[\s\S]*\nHealthy after \d+ s\.$/);

  const look = () => traceIn(running.stateDir, running.logFiles);
  expect((await look()).devices).toEqual({ pending: [], paired: [] });
  const client = { url: `ws://${peer.hostAddress}:${port}`, token: running.token, identity: newIdentity() };
  const refused = await connectFromLan(peer, client);
  expect(refused).toMatchObject({ status: 'refused', code: 1008 });
  const before = await settled(look);
  const late = await wait(9000);
  expect(late).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Not healthy yet: pairing: .*\nNot healthy within 9 s\.$/),
  });
  expect(withoutJournal(await look())).toEqual(withoutJournal(before));

  const approving = wait(120_000);
  await doctor(['fix', '--approve', requestIdOf(refused), '--url', url], place);
  expect(await approving).toMatchObject({ code: 0 });
});
