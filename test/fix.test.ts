import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Diagnosis } from '../src/doctor.ts';
import { fixCommand } from '../src/fix.ts';
import type { Harden } from '../src/hardening/open.ts';
import { Redactor } from '../src/host/clean.ts';
import { createDisk } from '../src/host/real-disk.ts';
import { type Facts, known } from '../src/model/fact.ts';
import type { Remedy, Step } from '../src/model/report.ts';
import { readOptions } from '../src/options.ts';
import { changeCompose } from '../src/remedy/compose-change.ts';
import { openJournal } from '../src/remedy/journal-files.ts';
import { diffOf } from '../src/remedy/unified-diff.ts';
import { undoCommand } from '../src/undo.ts';
import {
  approve,
  diagnosisOf,
  finding,
  hostNetwork,
  machine,
  moment,
  mountFinding,
  NOW,
  paired,
  pending,
  REQUEST,
} from './ui/fakes.ts';
import { firmFacts, looseFacts, measuresOf, strangeFacts } from './ui/measures.ts';

const text = 'services:\n  openclaw-gateway:\n    volumes:\n      - /home/node/.openclaw # mine\n';
const edit = { compose: 'mount-state', source: 'openclaw-state', target: '/home/node/.openclaw' } as const;
const service = 'openclaw-gateway';
const after = changeCompose(text, service, edit) ?? '';

