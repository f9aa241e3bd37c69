import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDisk } from '../../src/host/real-disk.ts';
import {
  beginRun,
  fits,
  isHalfWay,
  isUndoable,
  nextStep,
  type Run,
  readRun,
  runAimOf,
  type StepRecord,
  staying,
  undoPlan,
  withStep,
  withTakenBack,
} from '../../src/remedy/journal.ts';
import { journalFolder, openJournal } from '../../src/remedy/journal-files.ts';
import { reversedDiff } from '../../src/remedy/reversed-diff.ts';
import type { Undo } from '../../src/remedy/undo.ts';
import { approve, finding, mountFinding, mountState, NOW } from '../ui/fakes.ts';

const again: Undo = { kind: 'again', say: 'Restart.', argv: ['docker', 'restart', 'gwa'] };
const set: Undo = {
  kind: 'command',
  say: 'Set it back.',
  argv: ['openclaw', 'config', 'unset', 'x'],
  holds: { kind: 'setting', key: 'x', value: 'y' },
};
const stays: Undo = { kind: 'by-hand', why: 'The copy stays.' };
const begun = (at = NOW, salt = 'a') => beginRun(mountFinding, mountState, { aim: {}, at, salt });
const step = (run: Run, index: number, status: StepRecord['status'], undo: readonly Undo[] = []) =>
  withStep(run, index, { status, at: NOW, undo });

describe('half-way', () => {
  test('is a run of which something was done and something that can be done was not', () => {
    expect(isHalfWay(begun())).toBe(false);
    expect([isHalfWay(step(begun(), 0, 'done')), nextStep(step(begun(), 0, 'done'))]).toEqual([true, 1]);
    for (const status of ['running', 'failed', 'stopped'] as const) expect(nextStep(step(begun(), 0, status))).toBe(0);
    const whole = step(step(begun(), 0, 'claimed'), 1, 'done');
    expect(isHalfWay(whole)).toBe(false);
  });

  test('is not one of which words are left, nor one that the user gave up', () => {
    const approved = beginRun(finding, approve, { aim: {}, at: NOW, salt: 'a' });
    expect(isHalfWay(step(approved, 0, 'done'))).toBe(false);
    expect(isHalfWay({ ...step(begun(), 0, 'done'), status: 'given-up' })).toBe(false);
  });
});

