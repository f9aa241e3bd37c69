import { kindOfAddress } from '../gateway/addresses.ts';
import { type Facts, known, unknown } from '../model/fact.ts';
import type { Context } from './context.ts';

/** The page that the browser shows: whether it is a secure context, and whether its certificate holds. */
export async function probePage({ host, aim }: Context): Promise<Facts> {
  if (aim.page === undefined) {
    const reason = 'no page was named: --page with the address from the browser’s address bar tells';
    return { 'page.url': unknown(reason), 'page.secureContext': unknown(reason), 'page.certificate': unknown(reason) };
  }
  const url = new URL(aim.page);
  const facts = pageFacts(url);
  if (url.protocol !== 'https:') return { ...facts, 'page.certificate': known(null, '--page') };
  if (aim.offline) return { ...facts, 'page.certificate': unknown('--offline: the network is left alone') };
  const answer = await host.request({ url: url.origin, timeoutMs: aim.timeoutMs });
  if (answer.status !== 'answered') return { ...facts, 'page.certificate': unknown(`${url.origin}: ${answer.reason}`) };
  return {
    ...facts,
    'page.certificate': known(certificateWord(answer.certificate?.error ?? null), `the certificate of ${url.host}`),
  };
}

/** What the address alone tells. */
export function pageFacts(url: URL): Facts {
  const secure = url.protocol === 'https:' || kindOfAddress(url.hostname) === 'loopback';
  return {
    'page.url': known(`${url.origin}${url.pathname}`, '--page'),
    'page.secureContext': known(secure, '--page'),
  };
}

function certificateWord(error: string | null): string {
  if (error === null) return 'ok';
  if (/SELF_SIGNED/.test(error)) return 'self-signed';
  if (/EXPIRED/.test(error)) return 'expired';
  if (/ALTNAME|Hostname/.test(error)) return 'wrong-name';
  return 'untrusted';
}
