import { describe, expect, it } from 'vitest';
import { REQUEST_LIFE_MS } from '../../src/gateway/requests.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import type { Finding, Remedy, Step } from '../../src/model/report.ts';
import { nextFinding } from '../../src/ui/chain.ts';
import type { Event } from '../../src/ui/event.ts';
import { bindingsOf } from '../../src/ui/keys.ts';
import { RETURN_MS, SETTLE_MS } from '../../src/ui/looked.ts';
import { reduce } from '../../src/ui/reduce.ts';
import { initialState, type State } from '../../src/ui/state.ts';
import {
  after,
  approve,
  bindFinding,
  DEVICE,
  diagnosisOf,
  enter,
  finding,
  looked,
  machine,
  moment,
  NOW,
  OTHER_REQUEST,
  otherPending,
  paired,
  pending,
  proxyFinding,
  REQUEST,
  reload,
  severalGateways,
  sick,
} from './fakes.ts';

const atStep = [looked(), enter, enter];
const atList = [...atStep, enter];
const atWhole = [...atList, enter];
const approved: Event[] = [...atWhole, { type: 'approve' }, { type: 'ran', result: { status: 'ok' } }];
const argv = ['docker', 'exec', 'gwa', 'node', 'openclaw.mjs', 'devices', 'approve', REQUEST];
const typed = (text: string): Event => ({ type: 'type', text });

describe('approving', () => {
  it('needs a second, different key after the request was chosen', () => {
    expect(after([...atWhole, enter, enter, enter]).screen).toMatchObject({ kind: 'confirming' });
    expect(after([...atWhole, { type: 'approve' }]).screen).toMatchObject({
      kind: 'running',
      argv,
      requestId: REQUEST,
    });
  });

  it('does nothing on any other screen', () => {
    for (const events of [[looked()], [looked(), enter], atStep, atList])
      expect(after([...events, { type: 'approve' }]).screen).toEqual(after(events).screen);
  });

  it('takes the request that the user chose, not the one that the diagnosis names', () => {
    const both = moment([pending, otherPending], []);
    const chosen = after([looked(both), enter, enter, enter, { type: 'move', by: 1 }, enter, { type: 'approve' }]);
    expect(chosen.screen).toMatchObject({ requestId: OTHER_REQUEST, argv: [...argv.slice(0, -1), OTHER_REQUEST] });
  });

  it('never puts an id into a command that is no request id', () => {
    const evil = { ...pending, requestId: '--help; touch x' };
    const state = after([looked(moment([evil], [])), enter, enter, enter, enter, { type: 'approve' }]);
    expect(state.screen).toMatchObject({ kind: 'confirming' });
    const offered = bindingsOf(state).flatMap(({ keys }) => keys);
    expect(offered).toContain('b');
    expect(offered.filter((key) => ['y', 'x', 'c'].includes(key))).toEqual([]);
  });

  it('goes back to the list and says so when the chosen request is gone', () => {
    const state = after([...atWhole, looked(moment([otherPending], []))]);
    expect(state.screen).toEqual({
      kind: 'approving',
      at: OTHER_REQUEST,
      deviceId: otherPending.deviceId,
      rejected: null,
      note: expect.stringContaining(`${REQUEST} is gone`),
    });
  });

  it('approves no request that has expired since the last look', () => {
    const late = { ...after(atWhole), now: NOW + REQUEST_LIFE_MS };
    expect(reduce(late, { type: 'approve' }).screen).toMatchObject({
      kind: 'approving',
      at: null,
      note: expect.stringContaining(`${REQUEST} is gone: it has expired`),
    });
  });

  it('follows a device that asks anew for the same, with another id', () => {
    const renewed = { ...pending, requestId: OTHER_REQUEST };
    const state = after([...atWhole, looked(moment([renewed], []))]);
    expect(state.screen).toMatchObject({
      kind: 'confirming',
      request: renewed,
      note: expect.stringContaining('new id'),
    });
  });

  it('does not follow a device that asks anew for more', () => {
    const greedy = { ...pending, requestId: OTHER_REQUEST, scopes: ['operator.admin'] };
    expect(after([...atWhole, looked(moment([greedy], []))]).screen.kind).toBe('approving');
  });

  it('leaves out requests that have outlived their five minutes', () => {
    const old = { ...otherPending, renewedAt: NOW - 300_001 };
    expect(
      after([looked(moment([pending, old], [])), enter, enter, enter, { type: 'move', by: 1 }]).screen,
    ).toMatchObject({
      at: REQUEST,
    });
  });
});

