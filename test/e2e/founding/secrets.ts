import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPage } from '../lab/browser.ts';
import { runCli } from '../lab/openclaw.ts';
import type { Cause } from './cause.ts';
import { type Hand, readsToken, typesAsClient } from './hand.ts';
import type { HostLab } from './host-lab.ts';
import { isIn, pairedClient } from './lan.ts';
import type { Deed } from './walk.ts';

/** Causes of secrets that are missing, wrong, or tried too often. */
export function secretCauses(lab: () => HostLab): readonly Cause[] {
  return [
    {
      rule: 'shared-secret/token-mismatch',
      who: 'the CLI of another user, with an old token',
      maxKeys: 10,
      provoke: () => otherUser(lab(), { token: 'the-token-of-last-year' }),
    },
    {
      rule: 'shared-secret/token-missing',
      who: 'a browser on the gateway’s host',
      maxKeys: 10,
      provoke: () => pageWithout(lab()),
    },
    {
      rule: 'device-credential/device-token-mismatch',
      who: 'a paired CLI on the LAN, with a device token that counts no more',
      maxKeys: 10,
      provoke: () => oldDeviceToken(lab()),
    },
  ];
}

/** Causes of versions whose CLI takes a variable before its settings. */
export function olderSecretCauses(lab: () => HostLab): readonly Cause[] {
  return [
    {
      rule: 'shared-secret/token-mismatch-env-override',
      who: 'the CLI on the gateway’s host, in a shell with an old token',
      maxKeys: 8,
      provoke: () => inShellWithToken(lab()),
    },
  ];
}

/** A shell whose profile sets a token of last year, from which the doctor is started, too. */
async function inShellWithToken({ version, place }: HostLab) {
  const shell: { OPENCLAW_GATEWAY_TOKEN?: string } = { OPENCLAW_GATEWAY_TOKEN: 'the-token-of-last-year' };
  const args = ['gateway', 'call', 'health', '--json'];
  const tries = async () => (await runCli(version, { home: place.home, args, env: shell })).code === 0;
  const env = { ...shell };
  if (await tries()) throw new Error('it was let in');
  const takesOut: Deed = {
    words: /Take it out of the shell/,
    do: async () => void delete shell.OPENCLAW_GATEWAY_TOKEN,
  };
  return { env, newcomer: { tries, deeds: [takesOut] } };
}

/** Another user of the gateway's host, whose CLI is told where the gateway is. */
async function otherUser(lab: HostLab, remote: object) {
  const home = await mkdtemp(join(tmpdir(), 'doctor-other-'));
  await mkdir(join(home, '.openclaw'), { mode: 0o700 });
  const config = { gateway: { mode: 'remote', remote: { url: lab.gateway.url, ...remote } } };
  await writeFile(join(home, '.openclaw', 'openclaw.json'), JSON.stringify(config), { mode: 0o600 });
  const run = (args: readonly string[]) => runCli(lab.version, { home, args });
  const tries = async () => (await run(['gateway', 'call', 'health', '--json'])).code === 0;
  if (await tries()) throw new Error('it was let in');
  const hand: Hand = { token: '' };
  return {
    newcomer: {
      takes: ["Give the CLI of another user the gateway's token"],
      tries,
      deeds: [readsToken(lab, hand), typesAsClient(run, hand)],
    },
    end: () => rm(home, { recursive: true, force: true }),
  };
}

/** The page, opened on the gateway's host by its mere address. */
async function pageWithout({ gateway, version, place }: HostLab) {
  let page = await openPage(`http://127.0.0.1:${gateway.port}/`);
  await page.waitFor(/token/i);
  const opensLink: Deed = {
    words: /open the address behind browserUrl/,
    async do({ command = '' }) {
      const [, ...args] = command.split(' ');
      const { stdout } = await runCli(version, { home: place.home, args });
      const { browserUrl } = JSON.parse(stdout) as { readonly browserUrl: string };
      await page.close();
      page = await openPage(browserUrl);
    },
  };
  const tries = () =>
    page.waitFor('Settings', 30_000).then(
      () => true,
      () => false,
    );
  return { newcomer: { tries, deeds: [opensLink] }, end: () => page.close() };
}

/** A CLI on the LAN that was approved, and shows a device token that was replaced. */
async function oldDeviceToken(lab: HostLab) {
  const client = await pairedClient(lab, ['operator.read']);
  const home = await mkdtemp(join(tmpdir(), 'doctor-client-'));
  const run = (args: readonly string[]) => runCli(lab.version, { home, args });
  const hand: Hand = { token: '' };
  const configured = async () => {
    const text = await readFile(join(home, '.openclaw', 'openclaw.json'), 'utf8').catch(() => '{}');
    return (JSON.parse(text) as { readonly gateway?: { readonly remote?: { readonly token?: string } } }).gateway
      ?.remote?.token;
  };
  const tries = async () => {
    const token = await configured();
    const secret = token === undefined ? { token: '', deviceToken: 'replaced-since' } : { token };
    return isIn(await client.ask({ scopes: ['operator.read'], ...secret }));
  };
  if (await tries()) throw new Error('it was let in');
  return {
    newcomer: { tries, deeds: [readsToken(lab, hand), typesAsClient(run, hand)] },
    end: () => rm(home, { recursive: true, force: true }),
  };
}
