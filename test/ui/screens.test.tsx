import { describe, expect, it, vi } from 'vitest';
import type { Diagnosis } from '../../src/doctor.ts';
import type { Pending } from '../../src/model/catalogue.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { Finding, Remedy } from '../../src/model/report.ts';
import { App } from '../../src/ui/app.tsx';
import type { Controller } from '../../src/ui/controller.ts';
import type { Event } from '../../src/ui/event.ts';
import { initialState, type State } from '../../src/ui/state.ts';
import { themeOf } from '../../src/ui/theme.ts';
import {
  after,
  approve,
  atTunnel,
  bindFinding,
  contextFinding,
  diagnosisOf,
  downFinding,
  enter,
  finding,
  hostNetwork,
  looked,
  machine,
  moment,
  mountFinding,
  NOW,
  OTHER_REQUEST,
  oddFinding,
  originFinding,
  otherPending,
  paired,
  pending,
  proxyFinding,
  reload,
  remoteFinding,
  secretFinding,
  severalGateways,
  sick,
  typedIn,
  wslFinding,
} from './fakes.ts';
import { firmFacts, looseFacts, measuresOf, strangeFacts } from './measures.ts';
import { render } from './render.ts';

/** Colours are written wherever the tests run; the pictures are drawn without any. */
vi.hoisted(() => {
  process.env.FORCE_COLOR = '2';
});

const atStep = [looked(), enter, enter];
const atWhole = [...atStep, enter, enter];
const ok: Event = { type: 'ran', result: { status: 'ok' } };
const failed: Event = { type: 'ran', result: { status: 'failed', reason: 'it ended with code 1' } };
const running = [...atWhole, { type: 'approve' }, { type: 'lines', lines: ['connecting', 'approving'] }] as const;
/** The gateway's address was mended: what stood behind it shows. */
const bound = [
  looked(diagnosisOf([bindFinding])),
  ...[enter, enter],
  ...[enter, ok, looked(diagnosisOf([bindFinding])), enter, ok],
];
const approvingNext = [...[enter, enter, enter, enter], { type: 'approve' } as const, ok];
const canAim = initialState(
  machine(
    async () => sick,
    () => machine(),
  ),
  NOW,
);
/** OpenClaw in a distribution, with its settings. */
const inWsl = (origins: string) => ({
  facts: {
    'gateway.exec': known(['openclaw'], 'x'),
    'gateway.config.allowedOrigins': known(JSON.parse(origins) as string[], 'x'),
  },
});
const unseen = { facts: { 'devices.pending': unknown('it runs on claw.lan') } };
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
const stillAsItWas: Event = {
  ...looked(diagnosisOf([mountFinding])),
  ...{ effect: { status: 'undone', shows: '/srv/claw/docker-compose.yml is without the change' } },
} as Event;
const { containers } = severalGateways.facts;
const severalFound = diagnosisOf([finding], {
  facts: { ...(containers ? { containers } : {}), 'gateway.kind': known('container', 'x') },
});
/** The gateway ended right after its setting was changed. */
const down: Diagnosis = diagnosisOf([
  {
    ...bindFinding,
    rule: 'gateway-not-serving/gateway-down',
    title: 'The gateway does not run',
    stage: 'tcp',
    why: 'Its container gwa has ended with code 1.',
  },
]);
/** A browser that was refused at that time, and whose way is mended by a step of its own. */
const behindProxy = (at: number): Finding => {
  const client = { deviceId: null, client: 'openclaw-control-ui', origin: 'http://claw.lan', remoteIp: '10.0.0.9', at };
  return { ...proxyFinding, client, remedies: [reload] };
};
const reloading = (at: number): Event[] => [looked(diagnosisOf([behindProxy(at)])), enter, enter];
const askedAnew = diagnosisOf(
  [{ ...finding, rule: 'scope-upgrade/scope-upgrade-pending', title: 'The CLI asks for more' }],
  {
    facts: {
      'devices.pending': known([{ ...pending, requestId: OTHER_REQUEST, askedAt: NOW + 9, renewedAt: NOW + 9 }], 'x'),
      'devices.paired': known([{ ...paired, usedAt: NOW + 8 }], 'x'),
    },
  },
);
const unreadable = diagnosisOf([finding], {
  facts: { 'devices.pending': unknown('the state folder belongs to root') },
});

