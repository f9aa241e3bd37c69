import { describe, expect, it, vi } from 'vitest';
import { isOpen, type Measure } from '../../src/model/measure.ts';
import type { runStep } from '../../src/remedy/run.ts';
import { createController, WATCH_MS } from '../../src/ui/controller.ts';
import type { Event } from '../../src/ui/event.ts';
import { measureAt } from '../../src/ui/hardening.ts';
import { bindingsOf } from '../../src/ui/keys.ts';
import { SETTLE_MS } from '../../src/ui/looked.ts';
import { reduce } from '../../src/ui/reduce.ts';
import type { State } from '../../src/ui/state.ts';
import { workOf } from '../../src/ui/work.ts';
import { handClock, settled } from './clock.ts';
import { after, bindFinding, diagnosisOf, enter, looked, machine, NOW, sick } from './fakes.ts';
import { firmFacts, looseFacts, measuresOf, strangeFacts } from './measures.ts';

const loose = await measuresOf(looseFacts);
const firm = await measuresOf(firmFacts);
const strange = await measuresOf(strangeFacts);

const ran: Event = { type: 'ran', result: { status: 'ok' } };
const stillBound = looked(diagnosisOf([bindFinding]));
const look = (measures: readonly Measure[], diagnosis = diagnosisOf([])): Event => {
  return { type: 'looked', diagnosis, measures };
};
/** The first finding is mended, and the last screen shows it. */
const mended = (measures: readonly Measure[]) =>
  after([stillBound, enter, enter, enter, enter, ran, stillBound, enter, ran, look(measures)]);
const harden: Event = { type: 'harden' };
const labels = (state: State) => bindingsOf(state).flatMap(({ label }) => label ?? []);
const KEY = 'keep it so';
const PUBLISH = 'hardening/loopback-publish';
const WAIVER = 'hardening/device-auth-on';

describe('the list of measures', () => {
  it('is offered once something is mended and a measure is open, and never opens by itself', () => {
    const state = mended(loose);
    expect(state.screen.kind).toBe('done');
    expect(labels(state)).toContain(KEY);
    expect(labels(mended(firm))).not.toContain(KEY);
    expect(reduce(mended(firm), harden).screen.kind).toBe('done');
  });

  it('is not offered where the error is still there', () => {
    const start = [stillBound, enter, enter, { type: 'claim' } as const, stillBound, { type: 'claim' } as const];
    const late = { ...after([...start, stillBound]), now: NOW + SETTLE_MS };
    const state = after([look(loose, diagnosisOf([bindFinding]))], late);
    expect(state.screen).toMatchObject({ kind: 'done', outcome: 'still-there' });
    expect(labels(state)).not.toContain(KEY);
  });

  it('is offered where nothing is found wrong, and not where something is', () => {
    expect(labels(after([look(loose)]))).toContain(KEY);
    expect(labels(after([look(loose, sick)]))).not.toContain(KEY);
  });

  it('shows what is to do first, and leads back with one key to where it was opened', () => {
    const done = mended(loose);
    const list = after([harden], done);
    expect(measureAt(list)?.finding.rule).toBe(WAIVER);
    expect(list.measures.map(({ status }) => status)).toEqual([
      'advised',
      'advised',
      ...Array.from({ length: list.measures.length - 2 }, () => 'in-place'),
    ]);
    expect(after([{ type: 'back' }], list)).toEqual({
      ...done,
      seen: expect.anything(),
      run: done.run,
    });
    expect(after([{ type: 'leave' }], list).exit).toBe(0);
  });

  it('has no way for a measure that is in place', () => {
    const down = Array.from({ length: 20 }, (): Event => ({ type: 'move', by: 1 }));
    const last = after([harden, ...down], mended(loose));
    expect(measureAt(last)?.status).toBe('in-place');
    expect(labels(last)).not.toContain('see how');
    expect(reduce(last, enter).screen).toEqual(last.screen);
    expect(measureAt(after([{ type: 'move', by: -1 }], last))).not.toBe(measureAt(last));
  });

  it('follows what is done elsewhere, the cursor at its measure', () => {
    const list = after([harden, { type: 'move', by: 1 }], mended(loose));
    expect(workOf(list).kind).toBe('watch');
    const later = after([look(firm)], list);
    expect(measureAt(later)).toMatchObject({ status: 'in-place', finding: { rule: PUBLISH } });
  });
});

