import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Redactor } from '../../src/host/clean.ts';
import { createDisk } from '../../src/host/real-disk.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { Finding, Step } from '../../src/model/report.ts';
import { parseSettings, settingsFacts } from '../../src/probes/settings.ts';
import { withChanges } from '../../src/remedy/changes.ts';
import { undoOfFile } from '../../src/remedy/undo.ts';
import { applyChange } from '../../src/remedy/write.ts';

const NOW = Date.UTC(2026, 10, 22, 12, 45);
const secret = 'fake-4f8a1c9e2b7d6035';
const text = `{
  gateway: {
    mode: 'local', // at home 👨‍👩‍👧
    bind: 'lan',
    auth: { token: '${secret}' },
  },
}
`;

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-settings-'));
  file = join(folder, 'openclaw.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const facts = (of = text, more: Facts = {}): Facts => ({
  ...settingsFacts('gateway', parseSettings(new Redactor().clean(of), file)),
  'gateway.exec': known(['openclaw'], 't'),
  'gateway.config.hostFile': known(file, file),
  ...more,
});
const step = (...run: string[]): Step => ({ say: 'Set it.', where: 'host', run: ['openclaw', ...run] });
const bind = (value: string) => step('config', 'set', 'gateway.bind', value);

async function shown(steps: readonly Step[], given = facts()): Promise<readonly Step[]> {
  const remedies = [{ id: 'r', title: 't', risk: 'none', steps } as const];
  const finding = { rule: 'a/b', variant: 'v', title: 't', why: 'w', evidence: [], docs: [], remedies };
  const found = { ...finding, severity: 'error', certainty: 'likely', stage: 'pairing' } as Finding;
  return (await withChanges([found], given))[0]?.remedies[0]?.steps ?? [];
}

test('a setting is a change of the file where OpenClaw would not keep all that is in it', async () => {
  expect(await shown([bind('loopback')])).toEqual([
    {
      say: 'Set it. All else in the file stays as it is.',
      where: 'host',
      change: {
        file,
        diff: `--- ${file}
+++ ${file}
@@ -1,7 +1,7 @@
 {
   gateway: {
     mode: 'local', // at home 👨👩👧
-    bind: 'lan',
+    bind: 'loopback',
     auth: { token: '<secret-1>' },
   },
 }
`,
        setting: { key: 'gateway.bind', value: 'loopback' },
      },
    },
  ]);
});

describe('it stays a command', () => {
  const lost = (why: string) =>
    `Set it. OpenClaw writes ${file} anew: its comments are lost, so keep a copy of it.${why}`;

  test('where the file is plain JSON', async () => {
    const plain = facts('{"gateway":{"bind":"lan"}}');
    expect(await shown([bind('loopback')], plain)).toEqual([bind('loopback')]);
  });

  test('where the file can’t be changed here, with the reason and what is lost', async () => {
    const others = facts(text, { 'gateway.config.hostFile': unknown('it belongs to another user') });
    const say = lost(' The doctor can’t change it in its place: it belongs to another user.');
    expect(await shown([bind('loopback')], others)).toEqual([{ ...bind('loopback'), say }]);
  });

  test.each<[string, Step]>([
    ['a secret', step('config', 'set', 'gateway.auth.token', 'TOKEN-OF-MINE')],
    ['a stand-in', step('config', 'set', 'gateway.bind', '<secret-1>')],
    ['what the user fills in', step('config', 'set', 'gateway.remote.url', 'WSS_URL')],
    ['an option that the doctor doesn’t know', step('config', 'set', 'gateway.bind', 'lan', '--dry-run')],
    ['several at once', step('config', 'patch', '{}')],
    ['what is so already', bind('lan')],
    ['a setting beside another file’s', step('config', 'set', 'gateway.x.$include', './x')],
  ])('for %s', async (_, given) => {
    expect(await shown([given])).toEqual([{ ...given, say: lost('') }]);
  });

  test('on another machine, in whose settings nothing is lost', async () => {
    const elsewhere = { ...step('config', 'set', 'gateway.mode', 'local'), where: 'client' };
    expect(await shown([elsewhere])).toEqual([elsewhere]);
    const comments: Facts = { 'client.config.hasComments': known(true, 't') };
    expect((await shown([elsewhere], facts(text, comments)))[0]?.say).toBe(
      'Set it. OpenClaw writes openclaw.json anew: its comments are lost, so keep a copy of it.',
    );
  });

  test('and what only reads settings is left alone', async () => {
    const reads = step('config', 'get', 'gateway.bind');
    expect(await shown([reads])).toEqual([reads]);
  });
});

test('one change after the other is written, each as shown, and taken back the last first', async () => {
  const real = text.replaceAll('\n', '\r\n');
  writeFileSync(file, `\ufeff${real}`, { mode: 0o640 });
  const disk = createDisk();
  const proxies = step('config', 'set', 'gateway.trustedProxies', '["127.0.0.1"]');
  const steps = await shown([bind('loopback'), proxies, step('config', 'unset', 'gateway.mode')]);
  const undos = [];
  for (const [index, { change }] of steps.entries()) {
    if (!change) return expect.fail(`step ${index} changes nothing`);
    const done = await applyChange(change, disk, NOW + index * 1000);
    if (done.status !== 'ok') return expect.fail(done.reason);
    undos.push(...undoOfFile(change, done, facts()));
  }
  const after = `{
  gateway: {
    // at home 👨‍👩‍👧
    bind: 'loopback',
    auth: { token: '${secret}' },
    trustedProxies: ['127.0.0.1'],
  },
}
`;
  expect(readFileSync(file, 'utf8')).toBe(`\ufeff${after.replaceAll('\n', '\r\n')}`);
  expect(statSync(file).mode & 0o777).toBe(0o640);
  for (const undo of undos.toReversed()) {
    if (undo.kind !== 'file') return expect.fail(`${undo.kind} is no file`);
    expect(undo.say).toBe(`Put ${file} back as it was.`);
    expect(await disk.restore(undo.written)).toEqual({ status: 'ok' });
  }
  expect(readFileSync(file, 'utf8')).toBe(`\ufeff${real}`);
});

test('a file that is not any more what was shown is left as it is', async () => {
  const [shownStep] = await shown([bind('loopback')]);
  const theirs = text.replace("'lan'", "'tailnet'");
  writeFileSync(file, theirs);
  if (!shownStep?.change) return expect.fail('it changes nothing');
  expect(await applyChange(shownStep.change, createDisk(), NOW)).toMatchObject({
    status: 'failed',
    reason: `${file} is not as it was when the change was shown: look again`,
  });
  expect(readFileSync(file, 'utf8')).toBe(theirs);
});