const exec = { 'gateway.exec': known(['docker', 'exec', 'gwa', 'node', 'openclaw.mjs'], 'x') };
const mount = [looked(diagnosisOf([mountFinding])), enter, enter, enter] as const;
const backup = '/srv/claw/docker-compose.yml.openclaw-doctor-20261122T124500Z';
const written = { status: 'ok', path: '/srv/claw/docker-compose.yml', backup, written: 'a', kept: 'b' } as const;
const wrote: Event = { type: 'wrote', result: written };
const recreating = [...mount, wrote, looked(diagnosisOf([mountFinding])), enter] as const;
const interrupted = after(recreating).run;
const halfWay = after(
  [{ type: 'journal', runs: interrupted ? [interrupted] : [] }, looked(diagnosisOf([mountFinding]))],
  {
    ...initialState(machine(), NOW + 720_000),
  },
);
const toRemove = diagnosisOf([finding], {
  facts: { ...exec, 'gateway.releases': known(['2026.9.6'], 'x'), 'devices.paired': known([], 'x') },
});
const nowPaired = diagnosisOf([], { facts: { ...exec, 'devices.paired': known([{ ...paired, seenAt: NOW }], 'x') } });
const connected = after([looked(toRemove), ...running.slice(1), ok, looked(nowPaired)]);
const gone = diagnosisOf([], { facts: { ...exec, 'devices.paired': known([], 'x') } });
/** What weakens security, done by the doctor itself. */
const networked: Remedy = { ...hostNetwork, steps: mountFinding.remedies[0]?.steps ?? [] };
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
const toList = [looked(moment([pending, otherPending], [])), enter, enter, enter];
const toRequest = [looked(moment([pending], [])), enter, enter, enter, enter];
/** The same device asks for the same, by another request. */
const renewed: Pending = {
  ...pending,
  requestId: '0b6d3cf1-5a0e-4f0b-9f5e-6f0f3c1d2a77',
  askedAt: NOW,
  renewedAt: NOW,
};
const rejecting: Event[] = [...toList, { type: 'turn-away' }, { type: 'reject' }, ok];
/** A client of the same kind from the same place, with another identity. */
const twin: Pending = { ...pending, requestId: OTHER_REQUEST, deviceId: 'e'.repeat(64), askedAt: NOW + 9 };
const losingFinding: Finding = {
  ...finding,
  remedies: [
    {
      ...approve,
      id: 'fresh',
      title: 'Begin with an empty state',
      risk: 'data-loss',
      tradeOff: 'Every device must be approved anew.',
    },
  ],
};
/** A look that could not read what would tell. */
const blindAfter = diagnosisOf([], {
  verdict: 'inconclusive',
  unknown: [
    { fact: 'refusals', reason: 'the gateway refuses clients, and no rule of this version explains it' },
    { fact: 'path.tls', reason: 'not tried: nothing answers at 127.0.0.1:18789' },
  ],
});
/** A known device that wants more. */
const greedy: Pending = { ...pending, isRepair: true, scopes: ['operator.read', 'operator.write', 'operator.pairing'] };

/** The last screen, with measures to take; and the list of them. */
const loose = await measuresOf(looseFacts);
const firm = await measuresOf(firmFacts);
const hidden = await measuresOf({
  ...strangeFacts,
  ...{ 'gateway.published': known(['0.0.0.0:18789->18789'], 'x'), 'gateway.engineDesktop': known(true, 'x') },
  ...{ 'gateway.engineProduct': known('Docker Desktop', 'x'), 'gateway.kind': known('container', 'x') },
});
const used = await measuresOf({
  ...looseFacts,
  'devices.paired': known(
    [{ ...paired, client: 'openclaw-control-ui', remoteIp: '192.168.1.20', approvedAt: NOW, seenAt: NOW }],
    'x',
  ),
});
const settled = (measures: typeof loose): Event => ({
  type: 'looked',
  diagnosis: moment([], [{ ...paired, seenAt: NOW }]),
  measures,
});
const hardening = (measures: typeof loose) => after([...running, ok, settled(measures), { type: 'harden' }]);
const next: Event = { type: 'move', by: 1 };
const published = [...[next, enter, enter, enter, wrote, settled(loose), enter, ok], settled(firm)] as const;

