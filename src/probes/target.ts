import { kindOfAddress } from '../gateway/addresses.ts';
import type { Machine } from '../host/host.ts';
import { type Facts, known, valueIn } from '../model/fact.ts';
import type { Context } from './context.ts';

/** A gateway's address, taken apart. */
export interface Target {
  /** `ws://127.0.0.1:18789`, without user, password, query and fragment. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly source: string;
}

const DEFAULT_PORT = 18789;

/** Where a client on this machine dials, in the order in which OpenClaw's own CLI decides. */
export function findTarget({ host, aim }: Context, config: Facts): Target {
  const { OPENCLAW_GATEWAY_URL } = host.machine.env;
  if (aim.url !== undefined) return target(aim.url, '--url');
  if (OPENCLAW_GATEWAY_URL && parseTarget(OPENCLAW_GATEWAY_URL))
    return target(OPENCLAW_GATEWAY_URL, 'OPENCLAW_GATEWAY_URL');
  const remoteUrl = valueIn(config, 'client.config.remoteUrl');
  if (valueIn(config, 'client.config.mode') === 'remote' && remoteUrl && parseTarget(remoteUrl)) {
    return target(remoteUrl, `gateway.remote.url in ${valueIn(config, 'client.config.file')}`);
  }
  const scheme = valueIn(config, 'client.config.tls') === true ? 'wss' : 'ws';
  const { port, source } = localPort(host.machine, config);
  return target(`${scheme}://127.0.0.1:${port}`, source);
}

/** The port on which OpenClaw's CLI on this machine looks for a gateway of its own. */
export function localPort(machine: Machine, config: Facts): { readonly port: number; readonly source: string } {
  const fromEnv = /(\d+)$/.exec(machine.env.OPENCLAW_GATEWAY_PORT ?? '')?.[1];
  if (fromEnv) return { port: Number(fromEnv), source: 'OPENCLAW_GATEWAY_PORT' };
  const fromConfig = valueIn(config, 'client.config.port');
  return fromConfig
    ? { port: fromConfig, source: 'gateway.port' }
    : { port: DEFAULT_PORT, source: 'the default of a gateway on this host' };
}

/** The parts of a gateway's URL; ws, wss, http and https are taken, a bare host:port too. Undefined for anything else. */
export function parseTarget(text: string): Omit<Target, 'source'> | undefined {
  // Without a scheme only host or host:port is meant.
  if (!/^[a-z][\w+.-]*:\/\//i.test(text) && !/^(?:\[[0-9a-f:]+\]|[\w.-]+)(?::\d+)?\/?$/i.test(text)) return undefined;
  const full = /^[a-z][\w+.-]*:\/\//i.test(text)
    ? text
    : `ws://${/:\d+(?:\/|$)/.test(text) ? text : `${text}:${DEFAULT_PORT}`}`;
  let url: URL;
  try {
    url = new URL(full);
  } catch {
    return undefined;
  }
  if (!/^(?:wss?|https?):$/.test(url.protocol) || url.hostname === '') return undefined;
  const secure = url.protocol === 'wss:' || url.protocol === 'https:';
  const port = Number(url.port || (secure ? 443 : 80));
  const path = url.pathname === '/' ? '' : url.pathname;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { url: `${secure ? 'wss' : 'ws'}://${url.hostname}:${port}${path}`, host, port, secure };
}

function target(text: string, source: string): Target {
  const parsed = parseTarget(text);
  if (!parsed) throw new Error(`${source} is no gateway URL: checked when it was read`);
  return { ...parsed, source };
}

export function targetFacts({ url, host, port, source }: Target, ownAddresses: readonly string[]): Facts {
  const kind = ownAddresses.includes(host) ? 'own' : kindOfAddress(host);
  return {
    'client.url': known(url, source),
    'client.urlSource': known(source, source),
    'client.host': known(host, source),
    'client.port': known(port, source),
    'client.dials': known(kind, source),
  };
}
