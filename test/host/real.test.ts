import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHost } from '../../src/host/real.ts';

let folder: string;
const host = createHost();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('files', () => {
  test('a file is read whole, stripped and redacted', async () => {
    writeFileSync(join(folder, 'a'), '\u001b[1m"token": "super-secret-1"');
    expect(await host.readText({ path: join(folder, 'a') })).toMatchObject({
      status: 'ok',
      text: '"token": "<secret-1>"',
      truncated: false,
    });
  });

  test('a file of /proc, which says that it is empty, is read all the same', async () => {
    const read = await host.readText({ path: '/proc/version' });
    expect(read).toMatchObject({ status: 'ok', text: expect.stringContaining('Linux version') });
  });

  test('what Windows writes in UTF-16 is text', async () => {
    writeFileSync(join(folder, 'w'), Buffer.from('\ufeff  NAME    STATE', 'utf16le'));
    expect(await host.readText({ path: join(folder, 'w') })).toMatchObject({ text: '  NAME    STATE' });
  });

  test('nothing there, a folder and a pipe are told apart from a file and don’t block', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await host.readText({ path: join(folder, 'none') })).toEqual({ status: 'absent' });
    expect(await host.readText({ path: folder })).toMatchObject({ status: 'failed' });
    expect(await host.readText({ path: join(folder, 'pipe') })).toMatchObject({ status: 'failed' });
  });

  test('a listing holds only what was asked for', async () => {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'file'), 'x');
    symlinkSync('/nowhere', join(folder, 'link'));
    const names = async (only?: string[]) => {
      const listed = await host.list({ path: folder, ...(only ? { only } : {}) });
      return listed.status === 'ok' ? listed.entries.map(({ name, kind }) => `${name} ${kind}`) : listed.status;
    };
    expect(await names()).toEqual(['file file', 'link other', 'sub directory']);
    expect(await names(['sub'])).toEqual(['sub directory']);
  });

  test('of a large log the last matching lines are kept, lines that span chunks among them', async () => {
    const path = join(folder, 'log');
    const filler = `${'x'.repeat(99)}\n`.repeat(30_000);
    writeFileSync(path, `code=1008 first\n${filler}code=1008 second\n${filler}no line end code=1008 third`);
    const request = { path, anchors: ['code=1008'], lines: 2, timeoutMs: 10_000 };
    expect(await host.grep(request)).toMatchObject({
      status: 'ok',
      complete: true,
      lines: ['code=1008 second', 'no line end code=1008 third'],
    });
  });

  test('a line without end doesn’t grow in memory', async () => {
    const path = join(folder, 'log');
    writeFileSync(path, `${'y'.repeat(5_000_000)}\ncode=1008 after\n`);
    expect(await host.grep({ path, anchors: ['code=1008'], lines: 9, timeoutMs: 10_000 })).toMatchObject({
      lines: ['code=1008 after'],
    });
  });
});

describe('processes', () => {
  const node = process.execPath;

  test('output and exit code come back, and no shell reads the arguments', async () => {
    const argv = [node, '-e', 'console.log(process.argv[1]); process.exitCode = 3', '$(touch /tmp/never); `id`'];
    expect(await host.exec({ argv, timeoutMs: 5000 })).toMatchObject({
      status: 'exited',
      code: 3,
      stdout: '$(touch /tmp/never); `id`\n',
    });
  });

  test('a program that isn’t there', async () => {
    expect(await host.exec({ argv: ['no-such-program-here'], timeoutMs: 1000 })).toEqual({ status: 'missing' });
  });

  test('a program that hangs and ignores the signal is killed at its deadline', async () => {
    const argv = [node, '-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")'];
    const started = Date.now();
    expect(await host.exec({ argv, timeoutMs: 600 })).toMatchObject({ status: 'timeout', stdout: 'up\n' });
    expect(Date.now() - started).toBeLessThan(2500);
  });

  test('output without end is cut', async () => {
    const argv = [
      node,
      '-e',
      'const line = "z".repeat(65536); for (let i = 0; i < 400; i++) process.stdout.write(line)',
    ];
    const result = await host.exec({ argv, timeoutMs: 10_000 });
    expect(result).toMatchObject({ status: 'exited', truncated: true });
  });
});

