import { describe, expect, it, vi } from 'vitest';
import type { Diagnosis } from '../../src/doctor.ts';
import type { RunResult, runStep } from '../../src/remedy/run.ts';
import { createController, WATCH_MS } from '../../src/ui/controller.ts';
import { eventFor } from '../../src/ui/keys.ts';
import { handClock, settled } from './clock.ts';
import { atTunnel, enter, machine, moment, paired, pending, REQUEST, severalGateways, sick } from './fakes.ts';

const clean = (text: string) => text;

function controllerOf(looks: readonly (Diagnosis | Error)[], run: typeof runStep = async () => ({ status: 'ok' })) {
  const clock = handClock();
  let count = 0;
  const look = vi.fn(async () => {
    const next = looks[Math.min(count, looks.length - 1)];
    count += 1;
    if (next instanceof Error) throw next;
    return next ?? sick;
  });
  const ran = vi.fn(run);
  return { controller: createController({ session: machine(look), clean, clock, run: ran }), clock, look, ran };
}

it('leads from the diagnosis to a connection', async () => {
  const connected = { ...paired, seenAt: paired.approvedAt };
  const { controller, clock, ran } = controllerOf([
    sick,
    moment([pending], []),
    moment([], [paired]),
    moment([], [paired]),
    moment([], [connected]),
  ]);
  const kinds = [controller.state().screen.kind];
  controller.subscribe(() => {
    const { kind } = controller.state().screen;
    if (kinds.at(-1) !== kind) kinds.push(kind);
  });
  await settled();
  for (const event of [enter, enter, enter, enter]) {
    controller.send(event);
    await settled();
  }
  expect(ran).not.toHaveBeenCalled();
  controller.send({ type: 'approve' });
  await clock.pass(WATCH_MS * 3);

  expect(kinds).toEqual([
    'looking',
    'diagnosis',
    'options',
    'step',
    'approving',
    'confirming',
    'running',
    'checking',
    'waiting',
    'done',
  ]);
  expect(ran.mock.calls.map(([argv]) => argv)).toEqual([
    ['docker', 'exec', 'gwa', 'node', 'openclaw.mjs', 'devices', 'approve', REQUEST],
  ]);
  controller.send({ type: 'leave' });
  await expect(controller.ended).resolves.toBe(0);
});

it('looks at once, before anybody draws', () => {
  expect(controllerOf([sick]).look).toHaveBeenCalledTimes(1);
});

it('looks again every few seconds while requests are shown, and no longer', async () => {
  const { controller, clock, look } = controllerOf([sick]);
  await settled();
  for (const event of [enter, enter, enter]) controller.send(event);
  await clock.pass(WATCH_MS * 3);
  const shown = look.mock.calls.length;
  expect(shown).toBeGreaterThanOrEqual(4);
  controller.send({ type: 'back' });
  await clock.pass(WATCH_MS * 3);
  expect(look).toHaveBeenCalledTimes(shown);
});

it('hands output on as it comes', async () => {
  let end: (result: RunResult) => void = () => {};
  const { controller, clock } = controllerOf([sick], (_, onLine) => {
    onLine('one');
    onLine('two');
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  await settled();
  for (const event of [enter, enter, enter, enter]) controller.send(event);
  controller.send({ type: 'approve' });
  await clock.pass(100);
  expect(controller.state().screen).toMatchObject({ kind: 'running', lines: ['one', 'two'] });
  end({ status: 'failed', reason: 'it ended with code 1' });
  await settled();
  expect(controller.state().transcript).toMatchObject([{ lines: ['one', 'two'], result: { status: 'failed' } }]);
});

describe('a running command', () => {
  it.each(['cancel', 'interrupt'] as const)('is stopped by %s', async (type) => {
    let signal: AbortSignal | undefined;
    const { controller } = controllerOf([sick], (_, __, options) => {
      signal = options.signal;
      return new Promise(() => {});
    });
    await settled();
    for (const event of [enter, enter, enter, enter]) controller.send(event);
    controller.send({ type: 'approve' });
    expect(signal?.aborted).toBe(false);
    controller.send({ type });
    expect(signal?.aborted).toBe(true);
  });
});

it('logs in on the gateway’s host once the user says so, and only where that shows more', async () => {
  const aimAt = vi.fn(() => machine(async () => sick));
  const controller = createController({ session: machine(async () => atTunnel, aimAt), clean, clock: handClock() });
  await settled();
  expect(aimAt).not.toHaveBeenCalled();
  expect(eventFor(controller.state(), 's', {})).toEqual({ type: 'log-in' });
  controller.send({ type: 'log-in' });
  await settled();
  expect(aimAt).toHaveBeenCalledWith({ logsIn: true });
  expect(controller.state()).toMatchObject({ screen: { kind: 'diagnosis' }, diagnosis: sick });
  expect(eventFor(controller.state(), 's', {})).toBeUndefined();
});

it('looks at the gateway that the user chose', async () => {
  const aimAt = vi.fn(() => machine(async () => sick));
  const controller = createController({
    session: machine(async () => severalGateways, aimAt),
    clean,
    clock: handClock(),
  });
  await settled();
  controller.send({ type: 'move', by: 1 });
  controller.send(enter);
  await settled();
  expect(aimAt).toHaveBeenCalledWith({ container: 'gwb' });
  expect(controller.state().screen.kind).toBe('diagnosis');
});

it('ends with the error of a look that failed', async () => {
  const { controller } = controllerOf([new Error('a bug')]);
  await expect(controller.ended).rejects.toThrow('a bug');
});