/** Every screen, in the states that a user meets. */
const pictures: Readonly<Record<string, State>> = {
  looking: after(probes),
  choosing: after([looked(severalGateways)], canAim),
  'diagnosis-problem': after([looked(diagnosisOf([finding, bindFinding]))]),
  'diagnosis-unreached': after([looked(diagnosisOf([bindFinding, mountFinding]))]),
  'diagnosis-healthy': after([looked(diagnosisOf([]))]),
  'diagnosis-inconclusive': after([looked(blind)]),
  'diagnosis-at-tunnel': after(
    [looked(atTunnel)],
    initialState(
      machine(
        async () => atTunnel,
        () => machine(),
      ),
      NOW,
    ),
  ),
  'diagnosis-stranger': after([looked(stranger)]),
  options: after([looked(), enter, { type: 'move', by: 1 }]),
  'options-then': after([looked(), enter]),
  accepting: after([looked(), enter, { type: 'move', by: 1 }, enter, { type: 'type', text: 'insec' }]),
  'step-approve': after(atStep),
  'step-run': after([looked(diagnosisOf([bindFinding])), enter, enter]),
  'step-copied': after([
    looked(diagnosisOf([proxyFinding])),
    enter,
    enter,
    { type: 'copied', result: { status: 'sent' } },
  ]),
  'step-powershell': after([looked(diagnosisOf([typedIn('powershell', originFinding)])), enter, enter]),
  'step-cmd': after([looked(diagnosisOf([typedIn('cmd', originFinding)])), enter, enter]),
  'step-unwritten': after([looked(diagnosisOf([typedIn('powershell', oddFinding)])), enter, enter]),
  'step-secret': after([looked(diagnosisOf([secretFinding])), enter, enter]),
  'step-ssh': after([looked(diagnosisOf([remoteFinding])), enter, enter]),
  'step-ssh-approval': after([
    looked(diagnosisOf([remoteFinding], unseen)),
    enter,
    enter,
    { type: 'claim' },
    looked(diagnosisOf([remoteFinding], unseen)),
    enter,
  ]),
  'step-wsl': after([looked(diagnosisOf([wslFinding])), enter, enter]),
  'step-context': after([looked(diagnosisOf([contextFinding])), enter, enter]),
  'options-down': after([looked(diagnosisOf([downFinding])), enter]),
  'options-ssh': after([looked(diagnosisOf([remoteFinding])), enter]),
  'undoing-wsl': after([
    looked(diagnosisOf([wslFinding], inWsl('[]'))),
    enter,
    enter,
    enter,
    { type: 'ran', result: { status: 'ok' } },
    looked(diagnosisOf([], inWsl('["http://claw.lan:18789"]'))),
    { type: 'undo' },
  ]),
  'step-recorded': after(atStep, recorded),
  'step-text': after(atStep, initialState({ patient: 'evidence', handedIn: 'text', look: async () => sick }, NOW)),
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
  'running-failed': after([...running, failed, looked(sick)]),
  'running-looking': after([...running, { type: 'cancel' }]),
  'running-all-the-same': after([...running, failed, looked(moment([], [paired]))]),
  'step-doubted': after([...mount.slice(0, -1), { type: 'claim' }, stillAsItWas]),
  'step-on-trust': after([...mount.slice(0, -1), { type: 'claim' }, looked(diagnosisOf([mountFinding]))]),
  'diagnosis-last-fix': after([{ type: 'look' }, looked(nowPaired)], { ...connected, now: NOW + 300_000 }),
  'diagnosis-chosen': after([looked(severalGateways), enter, looked(severalFound)], canAim),
  'done-hidden': after([...bound, looked(down), enter], initialState(machine(), NOW)),
  'done-by-hand': after([...reloading(0), { type: 'claim' }, ...reloading(NOW).slice(0, 1), enter]),
  checking: after([...running, ok, ...probes]),
  'waiting-attempt': after([...running, ok, looked(moment([], [paired]))]),
  'waiting-client': after([...reloading(0), { type: 'claim' }, ...reloading(0).slice(0, 1)]),
  'waiting-client-again': after([...reloading(0), { type: 'claim' }, ...reloading(NOW).slice(0, 1)]),
  'waiting-return': after([
    ...([looked(diagnosisOf([bindFinding])), enter, enter, enter, ok] as const),
    looked(diagnosisOf([], { facts: { 'path.tcp': known('refused', 'x') } })),
  ]),
  'done-harden': after([...running, ok, settled(loose)]),
  hardening: hardening(loose),
  'hardening-hidden': after([next], hardening(hidden)),
  'hardening-in-use': after([next, next], hardening(used)),
  'hardening-options': after([next, enter], hardening(loose)),
  'hardening-step': after([next, enter, enter], hardening(loose)),
  'hardening-done': after(published, hardening(loose)),
  'hardening-unseen': after([enter, enter, { type: 'claim' }, settled(hidden)], hardening(hidden)),
  'done-refused-anew': after([...running, ok, looked(askedAnew)]),
  'done-connected': after([...running, ok, looked(moment([], [{ ...paired, seenAt: NOW }]))]),
  'done-weakened': after([
    ...([looked(), enter, { type: 'move', by: 1 }, enter, { type: 'type', text: 'insecure' }, enter] as const),
    { type: 'claim' },
    looked(diagnosisOf([])),
  ]),
  'done-weakened-here': after([
    ...([looked(diagnosisOf([{ ...finding, remedies: [networked] }])), enter, enter] as const),
    ...([
      { type: 'type', text: 'insecure' },
      enter,
      enter,
      wrote,
      looked(),
      enter,
      ok,
      looked(diagnosisOf([])),
    ] as const),
  ]),
  'diagnosis-withheld': after([looked(diagnosisOf([{ ...finding, remedies: [], withheld: [withheld] }]))]),
  'done-still-there': after([...running, ok, looked(sick)]),
  'writing-failed': after([
    ...mount,
    { type: 'wrote', result: { status: 'failed', reason: '/srv/claw/docker-compose.yml was changed meanwhile' } },
  ]),
  resuming: halfWay,
  'undoing-command': after([{ type: 'undo' }], connected),
  'undoing-obstacle': after([{ type: 'undo' }], { ...connected, diagnosis: gone }),
  'undoing-file': after([{ type: 'undo' }], halfWay),
  'undoing-failed': after(
    [{ type: 'undo' }, enter, { type: 'undone', result: { status: 'failed', reason: 'it is gone' } }],
    halfWay,
  ),
  'undoing-over': after([{ type: 'undo' }, enter, { type: 'undone', result: { status: 'ok' } }], halfWay),
  'done-next': after([...bound, looked(sick)]),
  'done-expecting': after([...bound, looked(diagnosisOf([]))]),
  'done-chain': after([
    ...bound,
    looked(sick),
    ...approvingNext,
    looked(moment([], [{ ...paired, seenAt: NOW }], [mountFinding])),
  ]),
  'step-not-copied': after([...atStep, { type: 'copied', result: { status: 'failed', reason: 'xclip is not there' } }]),
  'accepting-loss': after([looked(diagnosisOf([losingFinding])), enter, enter, { type: 'type', text: 'los' }]),
  'approving-renewed': after([...toList, looked(moment([renewed, otherPending], []))]),
  'approving-changed': after([...toRequest, looked(moment([{ ...pending, scopes: ['operator.admin'] }], []))]),
  'approving-gone': after([...toRequest, looked(moment([], []))]),
  'approving-rejecting': after(rejecting),
  'approving-rejected': after([...rejecting, looked(moment([otherPending], []))]),
  'confirming-renewed': after([...toRequest, looked(moment([renewed], []))]),
  'confirming-unanswerable': after([
    looked(moment([{ ...pending, requestId: 'the one' }], [])),
    enter,
    enter,
    enter,
    enter,
  ]),
  'running-stopped': after([...running, { type: 'cancel' }]),
  'waiting-effect': after([...bound, looked(diagnosisOf([bindFinding]))]),
  'waiting-other-device': after([...running, ok, looked(moment([twin], [paired]))]),
  'done-untried': after([...reloading(0), { type: 'claim' }, looked(diagnosisOf([behindProxy(0)])), enter]),
  'done-unknown': after([...bound, looked(blindAfter), enter]),
  'done-approved': after([...running, ok, looked(askedAnew), looked(moment([], [paired]))]),
  'undoing-busy': after([{ type: 'undo' }, enter, { type: 'lines', lines: ['removing', 'removed'] }], connected),
  'undoing-nothing': after([...bound, looked(sick), { type: 'undo' }]),
  help: after([looked(), { type: 'help' }]),
};

