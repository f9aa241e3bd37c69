import type { Change } from '../gateway/changes.ts';
import type { Attempt } from '../gateway/model/attempt.ts';
import { bringsIdentity } from '../gateway/model/browser.ts';
import { newestRelease } from '../gateway/releases.ts';
import type { Facts } from '../model/fact.ts';
import { valueIn } from '../model/fact.ts';
import { ANY_PROTOCOL, hostOf, NO_CREDENTIALS, portIn, rightSecret, soundDevice } from './attempt.ts';

/** The attempt with what an option changes. */
export function changed(attempt: Attempt, change: Change, facts: Facts): Attempt {
  const port = portIn(facts);
  switch (change) {
    case 'approve':
      return attempt.device === null ? attempt : { ...attempt, pairing: approvedFor(attempt) };
    case 'dial-loopback':
      return beside(withPage(attempt, `http://127.0.0.1:${port}`));
    case 'open-localhost': {
      const page = withPage(attempt, `http://localhost:${port}`);
      const nat = valueIn(facts, 'gateway.natAddresses')?.[0];
      return nat === undefined ? beside(page) : { ...page, socket: { ...page.socket, peer: nat } };
    }
    case 'open-https': {
      const page = withPage(attempt, `https://${attempt.headers.host?.replace(/:\d+$/, '') ?? 'gateway.example'}`);
      return {
        ...page,
        // A proxy on the gateway's own host, that says for whom it asks.
        socket: { ...page.socket, peer: '127.0.0.1' },
        headers: { ...page.headers, 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' },
        gateway: listing({ ...page, gateway: { ...page.gateway, trustedProxies: ['127.0.0.1', '::1'] } }),
      };
    }
    case 'list-origin':
      return { ...attempt, gateway: listing(attempt) };
    case 'trust-proxy':
      return {
        ...attempt,
        gateway: { ...attempt.gateway, trustedProxies: [...attempt.gateway.trustedProxies, attempt.socket.peer] },
      };
    case 'give-secret':
      return { ...attempt, credentials: rightSecret(attempt.gateway.auth.mode) };
    case 'wait':
      return { ...attempt, gateway: { ...attempt.gateway, isRateLimiting: false } };
    case 'update':
      return { ...attempt, version: newestRelease, device: attempt.device ?? deviceOfPage(attempt) };
    case 'show-device':
      return { ...attempt, device: soundDevice };
    case 'load-page':
      return { ...attempt, client: { ...attempt.client, build: 'same' } };
    case 'speak-protocol':
      return { ...attempt, client: { ...attempt.client, protocol: ANY_PROTOCOL } };
    case 'pass-host':
      return {
        ...attempt,
        headers: { ...attempt.headers, host: hostOf(attempt.headers.origin) ?? attempt.headers.host },
      };
    case 'require-device':
      return { ...attempt, gateway: requiringDevice(attempt) };
    case 'new-device':
      return { ...attempt, device: soundDevice, pairing: { kind: 'unpaired' } };
    case 'fresh-code':
      return { ...attempt, credentials: { ...NO_CREDENTIALS, bootstrapToken: 'right' } };
    default:
      return change satisfies never;
  }
}

function approvedFor({ client, pairing }: Attempt): Attempt['pairing'] {
  const before = pairing.kind === 'paired' ? pairing : { roles: [], scopes: [] };
  return {
    kind: 'paired',
    roles: [...new Set([...before.roles, client.role])],
    revokedRoles: [],
    scopes: [...new Set([...before.scopes, ...client.scopes])],
    platform: client.platform,
    deviceFamily: client.deviceFamily,
  };
}

/** The Control UI of the newest release makes a device identity wherever it is opened. */
function deviceOfPage({ client, headers: { origin } }: Attempt): Attempt['device'] {
  if (origin === undefined || client.id !== 'openclaw-control-ui') return null;
  return bringsIdentity(newestRelease, false) ? soundDevice : null;
}

/** From 127.0.0.1, without a proxy in between. */
function beside(attempt: Attempt): Attempt {
  return { ...attempt, socket: { ...attempt.socket, peer: '127.0.0.1' } };
}

/** Asked for at this address, and without a proxy; a browser has a device identity there, for it is a secure context. */
function withPage(attempt: Attempt, page: string): Attempt {
  const isBrowser = attempt.headers.origin !== undefined;
  return {
    ...attempt,
    headers: { host: new URL(page).host, ...(isBrowser ? { origin: new URL(page).origin } : {}) },
    device: isBrowser ? (attempt.device ?? soundDevice) : attempt.device,
  };
}

function requiringDevice({ gateway }: Attempt): Attempt['gateway'] {
  const { controlUi } = gateway;
  return { ...gateway, controlUi: { ...controlUi, allowInsecureAuth: false, dangerouslyDisableDeviceAuth: false } };
}

function listing({ gateway, headers }: Attempt): Attempt['gateway'] {
  const { controlUi } = gateway;
  const origins = headers.origin === undefined ? [] : [headers.origin];
  return { ...gateway, controlUi: { ...controlUi, allowedOrigins: [...controlUi.allowedOrigins, ...origins] } };
}
