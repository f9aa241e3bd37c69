import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createHost } from '../../src/host/real.ts';
import { valueIn } from '../../src/model/fact.ts';
import { defaultAim } from '../../src/probes/context.ts';
import { probeDevices } from '../../src/probes/devices.ts';
import { check, doctor, type Place } from './doctor.ts';
import { newIdentity } from './lab/client.ts';
import { type HostGateway, startHostGateway } from './lab/host-gateway.ts';
import { connectFromLan, requestIdOf } from './lab/lan-client.ts';
import { type LanPeer, startLanPeer } from './lab/namespaces.ts';
import { openclawBinFolder } from './lab/openclaw.ts';

let peer: LanPeer;
beforeAll(async () => {
  peer = await startLanPeer();
});
afterAll(() => peer?.stop());

describe.each(['2026.3.13', '2026.7.1', '2026.9.6'])('a gateway of %s on this host', (version) => {
  const identity = newIdentity();
  let place: Place;
  let gateway: HostGateway;
  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'doctor-older-'));
    place = { dockerHost: inject('dockerHost'), home, path: openclawBinFolder(version) };
    gateway = await startHostGateway(version, home, { config: {} });
  });
  afterAll(async () => {
    await gateway?.stop();
    await rm(place.home, { recursive: true, force: true });
  });
  const ask = () =>
    connectFromLan(peer, { url: `ws://${peer.hostAddress}:${gateway.port}`, token: gateway.token, identity });

  const pairedDevice = async () => {
    const state = { kind: 'folder', path: gateway.stateDir } as const;
    const facts = await probeDevices({ host: createHost(), aim: defaultAim }, state, version);
    return valueIn(facts, 'devices.paired')?.find(({ deviceId }) => deviceId === identity.deviceId);
  };

  test('nobody was refused: healthy', async () => {
    expect(await check([], place)).toMatchObject({
      code: 0,
      report: { verdict: 'healthy', findings: [], openclaw: { version } },
    });
  });

  test('a client on the LAN is diagnosed at its own address', async () => {
    expect(await ask()).toMatchObject({ status: 'refused', code: 1008 });
    const { code, report } = await check([], place);
    const [finding] = report.findings;
    expect({ code, verdict: report.verdict, version: report.openclaw.version }).toEqual({
      code: 1,
      verdict: 'problem',
      version,
    });
    expect(finding).toMatchObject({
      rule: 'pairing-approval/pending-approval-new-device',
      variant: 'remote',
      certainty: 'confirmed',
      title: `The gateway waits for you to approve the CLI at ${peer.address}`,
    });
    expect(finding?.evidence).toContainEqual(
      expect.objectContaining({ fact: 'refusal.deviceId', value: identity.deviceId }),
    );
  });

  test('it is approved by fix --approve with its request, and connects', { timeout: 300_000 }, async () => {
    const requestId = requestIdOf(await ask());
    const fix = await doctor(['fix', '--approve', requestId], place);
    expect([fix.code, fix.stdout]).toEqual([0, expect.stringContaining('The device is approved')]);
    expect(await ask()).toMatchObject({ status: 'connected' });
    expect(await check([], place)).toMatchObject({ code: 0, report: { findings: [], unknown: [] } });
  });

  test('a token that it takes before it refuses the device is no connection', async () => {
    const url = `ws://${peer.hostAddress}:${gateway.port}`;
    const first = await ask();
    const deviceToken = first.status === 'connected' ? first.hello.auth?.deviceToken : undefined;
    if (deviceToken === undefined) throw new Error(`no device token after: ${JSON.stringify(first)}`);
    const withToken = (platform: string) => connectFromLan(peer, { url, deviceToken, identity, platform });
    expect(await withToken('linux')).toMatchObject({ status: 'connected' });
    const letIn = await pairedDevice();
    expect(letIn?.seenAt).toBeGreaterThan(letIn?.approvedAt ?? 0);

    expect(await withToken('darwin')).toMatchObject({ status: 'refused', code: 1008 });
    const refused = await pairedDevice();
    expect(refused?.usedAt).toBeGreaterThan(letIn?.seenAt ?? 0);
    expect(refused?.seenAt).toBeNull();
  });
});
