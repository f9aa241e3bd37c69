import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Diagnosis } from '../../src/doctor.ts';
import { createDisk } from '../../src/host/real-disk.ts';
import { known } from '../../src/model/fact.ts';
import type { Remedy } from '../../src/model/report.ts';
import { changeCompose } from '../../src/remedy/compose-change.ts';
import type { Run, RunAim } from '../../src/remedy/journal.ts';
import { openJournal } from '../../src/remedy/journal-files.ts';
import type { RunResult, runStep } from '../../src/remedy/run.ts';
import { diffOf } from '../../src/remedy/unified-diff.ts';
import { type Controller, createController } from '../../src/ui/controller.ts';
import type { Event } from '../../src/ui/event.ts';
import { eventFor } from '../../src/ui/keys.ts';
import { nowFound } from '../../src/ui/resume.ts';
import { initialState, viewOf } from '../../src/ui/state.ts';
import { handClock } from './clock.ts';
import { after, diagnosisOf, enter, looked, machine, mountFinding, NOW } from './fakes.ts';

const text = 'services:\n  openclaw-gateway:\n    volumes:\n      - /home/node/.openclaw # mine\n';
const edit = { compose: 'mount-state', source: 'openclaw-state', target: '/home/node/.openclaw' } as const;
const service = 'openclaw-gateway';
const changed = changeCompose(text, service, edit) ?? '';
const recreate = ['docker', 'compose', 'up', '--detach', service];

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-ui-'));
  file = join(folder, 'docker-compose.yml');
  writeFileSync(file, text);
});
// The journal may still be written to.
afterEach(() => rmSync(folder, { recursive: true, maxRetries: 20, retryDelay: 20 }));

const hand = () => {
  const disk = createDisk();
  return { disk, journal: openJournal(disk, join(folder, 'journal')) };
};
const runs = () => hand().journal.runs();

function sick(): Diagnosis {
  const remedy: Remedy = {
    id: 'mount-volume',
    title: 'Give the state a volume with a name',
    risk: 'none',
    steps: [
      { say: 'Mount it.', where: 'host', change: { file, diff: diffOf(file, text, changed), service, edit } },
      { say: 'Make the container anew.', where: 'host', run: recreate },
    ],
  };
  return diagnosisOf([{ ...mountFinding, remedies: [remedy] }], {
    facts: { 'gateway.recreate': known(recreate, 't') },
  });
}

interface Given {
  readonly run?: typeof runStep;
  readonly aim?: RunAim;
  readonly looks?: readonly Diagnosis[];
}

/** A start of the doctor in this folder. */
function start({
  run = async () => ({ status: 'ok' }),
  aim = {},
  looks = [sick(), sick(), diagnosisOf([])],
}: Given = {}) {
  let count = 0;
  const ran = vi.fn(run);
  const controller = createController({
    session: machine(async () => looks[Math.min(count++, looks.length - 1)] ?? sick()),
    clean: (line) => line,
    hand: hand(),
    aim,
    clock: handClock(),
    run: ran,
  });
  return { controller, ran };
}

async function screenIs(controller: Controller, kind: string): Promise<void> {
  await vi.waitFor(() => expect(controller.state().screen.kind).toBe(kind));
}

/** Presses enter, as soon as all of the screen was in sight, until that screen is there. */
async function enterUntil(controller: Controller, kinds: readonly string[]): Promise<void> {
  for (const kind of kinds) {
    controller.send(enter);
    await screenIs(controller, kind);
  }
}

/** Up to the second step: the file is written. */
async function write(controller: Controller): Promise<void> {
  await screenIs(controller, 'diagnosis');
  await enterUntil(controller, ['options', 'step']);
  controller.send(enter);
  await vi.waitFor(() =>
    expect(controller.state()).toMatchObject({ screen: { kind: 'step' }, treatment: { step: 1 } }),
  );
}

