import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '../doctor.ts';
import { openPage } from '../lab/browser.ts';
import { isReady } from '../lab/host-gateway.ts';
import { startSshServer } from '../lab/sshd.ts';
import { until } from '../lab/until.ts';
import type { Cause } from './cause.ts';
import type { HostLab } from './host-lab.ts';
import { shows } from './pages.ts';
import { openTunnelOn } from './tunnel.ts';
import type { Step } from './walk.ts';

/** Causes of versions that know `gateway.controlUi.allowInsecureAuth`, and obey it for pages at localhost only. */
export function insecureAuthCauses(lab: () => HostLab): readonly Cause[] {
  return [
    {
      rule: 'secure-context/allowInsecureAuth-ineffective',
      who: 'a browser on the LAN, over plain HTTP, where allowInsecureAuth is set',
      maxKeys: 12,
      provoke: () => pageElsewhere(lab()),
    },
    {
      rule: 'secure-context/insecure-auth-in-force',
      who: 'nobody: a browser on the gateway’s host, where allowInsecureAuth is set',
      maxKeys: 12,
      provoke: () => pageAtLocalhost(lab()),
    },
  ];
}

/** The page, opened at the address of the gateway's host by somebody who may log in there by ssh. */
async function pageElsewhere(lab: HostLab) {
  const { gateway, peer, place } = lab;
  await allow(lab);
  const folder = join(place.home, 'ssh');
  await mkdir(folder);
  const server = await startSshServer(folder, { PATH: '/usr/bin:/bin' }, peer.hostAddress);
  let closeTunnel = async () => {};
  let page = await openPage(`http://${peer.hostAddress}:${gateway.port}/#token=${gateway.token}`, { argv: peer.argv });
  await page.waitFor(/device identity|secure context|HTTPS/i);
  const deeds = [
    {
      words: /start a tunnel to the gateway's host/,
      async do({ command = '' }: Step) {
        closeTunnel = await openTunnelOn(peer, server, command);
      },
    },
    {
      words: /Open http:\/\/localhost:\d+ while it runs/,
      async do({ text }: Step) {
        await page.close();
        page = await openPage(/http:\/\/localhost:\d+/.exec(text)?.[0] ?? '', { argv: peer.argv });
        await page.paste(gateway.token);
      },
    },
  ];
  return {
    newcomer: { tries: () => shows(page), deeds },
    async end() {
      await page.close();
      await closeTunnel();
      await server.stop();
    },
  };
}

/** The page, opened on the gateway's host itself. */
async function pageAtLocalhost(lab: HostLab) {
  const { gateway, place } = lab;
  await allow(lab);
  const link = `http://localhost:${gateway.port}/#token=${gateway.token}`;
  const page = await openPage(link);
  await page.waitFor('Settings');
  const tries = () => shows(page);
  const lasts = async () => {
    const { report } = await check(['--timeout', '30000'], place);
    return report.verdict === 'healthy' && report.findings.length === 0 && (await tries());
  };
  return {
    newcomer: { tries, lasts, deeds: [{ words: /Open the page at http:\/\/localhost/, do: () => page.go(link) }] },
    end: () => page.close(),
  };
}

/** Sets it, and waits until the gateway has taken it over, for which it restarts. */
async function allow({ gateway, place }: HostLab): Promise<void> {
  const file = join(place.home, '.openclaw', 'openclaw.json');
  const config = JSON.parse(await readFile(file, 'utf8')) as { gateway: { controlUi: Record<string, unknown> } };
  if (config.gateway.controlUi.allowInsecureAuth === true) return;
  config.gateway.controlUi.allowInsecureAuth = true;
  const starts = async () => (await gateway.output()).split('[gateway] ready').length;
  const before = await starts();
  await writeFile(file, JSON.stringify(config, null, 2));
  const isBack = async () => ((await starts()) > before && (await isReady(gateway.port))) || undefined;
  const late = async () => new Error(`the gateway does not restart:\n${(await gateway.output()).slice(-2000)}`);
  await until(isBack, { timeoutMs: 120_000, everyMs: 200, late });
}