/** What the smallest window shows, all that it scrolls through, an everyday terminal, and a wide one. */
const SIZES = [
  [40, 12],
  [40, 40],
  [80, 24],
  [200, 60],
] as const;

describe('every screen holds from 40 × 12 to 200 × 60', () => {
  it.each(Object.entries(pictures))('%s', async (name, state) => {
    const views: string[] = [];
    for (const [columns, rows] of SIZES) {
      const text = await screenOf(state, { columns, rows });
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
      views.push(`${'='.repeat(columns)}\n${text}`);
    }
    await expect(`${views.join('\n')}\n`).toMatchFileSnapshot(`screens/${name}.txt`);
  });
});

it('an option has as many steps as are shown of it', async () => {
  const list = { say: 'List who waits.', where: 'host', run: ['openclaw', 'devices', 'list'] };
  const listing = { ...finding, remedies: [{ ...approve, steps: [list, ...approve.steps] }] };
  const seen = looked(diagnosisOf([listing], { facts: { 'devices.pending': known([pending], 'x') } }));
  const size = { columns: 80, rows: 40 };
  expect(await screenOf(after([seen, enter]), size)).toContain('2 steps, on this machine');
  expect(await screenOf(after([seen, enter, enter]), size)).toContain('Step 1 of 2');
});

