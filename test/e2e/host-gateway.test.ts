import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { check, doctor, type Place } from './doctor.ts';
import { engineAt } from './lab/engine.ts';
import { type HostGateway, startHostGateway } from './lab/host-gateway.ts';
import { hostListing, withoutJournals } from './lab/listing.ts';
import { type LanPeer, startLanPeer } from './lab/namespaces.ts';
import { openclawBinFolder } from './lab/openclaw.ts';
import { nodeBinary } from './lab/paths.ts';

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

/** Connects from the other machine, each time with the same identity. */
async function askFromLan(): Promise<{ status: string; code?: number; requestId?: string; deviceId: string }> {
  const file = join(place.home, 'identity.json');
  const script = `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
    import { connect, newIdentity } from '${join(import.meta.dirname, 'lab/client.ts')}';
    const identity = existsSync('${file}') ? JSON.parse(readFileSync('${file}', 'utf8')) : newIdentity();
    writeFileSync('${file}', JSON.stringify(identity));
    const result = await connect({ url: 'ws://${peer.hostAddress}:${gateway.port}', token: '${gateway.token}', identity });
    console.log(JSON.stringify({ status: result.status, code: result.code, requestId: result.error?.details?.requestId, deviceId: identity.deviceId }));
    if (result.status === 'connected') await result.close();`;
  const { stdout, stderr } = await peer.run([nodeBinary, '--input-type=module', '--eval', script]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** A gateway that has just started still makes folders of its own. */
async function settled(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  for (let last = await look(), tries = 0; tries < 15; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const now = await look();
    if (JSON.stringify(now) === JSON.stringify(last)) return now;
    last = now;
  }
  throw new Error('the state folder does not come to rest');
}

test('a client on the LAN is diagnosed at its own address, approved on the host, and connects', async () => {
  const aim = ['--url', `ws://127.0.0.1:${gateway.port}`];
  const refused = await askFromLan();
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
    expect.objectContaining({ fact: 'refusal.deviceId', value: refused.deviceId }),
  );
  expect(await state()).toEqual(before);

  const fix = await doctor(['fix', '--approve', refused.requestId ?? '', ...aim], place);
  expect([fix.code, fix.stdout]).toEqual([0, expect.stringContaining('The device is approved')]);
  expect(await askFromLan()).toMatchObject({ status: 'connected' });
  expect(await check(aim, place)).toMatchObject({ code: 0, report: { findings: [], unknown: [] } });
});
