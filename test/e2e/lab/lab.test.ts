import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openTerminal } from '../../support/terminal.ts';
import { connect, newIdentity } from './client.ts';
import { engineAt } from './engine.ts';
import { freePort, type Gateway, startGateway } from './gateway.ts';
import { hostListing, withoutJournals } from './listing.ts';
import { type LanPeer, startLanPeer } from './namespaces.ts';
import { runCli } from './openclaw.ts';
import { nodeBinary, openclawFolder } from './paths.ts';

const version = inject('openclawVersion');
const engine = engineAt(inject('dockerHost'));
const otherProbe = join(import.meta.dirname, '../../../../shared/lab/wsprobe.mjs');

describe('a gateway behind a published port', () => {
  const config = { gateway: { trustedProxies: ['192.0.2.10'] } };
  let gateway: Gateway;
  let home: string;
  beforeAll(async () => {
    gateway = await startGateway({ engine, version, name: 'lab-published', config });
    home = await mkdtemp(join(tmpdir(), 'openclaw-e2e-'));
  });
  afterAll(async () => {
    await gateway?.stop();
    if (home) await rm(home, { recursive: true, force: true });
  });

  test('refuses a new device, lists its request as from the bridge, and takes it once approved', async () => {
    const identity = newIdentity();
    const ask = () => connect({ url: gateway.url, token: gateway.token, identity });
    expect(await ask()).toMatchObject({
      status: 'refused',
      code: 1008,
      reason: expect.stringMatching(/^pairing required: device is not approved yet/),
      error: { code: 'NOT_PAIRED', details: { code: 'PAIRING_REQUIRED', reason: 'not-paired' } },
    });
    const pending = JSON.parse((await gateway.exec(['openclaw', 'devices', 'list', '--json'])).stdout).pending;
    const request = pending.find(({ deviceId }: { deviceId: string }) => deviceId === identity.deviceId);
    expect(request).toMatchObject({ clientId: 'cli', remoteIp: await bridgeAddress() });

    const approved = await gateway.exec(['openclaw', 'devices', 'approve', request.requestId]);
    expect(approved).toMatchObject({ exitCode: 0 });
    const connection = await ask();
    expect(connection).toMatchObject({ status: 'connected', hello: { server: { version } } });
    if (connection.status === 'connected') await connection.close();
  });

  test.skipIf(!existsSync(otherProbe))('answers a second, independent client in the same words', async () => {
    const ours = await connect({ url: gateway.url, token: gateway.token, identity: newIdentity() });
    await symlink(openclawFolder(version), join(home, `oc-${version}`));
    const { stdout } = await execa(
      nodeBinary,
      [otherProbe, '--client', 'cli', '--token', gateway.token, '--url', gateway.url],
      { env: { OCLAB: home, OCLAB_WS: version } },
    );
    const theirs = JSON.parse(stdout);
    const withoutIds = (value: unknown) => JSON.parse(JSON.stringify(value).replace(/[0-9a-f]{8,}[0-9a-f-]*/g, '<id>'));
    expect(ours).toMatchObject({ status: 'refused', code: theirs.close.code });
    expect(ours.status === 'refused' && withoutIds(ours.error)).toEqual(withoutIds(theirs.error));
  });

  test('turns the real CLI of this host away for want of a scope', async () => {
    const args = ['devices', 'list', '--url', gateway.url, '--token', gateway.token];
    const { code, stdout, stderr } = await runCli(version, { home, args });
    expect({ code, says: stdout + stderr }).toEqual({
      code: 1,
      says: expect.stringContaining('missing scope: operator.pairing'),
    });
  });

  test('has a state folder whose listing stays the same while nothing happens', async () => {
    const before = await gateway.stateListing();
    expect(before).toContainEqual(expect.stringMatching(/^-rw------- 1000\/1000 \d+ state\/openclaw\.sqlite$/));
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(withoutJournals(await gateway.stateListing())).toEqual(withoutJournals(before));
    expect(await hostListing(join(home, 'none'))).toEqual([]);
  });

  test('starts with the configuration it was given', async () => {
    const { stdout } = await gateway.exec(['openclaw', 'config', 'get', 'gateway.trustedProxies']);
    expect(JSON.parse(stdout)).toEqual(['192.0.2.10']);
    expect(await gateway.stateListing()).toContainEqual(
      expect.stringMatching(/^-rw------- 1000\/1000 \d+ openclaw\.json$/),
    );
  });

  test('tells what it did in its log', async () => {
    expect(await gateway.logs()).toMatch(/closed before connect .* code=1008 reason=pairing required/);
  });
});