it('in the smallest window the title and the way on are in sight at once', async () => {
  const texts: Readonly<Record<string, readonly string[]>> = {
    'diagnosis-problem': [
      'The gateway sees the CLI',
      'The gateway runs in the container gwa.',
      'enter options',
      '? help',
    ],
    'step-run': ['Step 1 of 2', 'docker exec gwa openclaw config set', '? help'],
    'done-still-there': ['The device is still not approved.', 'r look again', '? help'],
  };
  for (const [name, wanted] of Object.entries(texts)) {
    const text = await screenOf(pictures[name] as State, { columns: 40, rows: 12 });
    for (const part of wanted) expect(text).toContain(part);
  }
});

it('a wide terminal shows beside the text what it rests on', async () => {
  const size = { columns: 200, rows: 60 };
  const rows = (await screenOf(pictures['diagnosis-problem'] as State, size)).split('\n');
  expect(rows.findIndex((row) => row.includes('Seen'))).toBeLessThan(4);
  expect(await screenOf(pictures['step-run'] as State, size)).toContain('tcp      got past this');
});

it('no screen is taller than a small terminal', async () => {
  for (const [name, state] of Object.entries(pictures)) {
    const shown = { ...state, transcript: [] };
    const height = (await screenOf(shown, { columns: 40, rows: 12 })).split('\n').length;
    expect(height < 12 ? [] : [name, height]).toEqual([]);
  }
}, 30_000);

it('a terminal that is wide enough has the way now and the way then in one line each', async () => {
  const state = pictures['options-then'] as State;
  const lines = (await screenOf(state, { columns: 230, rows: 28 })).split('\n');
  expect(lines.filter((line) => line.split(' → ').length === 4).map((line) => line.trim())).toEqual([
    expect.stringMatching(/✗ the gateway in gwa sees .* → ✗ says «pairing required»$/),
    expect.stringMatching(/✓ the gateway in gwa sees .* → ✓ lets it in as an approved device$/),
  ]);
});

it('names and addresses from outside are plain text in the picture of the way', async () => {
  const name = 'the\u001b[2J client\r\n\u202egnp';
  const way = (finding.way ?? []).map((hop) => ({ ...hop, name }));
  const text = await screenOf(after([looked(diagnosisOf([{ ...finding, way }]))]), { columns: 80, rows: 40 });
  expect(text).toContain('✓ the\\e[2J client \\u202egnp (172.17.0.1)');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
});

