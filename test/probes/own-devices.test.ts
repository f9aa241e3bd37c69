import { expect, test } from 'vitest';
import type { Host } from '../../src/host/host.ts';
import { known } from '../../src/model/fact.ts';
import { probeOwnDevices } from '../../src/probes/own-devices.ts';
import type { StateFolder } from '../../src/probes/state-folder.ts';
import { fakeHost } from '../support/fake-host.ts';

const [OLD, NEW] = ['a'.repeat(64), 'b'.repeat(64)];
const folder = (names: readonly string[] | undefined): StateFolder => ({
  path: '/home/you/.openclaw',
  source: 'the default',
  names,
  problem: 'there is no state folder of a gateway at /home/you/.openclaw',
  settings: undefined,
  facts: {},
});
const probe = async (effects: Partial<Host>, names: readonly string[] | null = ['identity', 'state']) => {
  const context = { host: fakeHost(effects), aim: { timeoutMs: 1000, offline: false } };
  return (await probeOwnDevices(context, folder(names ?? undefined)))['client.devices'];
};
const line = async () => ({ status: 'ok', lines: [`  "deviceId": "${OLD}",`], size: 300, complete: true }) as const;
const row = async () => ({ status: 'ok', results: [[{ device_id: NEW }]] }) as const;

test('the device of this user is read from a line of a file, from a row of SQLite, or from both', async () => {
  const source = 'the state folder /home/you/.openclaw';
  expect(await probe({ grep: line }, ['identity'])).toEqual(known([OLD], source));
  expect(await probe({ database: row }, ['state'])).toEqual(known([NEW], source));
  expect(await probe({ grep: line, database: row })).toEqual(known([OLD, NEW], source));
  expect(await probe({}, [])).toEqual(known([], source));
});

test('nothing but the id is asked for', async () => {
  const asked: unknown[] = [];
  await probe({
    readText: async (request) => {
      asked.push(request);
      return { status: 'absent' };
    },
    grep: async (request) => {
      asked.push(request.anchors);
      return { status: 'absent' };
    },
    database: async ({ queries }) => {
      asked.push(queries);
      return { status: 'absent' };
    },
  });
  expect(asked).toEqual([['"deviceId"'], [expect.not.stringMatching(/key|\*/)]]);
});

test('what could not be read is not known, and what is no id is none', async () => {
  const denied = async () => ({ status: 'denied', reason: 'no permission' }) as const;
  expect(await probe({ grep: denied, database: denied })).toEqual({ status: 'unknown', reason: 'no permission' });
  expect(await probe({ grep: line, database: denied })).toMatchObject({ value: [OLD] });
  expect(await probe({}, null)).toMatchObject({ status: 'unknown' });
  const older = async () => ({ status: 'failed', reason: 'no such table: device_identities' }) as const;
  expect(await probe({ database: older }, ['state'])).toMatchObject({ value: [] });
  const odd = async () => ({ status: 'ok', lines: ['"deviceId": "$(touch x)"'], size: 9, complete: true }) as const;
  expect(await probe({ grep: odd }, ['identity'])).toMatchObject({ value: [] });
});
