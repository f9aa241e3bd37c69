import { describe, expect, test } from 'vitest';
import { brief, judge, type Over, PORT } from '../attempts.ts';
import { hold, SILENT } from '../boundaries.ts';

describe('the listener', () => {
  const listening = (...addresses: string[]): Over => ({ socket: { listening: addresses } });
  hold([
    ['2026.9.6', 'all of IPv4 is not IPv6', 'cli', { socket: { peer: '::1', dialled: '::1' } }, 'ECONNREFUSED'],
    ['2026.9.6', 'all of IPv4 in IPv6 clothes', 'cli', { socket: { dialled: '::ffff:127.0.0.1' } }, SILENT],
    ['2026.9.6', 'all of both', 'cli', { socket: { peer: '::1', dialled: '::1', listening: ['::'] } }, SILENT],
    ['2026.9.6', 'an address that is listened on', 'cli', listening('::1', '127.0.0.1'), SILENT],
    ['2026.9.6', 'an address that isn’t', 'cli', listening('10.88.0.1'), 'ECONNREFUSED'],
  ]);
});

describe('the first frame', () => {
  const ids = [
    'webchat-ui',
    'openclaw-control-ui',
    'webchat',
    'cli',
    'gateway-client',
    'openclaw-macos',
    'openclaw-ios',
  ];
  const more = ['openclaw-android', 'node-host', 'test', 'fingerprint', 'openclaw-probe'];
  test.each([...ids, ...more])('names %s in every version', (id) => {
    expect(brief(judge('2026.1.29', 'cli', { client: { id } }))).toBe(SILENT);
  });
  test.each(['openclaw-browser-copilot', 'openclaw-linux', 'openclaw-watchos', 'openclaw-worker'])(
    'names %s since 2026.8.1',
    (id) => {
      expect(brief(judge('2026.7.35', 'cli', { client: { id } }))).toBe('refused: first-frame');
      expect(brief(judge('2026.8.1', 'cli', { client: { id } }))).toBe(SILENT);
    },
  );

  hold([
    ['2026.9.6', '64 KiB exactly', 'cli', { frame: { bytes: 64 * 1024 } }, SILENT],
    ['2026.9.6', 'one byte more', 'cli', { frame: { bytes: 64 * 1024 + 1 } }, 'closed 1009 after 0 s'],
  ]);

  const speaks = (min: number, max: number): Over => ({ client: { protocol: { min, max } } });
  hold([
    ['2026.9.6', 'protocol 4', 'cli', speaks(4, 4), SILENT],
    ['2026.9.6', 'protocol 3', 'cli', speaks(3, 3), 'refused: protocol'],
    ['2026.9.6', 'protocol 5', 'cli', speaks(5, 5), 'refused: protocol'],
    ['2026.9.6', 'protocol 3 of a probe', 'probe', speaks(3, 3), SILENT],
    ['2026.9.6', 'protocol 4 of a probe', 'probe', speaks(4, 4), SILENT],
    ['2026.9.6', 'protocol 2 of a probe', 'probe', speaks(2, 2), 'refused: protocol'],
    ['2026.9.6', 'protocol 5 of a probe', 'probe', speaks(5, 5), 'refused: protocol'],
    ['2026.9.6', 'protocol 4 of a node', 'node', speaks(4, 4), SILENT],
    ['2026.9.6', 'protocol 3 of a node', 'node', speaks(3, 3), SILENT],
    ['2026.9.6', 'protocol 2 of a node', 'node', speaks(2, 2), 'refused: protocol'],
    [
      '2026.9.6',
      'protocol 3 of a CLI as node',
      'cli',
      { client: { role: 'node', protocol: { min: 3, max: 3 } } },
      'refused: protocol',
    ],
    [
      '2026.9.6',
      'protocol 3 of a node as operator',
      'node',
      { client: { role: 'operator', protocol: { min: 3, max: 3 } } },
      'refused: protocol',
    ],
    ['2026.5.7', 'protocol 3', 'cli', speaks(3, 3), SILENT],
    ['2026.5.7', 'protocol 4', 'cli', speaks(4, 4), 'refused: protocol'],
    ['2026.5.7', 'protocol 2', 'cli', speaks(1, 2), 'refused: protocol'],
    [
      '2026.9.6',
      'a CLI as node at a starting gateway',
      'cli',
      { client: { role: 'node' }, gateway: { isStarting: true } },
      'refused: starting',
    ],
    [
      '2026.9.6',
      'a node as operator at a starting gateway',
      'node',
      { client: { role: 'operator' }, gateway: { isStarting: true } },
      'refused: starting',
    ],
  ]);
});

test('a page asks for its build only at the Control UI', () => {
  const headers = { host: `127.0.0.1:${PORT}`, origin: `http://127.0.0.1:${PORT}` };
  expect(brief(judge('2026.9.6', 'webchat', { headers, client: { build: 'none' } }))).toBe(SILENT);
});