describe('a file', () => {
  it('is written on enter, and u puts it back and makes the container anew after that', async () => {
    const { controller, ran } = start();
    await screenIs(controller, 'diagnosis');
    await enterUntil(controller, ['options', 'step']);
    expect(readFileSync(file, 'utf8')).toBe(text);
    controller.send(enter);
    await vi.waitFor(() =>
      expect(controller.state()).toMatchObject({ screen: { kind: 'step' }, treatment: { step: 1 } }),
    );
    expect(readFileSync(file, 'utf8')).toBe(changed);
    await enterUntil(controller, ['done']);

    controller.send({ type: 'undo' });
    expect(controller.state().screen).toMatchObject({ kind: 'undoing', busy: null });
    expect(readFileSync(file, 'utf8')).toBe(changed);
    controller.send(enter);
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe(text));
    await vi.waitFor(() => expect(controller.state().screen).toMatchObject({ busy: null }));
    controller.send(enter);
    await vi.waitFor(() => expect(controller.state().run?.status).toBe('taken-back'));
    expect(ran.mock.calls.map(([argv]) => argv)).toEqual([recreate, recreate]);
    controller.send({ type: 'leave' });
    // Nobody has looked since.
    expect(await controller.ended).toBe(3);
    expect(await runs()).toMatchObject([{ status: 'taken-back' }]);
    expect(readdirSync(folder).sort()).toEqual(['docker-compose.yml', 'journal']);
  });

  it('that changed meanwhile is left, and the step is not done', async () => {
    const { controller } = start();
    await screenIs(controller, 'diagnosis');
    await enterUntil(controller, ['options', 'step']);
    writeFileSync(file, `# theirs\n${text}`);
    controller.send(enter);
    await vi.waitFor(() =>
      expect(controller.state().screen).toMatchObject({ kind: 'writing', result: { status: 'failed' } }),
    );
    expect(readFileSync(file, 'utf8')).toBe(`# theirs\n${text}`);
    controller.send({ type: 'back' });
    expect(controller.state().screen.kind).toBe('step');
    controller.send({ type: 'leave' });
    await controller.ended;
    expect(await runs()).toMatchObject([{ steps: [{ status: 'failed', undo: [] }, { status: 'waiting' }] }]);
  });

  it('of a recorded patient is never written', () => {
    const recorded = initialState({ patient: 'evidence', look: async () => sick() }, NOW);
    const state = after([looked(sick()), enter, enter, enter, enter], recorded);
    expect(state.screen.kind).toBe('step');
    expect(state.run).toBeNull();
  });
});

