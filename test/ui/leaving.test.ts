import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bin, root } from '../support/bundle.ts';
import { type FakeDocker, fakeDocker } from '../support/fake-docker.ts';
import { type FakeGateway, fakeGateway } from '../support/fake-gateway.ts';
import { type Press, pressAll, readUntil, TO_WAITING } from '../support/press.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';
import { resized } from './resized.ts';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await fakeGateway();
  await gateway.start();
});
afterAll(() => gateway.remove());

const ENTER = '\r';
const PAIRING = ['--only', 'pairing-approval/pending-approval-docker'];
const STORAGE = ['--only', 'state-dir/state-not-durable'];

/** What a person sees of a patient: the terminal, and the machine behind it. */
interface Visit {
  readonly terminal: Terminal;
  readonly docker: FakeDocker;
}

/** A screen, and how one gets there; it is reached once it shows `sign`. */
interface Place {
  readonly args: readonly string[];
  readonly sign: string | RegExp;
  readonly prepare?: (docker: FakeDocker) => Promise<void> | void;
  readonly go?: (visit: Visit) => Promise<unknown>;
}

const press = (terminal: Terminal, ...presses: readonly Press[]) => pressAll(terminal, presses, 30_000);

const TO_REQUEST = [...TO_WAITING, ['enter see it whole', ENTER]] as const;
/** Down to the option that weakens security. */
const TO_SHORTCUT = [
  ['› Approve', 'j'],
  ['› Run the CLI inside', 'j'],
  ['› Run the CLI in a container', 'j'],
  ['› Let the gateway', ENTER],
] as const;
const APPROVE = ['y approve this request', 'y'] as const;
const TO_STEP = [
  ['enter options', ENTER],
  ['enter take this one', ENTER],
] as const;
const STOPPED = [...TO_STEP, ['enter run it here', ENTER]] as const;
const COPIED = [...STOPPED, ['Step 2 of', ''], ['enter run it here', ENTER], ['Step 3 of', '']] as const;
/** A fix whose first step was done, and no more. */
async function leaveHalfWay(docker: FakeDocker): Promise<void> {
  const terminal = start(docker, STORAGE, mkdtempSync(join(tmpdir(), 'doctor-leaving-')));
  await press(terminal, ...STOPPED, ['Step 2 of', 'q']);
  await terminal.exited;
}

async function toConnected(visit: Visit): Promise<void> {
  await press(visit.terminal, ...TO_REQUEST, APPROVE);
  await visit.terminal.waitFor('Approved. Waiting', 30_000);
  visit.docker.connect();
}

async function toUndo(visit: Visit): Promise<void> {
  await toConnected(visit);
  await press(visit.terminal, ['u take it back', 'u']);
}

const PLACES: Readonly<Record<string, Place>> = {
  looking: { args: PAIRING, prepare: (docker) => docker.hold('ps'), sign: 'Looking at this machine' },
  choosing: { args: PAIRING, prepare: (docker) => docker.addGateway(), sign: 'enter this one' },
  diagnosis: { args: PAIRING, sign: 'enter options' },
  options: {
    args: PAIRING,
    go: (visit) => press(visit.terminal, ...TO_REQUEST.slice(0, 1)),
    sign: 'enter take this one',
  },
  accepting: {
    args: PAIRING,
    go: (visit) => press(visit.terminal, ...TO_REQUEST.slice(0, 1), ...TO_SHORTCUT),
    sign: 'Type insecure to accept',
  },
  step: { args: PAIRING, go: (visit) => press(visit.terminal, ...TO_REQUEST.slice(0, 2)), sign: 'enter see who asks' },
  approving: {
    args: PAIRING,
    go: (visit) => press(visit.terminal, ...TO_REQUEST.slice(0, 3)),
    sign: 'enter see it whole',
  },
  confirming: { args: PAIRING, go: (visit) => press(visit.terminal, ...TO_REQUEST), sign: 'y approve this request' },
  running: {
    args: PAIRING,
    prepare: (docker) => docker.hold('devices', 'approve'),
    go: (visit) => press(visit.terminal, ...TO_REQUEST, APPROVE),
    sign: 'x stop it',
  },
  'a change that was not written': {
    args: STORAGE,
    go: async (visit) => {
      await press(visit.terminal, ...COPIED);
      await readUntil(visit.terminal, 'enter write it', 30_000);
      visit.docker.editCompose();
      visit.terminal.press(ENTER);
    },
    sign: 'enter try again',
  },
  checking: {
    args: PAIRING,
    go: async (visit) => {
      await press(visit.terminal, ...TO_REQUEST);
      await visit.terminal.waitFor(APPROVE[0]);
      visit.docker.hold('ps');
      visit.terminal.press(APPROVE[1]);
    },
    sign: 'Looking again, after step 1',
  },
  waiting: { args: PAIRING, go: (visit) => press(visit.terminal, ...TO_REQUEST, APPROVE), sign: 'Approved. Waiting' },
  done: { args: PAIRING, go: toConnected, sign: 'Connected: ' },
  hardening: {
    args: [],
    go: async (visit) => {
      await toConnected(visit);
      await press(visit.terminal, ['h keep it so', 'h']);
    },
    sign: 'Keep it from coming back',
  },
  resuming: { args: STORAGE, prepare: leaveHalfWay, sign: 'enter go on' },
  undoing: { args: PAIRING, go: toUndo, sign: 'enter run it here' },
  'what is taken back': {
    args: PAIRING,
    go: async (visit) => {
      await toUndo(visit);
      visit.docker.hold('devices', 'remove');
      await press(visit.terminal, ['enter run it here', ENTER]);
    },
    sign: 'x stop it',
  },
  'the help': { args: PAIRING, go: (visit) => press(visit.terminal, ['enter options', '?']), sign: 'close the help' },
  'the help over a command': {
    args: PAIRING,
    prepare: (docker) => docker.hold('devices', 'approve'),
    go: (visit) => press(visit.terminal, ...TO_REQUEST, APPROVE, ['x stop it', '?']),
    sign: 'close the help',
  },
  'the plain interface': { args: [...PAIRING, '--plain'], sign: /q: leave\n>$/ },
  'the plain interface, looking': {
    args: [...PAIRING, '--plain'],
    prepare: (docker) => docker.hold('ps'),
    sign: 'Looking at this machine',
  },
};

