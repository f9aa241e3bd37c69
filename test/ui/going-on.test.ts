import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/fact.ts';
import type { Effect } from '../../src/remedy/effect.ts';
import type { Event } from '../../src/ui/event.ts';
import { bindingsOf } from '../../src/ui/keys.ts';
import type { State } from '../../src/ui/state.ts';
import { workOf } from '../../src/ui/work.ts';
import {
  after,
  approve,
  bindFinding,
  diagnosisOf,
  enter,
  finding,
  looked,
  moment,
  mountFinding,
  paired,
  REQUEST,
  sick,
} from './fakes.ts';

const claim: Event = { type: 'claim' };
const goOn: Event = { type: 'go-on' };
const ok: Event = { type: 'ran', result: { status: 'ok' } };
const failed: Event = { type: 'ran', result: { status: 'failed', reason: 'it ended with code 1' } };
const undone: Effect = { status: 'undone', shows: 'gateway.bind is "loopback"' };
const done: Effect = { status: 'done', shows: 'gateway.bind is "lan"' };
const bound = diagnosisOf([bindFinding]);
const WROTE: Event = {
  type: 'wrote',
  result: { status: 'ok', path: '/srv/claw/docker-compose.yml', backup: '/srv/claw/b', written: 'a', kept: 'b' },
};
const sees = (effect?: Effect, diagnosis = bound): Event => ({ type: 'looked', diagnosis, effect });
const atStep = [looked(bound), enter, enter];
const labels = (state: State) => bindingsOf(state).flatMap(({ label }) => label ?? []);
const statuses = ({ run }: State) => run?.steps.map(({ status }) => status);

describe('a step that is said to be done', () => {
  const doubted = after([...atStep, claim, sees(undone)]);

  it('and by the look is not is not accepted', () => {
    expect(doubted).toMatchObject({
      screen: {
        kind: 'step',
        note: 'Looked again, and it is still as it was: gateway.bind is "loopback".',
        doubt: true,
      },
      treatment: { step: 0 },
    });
    expect(statuses(doubted)).toEqual(['waiting', 'waiting']);
    expect(labels(doubted)).toEqual(
      expect.arrayContaining(['run it here', 'I did it elsewhere', 'go on all the same']),
    );
  });

  it('is gone on from all the same by a key of its own', () => {
    const next = after([goOn], doubted);
    expect(next).toMatchObject({ screen: { kind: 'step', note: expect.stringContaining('taken as done') } });
    expect(next.treatment?.step).toBe(1);
    expect(statuses(next)).toEqual(['claimed', 'waiting']);
    expect(labels(next)).not.toContain('go on all the same');
    expect(after([goOn], after(atStep))).toEqual(after(atStep));
  });

  it('is looked at once more where it is said again', () => {
    expect(after([claim], doubted).screen).toEqual({ kind: 'checking', claimed: true });
    expect(after([claim, sees(done)], doubted)).toMatchObject({ screen: { note: null }, treatment: { step: 1 } });
  });

  it('is taken on trust, in words, where nothing tells of it', () => {
    expect(after([...atStep, claim, sees()]).screen).toEqual({
      kind: 'step',
      note: 'Step 1 is taken as done by your word: nothing that the doctor sees tells whether it is.',
    });
    expect(after([...atStep, enter, ok, sees()]).screen).toEqual({ kind: 'step', note: null });
  });

  it('as the last one leads to no waiting for what was not done', () => {
    const atLast = [...atStep, enter, ok, sees(done)];
    const last = after([...atLast, claim, sees(undone)]);
    expect(last).toMatchObject({ screen: { kind: 'step', doubt: true }, treatment: { step: 1 } });
    expect(after([goOn], last).screen).toMatchObject({ kind: 'waiting', for: 'effect' });
    // What a command that ended well was to change may show a moment later.
    expect(after([...atLast, enter, ok, sees(undone)]).screen).toMatchObject({ kind: 'waiting', for: 'effect' });
  });
});

describe('a command that ended well and changed nothing', () => {
  const doubted = after([...atStep, enter, ok, sees(undone)]);

  it('is told so before the next step', () => {
    expect(doubted.screen).toMatchObject({ note: expect.stringContaining('The command ended well'), doubt: true });
    expect(doubted.treatment?.step).toBe(0);
  });

  it('has run all the same: what takes it back stays', () => {
    expect(statuses(doubted)).toEqual(['done', 'waiting']);
    const { run } = doubted;
    expect(after([goOn], doubted).run).toEqual(run);
    expect(after([claim, sees(undone)], doubted).run).toEqual(run);
  });
});

