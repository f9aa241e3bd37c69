import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedRules } from 'virtual:shipped-rules';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sessionFrom } from '../../src/from/read.ts';
import { Redactor } from '../../src/host/clean.ts';
import { createHost } from '../../src/host/real.ts';

const CONFIG = 'cfg-token-0123456789abcdef';
const ENV = 'env-token-0123456789abcdef';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-from-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A gateway's container as 2026.7.1 left it, in which the CLI was refused. */
const look = async (more: { token?: string } = {}) => {
  const write = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  write('docker-inspect.json', [
    {
      Id: 'a1',
      Name: '/gwa',
      Path: 'openclaw',
      Args: ['gateway'],
      State: { Running: true },
      Config: {
        Env: [`OPENCLAW_GATEWAY_TOKEN=${ENV}`, 'HOME=/home/node'],
        Labels: { 'org.opencontainers.image.version': '2026.7.1' },
      },
      HostConfig: { NetworkMode: 'bridge' },
      NetworkSettings: { Networks: { bridge: { Gateway: '172.17.0.1', IPAddress: '172.17.0.2' } }, Ports: {} },
    },
  ]);
  write('openclaw.json', { gateway: { mode: 'local', auth: { mode: 'token', token: CONFIG } } });
  write(
    'gateway.log',
    '2026-11-22T12:42:27.730+00:00 [ws] closed before connect conn=1 peer=127.0.0.1:1->127.0.0.1:18789 remote=127.0.0.1 fwd=n/a origin=n/a host=127.0.0.1:18789 ua=n/a code=1008 reason=unauthorized: gateway token mismatch (set gateway.remote.token to match gateway.auth.token) phase=x client=cli authProvided=token\n',
  );
  const redactor = new Redactor();
  const token = more.token === undefined ? undefined : redactor.standIn(more.token, true);
  const clean = <T>(value: T) => redactor.clean(value);
  const source = { from: folder, container: undefined, host: createHost(redactor), clean, token };
  return (await sessionFrom(source, shippedRules, 'error')).look();
};

test('a folder tells that the container’s variable is not what its openclaw.json holds', async () => {
  const { report, facts } = await look();
  expect(report.findings[0]).toMatchObject({
    rule: 'shared-secret/token-mismatch-env-override',
    variant: 'inside-container',
    certainty: 'confirmed',
  });
  expect(facts['gateway.token']).toMatchObject({ value: '<secret-2>' });
  expect(facts['gateway.tokenOther']).toMatchObject({ value: '<secret-1>' });
  expect(report.findings.map(({ rule }) => rule)).not.toContain('shared-secret/token-mismatch');
});

test('no token is in the report', async () => {
  expect(JSON.stringify(await look({ token: CONFIG }))).not.toMatch(/token-0123456789/);
});

test('a token that is handed in is compared with the gateway’s', async () => {
  expect((await look({ token: ENV })).facts).toMatchObject({
    'client.token': { value: '<secret-1>', source: '--token-file' },
    'gateway.token': { value: '<secret-2>' },
  });
  expect((await look({ token: CONFIG })).facts).toMatchObject({
    'client.token': { value: '<secret-1>' },
    'gateway.token': { value: '<secret-1>' },
  });
});