let folder = '';
let file = '';
let said = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-fix-'));
  file = join(folder, 'docker-compose.yml');
  writeFileSync(file, text);
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((written) => {
    said += String(written);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const hand = () => {
  const disk = createDisk();
  return { disk, journal: openJournal(disk, join(folder, 'journal')) };
};
/** A program that writes its name on a list. */
const node = (name: string) => [
  process.execPath,
  '-e',
  `require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'ran'))}, '${name}\\n')`,
];
const ran = () => (existsSync(join(folder, 'ran')) ? readFileSync(join(folder, 'ran'), 'utf8').trim().split('\n') : []);
const copy = (): Step => ({ say: 'Copy the state.', where: 'host', run: node('copy') });
const recreate = (): Step => ({ say: 'Make the container anew.', where: 'host', run: node('recreate') });
const change = (): Step => ({
  say: 'Let the volume be mounted.',
  where: 'host',
  change: { file, diff: diffOf(file, text, after), service, edit },
});
const facts = (more: Facts = {}): Facts => ({
  'gateway.exec': known(['openclaw'], 't'),
  'gateway.recreate': known(node('recreate'), 't'),
  'state.copyOut': known(node('copy'), 't'),
  ...more,
});

interface Case {
  readonly risk?: Remedy['risk'];
  readonly now?: Facts;
  readonly harden?: Harden;
}

const tools = (harden: Harden = async () => []) => ({ redactor: new Redactor(), hand: hand(), harden });

async function fix(args: readonly string[], steps: readonly Step[], { risk = 'restart', now = {}, harden }: Case = {}) {
  const remedies = mountFinding.remedies.map((remedy): Remedy => ({ ...remedy, risk, steps }));
  const found = { ...mountFinding, severity: 'error' as const, remedies };
  let looks = 0;
  const session = machine(async () => diagnosisOf(looks++ === 0 ? [found] : [], { facts: facts(now) }));
  return fixCommand(readOptions(['fix', ...args]), session, tools(harden));
}

async function undo(args: readonly string[] = [], now: Facts = {}) {
  said = '';
  const session = machine(async () => diagnosisOf([], { facts: facts(now) }));
  return undoCommand(readOptions(['fix', '--undo', ...args]), session, new Redactor(), hand());
}

const restart = ['--yes', '--allow', 'restart'];

test('what a fix did is told once the gateway that restarts for it is back', async () => {
  const remedies = mountFinding.remedies.map((remedy): Remedy => ({ ...remedy, risk: 'restart', steps: [recreate()] }));
  const down = { ...mountFinding, severity: 'error' as const, title: 'No gateway runs', remedies: [] };
  const path = [{ stage: 'tcp' as const, status: 'failed' as const, detail: 'refused' }];
  const looks = [
    diagnosisOf([{ ...mountFinding, severity: 'error', remedies }]),
    diagnosisOf([{ ...down, rule: 'gateway-not-serving/gateway-down' }], { path }),
    diagnosisOf([], { path: [] }),
  ];
  const session = machine(async () => looks.shift() ?? diagnosisOf([]));
  expect(await fixCommand(readOptions(['fix', ...restart]), session, tools())).toBe(0);
  expect(said.split('\n').filter((line) => /waiting|Fixed|No gateway/.test(line))).toEqual([
    'The gateway does not answer yet: waiting for it to be back, for a minute at most.',
    'Fixed: the problem is not there any more.',
  ]);
});

describe('a change of a file', () => {
  test('is written between the commands around it, and shown whole', async () => {
    expect(await fix(restart, [copy(), change(), recreate()])).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(after);
    expect(said).toContain('  +      - openclaw-state:/home/node/.openclaw # mine\n');
    expect(said).toMatch(/written; as it was it is kept in .*docker-compose\.yml\.openclaw-doctor-\d{8}T\d{6}Z\n/);
    expect(ran()).toEqual(['copy', 'recreate']);
  });

  test('that changed meanwhile stops the fix before what rests on it', async () => {
    const steps = [copy(), change(), recreate()];
    writeFileSync(file, `# another\n${text}`);
    expect(await fix(restart, steps)).toBe(4);
    expect(said).toContain('not written: ');
    expect(readFileSync(file, 'utf8')).toBe(`# another\n${text}`);
    expect(ran()).toEqual(['copy']);
  });

  test('in a file of another host is shown, and nothing that rests on it runs', async () => {
    expect(await fix(restart, [copy(), { ...change(), where: 'gateway-host' }, recreate()])).toBe(1);
    expect(said).toContain('  +      - openclaw-state:/home/node/.openclaw # mine\n');
    expect(said).toContain('Once it is done, what follows is:\n- Make the container anew.');
    expect(ran()).toEqual(['copy']);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('is shown by a dry run, which writes nothing', async () => {
    expect(await fix(['--dry-run'], [copy(), change(), recreate()])).toBe(1);
    expect(said).toContain('would write:\n');
    expect(said).toContain('  +volumes:\n  +  openclaw-state: {}\n- Make the container anew.\n  would run: ');
    expect(readdirSync(folder)).toEqual(['docker-compose.yml']);
  });
});

test('a dry run says so where no steps are known', async () => {
  const session = machine(async () => diagnosisOf([{ ...mountFinding, remedies: [] }]));
  expect(await fixCommand(readOptions(['fix', '--dry-run']), session, tools())).toBe(1);
  expect(said).toContain('No steps are known for this here');
});

describe('after a fix that worked', () => {
  test('what keeps it from coming back is told in words, and nothing of it runs', async () => {
    const harden = async () => measuresOf(looseFacts);
    expect(await fix(restart, [recreate()], { harden })).toBe(0);
    expect(said).toContain(`
To keep it from coming back; openclaw-doctor shows how, and runs nothing without your word:
! advisable: Take out dangerouslyDisableDeviceAuth, which does nothing here
    gateway.controlUi.dangerouslyDisableDeviceAuth is left from an earlier attempt.`);
    expect(said).toContain(`! advisable: Publish the gateway's port at 127.0.0.1 only
    It is published at 0.0.0.0:18789:`);
    expect(said).not.toContain('outlives');
    expect(ran()).toEqual(['recreate']);
  });

  test('what can’t be told is told as that', async () => {
    await fix(restart, [recreate()], { harden: async () => measuresOf(strangeFacts) });
    expect(said).toContain('? can’t be told from here: Reject requests that are none of yours\n    A browser at 192');
  });

  test('nothing is told where all is in place, nor after one that did not help', async () => {
    await fix(restart, [recreate()], { harden: async () => measuresOf(firmFacts) });
    expect(said).not.toContain('coming back');
    const failing = { ...recreate(), run: [process.execPath, '-e', 'process.exit(3)'] };
    await fix(restart, [failing], { harden: async () => measuresOf(looseFacts) });
    expect(said).not.toContain('coming back');
  });
});

describe('a fix that weakens security', () => {
  const insecure = ['--allow', 'weakens-security', '--yes'];

  test('says so at the end, with the command that takes it back', async () => {
    expect(await fix(insecure, [change()], { risk: 'weakens-security' })).toBe(0);
    expect(said).toMatch(
      /Security is weaker than before, until you take it back: .* openclaw-doctor fix --undo takes it back\.\n/,
    );
    expect(await undo()).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('says so where it did not help, with the way back in words where there is no command', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(NOW);
    const remedies = [{ ...hostNetwork, steps: [{ say: 'Look.', where: 'host', run: [...node('look')] }] }];
    let looks = 0;
    const session = machine(async () => {
      if (looks++ > 0) vi.setSystemTime(NOW + 120_000);
      return diagnosisOf([{ ...mountFinding, remedies }], { facts: { 'gateway.logs': known(node('look'), 't') } });
    });
    expect(await fixCommand(readOptions(['fix', ...insecure]), session, tools())).toBe(4);
    vi.useRealTimers();
    expect(said).toContain(`Security is weaker than before, until you take it back: ${hostNetwork.title}.`);
    expect(said).toContain(hostNetwork.takeBack);
  });
});

describe('a fix that approves a device', () => {
  const asking = (requestId: string) => ({
    ...pending,
    requestId,
    scopes: ['operator.admin'],
    remoteIp: '203.0.113.9',
  });
  const fixFor = async (requestId: string) => {
    const session = machine(async () =>
      diagnosisOf([finding], { facts: { 'devices.pending': known([asking(requestId)], 't') } }),
    );
    return fixCommand(readOptions(['fix', '--yes']), session, tools());
  };

  test('says who asks and what is odd about it beside the word that approves it', async () => {
    await expect(fixFor(REQUEST)).rejects.toThrow(`takes your word for that one: --approve ${REQUEST}`);
    expect(said).toContain('! 203.0.113.9 is on the internet: are you there?');
  });

  test('offers nothing to paste where the id is none', async () => {
    const refused = fixFor('af964ec2"; rm -rf / #');
    await expect(refused).rejects.toThrow('no request that waits has the id of one');
    await expect(refused).rejects.not.toThrow('rm -rf');
  });
});

describe('--undo', () => {
  test('puts the file back, makes the container anew after that, and says what stays', async () => {
    await fix(restart, [copy(), change(), recreate()]);
    expect(await undo()).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(said).toContain('  -      - openclaw-state:/home/node/.openclaw # mine\n');
    expect(ran()).toEqual(['copy', 'recreate', 'recreate']);
    expect(said).toContain('What stays:\n- The copy of the state stays in ');
    expect(readdirSync(folder).filter((name) => name.startsWith('docker-compose'))).toEqual(['docker-compose.yml']);
    await expect(undo()).rejects.toThrow('there is no fix of the doctor’s that could be taken back');
  });

  test('with --dry-run shows it and changes nothing', async () => {
    await fix(restart, [change(), recreate()]);
    expect(await undo(['--dry-run'])).toBe(0);
    expect(said).toContain('  +      - /home/node/.openclaw # mine\n');
    expect(said).toContain('  would run: ');
    expect(readFileSync(file, 'utf8')).toBe(after);
    expect(ran()).toEqual(['recreate']);
  });

  test('that loses data takes --allow data-loss', async () => {
    await fix(restart, [change(), recreate()], { now: { 'state.mount': known('none', 't') } });
    await expect(undo()).rejects.toThrow('taking it back loses data, as it says above: --allow data-loss');
    expect(said).toContain('begins with an empty state: every device must be approved anew');
    await expect(undo(['--allow', 'weakens-security'])).rejects.toThrow('--allow data-loss');
    expect(await undo(['--dry-run'])).toBe(0);
    expect(said).toContain('[risk: data-loss]');
    expect(readFileSync(file, 'utf8')).toBe(after);
    expect(await undo(['--allow', 'data-loss'])).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('leaves a file that somebody changed since, and restarts nothing for nothing', async () => {
    await fix(restart, [change(), recreate()]);
    writeFileSync(file, `${after}# theirs\n`);
    expect(await undo()).toBe(4);
    expect(said).toContain('was changed meanwhile');
    expect(readFileSync(file, 'utf8')).toBe(`${after}# theirs\n`);
    expect(ran()).toEqual(['recreate']);
  });

  test('sets a setting back only while it is what the fix set', async () => {
    const program = join(folder, 'openclaw.mjs');
    writeFileSync(
      program,
      `import fs from 'node:fs'; fs.appendFileSync(${JSON.stringify(join(folder, 'ran'))}, process.argv.slice(2).join(' ') + '\\n');`,
    );
    const exec = [process.execPath, program];
    const now = (bind: string | null): Facts => ({
      'gateway.exec': known(exec, 't'),
      'gateway.config.bind': known(bind, 't'),
    });
    const set: Step = { say: 'Bind to lan.', where: 'host', run: [...exec, 'config', 'set', 'gateway.bind', 'lan'] };
    await fix(['--yes'], [set], { risk: 'none', now: now(null) });
    await fix(['--yes'], [set], { risk: 'none', now: now('loopback') });
    expect(await undo([], now('lan'))).toBe(0);
    expect(await undo([], now('tailnet'))).toBe(4);
    expect(said).toContain('gateway.bind was changed since');
    expect(ran()).toEqual([
      'config set gateway.bind lan',
      'config set gateway.bind lan',
      'config set gateway.bind loopback',
    ]);
    await expect(undo([], now('lan'))).rejects.toThrow('there is no fix');
  });

  test('takes back what was done of a fix that stopped half-way', async () => {
    await fix(restart, [change(), { ...recreate(), run: [process.execPath, '-e', 'process.exit(3)'] }]);
    expect(readFileSync(file, 'utf8')).toBe(after);
    expect(await undo()).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('of another gateway than the one that is named takes nothing back', async () => {
    await fix(restart, [change()]);
    await expect(undo(['--container', 'other'])).rejects.toThrow('there is no fix');
    expect(readFileSync(file, 'utf8')).toBe(after);
  });
});

describe('a fix that did not help', () => {
  test('says what else there is, and how what was done is taken back', async () => {
    const open: Remedy = {
      ...mountFinding.remedies[0],
      id: 'other',
      title: 'Another volume',
      risk: 'data-loss',
      steps: [],
    };
    const remedies = [{ ...mountFinding.remedies[0], risk: 'none', steps: [change()] } as Remedy, open];
    const found = { ...mountFinding, severity: 'error' as const, remedies };
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout'] });
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const session = machine(async () => diagnosisOf([found], { facts: facts() }));
    const ends = fixCommand(readOptions(['fix', '--yes']), session, tools());
    const isOver = ends.then(() => true);
    while (!(await Promise.race([isOver, new Promise((wake) => setImmediate(() => wake(false)))])))
      await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    expect(await ends).toBe(4);
    expect(err.mock.calls.map(([line]) => line)).toEqual(['Looking again until it shows, for a minute at most.\n']);
    expect(said).toContain(`The problem is still there.
Another way: Another volume [risk: data-loss]
openclaw-doctor shows each whole; openclaw-doctor explain state-dir/state-not-durable tells more.
openclaw-doctor fix --undo takes back what was done.
`);
  });
});

test('a request is shown with its age and how long it lives', async () => {
  const now = Date.now();
  const request = { ...pending, askedAt: now - 60_000, renewedAt: now - 20_000 };
  const run = [process.execPath, '-e', '', REQUEST];
  const approval: Remedy = {
    ...approve,
    steps: [{ say: 'Approve it.', where: 'host', run, approves: { requestId: REQUEST } }],
  };
  const { facts: waiting } = moment([request], []);
  const looks = [
    diagnosisOf([{ ...finding, remedies: [approval] }], { facts: waiting }),
    moment([], [{ ...paired, approvedAt: now, seenAt: now + 60_000 }]),
  ];
  const session = machine(async () => looks.shift() as Diagnosis);
  expect(await fixCommand(readOptions(['fix', '--approve', REQUEST]), session, tools())).toBe(0);
  expect(said).toContain('  age     asked 1 min ago, 4 min 40 s left\n');
  expect(said).toContain('Fixed: the device is approved and has connected.');
});
