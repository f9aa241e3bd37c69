import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Redactor } from '../../src/host/clean.ts';
import { createDisk } from '../../src/host/real-disk.ts';
import type { FileChange } from '../../src/model/report.ts';
import type { ComposeEdit } from '../../src/model/rule.ts';
import { changeCompose } from '../../src/remedy/compose-change.ts';
import { diffOf } from '../../src/remedy/unified-diff.ts';
import { applyChange } from '../../src/remedy/write.ts';

const NOW = Date.UTC(2026, 10, 22, 12, 45);
const edit: ComposeEdit = { compose: 'mount-state', source: 'openclaw-state', target: '/home/node/.openclaw' };
const service = 'openclaw-gateway';
const token = 'fake-4f8a1c9e2b7d6035';
const text = `# mine
services:
  openclaw-gateway:
    environment:
      - OPENCLAW_GATEWAY_TOKEN=${token} # keep
    volumes:
      - /home/node/.openclaw
`;
const after = `${text.replace('- /home', '- openclaw-state:/home')}volumes:\n  openclaw-state: {}\n`;

const disk = createDisk();
let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-write-'));
  file = join(folder, 'docker-compose.yml');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The change as a report shows it, of the file as it is now. */
function shown(path = file): FileChange {
  const seen = new Redactor().clean(readFileSync(path, 'utf8'));
  return { file: path, diff: diffOf(path, seen, changeCompose(seen, service, edit) ?? ''), service, edit };
}

test('the file gets what was shown, its secrets and comments stay, and the old one is beside it', async () => {
  writeFileSync(file, text);
  const change = shown();
  expect(change.diff).toContain('OPENCLAW_GATEWAY_TOKEN=<secret-1>');
  expect(change.diff).not.toContain(token);
  const done = await applyChange(change, disk, NOW);
  expect(done).toMatchObject({ status: 'ok', path: file, backup: `${file}.openclaw-doctor-20261122T124500Z` });
  expect(readFileSync(file, 'utf8')).toBe(after);
  expect(readFileSync(`${file}.openclaw-doctor-20261122T124500Z`, 'utf8')).toBe(text);
});

test('a file that is changed twice within a second is kept twice', async () => {
  writeFileSync(file, text);
  await applyChange(shown(), disk, NOW);
  writeFileSync(file, text);
  const again = await applyChange(shown(), disk, NOW);
  expect(again).toMatchObject({ status: 'ok', backup: `${file}.openclaw-doctor-20261122T124500Z-2` });
});

test.each([
  ['Windows line ends', (unix: string) => unix.replaceAll('\n', '\r\n')],
  ['a byte order mark', (unix: string) => `\ufeff${unix}`],
  ['both', (unix: string) => `\ufeff${unix.replaceAll('\n', '\r\n')}`],
])('%s stay', async (_, form) => {
  writeFileSync(file, form(text));
  expect(await applyChange(shown(), disk, NOW)).toMatchObject({ status: 'ok' });
  expect(readFileSync(file, 'utf8')).toBe(form(after));
});

test('of mixed line ends each line keeps its own', async () => {
  writeFileSync(file, text.replaceAll('\n', '\r\n').replace('# mine\r\n', '# mine\n').trimEnd());
  expect(await applyChange(shown(), disk, NOW)).toMatchObject({ status: 'ok' });
  expect(readFileSync(file, 'utf8')).toBe(after.replaceAll('\n', '\r\n').replace('# mine\r\n', '# mine\n'));
});

test('through a link the file itself is written, and the link stays one', async () => {
  writeFileSync(file, text);
  const link = join(folder, 'link.yml');
  symlinkSync(file, link);
  expect(await applyChange(shown(link), disk, NOW)).toMatchObject({ status: 'ok', path: file });
  expect(readFileSync(file, 'utf8')).toBe(after);
  expect(readdirSync(folder).filter((name) => name.startsWith('link'))).toEqual(['link.yml']);
});

test.each([
  ['a line within sight of the change is another', (now: string) => now.replace('# keep', '# kept')],
  ['a line was added above it', (now: string) => `# new\n${now}`],
  ['it was made already', () => after],
  ['it can’t be parsed any more', (now: string) => `${now}  - : [\n`],
  ['it is empty', () => ''],
])('nothing is written where, meanwhile, %s', async (_, change) => {
  writeFileSync(file, text);
  const asked = shown();
  const now = change(text);
  writeFileSync(file, now);
  expect(await applyChange(asked, disk, NOW)).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('look again'),
  });
  expect(readFileSync(file, 'utf8')).toBe(now);
  expect(readdirSync(folder)).toEqual(['docker-compose.yml']);
});

test('a stand-in is never written into a file', async () => {
  writeFileSync(file, text);
  const done = await applyChange({ ...shown(), edit: { ...edit, source: '/srv/<secret-1>' } }, disk, NOW);
  expect(done).toMatchObject({ status: 'failed', reason: expect.stringContaining('secret') });
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a file that is gone is told', async () => {
  writeFileSync(file, text);
  const change = shown();
  rmSync(file);
  expect(await applyChange(change, disk, NOW)).toEqual({ status: 'failed', reason: `${file} is not there` });
});
