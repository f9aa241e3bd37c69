import { kindOfAddress } from '../gateway/addresses.ts';
import { bounded } from '../host/clean.ts';
import type { HttpResult } from '../host/host.ts';
import type { Item } from '../model/catalogue.ts';
import { type Facts, known, unknown } from '../model/fact.ts';
import type { Context } from './context.ts';
import type { Target } from './target.ts';

type StageResult = Item<'path.stages'>;

/**
 * Follows a connection to the gateway as far as one can without being seen by it as a client: name, TCP, TLS, HTTP, and
 * an upgrade that it must decline. What comes after would make a device record or a line in its log.
 */
export async function probePath({ host, aim }: Context, target: Target): Promise<Facts> {
  if (aim.offline && kindOfAddress(target.host) !== 'loopback')
    return skippedPath('--offline: the network is left alone');
  const stages: StageResult[] = [];
  const add = (stage: string, status: string, detail: string, ms: number | null = null) =>
    void stages.push({ stage, status, detail, ms });
  const words: Record<string, string | null> = {};
  const looked = await host.lookup({ host: target.host, timeoutMs: aim.timeoutMs });
  const found = looked.status === 'ok' ? { 'path.addresses': known(looked.addresses, `the name ${target.host}`) } : {};
  const end = () => ({ ...finish(stages, words, target), ...found });

  words.resolve = looked.status;
  if (looked.status !== 'ok') {
    add('resolve', 'failed', `${target.host} has no address (${looked.reason})`, looked.ms);
    return end();
  }
  add('resolve', 'ok', `${target.host} is ${looked.addresses.join(', ')}`, looked.ms);

  const at = `${target.host}:${target.port}`;
  const connected = await host.connect({ host: target.host, port: target.port, timeoutMs: aim.timeoutMs });
  words.tcp = connected.status;
  if (connected.status !== 'ok') {
    add('tcp', 'failed', `${at}: ${connected.reason}`, connected.ms);
    return end();
  }
  add('tcp', 'ok', `${at} accepts connections`, connected.ms);

  const [page, upgrade] = await Promise.all([
    host.request({ url: target.url, timeoutMs: aim.timeoutMs }),
    host.request({ url: target.url, timeoutMs: aim.timeoutMs, upgrade: true }),
  ]);
  words.tls = tlsWord(page, target.secure);
  if (target.secure) add('tls', words.tls === 'ok' ? 'ok' : 'failed', tlsDetail(page), page.ms);
  else add('tls', 'skipped', 'ws:// has no TLS');
  words.http = httpWord(page);
  // With the Control UI switched off there is no page, but the health check still answers.
  if (words.http === 'other' && (await isHealthCheck({ host, aim }, target))) words.http = 'ok';
  words.answer = page.status === 'answered' ? `HTTP ${page.code} ${shorten(page.body)}` : page.reason;
  add('http', words.http === 'ok' ? 'ok' : 'failed', httpDetail(page, words.http, at), page.ms);
  words.version = page.status === 'answered' ? versionIn(page.body) : null;
  if (words.http === 'ok' && words.version === null) words.version = await publicVersion({ host, aim }, target);
  words.upgrade = upgradeWord(upgrade);
  add('upgrade', words.upgrade === 'ok' ? 'ok' : 'failed', upgradeDetail(upgrade, words.upgrade), upgrade.ms);
  const ready = words.http === 'ok' ? await isReady({ host, aim }, target) : undefined;
  return { ...end(), ...(ready === undefined ? {} : { 'path.ready': known(ready, `GET ${target.url}/readyz`) }) };
}

/** The facts of a path that nobody tried. */
export function skippedPath(reason: string): Facts {
  const names = ['resolve', 'addresses', 'tcp', 'tls', 'http', 'upgrade', 'answer', 'version', 'stages', 'ready'];
  return {
    ...Object.fromEntries(names.map((name) => [`path.${name}`, unknown(reason)])),
    'path.broken': known(null, reason),
  };
}

function finish(stages: readonly StageResult[], words: Readonly<Record<string, string | null>>, target: Target): Facts {
  const source = `a connection to ${target.url}`;
  const last = stages.at(-1);
  const reason = `not tried: ${last?.detail}`;
  // A certificate that isn't trusted stops some clients only: whoever accepted it gets on.
  const failed = stages.filter(({ stage, status }) => status === 'failed' && !(stage === 'tls' && words.http === 'ok'));
  const broken = failed[0]?.stage ?? null;
  const facts: Record<string, unknown> = { 'path.stages': known(stages, source), 'path.broken': known(broken, source) };
  for (const name of ['resolve', 'tcp', 'tls', 'http', 'upgrade', 'answer', 'version']) {
    const word = words[name];
    facts[`path.${name}`] = word === undefined ? unknown(reason) : known(word, source);
  }
  return facts as Facts;
}

