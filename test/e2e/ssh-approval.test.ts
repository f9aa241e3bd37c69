import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pressAll, TO_WAITING } from '../support/press.ts';
import { check, doctor, openDoctor, type Place } from './doctor.ts';
import { newIdentity } from './lab/client.ts';
import { freePort } from './lab/gateway.ts';
import { type HostGateway, startHostGateway } from './lab/host-gateway.ts';
import { connectFromLan, requestIdOf } from './lab/lan-client.ts';
import { type LanPeer, startLanPeer } from './lab/namespaces.ts';
import { openclawBinFolder } from './lab/openclaw.ts';
import { openTunnel, type SshServer, startSshServer } from './lab/sshd.ts';
import { devicesIn, settled, traceIn, withoutJournal } from './lab/trace.ts';

let peer: LanPeer;
beforeAll(async () => {
  peer = await startLanPeer();
});
afterAll(() => peer?.stop());

// The one keeps its pairing in JSON files, the other in SQLite.
describe.each(['2026.7.1', '2026.9.6'])('a gateway of %s at the other end of a tunnel', (version) => {
  const identity = newIdentity();
  let home: string;
  let place: Place;
  let gateway: HostGateway;
  let server: SshServer;
  let closeTunnel: () => Promise<void>;
  let aim: readonly string[];
  let overSsh: readonly string[];
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'doctor-ssh-approval-'));
    for (const name of ['there', 'ssh', 'here/bin']) await mkdir(join(home, name), { recursive: true });
    gateway = await startHostGateway(version, join(home, 'there'), { config: {} });
    server = await startSshServer(join(home, 'ssh'), {
      HOME: join(home, 'there'),
      PATH: `${openclawBinFolder(version)}:/usr/bin:/bin`,
      OPENCLAW_GATEWAY_TOKEN: gateway.token,
    });
    const near = await freePort();
    closeTunnel = await openTunnel(server, { near, far: gateway.port });
    // What the user's own settings would say: ssh reads them in the home of the user database, wherever HOME is.
    const ssh = join(home, 'here/bin/ssh');
    await writeFile(ssh, `#!/bin/sh\nexec /usr/bin/ssh -F ${server.clientConfig} "$@"\n`);
    await chmod(ssh, 0o755);
    place = { dockerHost: 'unix:///nonexistent', home: join(home, 'here'), path: join(home, 'here/bin') };
    aim = ['--url', `ws://127.0.0.1:${near}`];
    overSsh = [...aim, '--ssh', `root@127.0.0.1:${server.port}`];
  });
  afterAll(async () => {
    await closeTunnel?.();
    await server?.stop();
    await gateway?.stop();
    await rm(home, { recursive: true, force: true });
  });
  const ask = (who = identity) =>
    connectFromLan(peer, { url: `ws://${peer.hostAddress}:${gateway.port}`, token: gateway.token, identity: who });

  test('without the user’s word nobody logs in there', async () => {
    const requestId = requestIdOf(await ask());
    const { report } = await check(aim, place);
    expect(JSON.stringify(report)).not.toContain(requestId);
  });

  test('a host that ssh does not know is not logged in to, and the reason is told', async () => {
    const { report } = await check(overSsh, place);
    expect(JSON.stringify(report.unknown)).toContain('Host key verification failed');
  });

  test('by --ssh its state is read there, and the request is the diagnosis', async () => {
    await execa(join(home, 'here/bin/ssh'), [
      '-o',
      'StrictHostKeyChecking=accept-new',
      '-p',
      String(server.port),
      'root@127.0.0.1',
      'true',
    ]);
    const requestId = requestIdOf(await ask());
    const trace = () => traceIn(gateway.stateDir, gateway.logFiles);
    const before = await settled(trace);
    const logins = server.logins();
    const { report } = await check(overSsh, place);
    expect(withoutJournal(await trace())).toEqual(withoutJournal(before));
    expect(server.logins()).toBe(logins + 1);
    expect(report.findings[0]).toMatchObject({
      rule: 'pairing-approval/pending-approval-new-device',
      certainty: 'confirmed',
    });
    expect(JSON.stringify(report.findings[0])).toContain(requestId);
    const recording = join(home, 'recording.json');
    await doctor(['record', recording, ...overSsh], place);
    const replayed = await check(['--from', recording], place);
    expect(replayed.report.findings).toEqual(report.findings);
  });

  test('in the walkthrough the tunnel tells of the host, and one key is the word for a look there', async () => {
    const requestId = requestIdOf(await ask());
    const terminal = openDoctor(aim, place, { cols: 100, rows: 40 });
    await terminal.waitFor('s look there over ssh', 60_000);
    const logins = server.logins();
    terminal.press('s');
    const screen = await terminal.waitFor('enter options', 60_000);
    expect(screen).toContain('The gateway waits for you to approve the CLI');
    expect(server.logins()).toBe(logins + 1);
    terminal.press('e');
    await terminal.waitFor(requestId);
    terminal.press('\x03');
    await terminal.exited;
  });

  test('it is approved over ssh once it was seen whole, and the client is let in', async () => {
    const requestId = requestIdOf(await ask());
    const terminal = openDoctor(overSsh, place, { cols: 100, rows: 40 });
    await pressAll(terminal, [...TO_WAITING, ['enter see it whole', '\r']], 60_000);
    const whole = await terminal.waitFor('y approve this request');
    expect(whole).toContain(requestId);
    terminal.press('y');
    await terminal.waitFor('Waiting for the client', 90_000);
    expect(await ask()).toMatchObject({ status: 'connected' });
    await terminal.waitFor('Connected: the device was approved', 60_000);
    terminal.press('\x03');
    await terminal.exited;
    expect((await devicesIn(gateway.stateDir)).paired).toContainEqual(
      expect.objectContaining(
        version === '2026.7.1' ? { deviceId: identity.deviceId } : { device_id: identity.deviceId },
      ),
    );
  });

  test('without a terminal, too, by its id', async () => {
    const other = newIdentity();
    const { code, stdout } = await doctor(['fix', '--approve', requestIdOf(await ask(other)), ...overSsh], place);
    expect(stdout).toContain('Approved');
    expect(code).toBe(0);
    expect(await ask(other)).toMatchObject({ status: 'connected' });
    expect(await check(overSsh, place)).toMatchObject({ code: 0, report: { verdict: 'healthy', unknown: [] } });
  });
});