describe('a measure', () => {
  const atPublish = after([harden, { type: 'move', by: 1 }, enter], mended(loose));
  const written: Event = {
    type: 'wrote',
    result: { status: 'ok', path: '/srv/claw/docker-compose.yml', backup: '/srv/claw/b', written: 'a', kept: 'b' },
  };
  const recreating = after([enter, enter, written, look(loose), enter], atPublish);

  it('is taken by the same steps as any fix, each shown whole, and written down', () => {
    expect(atPublish.screen).toMatchObject({ kind: 'options', finding: { rule: PUBLISH } });
    const step = after([enter], atPublish);
    const [write] = step.treatment?.remedy.steps ?? [];
    expect(write?.change?.diff).toContain(
      '-      - "18789:18789" # the page\n+      - "127.0.0.1:18789:18789" # the page',
    );
    expect(step.run).toBeNull();
    expect(recreating.screen).toMatchObject({
      kind: 'running',
      argv: ['docker', 'compose', 'up', '--detach', 'openclaw-gateway'],
    });
    expect(recreating.run).toMatchObject({ finding: { rule: PUBLISH }, status: 'open' });
  });

  it('is checked by a new look, on the list; the fix keeps its outcome', () => {
    const list = after([ran, look(firm)], recreating);
    expect(list.screen).toEqual({
      kind: 'hardening',
      at: PUBLISH,
      last: { title: "Publish the gateway's port at 127.0.0.1 only", outcome: 'fixed' },
    });
    expect(list).toMatchObject({ outcome: 'fixed', treatment: null, run: { status: 'over' } });
    expect(labels(list)).toContain('take it back');
    expect(after([{ type: 'back' }], list).screen).toMatchObject({ kind: 'done', outcome: 'fixed' });
    expect(after([{ type: 'leave' }], list).exit).toBe(0);
  });

  it('that does not show is waited for as long as a restart takes, and stays to be gone on with', () => {
    const waiting = after([ran, look(loose)], recreating);
    expect(waiting.screen).toMatchObject({ kind: 'waiting', for: 'effect' });
    const late = after([look(loose)], { ...waiting, now: waiting.now + SETTLE_MS });
    expect(late.screen).toMatchObject({ kind: 'hardening', last: { outcome: 'still-there' } });
    expect(late).toMatchObject({ outcome: 'fixed', run: { status: 'open' } });
  });

  it('leads back to its line of the list', () => {
    expect(after([{ type: 'back' }], atPublish).screen).toMatchObject({ kind: 'hardening', at: PUBLISH });
    expect(after([enter, { type: 'back' }, { type: 'back' }], atPublish).screen).toMatchObject({ at: PUBLISH });
  });

  it('r looks anew, from the start', () => {
    const state = after([enter, { type: 'look' }, look(loose)], atPublish);
    expect(state).toMatchObject({ hardening: null, screen: { kind: 'diagnosis' } });
  });
});

describe('what nobody can tell', () => {
  const open = strange.filter(isOpen);

  it('is never advised, and can be acted on by who knows', () => {
    expect(open).toMatchObject([{ status: 'unknown', finding: { rule: 'hardening/strange-requests' } }]);
    const running = after([harden, enter, enter, enter], mended(strange));
    expect(running.screen).toMatchObject({ argv: expect.arrayContaining(['devices', 'reject']) });
    expect(after([ran, look(firm)], running).screen).toMatchObject({ last: { outcome: 'fixed' } });
    expect(after([ran, look(strange)], running).screen).toMatchObject({ last: { outcome: 'unknown' } });
  });
});

it('the controller asks how the measures stand once that is of use, and after each step anew', async () => {
  const clock = handClock();
  let present = sick;
  let measures = loose;
  const ask = vi.fn(async () => measures);
  const run = vi.fn<typeof runStep>(async () => {
    measures = firm;
    return { status: 'ok' };
  });
  const controller = createController({
    session: machine(async () => present),
    clean: (text) => text,
    clock,
    run,
    harden: ask,
  });
  await settled();
  expect(ask).not.toHaveBeenCalled();
  present = diagnosisOf([]);
  controller.send({ type: 'look' });
  await clock.pass(0);
  for (const event of [harden, enter, enter]) controller.send(event);
  expect(controller.state().screen.kind).toBe('step');
  expect(run).not.toHaveBeenCalled();
  controller.send(enter);
  await clock.pass(WATCH_MS);
  expect(run.mock.calls[0]?.[0]).toEqual([
    ...['docker', 'exec', 'gwa', 'openclaw', 'config', 'unset'],
    'gateway.controlUi.dangerouslyDisableDeviceAuth',
  ]);
  expect(controller.state().screen).toMatchObject({ kind: 'hardening', last: { outcome: 'fixed' } });
});