function tlsWord(page: HttpResult, secure: boolean): string {
  if (!secure) return 'none';
  if (page.status !== 'answered') return 'failed';
  return page.certificate?.trusted ? 'ok' : 'untrusted';
}

function tlsDetail(page: HttpResult): string {
  if (page.status !== 'answered') return page.reason;
  const { certificate } = page;
  if (!certificate) return 'no certificate';
  return certificate.trusted
    ? `certificate for ${certificate.subject}`
    : `certificate not trusted: ${certificate.error}`;
}

function httpWord(page: HttpResult): string {
  if (page.status !== 'answered') return page.status === 'tls' ? 'failed' : page.status;
  if (page.body.includes('proxy_attribution_required')) return 'proxy-attribution';
  return isOpenclaw(page) ? 'ok' : 'other';
}

/** The status proves nothing, many programs answer 200: the page must be OpenClaw's, or its answer to a stranger. */
function isOpenclaw({ body, headers }: Extract<HttpResult, { status: 'answered' }>): boolean {
  return /openclaw|clawdbot/i.test(body) || /openclaw/i.test(headers.server ?? '');
}

function httpDetail(page: HttpResult, word: string, at: string): string {
  if (word === 'ok') return `${at} answers as an OpenClaw gateway`;
  if (word === 'proxy-attribution')
    return 'refused: it looks proxied, by an address that is not in gateway.trustedProxies';
  if (word === 'reset') return `${at} takes the connection and drops it without an answer`;
  if (page.status === 'answered') return `HTTP ${page.code}, and not from an OpenClaw gateway`;
  return page.reason;
}

/** A WebSocket server that is asked for version 0 answers 400 or 426 and names the versions it speaks. */
function upgradeWord(upgrade: HttpResult): string {
  if (upgrade.status !== 'answered') return upgrade.status === 'tls' ? 'failed' : upgrade.status;
  if (upgrade.body.includes('proxy_attribution_required')) return 'proxy-attribution';
  const declined = upgrade.code === 400 || upgrade.code === 426;
  return declined && /websocket/i.test(`${upgrade.body} ${Object.keys(upgrade.headers).join(' ')}`) ? 'ok' : 'refused';
}

function upgradeDetail(upgrade: HttpResult, word: string): string {
  if (word === 'ok') return 'upgrade requests reach a WebSocket server';
  if (word === 'proxy-attribution') return 'HTTP 403 proxy_attribution_required';
  if (upgrade.status === 'answered')
    return `HTTP ${upgrade.code} instead of a WebSocket: a proxy in between may drop the upgrade`;
  return upgrade.reason;
}

/** The page bears the build that it belongs to from 2026.8 on: `2026.9.6-release-…`. */
function versionIn(body: string): string | null {
  return /control-ui-build-id="(20\d\d\.\d+\.\d+(?:-\d+)?)/.exec(body)?.[1] ?? null;
}

/**
 * Before 2026.8 the page bears no version. What it is configured by does, around 2026.3.13 for everybody; others answer
 * 401 or with their page. Asked from here only: elsewhere a gateway may count strangers.
 */
async function publicVersion({ host, aim }: Context, target: Target): Promise<string | null> {
  if (kindOfAddress(target.host) !== 'loopback') return null;
  const url = `${target.url}/__openclaw/control-ui-config.json`;
  const answer = await host.request({ url, timeoutMs: aim.timeoutMs });
  const body = answer.status === 'answered' ? answer.body : '';
  return /"serverVersion"\s*:\s*"(20\d\d\.\d+\.\d+(?:-[\w.]+)?)"/.exec(body)?.[1] ?? null;
}

async function isHealthCheck({ host, aim }: Context, target: Target): Promise<boolean> {
  const answer = await host.request({ url: `${target.url}/healthz`, timeoutMs: aim.timeoutMs });
  return answer.status === 'answered' && /"ok"\s*:\s*true.*"status"\s*:\s*"live"/.test(answer.body);
}

/** /readyz tells it from 2026.3 on; older gateways answer with their page, which says nothing. */
async function isReady({ host, aim }: Context, target: Target): Promise<boolean | undefined> {
  const answer = await host.request({ url: `${target.url}/readyz`, timeoutMs: aim.timeoutMs });
  const ready = answer.status === 'answered' ? /"ready"\s*:\s*(true|false)/.exec(answer.body)?.[1] : undefined;
  return ready === undefined ? undefined : ready === 'true';
}

function shorten(body: string): string {
  return bounded(body.replace(/\s+/g, ' ').trim(), 120);
}
