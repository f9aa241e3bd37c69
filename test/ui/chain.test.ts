import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/report.ts';
import { FOLLOW_MS, nextFinding } from '../../src/ui/chain.ts';
import type { Event } from '../../src/ui/event.ts';
import { reduce } from '../../src/ui/reduce.ts';
import { workOf } from '../../src/ui/work.ts';
import { after, bindFinding, diagnosisOf, enter, finding, looked, mountFinding, sick } from './fakes.ts';

const ran: Event = { type: 'ran', result: { status: 'ok' } };
const stillBound = looked(diagnosisOf([bindFinding]));
/** Both steps of the first finding's remedy have run. */
const mended = [stillBound, enter, enter, enter, enter, ran, stillBound, enter, ran];
const healthy = looked(diagnosisOf([]));

describe('once one error is mended', () => {
  it('enter goes on with the one that it reveals, from what is known already', () => {
    const state = after([...mended, looked(sick)]);
    expect(state).toMatchObject({ screen: { kind: 'done', outcome: 'fixed' }, exit: null });
    expect(after([enter], state)).toMatchObject({
      screen: { kind: 'options', finding },
      treatment: null,
      diagnosis: sick,
      mended: [{ finding: bindFinding, outcome: 'fixed' }],
    });
  });

  it('one without steps is shown whole', () => {
    const handless: Finding = { ...finding, remedies: [] };
    const state = after([...mended, looked(diagnosisOf([mountFinding, handless])), enter]);
    expect(state.screen).toMatchObject({ kind: 'options', finding: mountFinding });
    expect(after([...mended, looked(diagnosisOf([handless])), enter]).screen).toEqual({ kind: 'diagnosis', at: 0 });
  });

  it('what is only for information is none to go on with', () => {
    const info: Finding = { ...mountFinding, severity: 'info' };
    expect(nextFinding(after([...mended, looked(diagnosisOf([info], { verdict: 'healthy' }))]))).toBeUndefined();
  });

  it('the same cause for another client is the next one', () => {
    const client = { deviceId: 'c'.repeat(64), client: 'cli', origin: null, remoteIp: '172.17.0.1', at: 1 };
    const [one, other] = [client, { ...client, deviceId: 'd'.repeat(64) }].map((who) => ({ ...finding, client: who }));
    if (!one || !other) throw new Error('two findings');
    const start = [looked(diagnosisOf([one])), enter, enter, { type: 'claim' } as const];
    const state = after(start);
    const approved = { ...state, screen: { kind: 'done', outcome: 'connected', since: state.now } } as const;
    expect(nextFinding({ ...approved, diagnosis: diagnosisOf([other]) })).toBe(other);
    expect(nextFinding({ ...approved, diagnosis: diagnosisOf([{ ...one }]) })).toBeUndefined();
  });

  it('the last screen shows by itself what the client’s next attempt reveals', () => {
    const quiet = after([...mended, healthy]);
    expect(workOf(quiet)).toEqual({ kind: 'watch', choice: {} });
    expect(nextFinding(quiet)).toBeUndefined();
    expect(nextFinding(after([looked(sick)], quiet))).toBe(finding);
  });

  it('takes it back where the same error shows again', () => {
    const state = after([...mended, healthy, stillBound]);
    expect(state).toMatchObject({ screen: { kind: 'done', outcome: 'still-there' }, mended: [] });
    expect(after([{ type: 'leave' }], state).exit).toBe(4);
  });

  it('a look that could not read everything takes nothing back', () => {
    const blind = looked(diagnosisOf([], { verdict: 'inconclusive' }));
    expect(after([...mended, healthy, blind]).screen).toMatchObject({ kind: 'done', outcome: 'fixed' });
  });

  it('it looks on for ten minutes and no longer', () => {
    const state = after([...mended, healthy]);
    expect(workOf({ ...state, now: state.now + FOLLOW_MS - 1 }).kind).toBe('watch');
    expect(workOf({ ...state, now: state.now + FOLLOW_MS }).kind).toBe('none');
    const later = reduce({ ...state, now: state.now + FOLLOW_MS - 1 }, healthy);
    expect(workOf({ ...later, now: state.now + FOLLOW_MS }).kind).toBe('none');
  });

  it('leaving gives the code of what is left', () => {
    expect(after([...mended, looked(sick), { type: 'leave' }]).exit).toBe(1);
    expect(after([...mended, healthy, { type: 'leave' }]).exit).toBe(0);
  });
});

it('what stays is not passed over for another error', () => {
  const both = looked(diagnosisOf([finding, bindFinding]));
  const state = after([both, enter, enter, enter, enter, { type: 'approve' }, ran, both]);
  expect(state.screen).toMatchObject({ kind: 'done', outcome: 'still-there' });
  expect(nextFinding(state)).toBeUndefined();
});

it('a recorded patient is looked at once', () => {
  const state = { ...after([...mended, healthy]), patient: 'evidence' } as const;
  expect(workOf(state).kind).toBe('none');
});
