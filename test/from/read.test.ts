import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedRules } from 'virtual:shipped-rules';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sessionFrom } from '../../src/from/read.ts';
import { createHost } from '../../src/host/real.ts';
import { MARKER, recordingHost } from '../../src/host/recording.ts';
import { collect, collectCostly } from '../../src/probes/collect.ts';
import { defaultAim } from '../../src/probes/context.ts';
import { fakeHost, files, linux, NOW } from '../support/fake-host.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-from-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const look = async (text: string, name = 'evidence') => {
  writeFileSync(join(folder, name), text);
  const source = { from: join(folder, name), container: undefined, host: createHost(), clean: <T>(value: T) => value };
  return (await sessionFrom(source, shippedRules, 'error')).look();
};
/** What signs speak for. */
const found = async (text: string) =>
  (await look(text)).report.findings
    .filter(({ variant }) => variant !== 'resembles')
    .map(({ rule, certainty }) => `${rule.split('/')[1]} ${certainty}`);

describe('an evidence file', () => {
  const evidence = {
    openclaw: '2026.9.6',
    deployment: 'docker',
    client: 'cli',
    text: 'gateway closed (1008): pairing required',
  };
  test('in JSON', async () => {
    expect((await found(JSON.stringify(evidence)))[0]).toBe('pending-approval-docker likely');
    expect((await look(JSON.stringify(evidence))).report.openclaw.version).toBe('2026.9.6');
  });
  test('in YAML, with a version that looks like a number', async () => {
    expect(
      (
        await found('openclaw: 2026.3\ndeployment: docker compose\ntext: |\n  disconnected (1008): pairing required\n')
      )[0],
    ).toBe('pending-approval-docker likely');
  });
  test('with its settings: the gateway’s, or a client’s by gateway.mode', async () => {
    const { facts } = await look(
      JSON.stringify({ config: { gateway: { mode: 'remote', remote: { url: 'ws://x:1' } } } }),
    );
    expect(facts['client.config.remoteUrl']).toMatchObject({ value: 'ws://x:1' });
  });
  test('with what OpenClaw prints for a secret: that says nothing of the secret itself', async () => {
    const { report } = await look(
      JSON.stringify({ config: { gateway: { auth: { token: '__OPENCLAW_REDACTED__' } } } }),
    );
    expect(report.findings).toEqual([]);
  });
  test('with a note of a token elsewhere', async () => {
    const text = 'Error: unauthorized: gateway token mismatch';
    const notes = ['OPENCLAW_GATEWAY_TOKEN set in ~/.openclaw/.env'];
    expect(await found(JSON.stringify({ text, notes }))).toEqual(['token-mismatch-env-override likely']);
    expect(await found(JSON.stringify({ text, notes: ['token in .env unchanged'] }))).toEqual([
      'token-mismatch likely',
    ]);
  });
  test('an unknown field beside known ones is an error with the nearest name', async () => {
    await expect(look('{"text":"x","deploymnt":"docker"}')).rejects.toThrow(
      'an evidence file has no field "deploymnt": did you mean "deployment"?',
    );
    await expect(look('{"text":["x"]}')).rejects.toThrow('"text" takes a text');
  });
});

describe('text', () => {
  test('an error message that happens to be a YAML mapping is text', async () => {
    expect(await found('gateway closed (1008): pairing required')).toEqual([
      'pending-approval-new-device possible',
      'pending-approval-docker possible',
    ]);
  });
  test('a gateway’s log', async () => {
    const line = `2026-11-22T12:42:27.730+00:00 [ws] closed before connect conn=1 remote=192.168.50.20 fwd=n/a origin=n/a host=h code=1008 reason=pairing required: device is not approved yet (requestId: 0f038245-1fe1-4ae6-af5d-50fd85ed60a6) phase=x cause=pairing-required reason=not-paired`;
    expect((await found(line))[0]).toBe('pending-approval-new-device confirmed');
  });
  test('JSON lines', async () => {
    const line = JSON.stringify({
      2: 'closed before connect conn=1 remote=192.168.50.20 fwd=n/a origin=n/a host=h code=1008 reason=pairing required phase=x',
      time: '2026-11-22T12:42:27Z',
    });
    expect((await found(`${line}\n${line}\n`))[0]).toBe('pending-approval-new-device confirmed');
  });
  test('«missing scope: operator.pairing» from a CLI in front of a container', async () => {
    expect(
      (await found(JSON.stringify({ deployment: 'docker', text: 'Reason: missing scope: operator.pairing' })))[0],
    ).toBeUndefined();
  });
  test('with escape sequences in it', async () => {
    expect(await found('\u001b[31mgateway closed (1008): \u001b[1mpairing required\u001b[0m')).toHaveLength(2);
  });
  test('that says nothing is inconclusive', async () => {
    expect((await look('good morning')).report.verdict).toBe('inconclusive');
  });
  test('empty is an error', async () => {
    await expect(look(' \n')).rejects.toThrow('there is nothing in it');
  });
});

test('a recording gives the report that the machine gave', async () => {
  const state = { '/home/you/.openclaw/openclaw.json': '{}' };
  const { host, calls } = recordingHost(fakeHost(files(state)));
  await collectCostly({ host, aim: defaultAim }, await collect({ host, aim: defaultAim }));
  const recording = { [MARKER]: 1, doctor: 'dev', options: {}, startedAt: NOW, machine: linux, calls };
  expect((await look(JSON.stringify(recording))).report.findings[0]).toMatchObject({
    rule: 'gateway-not-serving/gateway-down',
    variant: 'process-down',
  });
});

test('nothing there is an error', async () => {
  const source = {
    from: join(folder, 'none'),
    container: undefined,
    host: createHost(),
    clean: <T>(value: T) => value,
  };
  await expect(sessionFrom(source, shippedRules, 'error')).rejects.toThrow('there is no such file or folder');
});
