import { describe, expect, it } from 'vitest';
import type { Pending } from '../../src/model/catalogue.ts';
import { known, unknown } from '../../src/model/fact.ts';
import { App } from '../../src/ui/app.tsx';
import type { Controller } from '../../src/ui/controller.ts';
import type { Event } from '../../src/ui/event.ts';
import { initialState, type State } from '../../src/ui/state.ts';
import { themeOf } from '../../src/ui/theme.ts';
import {
  after,
  bindFinding,
  diagnosisOf,
  enter,
  finding,
  looked,
  machine,
  moment,
  mountFinding,
  NOW,
  otherPending,
  paired,
  pending,
  proxyFinding,
  severalGateways,
  sick,
} from './fakes.ts';
import { render } from './render.ts';

const atStep = [looked(), enter, enter];
const atWhole = [...atStep, enter, enter];
const ok: Event = { type: 'ran', result: { status: 'ok' } };
const failed: Event = { type: 'ran', result: { status: 'failed', reason: 'it ended with code 1' } };
const running = [...atWhole, { type: 'approve' }, { type: 'lines', lines: ['connecting', 'approving'] }] as const;
const canAim = initialState(
  machine(
    async () => sick,
    () => machine(),
  ),
  NOW,
);
const recorded = initialState({ patient: 'evidence', look: async () => sick }, NOW);
const probes = ['this machine', 'container engines', 'pairing state'].map((probe, index): Event => {
  return { type: 'probe', progress: { probe, status: (['done', 'failed', 'running'] as const)[index] ?? 'done' } };
});
const stranger = diagnosisOf([], {
  verdict: 'inconclusive',
  openclaw: { version: null },
  facts: { 'openclaw.traces': known([], 'this machine') },
  unknown: [{ fact: 'openclaw.traces', reason: 'no trace of OpenClaw on this machine' }],
});
const blind = diagnosisOf([], {
  verdict: 'inconclusive',
  unknown: [{ fact: 'refusals', reason: 'the log of gwa could not be read: no answer within 5000 ms' }],
});
const unreadable = diagnosisOf([finding], {
  facts: { 'devices.pending': unknown('the state folder belongs to root') },
});

/** A node that asks for more than nodes do, from an address that nobody came from. */
const strange: Pending = {
  ...otherPending,
  client: 'node-host',
  mode: 'node',
  roles: ['node', 'operator'],
  scopes: ['operator.admin'],
  remoteIp: '203.0.113.9',
};
const withheld = {
  id: 'host-network',
  title: "Let the gateway use the host's network",
  why: 'the gateway is published at 0.0.0.0:18789',
};
/** A known device that wants more. */
const greedy: Pending = { ...pending, isRepair: true, scopes: ['operator.read', 'operator.write', 'operator.pairing'] };

/** Every screen, in the states that a user meets. */
const pictures: Readonly<Record<string, State>> = {
  looking: after(probes),
  choosing: after([looked(severalGateways)], canAim),
  'diagnosis-problem': after([looked(diagnosisOf([finding, bindFinding]))]),
  'diagnosis-healthy': after([looked(diagnosisOf([]))]),
  'diagnosis-inconclusive': after([looked(blind)]),
  'diagnosis-stranger': after([looked(stranger)]),
  options: after([looked(), enter, { type: 'move', by: 1 }]),
  accepting: after([looked(), enter, { type: 'move', by: 1 }, enter, { type: 'type', text: 'insec' }]),
  'step-approve': after(atStep),
  'step-run': after([looked(diagnosisOf([bindFinding])), enter, enter]),
  'step-recorded': after(atStep, recorded),
  'step-change': after([looked(diagnosisOf([mountFinding])), enter, enter]),
  'step-snippet': after([looked(diagnosisOf([proxyFinding])), enter, enter]),
  approving: after([looked(moment([pending, otherPending], [])), enter, enter, enter]),
  'approving-nobody': after([...atStep, enter, looked(moment([], []))]),
  'approving-unreadable': after([looked(unreadable), enter, enter, enter]),
  'approving-strange': after([
    looked(moment([pending, strange], [{ ...paired, deviceId: 'a'.repeat(64) }])),
    enter,
    enter,
    enter,
  ]),
  confirming: after(atWhole),
  'confirming-upgrade': after([
    looked(moment([greedy], [{ ...paired, scopes: ['operator.read'] }])),
    enter,
    enter,
    enter,
    enter,
  ]),
  'confirming-reject': after([...atStep, enter, { type: 'turn-away' }]),
  running: after(running),
  'running-failed': after([...running, failed]),
  checking: after([...running, ok, ...probes]),
  'waiting-attempt': after([...running, ok, looked(moment([], [paired]))]),
  'done-connected': { ...after([...running, ok, looked(moment([], [{ ...paired, seenAt: NOW }]))]), exit: null },
  'done-weakened': after([
    ...([looked(), enter, { type: 'move', by: 1 }, enter, { type: 'type', text: 'insecure' }, enter] as const),
    { type: 'claim' },
    looked(diagnosisOf([])),
  ]),
  'diagnosis-withheld': after([looked(diagnosisOf([{ ...finding, remedies: [], withheld: [withheld] }]))]),
  'done-still-there': after([...running, ok, looked(sick)]),
  help: after([looked(), { type: 'help' }]),
};

