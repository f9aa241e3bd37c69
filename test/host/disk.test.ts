import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDisk } from '../../src/host/real-disk.ts';

const isRoot = process.getuid?.() === 0;
const isPosix = process.platform !== 'win32';
let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-disk-'));
  file = join(folder, 'compose.yml');
  writeFileSync(file, 'old\n', { mode: 0o640 });
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const disk = createDisk();
const hashOf = async (path: string) => {
  const found = await disk.read({ path });
  if (found.status !== 'ok') throw new Error(found.reason);
  return found.sha256;
};
const swap = async (by = 'new\n', path = file) =>
  disk.replace({ path, sha256: await hashOf(file), text: by, backup: `${path}.kept` });

test('a file gets another text, and what was there is beside it, with the same mode', async () => {
  expect(await swap()).toMatchObject({ status: 'ok', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(readFileSync(file, 'utf8')).toBe('new\n');
  expect(readFileSync(`${file}.kept`, 'utf8')).toBe('old\n');
  expect(readdirSync(folder).sort()).toEqual(['compose.yml', 'compose.yml.kept']);
  if (isPosix) expect([file, `${file}.kept`].map((path) => statSync(path).mode & 0o777)).toEqual([0o640, 0o640]);
});

test('it comes back as long as nobody changed either, and the backup is gone then', async () => {
  const kept = await hashOf(file);
  const done = await swap();
  const written = done.status === 'ok' ? done.sha256 : '';
  const request = { path: file, backup: `${file}.kept`, written, kept };
  writeFileSync(file, 'new\nand mine\n');
  expect(await disk.restore(request)).toMatchObject({ status: 'changed' });
  expect(readFileSync(file, 'utf8')).toBe('new\nand mine\n');
  writeFileSync(file, 'new\n');
  writeFileSync(`${file}.kept`, 'something else\n');
  expect(await disk.restore(request)).toMatchObject({ status: 'changed' });
  writeFileSync(`${file}.kept`, 'old\n');
  expect(await disk.restore(request)).toEqual({ status: 'ok' });
  expect(readFileSync(file, 'utf8')).toBe('old\n');
  expect(readdirSync(folder)).toEqual(['compose.yml']);
  expect(await disk.restore(request)).toMatchObject({ status: 'changed' });
});

describe('nothing changes, and nothing is left behind', () => {
  const isUntouched = (names = ['compose.yml']) => {
    expect(readFileSync(file, 'utf8')).toBe('old\n');
    expect(readdirSync(folder).sort()).toEqual(names);
  };

  test('where the file was changed meanwhile', async () => {
    const request = { path: file, sha256: await hashOf(file), text: 'new\n', backup: `${file}.kept` };
    writeFileSync(file, 'theirs\n');
    expect(await disk.replace(request)).toMatchObject({ status: 'changed' });
    writeFileSync(file, 'old\n');
    isUntouched();
  });

  test('where the backup would take the place of another file', async () => {
    writeFileSync(`${file}.kept`, 'precious');
    expect(await swap()).toMatchObject({ status: 'failed' });
    expect(readFileSync(`${file}.kept`, 'utf8')).toBe('precious');
    isUntouched(['compose.yml', 'compose.yml.kept']);
  });

  test.runIf(isPosix)('where a link took the place of the file', async () => {
    const sha256 = await hashOf(file);
    const link = join(folder, 'link.yml');
    symlinkSync(file, link);
    expect(await disk.replace({ path: link, sha256, text: 'new\n', backup: `${link}.kept` })).toMatchObject({
      status: 'changed',
    });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    isUntouched(['compose.yml', 'link.yml']);
  });

  test.runIf(isPosix)('where the file has a second name', async () => {
    linkSync(file, join(folder, 'other'));
    expect(await swap()).toMatchObject({ status: 'failed', reason: expect.stringContaining('hard link') });
    isUntouched(['compose.yml', 'other']);
  });

  test.runIf(isPosix)('where it belongs to somebody else', async () => {
    // Another user's disk on the same file.
    const theirs = createDisk((process.getuid?.() ?? 0) + 12345);
    const request = { path: file, sha256: await hashOf(file), text: 'new\n', backup: `${file}.kept` };
    expect(await theirs.replace(request)).toMatchObject({
      status: 'denied',
      reason: expect.stringContaining('belongs'),
    });
    isUntouched();
  });

  test.runIf(isPosix && !isRoot)('where the folder or the file can only be read', async () => {
    chmodSync(folder, 0o500);
    expect(await swap()).toMatchObject({ status: 'denied' });
    chmodSync(folder, 0o700);
    chmodSync(file, 0o400);
    expect(await swap()).toMatchObject({ status: 'denied' });
    isUntouched();
  });
});

test.runIf(isRoot)('root leaves a file to the user whose it is', async () => {
  chownSync(file, 1234, 1235);
  expect(await swap()).toMatchObject({ status: 'ok' });
  expect([file, `${file}.kept`].map((path) => [statSync(path).uid, statSync(path).gid])).toEqual([
    [1234, 1235],
    [1234, 1235],
  ]);
});

test('only text files are read: no folder, nothing large, nothing that is not UTF-8', async () => {
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'utf16'), Buffer.from('\ufeffservices:', 'utf16le'));
  writeFileSync(join(folder, 'large'), Buffer.alloc(1024 * 1024 + 1, 'a'));
  for (const name of ['sub', 'utf16', 'large'])
    expect(await disk.read({ path: join(folder, name) })).toMatchObject({ status: 'failed' });
  expect(await disk.read({ path: join(folder, 'gone') })).toMatchObject({ status: 'absent' });
});

test.runIf(isPosix)('a link is followed to the file, whose path is told', async () => {
  const link = join(folder, 'link.yml');
  symlinkSync(file, link);
  expect(await disk.read({ path: link })).toMatchObject({ status: 'ok', path: file, text: 'old\n', isOwn: true });
});

test('notes are kept where nobody else reads them', async () => {
  const path = join(folder, 'state', 'openclaw-doctor', 'a.json');
  expect(await disk.keep({ path, text: '1' })).toEqual({ status: 'ok' });
  expect(await disk.keep({ path, text: '2' })).toEqual({ status: 'ok' });
  expect(readFileSync(path, 'utf8')).toBe('2');
  expect(await disk.names({ path: join(path, '..') })).toEqual(['a.json']);
  if (isPosix) expect([statSync(path).mode & 0o777, statSync(join(path, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
  await disk.remove({ path });
  expect(await disk.names({ path: join(path, '..') })).toEqual([]);
  expect(await disk.names({ path: join(folder, 'nowhere') })).toEqual([]);
  if (isPosix) {
    writeFileSync(join(folder, 'loose'), 'x', { mode: 0o666 });
    chmodSync(join(folder, 'loose'), 0o666);
    expect(await disk.read({ path: join(folder, 'loose') })).toMatchObject({ isOwn: false });
  }
});
