import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Host } from '../../src/host/host.ts';
import { createHost } from '../../src/host/real.ts';
import { hostOverSsh } from '../../src/probes/host-over-ssh.ts';
import { logIn } from '../../src/probes/ssh-login.ts';
import { fakeHost, linux, NOW } from '../support/fake-host.ts';

/** As sshd does: what stands behind the target is one text for a shell. Nothing that asks or shares a login is known. */
const SSH = `#!/bin/sh
case $1 in -G) exit 1;; esac
for text; do :; done
exec sh -c "$text"
`;
const NAME = '$(touch owned) `id` \'a\' "b" & ; \\ ünï.json';
const path = process.env.PATH;
let folder: string;
let there: Host;
const here = createHost();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-over-ssh-'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/ssh'), SSH);
  chmodSync(join(folder, 'bin/ssh'), 0o755);
  process.env.PATH = `${join(folder, 'bin')}:${path}`;
  mkdirSync(join(folder, 'state'));
  writeFileSync(join(folder, NAME), 'one\ntwo pairing required\nthree\n', { mode: 0o640 });
  const database = new DatabaseSync(join(folder, 'state/openclaw.sqlite'));
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE devices (id TEXT); INSERT INTO devices VALUES ('a')");
  database.close();
  const entered = await logIn(here, ['ssh', 'me@claw.lan'], 20_000);
  if (entered.status !== 'ok') throw new Error(entered.reason);
  there = hostOverSsh(here, entered.login);
});
afterAll(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

describe.skipIf(process.platform === 'win32')('what is read over ssh is what is read there', () => {
  it('the machine', () => {
    expect(there.machine).toMatchObject({
      platform: process.platform,
      uid: process.getuid?.(),
      home: process.env.HOME,
    });
  });

  it('a folder, whole or by names', async () => {
    expect(await there.list({ path: folder })).toEqual(
      expect.objectContaining({
        status: 'ok',
        entries: expect.arrayContaining([expect.objectContaining({ name: NAME })]),
      }),
    );
    const whole = async (host: Host) => {
      const listed = await host.list({ path: folder, only: [NAME, 'state'] });
      const entries = listed.status === 'ok' ? listed.entries : [];
      return [...entries].sort((a, b) => a.name.localeCompare(b.name)).map(({ changedAt: _, ...entry }) => entry);
    };
    expect(await whole(there)).toEqual(await whole(here));
    expect(await there.list({ path: join(folder, 'nothing') })).toEqual({ status: 'absent' });
  });

  it('a file, whole or its first bytes, whatever it is called', async () => {
    const file = join(folder, NAME);
    expect(await there.readText({ path: file })).toEqual(await here.readText({ path: file }));
    expect(await there.readText({ path: file, maxBytes: 3 })).toMatchObject({ status: 'ok', text: 'one' });
    expect(await there.readText({ path: join(folder, 'nothing') })).toEqual({ status: 'absent' });
    const none = await there.list({ path: folder, only: ['owned'] });
    expect(none).toEqual({ status: 'ok', entries: [] });
  });

  it('settings, without their secrets', async () => {
    const file = join(folder, 'openclaw.json');
    writeFileSync(file, '{ "gateway": { "auth": { "token": "correct-horse-battery-staple" } } }');
    const read = await there.readText({ path: file });
    // What is left of the file is shorter than it: only its own disk tells how long it is.
    expect(read).toEqual({ ...(await here.readText({ path: file })), size: expect.any(Number) });
    expect(JSON.stringify(read)).not.toContain('correct-horse');
  });

  it('the lines of a log that matter, or none', async () => {
    const request = { path: join(folder, NAME), lines: 10, timeoutMs: 20_000 };
    expect(await there.grep({ ...request, anchors: ['pairing'] })).toMatchObject({ lines: ['two pairing required'] });
    expect(await there.grep({ ...request, anchors: ['four'] })).toMatchObject({ status: 'ok', lines: [] });
    expect(await there.grep({ ...request, path: join(folder, 'x'), anchors: ['a'] })).toEqual({ status: 'absent' });
  });

  it('a database, of which a copy is queried', async () => {
    const query = {
      from: { path: join(folder, 'state/openclaw.sqlite') },
      queries: ['SELECT id FROM devices LIMIT 9'],
    };
    expect(await there.database(query)).toEqual({ status: 'ok', results: [[{ id: 'a' }]] });
    expect(await there.database({ ...query, from: { path: join(folder, 'state/other.sqlite') } })).toEqual({
      status: 'absent',
    });
  });
});

test('a login that fails says why, and that nobody answers what ssh asks', async () => {
  let logins = 0;
  const ask = async (stderr: string, now = NOW) => {
    const exec: Host['exec'] = async () => {
      logins += 1;
      return { status: 'exited', code: 255, stdout: '', stderr, truncated: false };
    };
    return logIn(fakeHost({ exec }, linux, now), ['ssh', 'me@claw.lan'], 1000);
  };
  expect(await ask('ssh: connect to host claw.lan port 22: Connection refused')).toEqual({
    status: 'failed',
    reason: 'ssh could not log in to me@claw.lan (ssh: connect to host claw.lan port 22: Connection refused)',
  });
  const denied = 'me@claw.lan: Permission denied (publickey,password).\n';
  const reason = expect.stringContaining('Once `ssh me@claw.lan` logs in without one, it can');
  // Servers shut out whoever fails too often: who looks every other second knocks once a minute.
  for (const seconds of [0, 2, 59, 60]) {
    expect(await ask(denied, NOW + seconds * 1000)).toEqual({ status: 'failed', reason });
  }
  expect(logins).toBe(3);
  expect(await logIn(fakeHost(), ['ssh', 'me@other.lan'], 1000)).toMatchObject({ reason: 'ssh is not installed here' });
});

test('a host whose shell is none of POSIX, or greets, is told of', async () => {
  const exec: Host['exec'] = async () => ({
    status: 'exited',
    code: 0,
    stdout: 'Welcome!\nLinux\n0\n/root\n',
    stderr: '',
    truncated: false,
  });
  expect(await logIn(fakeHost({ exec }), ['ssh', 'claw'], 1000)).toMatchObject({
    reason: 'claw has no POSIX shell, or one that prints more than it is asked',
  });
});
