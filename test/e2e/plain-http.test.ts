import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { pressAll, TO_WAITING } from '../support/press.ts';
import { check, doctor, openDoctor, type Place } from './doctor.ts';
import { openPage, type Page } from './lab/browser.ts';
import { type HostGateway, startHostGateway } from './lab/host-gateway.ts';
import { type LanPeer, startLanPeer } from './lab/namespaces.ts';
import { openclawBinFolder } from './lab/openclaw.ts';

const insecure = 'secure-context/insecure-context-http';

let peer: LanPeer;
beforeAll(async () => {
  peer = await startLanPeer();
});
afterAll(() => peer?.stop());

/** The gateway's page, opened over plain HTTP in a browser on another machine of the LAN, with the right token. */
function openOn(version: string) {
  const opened = {} as { place: Place; gateway: HostGateway; url: string; page: Page };
  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'doctor-plain-'));
    opened.place = { dockerHost: inject('dockerHost'), home, path: openclawBinFolder(version) };
    opened.gateway = await startHostGateway(version, home, { config: {} });
    opened.url = `http://${peer.hostAddress}:${opened.gateway.port}/`;
    opened.page = await openPage(`${opened.url}#token=${opened.gateway.token}`, { argv: peer.argv });
  });
  afterAll(async () => {
    await opened.page?.close();
    await opened.gateway?.stop();
    await rm(opened.place.home, { recursive: true, force: true });
  });
  return opened;
}

describe('2026.7.1, whose page makes no device identity over plain HTTP', () => {
  const version = '2026.7.1';
  const opened = openOn(version);

  test('the page says so', async () => {
    await opened.page.waitFor('control ui requires device identity (use HTTPS or localhost secure context)');
    expect(await opened.page.isSecureContext()).toBe(false);
  });

  test('the address of the page is the diagnosis', async () => {
    const { code, report } = await check(['--page', opened.url], opened.place);
    expect({ code, version: report.openclaw.version, first: report.findings[0] }).toMatchObject({
      code: 1,
      version,
      first: { rule: insecure, severity: 'error' },
    });
  });
});

describe('2026.9.6, whose page makes one anywhere', () => {
  const version = '2026.9.6';
  const opened = openOn(version);
  let requestId = '';

  test('the page waits to be approved', async () => {
    const text = await opened.page.waitFor(/openclaw devices approve [0-9a-f-]{36}/);
    requestId = /approve ([0-9a-f-]{36})/.exec(text)?.[1] ?? '';
    expect(text).toContain('Approve this browser');
    expect(await opened.page.isSecureContext()).toBe(false);
  });

  test('the request is the diagnosis, and plain HTTP is no error', async () => {
    const { code, report } = await check(['--page', opened.url], opened.place);
    const [first, ...others] = report.findings;
    expect({ code, version: report.openclaw.version, first }).toMatchObject({
      code: 1,
      version,
      first: {
        rule: 'pairing-approval/pending-approval-new-device',
        variant: 'remote',
        certainty: 'confirmed',
        title: `The gateway waits for you to approve a browser at ${peer.address}`,
      },
    });
    expect(others.filter(({ rule, severity }) => rule === insecure && severity === 'error')).toEqual([]);
  });

  test('approved by fix --approve, the page connects by itself', async () => {
    const fix = await doctor(['fix', '--approve', requestId, '--page', opened.url], opened.place);
    expect([fix.code, fix.stdout]).toEqual([0, expect.stringMatching(/the device is approved/i)]);
    expect(await opened.page.waitFor('Settings')).not.toContain('Approve this browser');
    expect(await opened.gateway.output()).toContain('webchat connected');
    expect(await check(['--page', opened.url], opened.place)).toMatchObject({
      code: 0,
      report: { verdict: 'healthy' },
    });
  });

  test('another browser is approved in the walkthrough while its page waits, and the page connects by itself', async () => {
    const { gateway, place, url } = opened;
    const page = await openPage(`${url}#token=${gateway.token}`, { argv: peer.argv });
    try {
      const waiting = await page.waitFor(/openclaw devices approve [0-9a-f-]{36}/);
      const request = /approve ([0-9a-f-]{36})/.exec(waiting)?.[1] ?? '';
      const loadedAt = await page.loadedAt();
      const env = { OPENCLAW_GATEWAY_TOKEN: gateway.token };
      const terminal = openDoctor(['--page', url], place, { cols: 100, rows: 45 }, env);
      await terminal.waitFor(`The gateway waits for you to approve a browser at ${peer.address}`, 30_000);
      await pressAll(terminal, TO_WAITING);
      await terminal.waitFor(request);
      await terminal.waitFor('enter see it whole');
      terminal.press('\r');
      await terminal.waitFor('Approve this device? Only if it is yours.');
      await terminal.waitFor('y approve this request');
      terminal.press('y');
      await terminal.waitFor('Connected: the device was approved', 90_000);
      expect(await page.waitFor('Settings')).not.toContain('Approve this browser');
      expect(await page.loadedAt()).toBe(loadedAt);
      terminal.press('q');
      expect(await terminal.exited).toMatchObject({ exitCode: 0 });
    } finally {
      await page.close();
    }
  });
});
