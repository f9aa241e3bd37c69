import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ended, runBundle, startBundle } from './support/bundle.ts';
import { type FakeGateway, fakeGateway } from './support/fake-gateway.ts';

let gateway: FakeGateway;
let folder: string;
beforeEach(async () => {
  gateway = await fakeGateway();
  folder = mkdtempSync(join(tmpdir(), 'doctor-wait-'));
});
afterEach(async () => {
  await gateway.remove();
  rmSync(folder, { recursive: true, force: true });
});

const printed = (child: ReturnType<typeof startBundle>, text: string) =>
  new Promise<void>((resolve) => {
    child.stderr.on('data', (part: Buffer) => {
      if (part.includes(text)) resolve();
    });
  });

test('a gateway that comes up later is waited for; standard output is the report alone', {
  timeout: 40_000,
}, async () => {
  const file = join(folder, 'report.xml');
  const args = ['wait', '--timeout', '30000', '--format', 'json', '--format', `junit=${file}`];
  const child = startBundle(args, gateway.env);
  const run = ended(child);
  await printed(child, 'Not healthy yet');
  await gateway.start();
  const { code, stdout, stderr } = await run;
  expect({ code, stderr: stderr.replace(/\d+ s/, 'N s') }).toEqual({
    code: 0,
    stderr: `Not healthy yet: tcp: 127.0.0.1:${gateway.port}: connect ECONNREFUSED 127.0.0.1:${gateway.port}\nHealthy after N s.\n`,
  });
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'healthy', findings: [], unknown: [] });
  expect(readFileSync(file, 'utf8')).toContain('failures="0" errors="0"');
  // The probes of one look, however often it looked before; none that a gateway would take for a client.
  expect([...gateway.requests].sort()).toEqual([
    'GET /',
    'GET /__openclaw/control-ui-config.json',
    'GET /readyz',
    'upgrade 0',
  ]);
});

test('at the deadline the exit code is that of the last look', { timeout: 20_000 }, () => {
  const { code, stdout, stderr } = runBundle(['wait', '--timeout', '1500'], { env: gateway.env });
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^✗ A problem was found/)]);
  expect(stderr).toMatch(/^Not healthy yet: tcp: .* ECONNREFUSED .*\nNot healthy within 1\.5 s\.\n$/);
});

test('a machine without OpenClaw is inconclusive at each look', { timeout: 20_000 }, () => {
  const { code, stderr } = runBundle(['wait', '--timeout', '1500'], { env: { OPENCLAW_GATEWAY_PORT: '1' } });
  expect([code, stderr]).toEqual([3, expect.stringContaining('Not healthy within 1.5 s.')]);
});

test('as a Nagios plugin it has that convention’s exit code', { timeout: 20_000 }, () => {
  const { code, stdout } = runBundle(['wait', '--timeout', '500', '--format', 'nagios'], { env: gateway.env });
  expect([code, stdout]).toEqual([
    2,
    expect.stringMatching(/^OPENCLAW CRITICAL - .* \| resolve=[\d.]+ms tcp=[\d.]+ms\n/),
  ]);
});

test('Ctrl-C ends it with 130 and without a report', { timeout: 20_000 }, async () => {
  const child = startBundle(['wait'], gateway.env);
  const run = ended(child);
  await printed(child, 'Not healthy yet');
  child.kill('SIGINT');
  expect(await run).toMatchObject({ code: 130, stdout: '' });
});
