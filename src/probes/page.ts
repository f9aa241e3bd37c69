import { isSecureContext } from '../gateway/addresses.ts';
import type { HttpResult } from '../host/host.ts';
import { type Fact, type Facts, known, unknown } from '../model/fact.ts';
import type { Context } from './context.ts';

/** The page that the browser shows: whether it is a secure context, and whether its certificate holds. */
export async function probePage({ host, aim }: Context): Promise<Facts> {
  if (aim.page === undefined) {
    const unnamed = unknown('no page was named: --page with the address from the browser’s address bar tells');
    return {
      'page.url': unnamed,
      'page.secureContext': unnamed,
      'page.certificate': unnamed,
      'page.http': unnamed,
    };
  }
  const url = new URL(aim.page);
  const named: Facts = {
    'page.url': known(`${url.origin}${url.pathname}`, '--page'),
    'page.secureContext': known(isSecureContext(url.protocol, url.hostname), '--page'),
  };
  if (aim.offline) {
    const offline = unknown('--offline: the network is left alone');
    return { ...named, 'page.certificate': certificateFact(url, offline), 'page.http': offline };
  }
  const answer = await host.request({ url: url.href, timeoutMs: aim.timeoutMs });
  const certificate =
    answer.status === 'answered'
      ? known(certificateWord(answer.certificate?.error ?? null), `the certificate of ${url.host}`)
      : unknown(`${url.origin}: ${answer.reason}`);
  return {
    ...named,
    'page.certificate': certificateFact(url, certificate),
    'page.http': known(answerWord(answer), `a request to ${url.origin}`),
  };
}

/** Plain HTTP has no certificate, whatever came of asking. */
function certificateFact(url: URL, found: Fact<string>): Fact<string | null> {
  return url.protocol === 'https:' ? found : known(null, '--page');
}

function answerWord(answer: HttpResult): string {
  if (answer.status !== 'answered') return 'failed';
  if (answer.body.includes('proxy_attribution_required')) return 'proxy-attribution';
  return /openclaw|clawdbot/i.test(answer.body) ? 'ok' : 'other';
}

function certificateWord(error: string | null): string {
  if (error === null) return 'ok';
  if (/SELF_SIGNED/.test(error)) return 'self-signed';
  if (/EXPIRED/.test(error)) return 'expired';
  if (/ALTNAME|Hostname/.test(error)) return 'wrong-name';
  return 'untrusted';
}
