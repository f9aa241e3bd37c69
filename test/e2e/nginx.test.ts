import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { check, doctor, type Place } from './doctor.ts';
import { newIdentity, pageBuild } from './lab/client.ts';
import { freePort } from './lab/gateway.ts';
import { type HostGateway, startHostGateway } from './lab/host-gateway.ts';
import { connectFromLan, type LanConnection, requestIdOf } from './lab/lan-client.ts';
import { type LanPeer, startLanPeer } from './lab/namespaces.ts';
import { type Nginx, startNginx } from './lab/nginx.ts';
import { openclawBinFolder } from './lab/openclaw.ts';

let peer: LanPeer;
beforeAll(async () => {
  peer = await startLanPeer();
});
afterAll(() => peer?.stop());

interface Behind {
  readonly place: Place;
  readonly gateway: HostGateway;
  readonly nginx: Nginx;
  /** Opens the gateway's page through nginx in a browser on the LAN, or what the gateway sees of that. */
  ask(): Promise<LanConnection>;
}

/** A gateway on loopback, which takes pages of nginx's address, and nginx in front of it on every address. */
function behindNginx(version: string, trustedProxies: readonly string[] | undefined): Behind {
  const identity = newIdentity();
  const behind = {
    async ask() {
      const { gateway, nginx } = behind;
      const [origin, { token }] = [`http://${peer.hostAddress}:${nginx.port}`, gateway];
      const page = { clientId: 'openclaw-control-ui', mode: 'webchat', origin, ...(await pageBuild(gateway.url)) };
      return connectFromLan(peer, { url: origin.replace('http', 'ws'), token, identity, ...page });
    },
  } as { place: Place; gateway: HostGateway; nginx: Nginx } & Behind;
  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'doctor-nginx-'));
    behind.place = { dockerHost: inject('dockerHost'), home, path: openclawBinFolder(version) };
    const port = await freePort();
    behind.nginx = await startNginx(port);
    const allowedOrigins = [`http://${peer.hostAddress}:${behind.nginx.port}`];
    const config = { gateway: { controlUi: { allowedOrigins }, ...(trustedProxies && { trustedProxies }) } };
    behind.gateway = await startHostGateway(version, home, { port, bind: 'loopback', config });
  });
  afterAll(async () => {
    await behind.nginx?.stop();
    await behind.gateway?.stop();
    await rm(behind.place.home, { recursive: true, force: true });
  });
  return behind;
}

async function firstFinding(args: readonly string[], { place }: Behind) {
  const { code, report } = await check(args, place);
  return { code, version: report.openclaw.version, rule: report.findings[0]?.rule };
}

const notPaired = {
  status: 'refused',
  code: 1008,
  error: { details: { code: 'PAIRING_REQUIRED', reason: 'not-paired' } },
};

describe('nginx in front of 2026.5.7', () => {
  const version = '2026.5.7';

  describe('that does not trust it', () => {
    const behind = behindNginx(version, undefined);

    test('is diagnosed by what the gateway says of the forwarded address', async () => {
      expect(await behind.ask()).toMatchObject(notPaired);
      const said = () => behind.gateway.output();
      await expect.poll(said).toContain('Proxy headers detected from untrusted address');
      // The gateway logs a refusal a moment after the client has it.
      await expect.poll(said).toContain(` remote=127.0.0.1 fwd=${peer.address} `);
      expect(await firstFinding([], behind)).toEqual({ code: 1, version, rule: 'proxy/proxy-untrusted-forwarded' });
    });
  });

  describe('that trusts it', () => {
    const behind = behindNginx(version, ['127.0.0.1']);

    test('leaves a browser to be approved', async () => {
      expect(await behind.ask()).toMatchObject(notPaired);
      expect(await behind.gateway.output()).not.toContain('Proxy headers detected');
      expect(await firstFinding([], behind)).toEqual({
        code: 1,
        version,
        rule: 'pairing-approval/pending-approval-proxy',
      });
    });
  });
});

describe('nginx in front of 2026.9.6', () => {
  const version = '2026.9.6';

  describe('that does not trust it', () => {
    const behind = behindNginx(version, undefined);

    test('is diagnosed by the gateway’s answer to the probe', async () => {
      expect(await behind.ask()).toEqual({ status: 'no-upgrade', httpStatus: 403 });
      const said = async () =>
        (await behind.gateway.output()).match(/observed unattributable proxy-shaped traffic from 127\.0\.0\.1/g);
      await expect.poll(said).toHaveLength(1);
      const url = `ws://127.0.0.1:${behind.nginx.port}`;
      expect(await firstFinding(['--url', url], behind)).toEqual({
        code: 1,
        version,
        rule: 'proxy/proxy-attribution-required',
      });
      // It says that once, of whoever comes first: here the browser, not the doctor.
      expect(await said()).toHaveLength(1);
    });
  });

  describe('that trusts it', () => {
    const behind = behindNginx(version, ['127.0.0.1']);

    test('leaves a browser to be approved', async () => {
      expect(await behind.ask()).toMatchObject(notPaired);
      expect(await firstFinding([], behind)).toEqual({
        code: 1,
        version,
        rule: 'pairing-approval/pending-approval-proxy',
      });
    });

    test('which fix --approve does, and it connects', async () => {
      const fix = await doctor(['fix', '--approve', requestIdOf(await behind.ask())], behind.place);
      expect([fix.code, fix.stdout]).toEqual([0, expect.stringMatching(/the device is approved/i)]);
      expect(await behind.ask()).toMatchObject({ status: 'connected' });
      expect(await check([], behind.place)).toMatchObject({ code: 0, report: { verdict: 'healthy' } });
    });
  });
});
