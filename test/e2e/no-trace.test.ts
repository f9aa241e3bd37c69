import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { doctor, type Place } from './doctor.ts';
import { connect, newIdentity } from './lab/client.ts';
import { type HostGateway, startHostGateway } from './lab/host-gateway.ts';
import { connectFromLan } from './lab/lan-client.ts';
import { type LanPeer, startLanPeer } from './lab/namespaces.ts';
import { openclawBinFolder } from './lab/openclaw.ts';
import { settled, traceIn } from './lab/trace.ts';

const versions = ['2026.1.29', '2026.2.19', '2026.3.13', '2026.5.7', '2026.7.1', '2026.9.6'];

let peer: LanPeer;
beforeAll(async () => {
  peer = await startLanPeer();
});
afterAll(() => peer?.stop());

test.each(versions)('no look at a gateway of %s leaves a trace', { timeout: 780_000 }, async (version) => {
  const home = await mkdtemp(join(tmpdir(), 'doctor-no-trace-'));
  const place: Place = { dockerHost: inject('dockerHost'), home, path: openclawBinFolder(version) };
  let gateway: HostGateway | undefined;
  try {
    gateway = await startHostGateway(version, home, { config: {} });
    const { port, token, url, stateDir, logFiles } = gateway;
    const page = `http://${peer.hostAddress}:${port}/`;
    const [paired, pending] = [newIdentity(), newIdentity()];
    const connection = await connect({ url, token, identity: paired });
    if (connection.status !== 'connected') throw new Error(JSON.stringify(connection));
    await connection.close();
    const refused = await connectFromLan(peer, { url: page.replace('http', 'ws'), token, identity: pending });
    expect(refused).toMatchObject({ status: 'refused', code: 1008 });

    const look = () => traceIn(stateDir, logFiles);
    const before = await settled(look);
    const holds = (list: readonly object[], { deviceId }: { deviceId: string }) =>
      JSON.stringify(list).includes(deviceId);
    expect([holds(before.devices.pending, pending), holds(before.devices.paired, paired)]).toEqual([true, true]);

    const recording = join(home, 'recording.json');
    for (const args of [['check'], ['check', '--format', 'json'], ['record', recording], ['check', '--page', page]]) {
      const { code, stderr } = await doctor(args, place);
      // It saw the request that waits: it did look.
      expect({ args, code, stderr }).toEqual({ args, code: args[0] === 'record' ? 0 : 1, stderr: expect.any(String) });
      expect({ args, ...(await look()) }).toEqual({ args, ...before });
    }
  } finally {
    await gateway?.stop();
    await rm(home, { recursive: true, force: true });
  }
});
