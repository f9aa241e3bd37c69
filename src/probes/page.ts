import { kindOfAddress } from '../gateway/addresses.ts';
import type { HttpResult } from '../host/host.ts';
import { type Facts, known, unknown } from '../model/fact.ts';
import type { Context } from './context.ts';

/** The page that the browser shows: whether it is a secure context, and whether its certificate holds. */
export async function probePage({ host, aim }: Context): Promise<Facts> {
  if (aim.page === undefined) {
    const reason = 'no page was named: --page with the address from the browser’s address bar tells';
    return {
      'page.url': unknown(reason),
      'page.secureContext': unknown(reason),
      'page.certificate': unknown(reason),
      'page.http': unknown(reason),
    };
  }
  const url = new URL(aim.page);
  const facts = pageFacts(url);
  const offline = unknown('--offline: the network is left alone');
  const noCertificate = { 'page.certificate': known(null, '--page') };
  if (aim.offline)
    return {
      ...facts,
      'page.certificate': offline,
      ...(url.protocol === 'https:' ? {} : noCertificate),
      'page.http': offline,
    };
  const answer = await host.request({ url: url.href, timeoutMs: aim.timeoutMs });
  const http = known(answerWord(answer), `a request to ${url.origin}`);
  if (url.protocol !== 'https:') return { ...facts, ...noCertificate, 'page.http': http };
  if (answer.status !== 'answered')
    return { ...facts, 'page.certificate': unknown(`${url.origin}: ${answer.reason}`), 'page.http': http };
  return {
    ...facts,
    'page.certificate': known(certificateWord(answer.certificate?.error ?? null), `the certificate of ${url.host}`),
    'page.http': http,
  };
}

function answerWord(answer: HttpResult): string {
  if (answer.status !== 'answered') return 'failed';
  if (answer.body.includes('proxy_attribution_required')) return 'proxy-attribution';
  return /openclaw|clawdbot/i.test(answer.body) ? 'ok' : 'other';
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
