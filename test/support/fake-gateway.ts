import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What looks like a healthy gateway on this host: its state, its log, and once started what answers on its port. */
export interface FakeGateway {
  readonly port: number;
  /** What the doctor must find in its environment to find this gateway and no other. */
  readonly env: Readonly<Record<string, string>>;
  /** Each request that came in, `GET /`; an upgrade with the version of the protocol that it names. */
  readonly requests: readonly string[];
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Prepares one on a free port. It answers as soon as it is started. */
export async function fakeGateway(): Promise<FakeGateway> {
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'doctor-gateway-'));
  const state = join(home, '.openclaw');
  const log = join(home, 'gateway.log');
  mkdirSync(join(state, 'devices'), { recursive: true });
  const config = { gateway: { mode: 'local', port, bind: 'loopback' }, logging: { file: log } };
  writeFileSync(join(state, 'openclaw.json'), JSON.stringify(config));
  for (const name of ['pending.json', 'paired.json']) writeFileSync(join(state, 'devices', name), '{}');
  writeFileSync(log, `2026-11-22T12:42:27Z [gateway] listening on ws://127.0.0.1:${port}\n`);

  const requests: string[] = [];
  const server = createServer(({ method, url }, answer) => {
    requests.push(`${method} ${url}`);
    answer.end('<!doctype html><title>OpenClaw Control</title>');
  });
  server.on('upgrade', ({ headers }, socket) => {
    requests.push(`upgrade ${headers['sec-websocket-version']}`);
    // Whoever asked may have been ended meanwhile.
    socket.on('error', () => {});
    socket.end('HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\nConnection: close\r\n\r\n');
  });
  return {
    port,
    env: { HOME: home, PATH: '/usr/bin:/bin' },
    requests,
    start: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    async remove() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** One that nothing listens on now. */
async function freePort(): Promise<number> {
  const server = createPlainServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
