import { describe, expect, test } from 'vitest';
import { brief, fromLan, judge, type Over } from '../attempts.ts';
import { hold, NEW, SILENT } from '../boundaries.ts';
import { LAN_PAGE, ofTailnet, onLocalhost, READER } from '../scenes.ts';

describe('autoApproveCidrs', () => {
  const range = { nodePairing: { autoApproveCidrs: ['nonsense', '10.88.0.0/16', '203.0.113.9', '100.64.0.0/10'] } };
  const trusting = { ...range, trustedProxies: ['10.0.0.5', '127.0.0.1'] };
  const CIDR = 'approved-silently by trusted-cidr';
  const node = (over: Over = {}) => fromLan({ ...over, gateway: range });
  const relayed = (peer: string, hops: string): Over => ({
    socket: { peer },
    headers: { 'x-forwarded-for': hops },
    gateway: trusting,
  });
  hold([
    ['2026.9.6', 'approves a node', 'node', node(), CIDR],
    ['2026.9.6', 'doesn’t approve another address', 'node', node({ socket: { peer: '10.89.0.2' } }), NEW],
    ['2026.9.6', 'doesn’t approve an operator', 'cli', node({ client: { scopes: [] } }), NEW],
    [
      '2026.9.6',
      'doesn’t approve a node that asks for scopes',
      'node',
      node({ client: { scopes: ['operator.read'] } }),
      NEW,
    ],
    ['2026.9.6', 'doesn’t approve a node in a browser', 'node', node({ headers: { origin: LAN_PAGE } }), NEW],
    ['2026.9.6', 'doesn’t approve a terminal’s UI as node', 'tui', node({ client: { role: 'node', scopes: [] } }), NEW],
    ['2026.9.6', 'doesn’t approve what isn’t fresh', 'node', node({ pairing: {} }), 'pending: other-role'],
    [
      '2026.9.6',
      'approves the client of a proxy elsewhere',
      'node',
      relayed('10.0.0.5', '198.51.100.7, 203.0.113.9'),
      CIDR,
    ],
    [
      '2026.9.6',
      'approves by the last hop, not by others',
      'node',
      relayed('10.0.0.5', '203.0.113.9, 198.51.100.7'),
      NEW,
    ],
    [
      '2026.7.1',
      'doesn’t approve a proxy’s client on loopback',
      'node',
      {
        socket: { peer: '10.0.0.5' },
        headers: { 'x-real-ip': '127.0.0.1' },
        gateway: { ...trusting, allowRealIpFallback: true, nodePairing: { autoApproveCidrs: ['127.0.0.0/8'] } },
      },
      NEW,
    ],
    ['2026.9.6', 'doesn’t approve the client of a proxy here', 'node', relayed('127.0.0.1', '203.0.113.9'), NEW],
    [
      '2026.7.1',
      'doesn’t approve the client of who isn’t trusted',
      'node',
      { ...relayed('10.0.0.6', '203.0.113.9') },
      NEW,
    ],
    [
      '2026.9.6',
      'doesn’t approve a client of Tailscale',
      'node',
      {
        ...ofTailnet({ gateway: range, credentials: { token: 'right' } }),
        headers: { 'x-forwarded-for': '100.64.0.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'claw' },
      },
      NEW,
    ],
    [
      '2026.9.6',
      'doesn’t approve loopback',
      'node',
      { gateway: { nodePairing: { autoApproveLocal: false, autoApproveCidrs: ['127.0.0.0/8'] } } },
      NEW,
    ],
  ]);
});

describe('silent upgrades', () => {
  const invited: Over = { ...READER, credentials: { token: null, bootstrapToken: 'right' } };
  const macos: Over = { client: { platform: 'darwin' }, pairing: {} };
  hold([
    ['2026.9.6', 'of a local CLI’s scopes, by token', 'cli', READER, SILENT],
    ['2026.2.12', 'of a role, in the days of silence whatever for', 'cli', { pairing: { roles: ['node'] } }, SILENT],
    [
      '2026.9.6',
      'of a local CLI’s scopes, by password',
      'cli',
      { ...READER, gateway: { auth: { mode: 'password', allowTailscale: false } } },
      SILENT,
    ],
    [
      '2026.9.6',
      'of a local CLI’s scopes, by nothing',
      'cli',
      { ...READER, gateway: { auth: { mode: 'none' } } },
      SILENT,
    ],
    ['2026.9.6', 'not of scopes by a setup code', 'cli', invited, 'pending: more-scopes'],
    ['2026.3.22', 'of scopes by a setup code', 'cli', invited, SILENT],
    [
      '2026.9.6',
      'not with autoApproveLocal=false',
      'cli',
      { ...READER, gateway: { nodePairing: { autoApproveLocal: false } } },
      'pending: more-scopes',
    ],
    [
      '2026.9.6',
      'not of a role with autoApproveLocal=false',
      'cli',
      { pairing: { roles: ['node'] }, gateway: { nodePairing: { autoApproveLocal: false } } },
      'pending: other-role',
    ],
    [
      '2026.9.6',
      'of a native app’s platform even so',
      'macos',
      { ...macos, gateway: { nodePairing: { autoApproveLocal: false } } },
      SILENT,
    ],
    ['2026.9.6', 'not of a CLI’s platform', 'cli', macos, 'pending: changed-metadata'],
    [
      '2026.9.6',
      'not of a native app’s in another mode',
      'macos',
      { ...macos, client: { platform: 'darwin', mode: 'backend' } },
      'pending: changed-metadata',
    ],
    [
      '2026.9.6',
      'not of a native app’s in a browser',
      'macos',
      { ...macos, ...onLocalhost(macos) },
      'pending: changed-metadata',
    ],
    ['2026.9.6', 'not of who isn’t local', 'macos', fromLan(macos), 'pending: changed-metadata'],
    [
      '2026.9.6',
      'of everything, one after the other',
      'macos',
      { client: { platform: 'darwin' }, pairing: { roles: ['node'], scopes: [] } },
      SILENT,
    ],
    [
      '2026.9.6',
      'up to what has to be asked',
      'cli',
      { client: { platform: 'darwin' }, pairing: { scopes: [] } },
      'pending: changed-metadata',
    ],
    [
      '2026.9.6',
      'not of a node’s',
      'node',
      { client: { role: 'node', scopes: ['x'] }, pairing: { roles: ['node'], scopes: [] } },
      'pending: more-scopes',
    ],
  ]);
  test.each(['openclaw-macos', 'openclaw-linux', 'openclaw-ios', 'openclaw-android'])('of the platform of %s', (id) => {
    expect(brief(judge('2026.9.6', 'macos', { ...macos, client: { id, platform: 'darwin' } }))).toBe(SILENT);
  });
});
