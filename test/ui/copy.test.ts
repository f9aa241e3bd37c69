import { describe, expect, it } from 'vitest';
import { createController } from '../../src/ui/controller.ts';
import { copyable } from '../../src/ui/copyable.ts';
import { bindingsOf, eventFor } from '../../src/ui/keys.ts';
import { handClock, settled } from './clock.ts';
import {
  after,
  diagnosisOf,
  enter,
  looked,
  machine,
  moment,
  mountFinding,
  OTHER_REQUEST,
  oddFinding,
  originFinding,
  otherPending,
  proxyFinding,
  sick,
  typedIn,
} from './fakes.ts';

describe('c copies', () => {
  it('the command of a step on one line, as its shell reads it', () => {
    const common = 'docker exec gwa openclaw config set gateway.controlUi.allowedOrigins';
    expect(copyable(after([looked(diagnosisOf([originFinding])), enter, enter]))).toBe(
      `${common} '["http://192.168.1.4:18789"]'`,
    );
    expect(copyable(after([looked(diagnosisOf([typedIn('cmd', originFinding)])), enter, enter]))).toBe(
      String.raw`${common} "[\"http://192.168.1.4:18789\"]"`,
    );
  });

  it('the command that approves the request on screen, no other', () => {
    const state = after([looked(moment([otherPending], [])), enter, enter, enter, enter]);
    expect(copyable(state)).toBe(`docker exec gwa node openclaw.mjs devices approve ${OTHER_REQUEST}`);
  });

  it('the lines for another program’s file without its name, and a change as a diff', () => {
    expect(copyable(after([looked(diagnosisOf([proxyFinding])), enter, enter]))).toMatch(/^claw\.example\.com \{/);
    expect(copyable(after([looked(diagnosisOf([mountFinding])), enter, enter]))).toMatch(/^--- \/srv/);
  });

  it('nothing where no shell carries the command, and offers no key for it', () => {
    const state = after([looked(diagnosisOf([typedIn('cmd', oddFinding)])), enter, enter]);
    expect(copyable(state)).toBeUndefined();
    expect(bindingsOf(state).flatMap(({ keys }) => keys)).not.toContain('c');
  });
});

it('what came of copying is told until the user goes elsewhere', async () => {
  const texts: string[] = [];
  const copy = async (text: string) => {
    texts.push(text);
    return { status: 'sent' } as const;
  };
  const controller = createController({
    session: machine(async () => sick),
    clean: (text) => text,
    clock: handClock(),
    copy,
  });
  await settled();
  for (const event of [{ type: 'copy' }, enter, enter, { type: 'copy' }] as const) controller.send(event);
  await settled();
  expect(texts).toEqual([copyable(controller.state())]);
  expect(controller.state().copied).toEqual({ view: expect.stringContaining('step'), result: { status: 'sent' } });
});

it('a running command is stopped by x and escape, not by c', () => {
  const running = after([looked(diagnosisOf([originFinding])), enter, enter, enter]);
  expect(running.screen.kind).toBe('running');
  expect(eventFor(running, 'c', {})).toBeUndefined();
  expect(eventFor(running, 'x', {})).toEqual({ type: 'cancel' });
  expect(eventFor(running, '', { escape: true })).toEqual({ type: 'cancel' });
});