it('a hostile device name is plain text', async () => {
  const name = '$(touch x) "\'`; \u001b[31mred\u001b[2J\u001b]8;;http://x\u0007link\r\nApprove? y \u202egnp';
  const state = after([looked(moment([{ ...pending, name }], [])), enter, enter, enter]);
  const text = await screenOf(state, { columns: 120, rows: 40 });
  expect(text).toContain(
    'the CLI "$(touch x) "\'`; \\e[31mred\\e[2J\\e]8;;http://x\\x07link Approve? y \\u202egnp" (cli) on',
  );
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

it('in a terminal that knows ASCII only, there is nothing else', async () => {
  const theme = themeOf({ LANG: 'C', NO_COLOR: '1' }, 'linux');
  for (const state of Object.values(pictures)) {
    expect(await screenOf(state, { columns: 80, rows: 24 }, theme)).toMatch(/^[\x20-\x7e\n]*$/);
  }
}, 30_000);

it('NO_COLOR leaves symbols and words', () => {
  const { paint } = themeOf({ NO_COLOR: '1', LANG: 'C.UTF-8' }, 'linux');
  expect(Object.values(paint)).toEqual(Object.values(paint).map(() => ({})));
});

it('symbols alone are coloured, and as clear on white as on black', async () => {
  const theme = themeOf({ LANG: 'C.UTF-8' }, 'linux');
  const used = new Set<string>();
  for (const state of Object.values(pictures)) {
    for (const [colour, text] of colouredIn(await screenOf(state, { columns: 80, rows: 24 }, theme))) {
      expect(['+', '-', ...Object.values(theme.symbols)]).toContain(text);
      used.add(colour);
    }
  }
  expect([...used].sort()).toEqual(['38;5;130', '38;5;196', '38;5;28']);
  for (const colour of used) {
    const light = lightOf(Number(colour.split(';')[2]));
    expect([colour, (1 + 0.05) / (light + 0.05) > 3.9, (light + 0.05) / 0.05 > 3.9]).toEqual([colour, true, true]);
  }
}, 30_000);

/** What is written in a colour, with the sequence that sets it. */
function colouredIn(screen: string): readonly (readonly [colour: string, text: string])[] {
  return [...screen.matchAll(/\u001b\[((?:[349]\d|10\d)[\d;]*)m([^\u001b]*)/g)]
    .map(([, colour = '', text = '']) => [colour, text.trim()] as const)
    .filter(([colour]) => !/^[34]9$/.test(colour));
}

/** The relative luminance of a colour of the cube of 6 × 6 × 6, by WCAG 2: the same in every terminal, unlike that of the first sixteen. */
function lightOf(colour: number): number {
  const channels = [36, 6, 1].map((weight) => [0, 95, 135, 175, 215, 255][Math.floor((colour - 16) / weight) % 6] ?? 0);
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

it('what could not be seen to its end can’t be agreed to', async () => {
  const state = { ...pictures.confirming, seen: null } as State;
  const sent: Event[] = [];
  const view = await render(<App controller={still(state, sent)} theme={utf8} />, { columns: 40, rows: 10 });
  await view.press('y');
  expect(sent).toEqual([]);
  expect(view.screen()).toContain('y once all is read (space)');
  for (let presses = 0; presses < 6 && !view.screen().includes('the end'); presses += 1) await view.press(' ');
  expect(view.screen()).not.toContain('once all is read');
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

const utf8 = themeOf({ LANG: 'C.UTF-8', NO_COLOR: '1' }, 'linux');

async function screenOf(state: State, size: { columns: number; rows: number }, theme = utf8): Promise<string> {
  const view = await render(<App controller={arriving(state)} theme={theme} />, size);
  const text = view.screen();
  view.unmount();
  return text;
}

/** As a screen is when one comes to it: only what is in sight has been seen. */
function arriving(start: State): Controller {
  let state: State = { ...start, seen: null };
  const listeners = new Set<() => void>();
  return {
    ...still(start),
    state: () => state,
    send: (event) => {
      if (event.type !== 'seen' || event.view === state.seen) return;
      state = { ...state, seen: event.view };
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A controller whose state stands still. */
function still(state: State, sent: Event[] = []): Controller {
  return {
    state: () => state,
    send: (event) => sent.push(event),
    subscribe: () => () => {},
    ended: new Promise(() => {}),
    isBusy: () => false,
    handsOver: () => () => {},
    isHandedOver: () => false,
    commandEnded: async () => {},
  };
}
