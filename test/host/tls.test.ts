import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createHost } from '../../src/host/real.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const host = createHost();
let folder: string;
let server: Server | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-tls-'));
  if (!hasOpenssl) return;
  const args = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=gateway.test',
  ];
  execFileSync('openssl', [...args, '-keyout', join(folder, 'key'), '-out', join(folder, 'cert')], { stdio: 'ignore' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => server?.close());

async function serve(listener: RequestListener): Promise<string> {
  const options = { key: readFileSync(join(folder, 'key')), cert: readFileSync(join(folder, 'cert')) };
  const started = createServer(options, listener).listen(0, '127.0.0.1');
  server = started;
  await new Promise((resolve) => started.once('listening', resolve));
  const address = started.address();
  return `wss://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

describe.skipIf(!hasOpenssl)('a gateway behind TLS', () => {
  test('that is self-signed answers, and the certificate says so', async () => {
    const url = await serve((_, response) => response.end('OpenClaw Control'));
    expect(await host.request({ url, timeoutMs: 3000 })).toMatchObject({
      status: 'answered',
      code: 200,
      certificate: { trusted: false, error: 'DEPTH_ZERO_SELF_SIGNED_CERT', subject: 'gateway.test' },
    });
  });

  test('whose page is larger than what is read', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(400_000)));
    expect(await host.request({ url, timeoutMs: 3000 })).toMatchObject({
      status: 'answered',
      code: 200,
      certificate: { subject: 'gateway.test' },
    });
  });

  test('that is cut off in the middle of its answer', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('part');
      setTimeout(() => response.socket?.destroy(), 50);
    });
    expect(await host.request({ url, timeoutMs: 3000 })).toMatchObject({ status: 'answered', body: 'part' });
  });

  test('that declines an upgrade and closes', async () => {
    const url = await serve((_, response) => response.writeHead(404, { connection: 'close' }).end());
    expect(await host.request({ url, timeoutMs: 3000, upgrade: true })).toMatchObject({
      status: expect.stringMatching(/answered|reset/),
    });
  });
});