describe('ids that change', () => {
  const renewed = (id: string) => ({ ...pending, requestId: id });
  const [first, second] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

  it('take the cursor along with their device', () => {
    const state = after([...atList, looked(moment([otherPending, pending], []))]);
    const moved = after(
      [{ type: 'move', by: 1 }, looked(moment([{ ...otherPending, requestId: first }, pending], []))],
      state,
    );
    expect(moved.screen).toMatchObject({ at: first, note: expect.stringContaining('asked anew') });
  });

  it('more than once make the doctor say how such a client is approved', () => {
    const state = after([
      ...atWhole,
      looked(moment([renewed(first)], [])),
      looked(moment([renewed(first)], [])),
      looked(moment([renewed(second)], [])),
    ]);
    expect(state.screen).toMatchObject({ renewals: 2, note: expect.stringContaining('Quit that client now') });
    expect(after([{ type: 'approve' }], state).screen).toMatchObject({ argv: [...argv.slice(0, -1), second] });
  });

  it('in a command that came too late lead to the request of now', () => {
    const late = after([
      ...atWhole,
      { type: 'approve' },
      looked(moment([otherPending, renewed(first)], [])),
      { type: 'ran', result: { status: 'failed', reason: 'it ended with code 1' } },
    ]);
    expect(after([enter], late).screen).toMatchObject({ kind: 'approving', at: first });
  });
});

describe('rejecting', () => {
  const rejecting = [...atList, { type: 'turn-away' }] as const;
  const rejected = [...rejecting, { type: 'reject' }, { type: 'ran', result: { status: 'ok' } }] as const;

  it('shows the request whole, and takes another word than approving', () => {
    expect(after(rejecting).screen).toMatchObject({ kind: 'confirming', answer: 'reject', request: pending });
    expect(after([...rejecting, { type: 'approve' }]).screen.kind).toBe('confirming');
    expect(after([...atWhole, { type: 'reject' }]).screen.kind).toBe('confirming');
    expect(after([...rejecting, { type: 'reject' }]).screen).toMatchObject({
      kind: 'running',
      argv: [...argv.slice(0, -2), 'reject', REQUEST],
      answer: 'reject',
    });
  });

  it('is a key on the page of the request as well', () => {
    expect(after([...atWhole, { type: 'turn-away' }]).screen).toMatchObject({ kind: 'confirming', answer: 'reject' });
  });

  it('leads back to the list, which tells whether the request is gone', () => {
    const still = after([...rejected, looked(sick)]);
    expect(still.screen).toMatchObject({ kind: 'approving', note: expect.stringContaining('still waits') });
    const gone = after([looked(moment([otherPending], []))], still);
    expect(gone.screen).toMatchObject({ at: OTHER_REQUEST, rejected: null, note: expect.stringContaining('Rejected') });
  });

  it('waits for nobody’s next attempt', () => {
    expect(after(rejected).treatment).toMatchObject({ deviceId: null });
  });
});

describe('a listing that the doctor has made itself', () => {
  const open: Remedy = {
    ...approve,
    id: 'list-inside',
    steps: [
      { say: 'List who waits.', where: 'host', run: ['docker', 'exec', 'gwa', 'openclaw', 'devices', 'list'] },
      { ...approve.steps[0], run: [...argv.slice(0, -1), 'REQUEST_ID'], approves: { requestId: null } } as Step,
    ],
  };
  const begun = after([
    looked(diagnosisOf([{ ...finding, remedies: [approve, open] }])),
    enter,
    { type: 'move', by: 1 },
    enter,
  ]);

  it('is no step of the walkthrough', () => {
    expect(begun.treatment?.remedy.steps).toHaveLength(1);
    expect(after([enter], begun).screen).toMatchObject({ kind: 'approving', at: REQUEST });
  });

  it('leaves the way back to the option that was taken', () => {
    expect(after([{ type: 'back' }], begun).screen).toMatchObject({ kind: 'options', at: 1 });
  });
});

