import { describe, expect, test } from 'vitest';
import { failuresIn, toldFailures } from '../../src/probes/failures.ts';

const brief = (list: ReturnType<typeof failuresIn>) => list.map(({ kind, path, port }) => ({ kind, path, port }));

describe('a gateway’s log', () => {
  test('tells why it did not start, without what OpenClaw advises behind it', () => {
    const line =
      "2026-11-22T07:11:26.1+00:00 Gateway failed to start: EACCES: permission denied, mkdir '/home/node/.openclaw/state' | gateway.maintenance_required | EACCES. Stop the service with openclaw gateway stop.";
    expect(failuresIn([line], 'gateway.log')).toEqual([
      {
        kind: 'denied',
        path: '/home/node/.openclaw/state',
        port: null,
        text: "EACCES: permission denied, mkdir '/home/node/.openclaw/state'",
        at: Date.UTC(2026, 10, 22, 7, 11, 26, 100),
        source: 'gateway.log',
        isFatal: true,
        isOver: false,
      },
    ]);
  });

  test.each([
    ["EROFS: read-only file system, open '/home/node/.openclaw/x'", 'read-only', '/home/node/.openclaw/x', null],
    [
      "Error: ENOENT: no such file or directory, mkdir '/home/node/.openclaw/state'",
      'no-folder',
      '/home/node/.openclaw/state',
      null,
    ],
    ["EBUSY: resource busy or locked, rename '/a/.tmp' -> '/a/openclaw.json'", 'busy', '/a/openclaw.json', null],
    [
      'Gateway failed to start: Another Gateway owner lease is still active for this state directory. Run x',
      'lease',
      null,
      null,
    ],
    ['Gateway failed to start: gateway already running (pid 12); lock timeout after 5000ms', 'lease', null, null],
    [
      'Gateway failed to start: another gateway instance is already listening on ws://[::]:28789 | listen EADDRINUSE: address already in use :::28789',
      'port',
      null,
      28789,
    ],
    ['[gateway] SqliteError: database is locked', 'locked', null, null],
    [
      'Gateway failed to start: state database at /home/node/.openclaw/state/openclaw.sqlite is on a network-backed volume but SQLite kept journal_mode=wal; refusing',
      'locked',
      '/home/node/.openclaw/state/openclaw.sqlite',
      null,
    ],
  ])('%s', (line, kind, path, port) => {
    expect(brief(failuresIn([line], 'log'))).toEqual([{ kind, path, port }]);
  });

  test('is over once the gateway came up, by the times of the lines where they have some', () => {
    const failed = '2026-11-22T07:00:00+00:00 Gateway failed to start: Another Gateway owner lease is still active';
    const up = (time: string) => `2026-11-22T${time}+00:00 [gateway] http server listening (8 plugins)`;
    const isOver = (...lines: string[]) => failuresIn(lines, 'log')[0]?.isOver;
    expect(isOver(failed, up('07:05:00'))).toBe(true);
    expect(isOver(up('07:05:00'), failed)).toBe(true);
    expect(isOver(up('06:00:00'), failed)).toBe(false);
    expect(isOver(failed.slice(26), up('07:05:00').slice(26))).toBe(true);
    expect(isOver(up('07:05:00').slice(26), failed.slice(26))).toBe(false);
  });

  test('holds words of others, too, which are not the gateway’s', () => {
    const lines = [
      "2026-11-22T07:00:00+00:00 [agent/main] EACCES: permission denied, mkdir '/home/node/.openclaw/state'",
      "[tools] Error: EBUSY: resource busy or locked, rename 'a' -> '/home/node/.openclaw/openclaw.json'",
      "[gateway] user said: EACCES: permission denied, mkdir '/home/node/.openclaw/state'",
      '{"0":"{\\"subsystem\\":\\"agent/x\\"}","1":"EACCES: permission denied, mkdir \'/home/node/.openclaw/state\'"}',
    ];
    expect(failuresIn(lines, 'log')).toEqual([]);
  });

  test('may be JSON', () => {
    const line = JSON.stringify({
      0: '{"subsystem":"gateway"}',
      1: "EACCES: permission denied, open '/home/node/.openclaw/openclaw.json'",
      time: '2026-11-22T07:00:00.000Z',
    });
    expect(failuresIn([line], 'log')[0]).toMatchObject({ kind: 'denied', at: Date.UTC(2026, 10, 22, 7) });
  });

  test('hostile lines cost no more than any', () => {
    const lines = [
      `EACCES: ${'x'.repeat(16_000)}`,
      `EACCES: permission denied, mkdir '${'/'.repeat(15_000)}`,
      `Error: ${'Error: '.repeat(2000)}EACCES: permission denied, mkdir '/x'`,
      `listen EADDRINUSE ${':1'.repeat(7000)}`,
      `create ${'"'.repeat(15_000)}`,
      'x'.repeat(10_000_000),
    ];
    const started = performance.now();
    failuresIn(lines, 'log');
    toldFailures(lines.join('\n'), 'text');
    toldFailures(`EACCES: permission denied, mkdir '/x${'0'.repeat(100)}'\n`.repeat(20_000), 'text');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('is read for fifty different failures at most', () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `EACCES: permission denied, mkdir '/x${index}'`);
    expect(failuresIn(lines, 'log')).toHaveLength(50);
    expect(failuresIn(lines, 'log')[0]?.path).toBe('/x4999');
  });
});

describe('a text', () => {
  test.each([
    [
      'docker: Error response from daemon: create ~/.openclaw: "~/.openclaw" includes invalid characters for a local volume name',
      'volume-name',
      '~/.openclaw',
      null,
    ],
    [
      'service "g" refers to undefined volume %USERPROFILE%\\.openclaw: invalid compose project',
      'undefined-volume',
      '%USERPROFILE%\\.openclaw',
      null,
    ],
    [
      'invalid spec: :/home/node/.openclaw: empty section between colons',
      'empty-source',
      ':/home/node/.openclaw',
      null,
    ],
    ['docker: Error response from daemon: invalid mode: /root/.openclaw', 'invalid-mode', '/root/.openclaw', null],
    [
      'level=warning msg="The \\"OPENCLAW_CONFIG_DIR\\" variable is not set. Defaulting to a blank string."',
      'unset-variable',
      'OPENCLAW_CONFIG_DIR',
      null,
    ],
    ['Bind for 0.0.0.0:18789 failed: port is already allocated', 'publish', null, 18789],
    ['Ports are not available: exposing port TCP 0.0.0.0:18789 -> 0.0.0.0:0: listen tcp', 'publish', null, 18789],
    ['channel_setup_fwd_listener_tcpip: cannot listen to port: 18789', 'tunnel', null, 18789],
    ['Port 18789 is already in use.', 'port', null, 18789],
    ['it says EADDRINUSE and nothing else', 'port', null, null],
    ['then EBUSY', 'busy', null, null],
    ["(as node) EACCES: permission denied, mkdir '/mnt/c'", 'denied', '/mnt/c', null],
  ])('%s', (text, kind, path, port) => {
    expect(brief(toldFailures(text, 'text'))).toEqual([{ kind, path, port }]);
  });

  test('without a failure has none', () => {
    expect(toldFailures('gateway closed (1008): pairing required', 'text')).toEqual([]);
  });
});
