import { describe } from 'vitest';
import type { Over } from '../attempts.ts';
import { hold, NEW, SILENT } from '../boundaries.ts';
import { LOCALHOST, proxied } from '../scenes.ts';

describe('who speaks for whom', () => {
  const served = { 'x-forwarded-for': '100.64.0.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'claw' };
  const cli = (headers: Readonly<Record<string, string>>, peer = '127.0.0.1'): Over => ({
    socket: { listener: 'tailscale-serve', peer },
    headers,
  });
  const { 'x-forwarded-for': _for, ...noFor } = served;
  const { 'x-forwarded-proto': _proto, ...noProto } = served;
  const { 'x-forwarded-host': _host, ...noHost } = served;
  hold([
    ['2026.9.6', 'Tailscale, for a client', 'cli', cli(served), NEW],
    [
      '2026.3.28',
      'headers of Tailscale that nobody looks at yet',
      'cli',
      { headers: { host: LOCALHOST, 'tailscale-user-login': 'alice' } },
      SILENT,
    ],
    ['2026.7.35', 'Tailscale, before gateways knew it from others', 'cli', cli({}), SILENT],
    ['2026.9.6', 'Tailscale without X-Forwarded-For', 'cli', cli(noFor), 'HTTP 403'],
    ['2026.9.6', 'Tailscale without X-Forwarded-Proto', 'cli', cli(noProto), 'HTTP 403'],
    ['2026.9.6', 'Tailscale without X-Forwarded-Host', 'cli', cli(noHost), 'HTTP 403'],
    [
      '2026.9.6',
      'Tailscale for a client behind loopback',
      'cli',
      cli({ ...served, 'x-forwarded-for': '127.0.0.1, 100.64.0.9' }),
      NEW,
    ],
    ['2026.9.6', 'Tailscale for loopback', 'cli', cli({ ...served, 'x-forwarded-for': '127.0.0.1' }), 'HTTP 403'],
    ['2026.9.6', 'somebody else on Tailscale’s listener', 'cli', cli(served, '10.0.0.5'), 'HTTP 403'],
    [
      '2026.9.6',
      'headers of Tailscale on another listener',
      'cli',
      { headers: { 'tailscale-user-login': 'alice' } },
      'HTTP 403',
    ],
    [
      '2026.7.35',
      'headers of Tailscale that nobody looks at',
      'cli',
      { headers: { 'tailscale-user-login': 'alice' } },
      SILENT,
    ],
    ['2026.9.6', 'a trusted proxy for nobody', 'cli', proxied({}), 'HTTP 403'],
    ['2026.9.6', 'a trusted proxy for an unknown', 'cli', proxied({ 'x-forwarded-for': 'unknown' }), 'HTTP 403'],
    [
      '2026.9.6',
      'a trusted proxy for loopback',
      'cli',
      proxied({ 'x-real-ip': '::1' }, { gateway: { trustedProxies: ['10.0.0.5'], allowRealIpFallback: true } }),
      'HTTP 403',
    ],
    [
      '2026.9.6',
      'a trusted proxy by X-Real-IP',
      'cli',
      proxied({ 'x-real-ip': '203.0.113.9' }, { gateway: { trustedProxies: ['10.0.0.5'], allowRealIpFallback: true } }),
      NEW,
    ],
    [
      '2026.9.6',
      'a trusted proxy by X-Real-IP that doesn’t count',
      'cli',
      proxied({ 'x-real-ip': '203.0.113.9' }),
      'HTTP 403',
    ],
    [
      '2026.3.13',
      'a trusted proxy by X-Real-IP, for loopback',
      'cli',
      proxied({ 'x-real-ip': '127.0.0.1' }, { gateway: { trustedProxies: ['10.0.0.5'], allowRealIpFallback: true } }),
      SILENT,
    ],
    [
      '2026.3.13',
      'a chain of trusted proxies, hops with ports and brackets',
      'cli',
      proxied(
        { 'x-forwarded-for': '[::1]:4711, 10.0.0.6:80' },
        { gateway: { trustedProxies: ['10.0.0.5', '10.0.0.6', 'nonsense'] } },
      ),
      SILENT,
    ],
  ]);
});