describe('after an approval', () => {
  it('waits for the next attempt once the device is approved', () => {
    expect(after([...approved, looked(moment([], [paired]))]).screen).toEqual({
      kind: 'waiting',
      for: 'attempt',
      since: NOW,
      note: null,
    });
  });

  it('ends well once that device has connected', () => {
    const seen = { ...paired, seenAt: NOW + 5000 };
    const state = after([...approved, looked(moment([], [paired])), looked(moment([], [seen]))]);
    expect(state).toMatchObject({ screen: { kind: 'done', outcome: 'connected' }, exit: null });
    expect(after([{ type: 'leave' }], state).exit).toBe(0);
  });

  it('gives the code of what else is open, though that device has connected', () => {
    const seen = { ...paired, seenAt: NOW + 5000 };
    const both = diagnosisOf([bindFinding], { facts: moment([], [seen]).facts });
    const state = after([...approved, looked(moment([], [paired])), looked(both)]);
    expect(state).toMatchObject({ screen: { kind: 'done', outcome: 'connected' }, exit: null });
    expect(after([{ type: 'leave' }], state).exit).toBe(1);
  });

  it('ends as failed, with exit code 4, where the device is not approved', () => {
    const state = after([...approved, looked(sick), { type: 'leave' }]);
    expect(state).toMatchObject({ screen: { kind: 'done', outcome: 'still-there' }, exit: 4 });
  });

  it('tells of a client that comes back as another device', () => {
    const twin = { ...pending, deviceId: 'e'.repeat(64), requestId: OTHER_REQUEST, askedAt: NOW + 3000 };
    const state = after([...approved, looked(moment([twin], [paired]))]);
    expect(state.screen).toMatchObject({ kind: 'waiting', note: expect.stringContaining('as another device') });
  });

  it('is not taken for a connection where the client had to ask for more at once', () => {
    const more = { ...pending, requestId: OTHER_REQUEST, askedAt: NOW + 3000, renewedAt: NOW + 3000 };
    const used = { ...paired, usedAt: NOW + 2990 };
    const state = after([...approved, looked(moment([more], [used]))]);
    expect(state).toMatchObject({ screen: { kind: 'done', outcome: 'refused-anew' }, exit: null });
    expect(after([{ type: 'leave' }], state).exit).toBe(1);
  });

  it('goes on waiting through a look that could not read who is approved', () => {
    const blind = diagnosisOf([], { facts: { 'devices.paired': { status: 'unknown', reason: 'timeout' } } });
    expect(after([...approved, looked(moment([], [paired])), looked(blind)]).screen).toMatchObject({ kind: 'waiting' });
  });

  it('believes a claim only when a look confirms it', () => {
    const state = after([...atStep, { type: 'claim' }, looked(sick)]);
    expect(state.screen).toEqual({ kind: 'step', note: 'Looked again: the device is not approved yet.' });
    expect(state.treatment).toMatchObject({ step: 0, deviceId: DEVICE });
  });
});

describe('a remedy with a risk', () => {
  const risky = [looked(diagnosisOf([bindFinding])), enter, enter];
  const insecure = [looked(), enter, { type: 'move', by: 1 }, enter] as const;
  const losing = { ...approve, risk: 'data-loss' } as const;

  it('that restarts something needs no word: its steps are shown before they run', () => {
    expect(after(risky).screen.kind).toBe('step');
  });

  it('that weakens security is begun by the word insecure, typed by hand, not by Enter', () => {
    expect(after([...insecure, enter, enter]).screen.kind).toBe('accepting');
    expect(after([...insecure, typed('yes'), enter]).screen.kind).toBe('accepting');
    expect(after([...insecure, typed('insecurx'), { type: 'erase' }, typed('e'), enter]).screen.kind).toBe('step');
  });

  it('that loses data is begun by the word lose', () => {
    const lossy = [looked(diagnosisOf([{ ...finding, remedies: [losing] }])), enter, enter];
    expect(after([...lossy, typed('insecure'), enter]).screen.kind).toBe('accepting');
    expect(after([...lossy, typed('lose'), enter]).screen.kind).toBe('step');
  });

  it('is remembered to the end where it weakens security and was begun', () => {
    const begun = after([...insecure, typed('insecure'), enter]);
    expect(begun.weakened).toEqual([]);
    const claimed = after([{ type: 'claim' }, looked(diagnosisOf([]))], begun);
    expect(claimed).toMatchObject({ screen: { kind: 'done' }, weakened: [{ remedy: { id: 'host-network' } }] });
    expect(after([{ type: 'look' }, looked()], claimed).weakened).toHaveLength(1);
  });

  it('goes on to its next step when a look still shows the problem', () => {
    const begun = after([...risky, enter, { type: 'ran', result: { status: 'ok' } }]);
    const next = after([looked(diagnosisOf([bindFinding]))], begun);
    expect(next).toMatchObject({ screen: { kind: 'step' }, treatment: { step: 1 } });
  });

  it('gives a restart half a minute before it calls it failed', () => {
    const still = looked(diagnosisOf([bindFinding]));
    const ran: Event = { type: 'ran', result: { status: 'ok' } };
    const waiting = after([...risky, enter, ran, still, enter, ran, still]);
    expect(waiting.screen).toMatchObject({ kind: 'waiting', for: 'effect' });
    const late: State = { ...waiting, now: NOW + SETTLE_MS };
    expect(reduce(late, still).screen).toEqual({ kind: 'done', outcome: 'still-there', since: late.now });
    expect(reduce(waiting, looked(diagnosisOf([]))).screen).toEqual({ kind: 'done', outcome: 'fixed', since: NOW });
  });
});

