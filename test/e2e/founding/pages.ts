import { openPage, type Page } from '../lab/browser.ts';
import type { Cause } from './cause.ts';
import { type Hand, readsToken } from './hand.ts';
import type { HostLab } from './host-lab.ts';
import type { Step } from './walk.ts';

/** Causes of pages that are opened at an address that the gateway does not take. */
export function pageCauses(lab: () => HostLab): readonly Cause[] {
  return [
    {
      rule: 'origin/origin-not-allowed',
      who: 'a browser on the LAN, at a name of the gateway’s host',
      maxKeys: 12,
      provoke: () => pageAtName(lab()),
    },
  ];
}

/** Causes of versions whose page makes no device identity over plain HTTP, nor anywhere but on a secure page. */
export function olderPageCauses(lab: () => HostLab): readonly Cause[] {
  return [
    {
      rule: 'secure-context/insecure-context-http',
      who: 'a browser on the LAN, over plain HTTP',
      maxKeys: 12,
      provoke: () => pageOverHttp(lab()),
    },
  ];
}

/** The page, opened in a browser on the LAN by a name that the LAN gives to the gateway's host. */
async function pageAtName(lab: HostLab) {
  const { gateway, peer } = lab;
  const resolves = `--host-resolver-rules=MAP claw.lan ${peer.hostAddress}`;
  const link = `http://claw.lan:${gateway.port}/#token=${gateway.token}`;
  const page = await openPage(link, { argv: (argv) => peer.argv([...argv, resolves]) });
  await page.waitFor(/origin/i);
  const { deeds, end } = browserOf(lab, page);
  const tries = async () => {
    if (!/Settings/.test(await page.text())) await page.go(link);
    return shows(page);
  };
  return { newcomer: { tries, deeds: [{ words: /Reload the page/, do: () => page.go(link) }, ...deeds] }, end };
}

/** The page, opened in a browser on the LAN at the address of the gateway's host. */
async function pageOverHttp(lab: HostLab) {
  const { gateway, peer } = lab;
  const page = await openPage(`http://${peer.hostAddress}:${gateway.port}/#token=${gateway.token}`, {
    argv: peer.argv,
  });
  await page.waitFor(/device identity|secure context|HTTPS/i);
  const { tries, deeds, end } = browserOf(lab, page);
  return { newcomer: { takes: ['Paste the token into the page'], tries, deeds }, end };
}

/** Somebody at a browser, and what they do there when a step asks for it. */
function browserOf(lab: HostLab, opened?: Page) {
  let page = opened;
  const hand: Hand = { token: '' };
  const tries = async () => {
    page ??= await openPage(`http://localhost:${lab.gateway.port}/`);
    return shows(page);
  };
  const deeds = [
    readsToken(lab, hand),
    {
      words: /[Oo]pen http:\/\/localhost:\d+/,
      async do({ text }: Step) {
        await page?.close();
        page = await openPage(/http:\/\/localhost:\d+/.exec(text)?.[0] ?? '');
        if (/Paste the token/.test(text)) await page.paste(hand.token);
      },
    },
    { words: /Paste (?:it|the token) where the page asks/, do: async () => page?.paste(hand.token) },
  ];
  return { tries, deeds, end: async () => page?.close() };
}

/** Whether the page is let in: it has its menu then. */
export const shows = (page: Page) =>
  page.waitFor('Settings', 15_000).then(
    () => true,
    () => false,
  );
