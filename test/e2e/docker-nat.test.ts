import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Evidence } from '../../src/model/report.ts';
import { check, doctor, openDoctor, type Place } from './doctor.ts';
import { type Connection, connect, type Identity, newIdentity } from './lab/client.ts';
import { engineAt } from './lab/engine.ts';
import { type Gateway, startGateway } from './lab/gateway.ts';
import { hostListing, withoutJournals } from './lab/listing.ts';
import { runCli } from './lab/openclaw.ts';

/** A terminal as it was before. */
const RESTORED = { cursorVisible: true, alternateScreen: false, bracketedPaste: false, mouseTracking: false };

const version = inject('openclawVersion');
const engine = engineAt(inject('dockerHost'));
let place: Place;
let gateway: Gateway;
let bridge: string;

beforeAll(async () => {
  place = { dockerHost: engine.dockerHost, home: await mkdtemp(join(tmpdir(), 'doctor-e2e-')) };
  gateway = await startGateway({ engine, version, name: 'nat' });
  const format = '{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}';
  bridge = (await engine.docker(['inspect', '--format', format, 'nat'])).stdout.trim();
});
afterAll(async () => {
  await gateway?.stop();
  await rm(place.home, { recursive: true, force: true });
});

const ask = (identity: Identity): Promise<Connection> => connect({ url: gateway.url, token: gateway.token, identity });
const aim = () => ['--url', gateway.url];
const hostCli = (args: readonly string[]) =>
  runCli(version, { home: place.home, args: [...args, '--url', gateway.url, '--token', gateway.token] });
const seen = (evidence: readonly Evidence[] | undefined, fact: string) =>
  evidence?.find((item) => item.fact === fact)?.value;
const withoutTimes = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (key, item) => (key === 'ms' ? undefined : item)));

async function devices(): Promise<unknown> {
  return JSON.parse((await gateway.exec(['openclaw', 'devices', 'list', '--json'])).stdout);
}

test('a gateway that nobody was refused by is healthy', async () => {
  expect(await check(aim(), place)).toMatchObject({
    code: 0,
    report: { verdict: 'healthy', findings: [], openclaw: { version } },
  });
});

describe('the real CLI of this host, with a token', () => {
  test('is let in without any scope', async () => {
    const { code, stdout, stderr } = await hostCli(['devices', 'list']);
    expect([code, stdout + stderr]).toEqual([1, expect.stringContaining('missing scope: operator.pairing')]);
  });

  test('gets the same diagnosis, though no device was refused', async () => {
    const { code, report } = await check(aim(), place);
    expect(code).toBe(1);
    expect(report.findings[0]).toMatchObject({
      rule: 'pairing-approval/pending-approval-docker',
      variant: 'scopeless-cli',
      certainty: 'likely',
      remedies: [{ id: 'cli-inside' }, { id: 'cli-sidecar' }, { id: 'host-network', risk: 'weakens-security' }],
    });
  });

  test('does what was asked when it is run as the remedies say', async () => {
    const { report } = await check(aim(), place);
    const [inside, sidecar] = report.findings[0]?.remedies ?? [];
    for (const remedy of [inside, sidecar]) {
      const [, ...args] = remedy?.steps[0]?.run ?? [];
      const { execa } = await import('execa');
      const env = { DOCKER_HOST: place.dockerHost, OPENCLAW_GATEWAY_TOKEN: gateway.token };
      const result = await execa('docker', args, { env, reject: false, stdin: 'ignore', timeout: 60_000 });
      expect([remedy?.id, result.exitCode, result.stdout + result.stderr]).toEqual([
        remedy?.id,
        0,
        expect.not.stringContaining('missing scope'),
      ]);
    }
  });
});