describe('a gateway that starts anew by a step', () => {
  const facts = (tcp: string, ready = true): Facts => ({
    'path.tcp': known(tcp, 'x'),
    ...(tcp === 'ok' ? { 'path.http': known('ok', 'x'), 'path.ready': known(ready, 'x') } : {}),
  });
  const down: Finding = {
    ...finding,
    rule: 'gateway-not-serving/gateway-down',
    title: 'Nothing listens',
    remedies: [],
  };
  const away = looked(diagnosisOf([down], { facts: facts('refused') }));
  const starting = looked(diagnosisOf([], { facts: facts('ok', false) }));
  const back = looked(diagnosisOf([], { facts: facts('ok') }));
  const changed = after([
    looked(diagnosisOf([bindFinding])),
    enter,
    enter,
    enter,
    { type: 'ran', result: { status: 'ok' } },
  ]);
  const waiting = { kind: 'waiting', for: 'return' };

  it('is waited for before anything is said of the problem, and is no new one', () => {
    const gone = after([away, starting], changed);
    expect(gone.screen).toMatchObject(waiting);
    expect(after([enter], gone).screen).toMatchObject(waiting);
    expect(reduce({ ...gone, now: NOW + 5000 }, back)).toMatchObject({ screen: { kind: 'done', outcome: 'fixed' } });
  });

  it('is waited for where it goes only after the change was seen', () => {
    const early = after([back], changed);
    expect(early.screen).toMatchObject(waiting);
    const seen = reduce({ ...early, now: NOW + 3000 }, back);
    expect(seen.screen).toMatchObject({ kind: 'done', outcome: 'fixed' });
    expect(after([away], seen).screen).toMatchObject(waiting);
    expect(after([away, back], seen)).toMatchObject({ screen: { kind: 'done', outcome: 'fixed' } });
  });

  it('that is not back after a minute is the next problem', () => {
    const late: State = { ...after([away], changed), now: NOW + RETURN_MS };
    const done = reduce(late, away);
    expect(done.screen).toMatchObject({ kind: 'done', outcome: 'fixed' });
    expect(nextFinding(done)).toEqual(down);
  });

  it('is one that a step without a risk did not start', () => {
    const plain = {
      ...bindFinding,
      remedies: bindFinding.remedies.map((remedy) => ({ ...remedy, risk: 'none' as const })),
    };
    const ran = after([looked(diagnosisOf([plain])), enter, enter, enter, { type: 'ran', result: { status: 'ok' } }]);
    expect(after([away], ran).screen).toMatchObject({ kind: 'done', outcome: 'fixed' });
  });

  it('that was stopped on purpose is started by the next step', () => {
    const stopped = diagnosisOf([], { facts: { ...facts('refused'), 'gateway.running': known(false, 'x') } });
    expect(after([looked(stopped)], changed).screen).not.toMatchObject(waiting);
  });
});

describe('a step at the client', () => {
  const client = {
    deviceId: null,
    client: 'openclaw-control-ui',
    origin: 'http://claw.lan',
    remoteIp: '10.0.0.9',
    at: 0,
  };
  const refusedAt = (at: number) =>
    looked(diagnosisOf([{ ...proxyFinding, client: { ...client, at }, remedies: [reload] }]));
  const begun = [refusedAt(NOW - 60_000), enter, enter];
  const did: Event = { type: 'claim' };

  it('is waited for as long as its user takes, and never called a restart', () => {
    const waiting = after([...begun, did, refusedAt(NOW - 60_000)]);
    expect(waiting).toMatchObject({ screen: { kind: 'waiting', for: 'client' }, outcome: 'untried' });
    const late = reduce({ ...waiting, now: NOW + SETTLE_MS * 10 }, refusedAt(NOW - 60_000));
    expect(late.screen).toMatchObject({ kind: 'waiting', for: 'client' });
    expect(after([{ type: 'leave' }], late).exit).toBe(1);
    expect(reduce(late, enter).screen).toMatchObject({ kind: 'done', outcome: 'untried' });
    expect(reduce(late, looked(diagnosisOf([]))).screen).toMatchObject({ kind: 'done', outcome: 'fixed' });
  });

  it('has failed where the client tried since the step was shown, and is refused as before', () => {
    const shown = after(begun);
    const claimed = reduce({ ...shown, now: NOW + 8000 }, did);
    const waiting = reduce(claimed, refusedAt(NOW + 4000));
    expect(waiting).toMatchObject({ screen: { kind: 'waiting', for: 'client' }, outcome: 'still-there' });
    const late = reduce({ ...waiting, now: NOW + 8000 + SETTLE_MS }, refusedAt(NOW + 4000));
    expect(late.screen).toMatchObject({ kind: 'done', outcome: 'still-there' });
  });
});

