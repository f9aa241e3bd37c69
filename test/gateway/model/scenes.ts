import { fromLan, type Over, PORT } from './attempts.ts';

/** A page of the gateway, opened as http://localhost on its host. */
export const LOCALHOST = `localhost:${PORT}`;
export function onLocalhost(over: Over = {}): Over {
  return { ...over, headers: { host: LOCALHOST, origin: `http://${LOCALHOST}`, ...over.headers } };
}

/** A page of the gateway, opened by its LAN address on another machine. */
export const LAN_PAGE = `http://10.88.0.1:${PORT}`;
export function onLanPage(over: Over = {}): Over {
  return fromLan({ ...over, headers: { origin: LAN_PAGE, ...over.headers } });
}

/** The browser of the host of a gateway's container, at the published port. */
export function onContainersHost(over: Over = {}): Over {
  return onLocalhost({ ...over, socket: { peer: '172.17.0.1', dialled: '172.17.0.2', ...over.socket } });
}

/** By way of a trusted proxy on another machine, which passes the Host on. */
export function proxied(headers: Readonly<Record<string, string>>, over: Over = {}): Over {
  return {
    ...over,
    socket: { peer: '10.0.0.5' },
    headers: { host: LOCALHOST, ...headers },
    gateway: { trustedProxies: ['10.0.0.5'], ...over.gateway },
  };
}

/** A user whom a proxy vouches for, at the Control UI of a gateway with auth.mode trusted-proxy. */
export function ofProxy(over: Over = {}, deviceAutoApprove = false): Over {
  return {
    ...over,
    socket: { peer: '10.0.0.5' },
    headers: {
      host: 'claw.example.com',
      origin: 'https://claw.example.com',
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-user': 'alice',
      ...over.headers,
    },
    credentials: { token: null },
    gateway: {
      auth: { mode: 'trusted-proxy', userHeader: 'X-Forwarded-User', requiredHeaders: [], deviceAutoApprove },
      trustedProxies: ['10.0.0.5'],
      controlUi: { allowedOrigins: ['https://claw.example.com'] },
      ...over.gateway,
    },
  };
}

/** A user of the tailnet at a gateway that Tailscale serves. */
export function ofTailnet(over: Over = {}): Over {
  const host = 'claw.tail1234.ts.net';
  return {
    ...over,
    socket: { listener: 'tailscale-serve', isTailscaleUserVerified: true, ...over.socket },
    headers: {
      host,
      origin: `https://${host}`,
      'x-forwarded-for': '100.101.102.103',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': host,
      'tailscale-user-login': 'alice@example.com',
    },
    credentials: { token: null, ...over.credentials },
    gateway: {
      auth: { mode: 'token', allowTailscale: true },
      controlUi: { allowedOrigins: [`https://${host}`] },
      ...over.gateway,
    },
  };
}

/** Paired for reading only. */
export const READER: Over = { pairing: { scopes: ['operator.read'] } };