describe('a fix that was left half-way', () => {
  /** Written, and then gone: at the second step the user left. */
  async function leave(aim: RunAim = {}): Promise<Run> {
    const { controller } = start({ aim });
    await write(controller);
    controller.send({ type: 'interrupt' });
    expect(await controller.ended).toBe(130);
    return (await runs())[0] as Run;
  }

  it('is found at the next start and goes on with the step that is not done', async () => {
    const left = await leave();
    expect(left).toMatchObject({ status: 'open', steps: [{ status: 'done' }, { status: 'waiting' }] });
    const { controller, ran } = start({ looks: [sick(), diagnosisOf([])] });
    await screenIs(controller, 'resuming');
    controller.send(enter);
    expect(controller.state()).toMatchObject({ screen: { kind: 'step', note: null }, treatment: { step: 1 } });
    await enterUntil(controller, ['done']);
    expect(ran.mock.calls.map(([argv]) => argv)).toEqual([recreate]);
    controller.send({ type: 'leave' });
    await controller.ended;
    expect(await runs()).toMatchObject([
      { id: left.id, status: 'over', steps: [{ status: 'done' }, { status: 'done' }] },
    ]);
    const next = start();
    await screenIs(next.controller, 'diagnosis');
  });

  it('is told beside what shows now, which may be nothing certain', () => {
    expect(nowFound({ diagnosis: diagnosisOf([mountFinding]) })).toContain(mountFinding.title);
    expect(nowFound({ diagnosis: diagnosisOf([]) })).toBe('Now the doctor finds nothing wrong.');
    const blurred = diagnosisOf([], { verdict: 'inconclusive' });
    expect(nowFound({ diagnosis: blurred })).toBe('Now the doctor can’t tell what is wrong.');
  });

  it('in the midst of a command says that it may be done', async () => {
    const { controller } = start({ run: () => new Promise<RunResult>(() => {}) });
    await write(controller);
    await enterUntil(controller, ['running']);
    await vi.waitFor(async () => expect(await runs()).toMatchObject([{ steps: [{}, { status: 'running' }] }]));
    const next = start();
    await screenIs(next.controller, 'resuming');
    next.controller.send(enter);
    expect(next.controller.state().screen).toMatchObject({ note: expect.stringContaining('may be done already') });
  });

  it('can be taken back from there', async () => {
    await leave();
    const { controller } = start();
    await screenIs(controller, 'resuming');
    controller.send({ type: 'undo' });
    controller.send(enter);
    await vi.waitFor(() => expect(controller.state().run?.status).toBe('taken-back'));
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('is asked about later, or never again', async () => {
    await leave();
    const later = start();
    await screenIs(later.controller, 'resuming');
    later.controller.send({ type: 'back' });
    expect(later.controller.state().screen.kind).toBe('diagnosis');
    later.controller.send({ type: 'look' });
    await screenIs(later.controller, 'diagnosis');
    const never = start();
    await screenIs(never.controller, 'resuming');
    never.controller.send({ type: 'give-up' });
    never.controller.send({ type: 'leave' });
    await never.controller.ended;
    await screenIs(start().controller, 'diagnosis');
  });

  it('is offered again to whoever looks again in the midst of it', async () => {
    const { controller } = start({ looks: [sick()] });
    await write(controller);
    controller.send({ type: 'look' });
    await screenIs(controller, 'resuming');
    controller.send(enter);
    expect(controller.state()).toMatchObject({ screen: { kind: 'step' }, treatment: { step: 1 } });
  });

  it('of another gateway is nobody’s business here', async () => {
    await leave({ container: 'gwa' });
    await screenIs(start({ aim: { container: 'gwb' } }).controller, 'diagnosis');
    await screenIs(start({ aim: { container: 'gwa', url: 'ws://x:1' } }).controller, 'diagnosis');
    await screenIs(start({ aim: { container: 'gwa' } }).controller, 'resuming');
  });
});

it('nothing is written down where nothing was done', async () => {
  const { controller } = start();
  await screenIs(controller, 'diagnosis');
  await enterUntil(controller, ['options', 'step']);
  controller.send({ type: 'leave' });
  await controller.ended;
  expect(existsSync(join(folder, 'journal'))).toBe(false);
});

it('what takes something back must have been in sight to its end, like any step', () => {
  const did: Event[] = [looked(sick()), enter, enter, { type: 'claim' }, looked(sick())];
  const state = after([...did, enter, { type: 'ran', result: { status: 'ok' } }, looked(diagnosisOf([]))]);
  const undoing = after([{ type: 'undo' }], state);
  // Only a container was made anew: there is nothing to take back, and no key for it.
  expect(undoing.screen.kind).toBe('done');
  expect(eventFor(state, 'u', {})).toBeUndefined();
  const set = ['openclaw', 'config', 'set', 'gateway.bind', 'lan'];
  const exec = { 'gateway.exec': known(['openclaw'], 't'), 'gateway.config.bind': known('loopback', 't') };
  const remedy: Remedy = {
    ...mountFinding.remedies[0],
    id: 'x',
    title: 't',
    risk: 'none',
    steps: [{ say: 's', where: 'host', run: set }],
  };
  const bind = diagnosisOf([{ ...mountFinding, remedies: [remedy] }], { facts: exec });
  const gone = diagnosisOf([], { facts: { ...exec, 'gateway.config.bind': known('lan', 't') } });
  const fixed = after([looked(bind), enter, enter, enter, { type: 'ran', result: { status: 'ok' } }, looked(gone)]);
  const asked = after([{ type: 'undo' }], fixed);
  expect(eventFor(fixed, 'u', {})).toEqual({ type: 'undo' });
  expect(eventFor({ ...asked, seen: null }, '', { return: true })).toBeUndefined();
  expect(eventFor({ ...asked, seen: viewOf(asked) }, '', { return: true })).toEqual(enter);
});