describe('databases', () => {
  const makeDatabase = () => {
    const path = join(folder, 'openclaw.sqlite');
    const db = new DatabaseSync(path);
    db.exec(
      `PRAGMA journal_mode=WAL; CREATE TABLE t (a TEXT, secret_token TEXT); INSERT INTO t VALUES ('in the log', 'hush')`,
    );
    return { path, db };
  };

  test('what is in the write-ahead log only is read, and nothing beside the database changes', async () => {
    const { path, db } = makeDatabase();
    const state = () =>
      readdirSync(folder).map(
        (name) => `${name} ${statSync(join(folder, name)).size} ${statSync(join(folder, name)).mtimeMs}`,
      );
    const before = state();
    expect(
      await host.database({ from: { path }, queries: ['SELECT a FROM t', 'SELECT count(*) AS n FROM t'] }),
    ).toEqual({
      status: 'ok',
      results: [[{ a: 'in the log' }], [{ n: 1 }]],
    });
    expect(state()).toEqual(before);
    db.close();
  });

  test('it is read out of an archive just so, and no copy is left', async () => {
    const { db } = makeDatabase();
    const argv = ['tar', '-C', folder, '-cf', '-', '.'];
    const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('openclaw-doctor-'));
    const before = copies();
    const from = { argv, timeoutMs: 5000, maxBytes: 1e8, file: 'openclaw.sqlite' };
    expect(await host.database({ from, queries: ['SELECT a FROM t'] })).toEqual({
      status: 'ok',
      results: [[{ a: 'in the log' }]],
    });
    expect(copies()).toEqual(before);
    db.close();
  });

  test('many looks one after another leave no listener each', async () => {
    const { path, db } = makeDatabase();
    const look = () => host.database({ from: { path }, queries: ['SELECT a FROM t'] });
    await look();
    const before = process.listenerCount('exit');
    for (let count = 0; count < 12; count++) await look();
    expect(process.listenerCount('exit')).toBe(before);
    db.close();
  });

  test('no database, and one that is none', async () => {
    expect(await host.database({ from: { path: join(folder, 'none') }, queries: [] })).toEqual({ status: 'absent' });
    writeFileSync(join(folder, 'bad'), 'not a database, but long enough to be read as one'.repeat(50));
    expect(await host.database({ from: { path: join(folder, 'bad') }, queries: ['SELECT 1 FROM t'] })).toMatchObject({
      status: 'failed',
    });
  });
});

test('a small archive is read, too', async () => {
  writeFileSync(join(folder, 'openclaw.json'), '{ "gateway": {} }');
  // Two kilobytes, as an engine prints a small file: bytes that share their memory with others.
  const argv = ['tar', '-C', folder, '-b', '1', '-cf', '-', 'openclaw.json'];
  expect(await host.archive({ argv, timeoutMs: 5000, maxBytes: 1e6 })).toEqual({
    status: 'ok',
    files: [{ path: 'openclaw.json', size: 17, text: '{ "gateway": {} }' }],
  });
});

describe('connections', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());
  const listen = (onConnection: Parameters<typeof createServer>[1]) =>
    new Promise<number>((resolve) => {
      server = createServer(onConnection).listen(0, '127.0.0.1', () => resolve(portOf(server)));
    });

  test('a port that accepts and one that refuses', async () => {
    const port = await listen((socket) => socket.end());
    expect(await host.connect({ host: '127.0.0.1', port, timeoutMs: 1000 })).toMatchObject({ status: 'ok' });
    server?.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await host.connect({ host: '127.0.0.1', port, timeoutMs: 1000 })).toMatchObject({ status: 'refused' });
  });

  test('a server that accepts and never answers', async () => {
    const port = await listen(() => {});
    expect(await host.request({ url: `ws://127.0.0.1:${port}`, timeoutMs: 300 })).toMatchObject({ status: 'timeout' });
  });

  test('a server that drops the connection', async () => {
    const port = await listen((socket) => socket.destroy());
    expect(await host.request({ url: `ws://127.0.0.1:${port}`, timeoutMs: 1000 })).toMatchObject({ status: 'reset' });
  });

  test('an answer without end is cut', async () => {
    const port = await listen((socket) => {
      socket.on('error', () => {});
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const timer = setInterval(() => socket.write('a'.repeat(16_384)), 1);
      socket.on('close', () => clearInterval(timer));
    });
    const result = await host.request({ url: `http://127.0.0.1:${port}/`, timeoutMs: 3000 });
    expect(result).toMatchObject({ status: 'answered', code: 200 });
    expect(result.status === 'answered' && result.body.length).toBe(64 * 1024);
  });

  test('plain HTTP where TLS was expected', async () => {
    const port = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await host.request({ url: `wss://127.0.0.1:${port}`, timeoutMs: 1000 })).toMatchObject({ status: 'tls' });
  });
});

function portOf(server: Server | undefined): number {
  const address = server?.address();
  return typeof address === 'object' && address ? address.port : 0;
}