describe('every screen holds at 40, 80 and 120 columns', () => {
  it.each(Object.entries(pictures))('%s', async (name, state) => {
    const views: string[] = [];
    for (const [columns, rows] of [[40, 40] as const, [80, 24] as const, [120, 40] as const]) {
      const text = await screenOf(state, { columns, rows });
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
      views.push(`${'='.repeat(columns)}\n${text}`);
    }
    await expect(`${views.join('\n')}\n`).toMatchFileSnapshot(`screens/${name}.txt`);
  });
});

it('no screen is taller than a small terminal', async () => {
  for (const [name, state] of Object.entries(pictures)) {
    const shown = { ...state, transcript: [] };
    const height = (await screenOf(shown, { columns: 40, rows: 12 })).split('\n').length;
    expect(height < 12 ? [] : [name, height]).toEqual([]);
  }
});

it('a hostile device name is plain text', async () => {
  const name = '$(touch x) "\'`; \u001b[31mred\u001b[2J\u001b]8;;http://x\u0007link\r\nApprove? y \u202egnp';
  const state = after([looked(moment([{ ...pending, name }], [])), enter, enter, enter]);
  const text = await screenOf(state, { columns: 120, rows: 40 });
  expect(text).toContain('the CLI "$(touch x) "\'`; redlink Approve? y gnp" (cli) on linux\n');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

it('in a terminal that knows ASCII only, there is nothing else', async () => {
  const theme = themeOf({ LANG: 'C' }, 'linux');
  for (const state of Object.values(pictures)) {
    expect(await screenOf(state, { columns: 80, rows: 24 }, theme)).toMatch(/^[\x20-\x7e\n]*$/);
  }
});

it('NO_COLOR leaves symbols and words', () => {
  const { paint } = themeOf({ NO_COLOR: '1', LANG: 'C.UTF-8' }, 'linux');
  expect(Object.values(paint)).toEqual(Object.values(paint).map(() => ({})));
});

it('what could not be seen to its end can’t be agreed to', async () => {
  const state = { ...pictures.confirming, seen: null } as State;
  const sent: Event[] = [];
  const view = await render(<App controller={still(state, sent)} theme={utf8} />, { columns: 40, rows: 10 });
  await view.press('y');
  expect(sent).toEqual([]);
  for (const _ of Array(6)) await view.press(' ');
  expect(sent).toContainEqual({ type: 'seen', view: expect.stringContaining('confirming') });
  view.unmount();
});

it('requests and their approval show who asks, from where, for what and for how long', async () => {
  const facts = { 'devices.pending': known([pending], 'x'), 'devices.paired': known([], 'x') };
  const state = after([looked(diagnosisOf([finding], { facts })), enter, enter, enter, enter]);
  const text = await screenOf(state, { columns: 80, rows: 24 });
  for (const part of ['the CLI "laptop"', '172.17.0.1', 'operator.write: send messages', '4 min 40 s'])
    expect(text).toContain(part);
});

const utf8 = themeOf({ LANG: 'C.UTF-8' }, 'linux');

async function screenOf(state: State, size: { columns: number; rows: number }, theme = utf8): Promise<string> {
  const view = await render(<App controller={still(state)} theme={theme} />, size);
  const text = view.screen();
  view.unmount();
  return text;
}

/** A controller whose state stands still. */
function still(state: State, sent: Event[] = []): Controller {
  return {
    state: () => state,
    send: (event) => sent.push(event),
    subscribe: () => () => {},
    ended: new Promise(() => {}),
    isBusy: () => false,
  };
}