describe('undoing', () => {
  const run = step(step(begun(), 0, 'done', [set, again]), 1, 'done', [stays, again]);

  test('goes from the last step to the first, and restarts once, at the end', () => {
    expect(undoPlan(run).map(({ step, undo }) => [step, undo])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(staying(run)).toEqual(['The copy stays.']);
    const [first, second] = undoPlan(run) as [ReturnType<typeof undoPlan>[0], ReturnType<typeof undoPlan>[0]];
    const half = withTakenBack(run, first);
    expect(undoPlan(half)).toEqual([second]);
    expect(half.status).toBe('open');
    const whole = withTakenBack(half, second);
    expect([undoPlan(whole), whole.status, isUndoable(whole)]).toEqual([[], 'taken-back', false]);
  });

  test('leaves out what never happened, and a restart alone takes nothing back', () => {
    const failed = step(begun(), 0, 'failed', [set]);
    expect([undoPlan(failed), isUndoable(failed)]).toEqual([[], false]);
    const restarted = step(begun(), 0, 'done', [again]);
    expect([undoPlan(restarted), isUndoable(restarted)]).toEqual([[], false]);
    expect(undoPlan(step(begun(), 0, 'stopped', [set]))).toHaveLength(1);
  });

  test('starts a gateway that the fix stopped and never ran again', () => {
    const start: Undo = { kind: 'again', say: 'Start.', argv: ['docker', 'start', 'gwa'], byItself: true };
    const stopped = step(begun(), 0, 'done', [start]);
    const copied = step(stopped, 1, 'failed', [stays]);
    for (const run of [stopped, copied]) {
      expect([undoPlan(run).map(({ what }) => what), isUndoable(run)]).toEqual([[start], true]);
      const [piece] = undoPlan(run);
      expect(piece && withTakenBack(run, piece).status).toBe('taken-back');
    }
    expect(undoPlan(step(stopped, 1, 'done', [again]))).toEqual([]);
  });

  test('starts it by what makes its container anew, and not before that', () => {
    const start: Undo = { kind: 'again', say: 'Start.', argv: ['docker', 'start', 'gwa'], byItself: true };
    const stopped = step(begun(), 0, 'done', [start, set]);
    for (const status of ['done', 'failed'] as const) {
      const run = step(stopped, 1, status, [again]);
      expect(undoPlan(run).map(({ what }) => what)).toEqual([set, again]);
      const over = undoPlan(run).reduce(withTakenBack, run);
      expect([undoPlan(over), over.status]).toEqual([[], 'taken-back']);
    }
  });

  test('restarts also where the restart of the fix failed', () => {
    expect(undoPlan(step(step(begun(), 0, 'done', [set]), 1, 'failed', [again])).map(({ what }) => what)).toEqual([
      set,
      again,
    ]);
  });
});

test('a run is for a patient as far as the user names one', () => {
  const run = { ...begun(), aim: runAimOf({ container: 'gwa', url: 'ws://x:1' }) };
  expect(run.aim).toEqual({ container: 'gwa', url: 'ws://x:1' });
  expect([fits(run, {}), fits(run, { container: 'gwa' }), fits(run, { container: 'gwb' })]).toEqual([
    true,
    true,
    false,
  ]);
});

describe('the journal', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'doctor-journal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const journal = () => openJournal(createDisk(), folder);

  test('gives runs back as they were, the newest first', async () => {
    const [old, young] = [begun(NOW, 'b'), step(begun(NOW + 1000, 'a'), 0, 'done', [set, again, stays])];
    for (const run of [young, old]) expect(await journal().save(run)).toEqual({ status: 'ok' });
    expect(await journal().runs()).toEqual([young, old]);
  });

  test('leaves aside what is broken, strange, or could be written by others', async () => {
    await journal().save(begun());
    const [name = ''] = readdirSync(folder);
    writeFileSync(join(folder, '20260101T000000000Z-b.json'), '{"schema":1');
    writeFileSync(join(folder, '20260101T000000000Z-c.json'), JSON.stringify({ ...begun(), schema: 2 }));
    const evil = { ...step(begun(), 0, 'done', [{ ...again, argv: [{ a: 1 } as unknown as string] }]) };
    writeFileSync(join(folder, '20260101T000000000Z-d.json'), JSON.stringify(evil));
    expect(await journal().runs()).toHaveLength(1);
    if (process.platform === 'win32') return;
    chmodSync(join(folder, name), 0o666);
    expect(await journal().runs()).toEqual([]);
  });

  test('keeps the newest fifty', async () => {
    writeFileSync(join(folder, 'note.txt'), 'not the doctor’s');
    for (let index = 0; index < 53; index++) await journal().save(begun(NOW + index * 1000));
    const runs = await journal().runs();
    expect([runs.length, runs.at(-1)?.startedAt]).toEqual([50, NOW + 3000]);
    expect(readdirSync(folder)).toContain('note.txt');
  });

  test('lies where programs keep what they remember', () => {
    expect(journalFolder({}, 'linux', '/home/you')).toBe('/home/you/.local/state/openclaw-doctor');
    expect(journalFolder({ XDG_STATE_HOME: '/s' }, 'linux', '/home/you')).toBe('/s/openclaw-doctor');
    expect(journalFolder({ XDG_STATE_HOME: 's' }, 'darwin', '/h')).toBe('/h/.local/state/openclaw-doctor');
  });
});

test('nothing but a run is read as one', () => {
  for (const value of [null, 1, 'x', [], {}, { ...begun(), steps: [] }]) expect(readRun(value)).toBeUndefined();
});

test('the place of a step and of its undo is read back; a way that is none makes no run', () => {
  const route = { argv: ['ssh', 'me@h'], hands: 'sh' } as const;
  const back: Undo = { ...again, where: 'ssh:me@h', route } as Undo;
  const run = step(begun(), 0, 'done', [back]);
  const steps = run.remedy.steps.map((each) => ({ ...each, route }));
  const placed = { ...run, remedy: { ...run.remedy, steps } };
  expect(readRun(JSON.parse(JSON.stringify(placed)))).toEqual(placed);
  const broken = { argv: 'ssh', hands: 'sh' };
  expect(readRun({ ...run, remedy: { ...run.remedy, steps: steps.map((each) => ({ ...each, route: broken })) } })).toBe(
    undefined,
  );
  expect(readRun(step(begun(), 0, 'done', [{ ...back, route: broken } as unknown as Undo]))).toBeUndefined();
});

test('a diff reversed twice is the same', () => {
  const diff = mountState.steps[0]?.change?.diff ?? '';
  expect(reversedDiff(diff)).toBe(`--- /srv/claw/docker-compose.yml
+++ /srv/claw/docker-compose.yml
@@ -4,6 +4,4 @@
     environment:
       - OPENCLAW_GATEWAY_TOKEN=<secret-1>
     volumes:
-      - openclaw-state:/home/node/.openclaw
-volumes:
-  openclaw-state: {}
+      - /home/node/.openclaw
`);
  expect(reversedDiff(reversedDiff(diff))).toBe(diff);
});