describe('a peer on the LAN', () => {
  let peer: LanPeer;
  beforeAll(async () => {
    peer = await startLanPeer();
  });
  afterAll(() => peer?.stop());

  test('reaches a gateway that is published on every address', async () => {
    const port = await freePort();
    const gateway = await startGateway({ engine, version, name: 'lab-lan', publish: `0.0.0.0:${port}:18789` });
    const script = `import { connect, newIdentity } from '${join(import.meta.dirname, 'client.ts')}';
      const url = 'ws://${peer.hostAddress}:${port}';
      const { code, error } = await connect({ url, token: '${gateway.token}', identity: newIdentity() });
      console.log(JSON.stringify({ code, details: error?.details.code }));`;
    const seen = await peer.run([nodeBinary, '--input-type=module', '--eval', script]);
    const list = JSON.parse((await gateway.exec(['openclaw', 'devices', 'list', '--json'])).stdout);
    await gateway.stop();
    expect(JSON.parse(seen.stdout)).toEqual({ code: 1008, details: 'PAIRING_REQUIRED' });
    const remoteIp = inject('ownsFirewall') ? peer.address : await bridgeAddress();
    expect(list.pending).toMatchObject([{ remoteIp }]);
  });
});

describe('a gateway in the network of the host', () => {
  test('takes a device from loopback without asking', async () => {
    const gateway = await startGateway({ engine, version, name: 'lab-host', network: 'host', bind: 'loopback' });
    const connection = await connect({ url: gateway.url, token: gateway.token, identity: newIdentity() });
    expect(connection).toMatchObject({ status: 'connected' });
    if (connection.status === 'connected') await connection.close();
    await gateway.stop();
    expect(await connect({ url: gateway.url, timeoutMs: 300 })).toEqual({
      status: 'unreachable',
      reason: 'ECONNREFUSED',
    });
  });
});

describe('a program in the terminal', () => {
  const program = `
    process.stdout.write('\\x1b[?1049h\\x1b[?25l\\x1b[?2004h');
    const draw = (key) => process.stdout.write('\\x1b[2J\\x1b[H' + [process.stdout.columns, 'CI ' + process.env.CI, key].join('\\r\\n'));
    process.stdin.setRawMode(true).on('data', (data) => {
      if (String(data) !== 'q') return draw('key ' + JSON.stringify(String(data)));
      process.stdout.write('\\x1b[?2004l\\x1b[?25h\\x1b[?1049lbye');
      process.exitCode = 3;
      process.stdin.pause();
    });
    process.stdout.on('resize', () => draw('resized'));
    draw('ready');`;
  const open = () =>
    openTerminal({ argv: [nodeBinary, '--eval', program], cols: 40, rows: 10, env: { CI: undefined } });

  test('draws, is typed to, resized, and puts everything back', async () => {
    const terminal = open();
    expect(await terminal.waitFor('ready')).toBe('40\nCI undefined\nready');
    expect(terminal.modes()).toEqual({
      cursorVisible: false,
      alternateScreen: true,
      bracketedPaste: true,
      mouseTracking: false,
    });
    terminal.press('\x1b[B');
    await terminal.waitFor(/key "\\u001b\[B"/);
    terminal.resize(80, 24);
    expect(await terminal.waitFor('resized')).toBe('80\nCI undefined\nresized');
    terminal.press('q');
    expect(await terminal.exited).toEqual({ exitCode: 3, signal: null });
    expect(terminal.screen()).toBe('bye');
    expect(terminal.raw()).toContain('\x1b[?25h');
    expect(terminal.modes()).toEqual({
      cursorVisible: true,
      alternateScreen: false,
      bracketedPaste: false,
      mouseTracking: false,
    });
  });

  test('is ended by a signal, and a wait in vain tells what was on screen', async () => {
    const terminal = open();
    await terminal.waitFor('ready');
    await expect(terminal.waitFor('never', 200)).rejects.toThrow(/200 ms have passed without never.*ready/s);
    const waiting = expect(terminal.waitFor('never')).rejects.toThrow(/The program ended without never/);
    terminal.kill('SIGKILL');
    expect(await terminal.exited).toEqual({ exitCode: 0, signal: 9 });
    await waiting;
  });
});

async function bridgeAddress(): Promise<string> {
  const format = '{{(index .IPAM.Config 0).Gateway}}';
  return (await engine.docker(['network', 'inspect', 'bridge', '--format', format])).stdout.trim();
}