describe('a command', () => {
  const running = after([...atWhole, { type: 'approve' }]);

  it('that failed stays on screen and goes into the transcript', () => {
    const result = { status: 'failed', reason: 'it ended with code 1' } as const;
    const state = after(
      [
        { type: 'lines', lines: ['unknown requestId'] },
        { type: 'ran', result },
      ],
      running,
    );
    expect(state.screen).toMatchObject({ kind: 'running', result });
    expect(state.transcript).toEqual([{ kind: 'command', id: 0, argv, lines: ['unknown requestId'], result }]);
  });

  it('that was stopped does not count as done', () => {
    const state = after([{ type: 'cancel' }, { type: 'ran', result: { status: 'ok' } }], running);
    expect(state.screen).toMatchObject({ kind: 'running', result: { status: 'cancelled' } });
    expect(state.transcript).toHaveLength(1);
  });
});

describe('a recorded patient', () => {
  const recorded = initialState({ patient: 'evidence', look: async () => sick }, NOW);

  it('has steps that can be read and never run', () => {
    const state = after([...atStep, enter], recorded);
    expect(state).toMatchObject({ screen: { kind: 'step' }, treatment: { step: 1 } });
    expect(after([...atStep, { type: 'claim' }, { type: 'approve' }], recorded).screen.kind).toBe('step');
  });
});

describe('leaving', () => {
  it.each([
    ['healthy', [looked(diagnosisOf([]))], 0],
    ['a problem', [looked()], 1],
    ['inconclusive', [looked(diagnosisOf([], { verdict: 'inconclusive' }))], 3],
    ['nothing seen yet', [], 3],
  ] as const)('with %s gives its exit code', (_, events, code) => {
    expect(after([...events, { type: 'leave' }]).exit).toBe(code);
  });

  it('by Ctrl-C gives 130 from anywhere', () => {
    for (const events of [[], [looked()], atStep, atWhole, [...atWhole, { type: 'approve' } as const]])
      expect(after([...events, { type: 'interrupt' }]).exit).toBe(130);
  });
});

describe('several gateways', () => {
  it('are the user’s to choose from', () => {
    const session = machine(
      async () => sick,
      () => machine(),
    );
    const state = after([looked(severalGateways), { type: 'move', by: 1 }, enter], initialState(session, NOW));
    expect(state).toMatchObject({ screen: { kind: 'looking' }, container: 'gwb' });
  });

  it('can be chosen from again, where the wrong one was', () => {
    const session = machine(
      async () => sick,
      () => machine(),
    );
    const containers = severalGateways.facts.containers;
    const chosen = diagnosisOf([finding], {
      facts: { ...(containers ? { containers } : {}), 'gateway.kind': known('container', 'x') },
    });
    const back: Event = { type: 'back' };
    const start = initialState(session, NOW);
    const wrong = after([looked(severalGateways), { type: 'move', by: 1 }, enter, looked(chosen)], start);
    expect(wrong).toMatchObject({ screen: { kind: 'diagnosis' }, container: 'gwb' });
    expect(bindingsOf(wrong).map(({ label }) => label)).toContain('another gateway');
    const again = after([back], wrong);
    expect(again.screen).toEqual({ kind: 'choosing', at: 1 });
    expect(after([back], again)).toMatchObject({ screen: { kind: 'diagnosis' }, container: 'gwb' });
    expect(after([{ type: 'move', by: -1 }, enter], again)).toMatchObject({ container: 'gwa', treatment: null });
    // From a step back, too.
    expect(after([enter, enter, back, back, back], wrong).screen.kind).toBe('choosing');
    expect(after([looked(chosen), back], start).screen.kind).toBe('diagnosis');
  });

  it('are only told of where none can be chosen', () => {
    expect(after([looked(severalGateways)]).screen.kind).toBe('diagnosis');
  });
});

it('further findings are looked at one by one', () => {
  const both = diagnosisOf([finding, bindFinding], { facts: { 'devices.pending': known([], 'x') } });
  const state = after([looked(both), { type: 'move', by: 1 }, { type: 'move', by: 1 }, enter]);
  expect(state.screen).toMatchObject({ kind: 'options', finding: bindFinding });
});
