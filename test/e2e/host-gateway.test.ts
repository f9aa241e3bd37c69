import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { check, doctor, type Place } from './doctor.ts';
import { newIdentity } from './lab/client.ts';
import { engineAt } from './lab/engine.ts';
import { type HostGateway, startHostGateway } from './lab/host-gateway.ts';
import { connectFromLan, requestIdOf } from './lab/lan-client.ts';
import { hostListing, withoutJournals } from './lab/listing.ts';
import { type LanPeer, startLanPeer } from './lab/namespaces.ts';
import { openclawBinFolder } from './lab/openclaw.ts';
import { settled } from './lab/trace.ts';

const version = inject('openclawVersion');
const engine = engineAt(inject('dockerHost'));
let place: Place;
let gateway: HostGateway;
let peer: LanPeer;

beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), 'doctor-host-'));
  place = { dockerHost: engine.dockerHost, home, path: openclawBinFolder(version) };
  gateway = await startHostGateway(version, home);
  peer = await startLanPeer();
});
afterAll(async () => {
  await peer?.stop();
  await gateway?.stop();
  await rm(place.home, { recursive: true, force: true });
});

test('a client on the LAN is diagnosed at its own address, approved on the host, and connects', async () => {
  const aim = ['--url', gateway.url];
  const identity = newIdentity();
  const ask = () =>
    connectFromLan(peer, { url: `ws://${peer.hostAddress}:${gateway.port}`, token: gateway.token, identity });
  const refused = await ask();
  expect(refused).toMatchObject({ status: 'refused', code: 1008 });

  const state = async () => withoutJournals(await hostListing(join(place.home, '.openclaw')));
  const before = await settled(state);
  const { code, report } = await check(aim, place);
  expect(code).toBe(1);
  expect(report.openclaw.version).toBe(version);
  expect(report.findings[0]).toMatchObject({
    rule: 'pairing-approval/pending-approval-new-device',
    variant: 'remote',
    certainty: 'confirmed',
    title: `The gateway waits for you to approve the CLI at ${peer.address}`,
  });
  expect(report.findings[0]?.evidence).toContainEqual(
    expect.objectContaining({ fact: 'refusal.deviceId', value: identity.deviceId }),
  );
  expect(await state()).toEqual(before);

  const fix = await doctor(['fix', '--approve', requestIdOf(refused), ...aim], place);
  expect([fix.code, fix.stdout]).toEqual([0, expect.stringContaining('The device is approved')]);
  expect(await ask()).toMatchObject({ status: 'connected' });
  expect(await check(aim, place)).toMatchObject({ code: 0, report: { findings: [], unknown: [] } });
});