describe('after a command that failed or was stopped', () => {
  const ended = after([...atStep, enter, failed]);

  it('the doctor looks before anything is asked', () => {
    expect(workOf(ended)).toMatchObject({ kind: 'look' });
    expect(labels(ended)).toEqual(['back', 'look again', 'help', 'leave']);
    const stopped = after([...atStep, enter, { type: 'cancel' }]);
    expect(workOf(stopped)).toMatchObject({ kind: 'look' });
    const seen = after([sees(undone)], ended);
    expect(seen.screen).toMatchObject({ kind: 'running', effect: undone });
    expect(workOf(seen)).toEqual({ kind: 'none' });
    expect(labels(seen)).toContain('run it again');
  });

  it('one goes on where it has done its work, and it can be taken back', () => {
    const seen = after([sees(done)], ended);
    expect(labels(seen)[0]).toBe('go on');
    const next = after([goOn, sees(done)], seen);
    expect(next).toMatchObject({ screen: { kind: 'step' }, treatment: { step: 1 } });
    expect(statuses(next)).toEqual(['done', 'waiting']);
  });

  it('an approval shows by the list of devices', () => {
    const answered = [looked(), enter, enter, enter, enter, { type: 'approve' } as const, failed];
    const blind = diagnosisOf([finding], { facts: { 'devices.paired': { status: 'unknown', reason: 'timeout' } } });
    const effect = (diagnosis = sick) => after([...answered, looked(diagnosis)]).screen;
    expect(effect()).toMatchObject({ effect: { status: 'undone', shows: 'the device is not approved' } });
    expect(effect(moment([], [paired]))).toMatchObject({ effect: { status: 'done' } });
    expect(effect(blind)).toMatchObject({ effect: { status: 'unknown' } });
    const waits = after([...answered, looked(moment([], [paired])), goOn, looked(moment([], [paired]))]);
    expect(waits.screen).toMatchObject({ kind: 'waiting', for: 'attempt' });
  });

  it('a rejection shows by the list of requests, and is no step that is done', () => {
    const answered = [looked(), enter, enter, enter, { type: 'turn-away' }, { type: 'reject' }, failed] as const;
    const gone = after([...answered, looked(moment([], []))]);
    expect(gone.screen).toMatchObject({ requestId: REQUEST, effect: { status: 'done', shows: 'the request is gone' } });
    expect(after([goOn], gone)).toEqual(gone);
    expect(labels(gone)[0]).toBe('see who waits');
  });
});

describe('taking back', () => {
  const facts: Facts = {
    'gateway.exec': { status: 'known', value: ['docker', 'exec', 'gwa', 'node', 'openclaw.mjs'], source: 't' },
    'gateway.releases': { status: 'known', value: ['2026.9.6'], source: 't' },
  };
  const withExec = (diagnosis = sick) => ({ ...diagnosis, facts: { ...diagnosis.facts, ...facts } });
  const [waits, none] = [withExec(moment([], [paired])), withExec(moment([], []))];
  const approved: Event[] = [
    ...[looked(withExec()), enter, enter, enter, enter, { type: 'approve' } as const],
    ...[ok, looked(waits)],
  ];
  const waiting = after(approved);
  const undo: Event = { type: 'undo' };

  it('is offered while an approved client is waited for, and leads back there', () => {
    expect(waiting.screen).toMatchObject({ kind: 'waiting', for: 'attempt' });
    expect(labels(waiting)).toContain('take it back');
    const asked = after([undo], waiting);
    expect(asked.screen.kind).toBe('undoing');
    expect(after([{ type: 'back' }], asked).screen.kind).toBe('waiting');
  });

  it('is offered on the diagnosis after that, and says of what', () => {
    for (const state of [
      after([{ type: 'look' }, looked(waits)], waiting),
      after([{ type: 'back' }, { type: 'look' }, looked(waits)], waiting),
    ]) {
      expect(state.screen.kind).toBe('diagnosis');
      expect(labels(state)).toContain('take back the last fix');
      expect(after([undo], state)).toMatchObject({ screen: { kind: 'undoing' }, run: { remedy: { id: approve.id } } });
    }
  });

  it('is offered at the next start, for the gateway that is looked at', () => {
    const { run } = waiting;
    if (!run) throw new Error('nothing was written down');
    const start = (runs: readonly (typeof run)[], diagnosis = waits) =>
      after([{ type: 'journal', runs }, looked(diagnosis)]);
    expect(labels(start([run]))).toContain('take back the last fix');
    expect(labels(start([{ ...run, aim: { url: 'ws://elsewhere:1' } }]))).not.toContain('take back the last fix');
    // The device is not approved any more: there is nothing to take back.
    expect(labels(start([run], none))).not.toContain('take back the last fix');
    const other = { ...run, id: 'x', aim: { container: 'gwb' } };
    const named = {
      ...waits,
      facts: { ...waits.facts, 'gateway.name': { status: 'known', value: 'gwa', source: 't' } } as Facts,
    };
    expect(labels(start([other], named))).not.toContain('take back the last fix');
  });

  it('is over once it is taken back', () => {
    const back = after([undo, enter, { type: 'undone', result: { status: 'ok' } }], waiting);
    expect(back.run?.status).toBe('taken-back');
    const again = after([{ type: 'look' }, looked(none)], back);
    expect(labels(again)).not.toContain('take back the last fix');
  });

  it('stays possible of a fix that another was begun instead of', () => {
    const both = withExec(diagnosisOf([finding, mountFinding]));
    const begun = after([...approved, { type: 'look' }, looked(both), enter, enter]);
    expect(begun).toMatchObject({ screen: { kind: 'step' }, run: null });
    const mounting = after([{ type: 'back' }, { type: 'back' }, { type: 'move', by: 1 }, enter, enter, claim], begun);
    expect(mounting.run?.remedy.id).toBe('mount-volume');
    expect(mounting.past.map(({ remedy }) => remedy.id)).toEqual([approve.id]);
  });

  it('is offered to whoever goes on later with a fix that was left half-way', () => {
    const mounting = after([
      looked(diagnosisOf([mountFinding])),
      enter,
      enter,
      enter,
      WROTE,
      looked(diagnosisOf([mountFinding])),
    ]);
    const { run } = mounting;
    const found = after([{ type: 'journal', runs: run ? [run] : [] }, looked(diagnosisOf([mountFinding]))]);
    expect(found.screen.kind).toBe('resuming');
    const later = after([{ type: 'back' }], found);
    expect(labels(later)).toContain('take back the last fix');
    expect(after([{ type: 'look' }, looked(diagnosisOf([mountFinding]))], later).screen.kind).toBe('diagnosis');
  });
});