/** The doctor in a terminal in which there was something before, and in which a shell goes on after it. */
function start(docker: FakeDocker, args: readonly string[], notes: string): Terminal {
  const script = `
    seq -f 'before %g' 30
    stty -g > "$NOTES/before"
    trap : INT
    sh -c 'echo $$ > "$NOTES/pid"; exec "$@"' sh "$@"
    code=$?
    stty -g > "$NOTES/after"
    echo "left with $code"`;
  return openTerminal({
    argv: ['/bin/sh', '-c', script, 'sh', process.execPath, bin, ...args],
    cwd: root,
    env: { ...docker.env, NOTES: notes, NO_COLOR: undefined, STY: undefined, XTERM_VERSION: undefined },
  });
}

interface Reached extends Visit {
  readonly place: Place;
  /** Of the doctor, not of the shell that started it. */
  readonly pid: number;
}

const WAYS: Readonly<Record<string, (at: Reached) => Promise<unknown> | unknown>> = {
  'Ctrl-C': ({ terminal }) => terminal.press('\u0003'),
  SIGTERM: ({ pid }) => process.kill(pid, 'SIGTERM'),
  'SIGHUP, after other sizes,': async ({ terminal, place, pid }) => {
    const isPlain = place.args.includes('--plain');
    for (const [cols, rows] of isPlain ? [] : SIZES) await resized(terminal, cols, rows);
    await terminal.waitFor(place.sign, 30_000);
    process.kill(pid, 'SIGHUP');
  },
};
const SIZES = [
  [40, 12],
  [200, 60],
  [80, 24],
] as const;

describe.skipIf(process.platform === 'win32').concurrent.each(Object.entries(PLACES))('at %s', (name, place) => {
  test.each(Object.entries(WAYS))(
    '%s ends it with 130, and the terminal is as it was',
    { timeout: 60_000 },
    async (_, leave) => {
      const docker = fakeDocker(gateway.port);
      const notes = mkdtempSync(join(tmpdir(), 'doctor-leaving-'));
      const note = (file: string) => readFileSync(join(notes, file), 'utf8').trim();
      try {
        docker.ask();
        await place.prepare?.(docker);
        const terminal = start(docker, place.args, notes);
        const visit = { terminal, docker };
        await place.go?.(visit);
        await terminal.waitFor(place.sign, 30_000);
        await leave({ ...visit, place, pid: Number(note('pid')) });
        await terminal.exited;
        expect(terminal.history().split('\n').at(-1)).toBe('left with 130');
        expect(note('after')).toBe(note('before'));
        expect(terminal.modes()).toEqual(AS_BEFORE);
        expect(terminal.history()).toContain(BEFORE);
        for (const pid of docker.held()) expect([name, await isGone(pid)]).toEqual([name, true]);
        expect(leftovers(dirname(docker.composeFile))).toEqual([]);
      } finally {
        docker.remove();
        rmSync(notes, { recursive: true });
      }
    },
  );
});

describe.skipIf(process.platform === 'win32')('a terminal that is closed', () => {
  test.each([
    ['on the diagnosis', undefined, 'enter options'],
    ['while it looks', 'ps', 'Looking at this machine'],
  ])('%s ends the doctor with 130, and what it has started', { timeout: 60_000 }, async (_, held, sign) => {
    const docker = fakeDocker(gateway.port);
    try {
      docker.ask();
      if (held) docker.hold(held);
      const terminal = openTerminal({ argv: [process.execPath, bin, ...PAIRING], cwd: root, env: docker.env });
      await terminal.waitFor(sign, 30_000);
      terminal.close();
      expect(await terminal.exited).toMatchObject({ exitCode: 130 });
      for (const pid of docker.held()) expect(await isGone(pid)).toBe(true);
    } finally {
      docker.remove();
    }
  });

  test('ends what a check has started, too', { timeout: 60_000 }, async () => {
    const docker = fakeDocker(gateway.port);
    try {
      docker.hold('ps');
      const terminal = openTerminal({ argv: [process.execPath, bin, 'check'], cwd: root, env: docker.env });
      while (docker.held().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      terminal.close();
      await terminal.exited;
      for (const pid of docker.held()) expect(await isGone(pid)).toBe(true);
    } finally {
      docker.remove();
    }
  });
});

const AS_BEFORE = { cursorVisible: true, alternateScreen: false, bracketedPaste: false, mouseTracking: false };
const BEFORE = Array.from({ length: 30 }, (_, index) => `before ${index + 1}`).join('\n');

/** Whether a process ends within a few seconds: the doctor asks it to, and doesn't wait. */
async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    // One that has ended may wait for somebody to ask how.
    const [, state = 'X'] = existsSync(`/proc/${pid}/stat`)
      ? (/\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [])
      : [];
    if ('XZ'.includes(state)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** Files beside the compose file that a write would leave behind. */
function leftovers(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => !['docker-compose.yml', 'openclaw-state-copy'].includes(name));
}