describe('a device behind the published port', () => {
  const identity = newIdentity();

  test('is refused with 1008', async () => {
    expect(await ask(identity)).toMatchObject({
      status: 'refused',
      code: 1008,
      error: { details: { code: 'PAIRING_REQUIRED' } },
    });
  });

  test('is diagnosed with the bridge’s address as evidence', async () => {
    const { code, report } = await check(aim(), place);
    const [finding] = report.findings;
    expect(code).toBe(1);
    expect(finding).toMatchObject({
      rule: 'pairing-approval/pending-approval-docker',
      variant: 'nat',
      certainty: 'confirmed',
      severity: 'error',
    });
    expect(seen(finding?.evidence, 'refusal.remote')).toBe(bridge);
    expect(seen(finding?.evidence, 'gateway.natAddresses')).toEqual([bridge]);
    expect(seen(finding?.evidence, 'refusal.deviceId')).toBe(identity.deviceId);
    expect(report.path.map(({ stage, status }) => `${stage} ${status}`)).toEqual([
      'resolve ok',
      'tcp ok',
      'tls skipped',
      'http ok',
      'upgrade ok',
      'origin ok',
      'identity ok',
      'auth ok',
      'pairing failed',
      'scopes skipped',
    ]);
  });

  test('the look changed nothing: requests, devices, state folder, home, log', async () => {
    const look = async () => ({
      devices: await devices(),
      state: withoutJournals(await gateway.stateListing()),
      home: await hostListing(place.home),
      // What connections leave there; the gateway writes other lines of its own accord.
      log: (await gateway.logs())
        .split('\n')
        .filter((line) => line.includes('[ws]') && !line.includes('device.pair.list')),
    });
    const before = await look();
    for (const args of [['check'], ['check', '--format', 'json'], ['fix', '--dry-run']])
      await doctor([...args, ...aim()], place);
    expect(await look()).toEqual(before);
  });

  test('a recording gives the same report, and holds no secret', async () => {
    const file = join(place.home, '..', `recording-${process.pid}.json`);
    expect(await doctor(['record', file, ...aim()], place)).toMatchObject({ code: 0 });
    const live = await check(aim(), place);
    const replayed = await check(['--from', file], place);
    const { execa } = await import('execa');
    const { stdout: text } = await execa('cat', [file]);
    await rm(file);
    expect(withoutTimes(replayed)).toEqual(withoutTimes(live));
    expect(text).not.toContain(gateway.token);
  });

  test('fix approves nothing by --yes, and says which word it takes', async () => {
    const { code, stderr } = await doctor(
      ['fix', 'pending-approval-docker', '--approve', 'not-an-id', ...aim()],
      place,
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('is no request id')]);
    expect(await ask(identity)).toMatchObject({ status: 'refused' });
  });

  test('is approved in the walkthrough, and the walkthrough ends when it has connected', {
    timeout: 120_000,
  }, async () => {
    const terminal = openDoctor(aim(), place, { cols: 100, rows: 30 });
    await terminal.waitFor(`as ${bridge}, not as local`, 30_000);
    terminal.press('\r');
    await terminal.waitFor('Approve this device from inside the container');
    terminal.press('\r');
    await terminal.waitFor('Step 1 of 2');
    terminal.press('\r');
    await terminal.waitFor('wait');
    // Neither enter nor anything but the word for this very request approves it.
    terminal.press('\r');
    await terminal.waitFor('Approve this device? Only if it is yours.');
    // A frame may come in parts.
    await terminal.waitFor(bridge);
    await terminal.waitFor(identity.deviceId);
    terminal.press('\r');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await ask(identity)).toMatchObject({ status: 'refused' });
    terminal.press('y');
    await terminal.waitFor('Approved. Waiting for the client', 60_000);
    const connection = await ask(identity);
    expect(connection).toMatchObject({ status: 'connected' });
    await terminal.waitFor('Connected: the device was approved', 30_000);
    terminal.press('q');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
    expect(terminal.modes()).toEqual(RESTORED);
    if (connection.status === 'connected') await connection.close();
  });

  test('is healthy then, the refusals still being in the log', async () => {
    expect(await gateway.logs()).toContain(identity.deviceId);
    expect(await gateway.logs()).toContain('missing scope: operator.pairing');
    const { code, report } = await check(aim(), place);
    expect({ code, findings: report.findings, unknown: report.unknown }).toEqual({
      code: 0,
      findings: [],
      unknown: [],
    });
  });

  test('another one is approved by fix --approve with its own request only', async () => {
    const other = newIdentity();
    const refused = await ask(other);
    const requestId = refused.status === 'refused' ? (refused.error?.details?.requestId ?? '') : '';
    const dry = await doctor(['fix', '--dry-run', ...aim()], place);
    expect(dry.stdout).toContain(`devices approve ${requestId}`);
    expect(await doctor(['fix', '--yes', ...aim()], place)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`--approve ${requestId}`),
    });
    const gone = '00000000-0000-4000-8000-000000000000';
    expect(await doctor(['fix', '--approve', gone, ...aim()], place)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('waits any more'),
    });
    expect(await ask(other)).toMatchObject({ status: 'refused' });
    expect(await doctor(['fix', '--approve', requestId, ...aim()], place)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The device is approved'),
    });
    const connection = await ask(other);
    expect(connection).toMatchObject({ status: 'connected' });
    if (connection.status === 'connected') await connection.close();
    expect(await check(aim(), place)).toMatchObject({ code: 0 });
  });
});

describe('Ctrl-C', () => {
  test.each([
    ['while looking', []],
    ['on the diagnosis', ['\r']],
  ] as const)('%s restores the terminal', async (_, keys) => {
    await ask(newIdentity());
    const terminal = openDoctor(aim(), place, { cols: 80, rows: 24 });
    if (keys.length > 0) {
      await terminal.waitFor('not as local', 30_000);
      for (const key of keys) terminal.press(key);
    } else await terminal.waitFor(/\S/, 30_000);
    terminal.press('\u0003');
    expect(await terminal.exited).toMatchObject({ exitCode: 130 });
    expect(terminal.modes()).toEqual(RESTORED);
  });
});
