import { describe, expect, it } from 'vitest';
import { known } from '../../src/model/fact.ts';
import { App } from '../../src/ui/app.tsx';
import type { Controller } from '../../src/ui/controller.ts';
import type { Event } from '../../src/ui/event.ts';
import { reduce } from '../../src/ui/reduce.ts';
import type { State } from '../../src/ui/state.ts';
import { themeOf } from '../../src/ui/theme.ts';
import { after, diagnosisOf, enter, looked, mountFinding } from './fakes.ts';
import { render } from './render.ts';

const accepting = after([looked(), enter, { type: 'move', by: 1 }, enter]);
const NOT_BY_HAND = 'What is pasted, or comes all at once, doesn’t count';

/** The interface at work in a terminal: what is pressed is reduced. */
async function open(first: State) {
  let state = first;
  const listeners = new Set<() => void>();
  const controller: Controller = {
    state: () => state,
    send: (event: Event) => {
      state = reduce(state, event);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ended: new Promise(() => {}),
    isBusy: () => false,
    handsOver: () => () => {},
    isHandedOver: () => false,
    commandEnded: async () => {},
  };
  const view = await render(<App controller={controller} theme={themeOf({ LANG: 'C.UTF-8' }, 'linux')} />, {
    columns: 80,
  });
  const type = async (text: string) => {
    for (const letter of text) await view.press(letter);
  };
  return { ...view, type, kind: () => state.screen.kind };
}

describe('the word that a risk takes', () => {
  it('is typed letter by letter, and only then enter is offered', async () => {
    const { screen, type, press, kind, unmount } = await open(accepting);
    await type('insecur');
    expect(screen()).toContain('accept this risk: insecur_');
    expect(screen()).not.toContain('enter accept');
    await press('\r');
    expect(kind()).toBe('accepting');
    await type('e');
    await expect.poll(screen).toContain('enter accept this risk');
    await press('\r');
    expect(kind()).toBe('step');
    unmount();
  });

  it.each([
    ['in one piece', 'insecure'],
    ['with its enter', 'insecure\r'],
    ['by a terminal that tells of it', '\u001b[200~insecure\u001b[201~'],
    ['by a terminal that tells of it, a letter alone', '\u001b[200~i\u001b[201~'],
  ])('is not taken where it is pasted %s', async (_, keys) => {
    const { screen, press, kind, unmount } = await open(accepting);
    await press(keys);
    await press('\r');
    expect(kind()).toBe('accepting');
    expect(screen()).toContain('accept this risk: _');
    expect(screen()).toContain(NOT_BY_HAND);
    await press('i');
    expect(screen()).toContain('accept this risk: i_');
    expect(screen()).not.toContain(NOT_BY_HAND);
    unmount();
  });

  it('may come in pairs from a terminal that lags', async () => {
    const { press, kind, unmount } = await open(accepting);
    for (const keys of ['in', 's', 'ec', 'ur', 'e\r']) await press(keys);
    expect(kind()).toBe('step');
    unmount();
  });

  it('takes no spaces, which scroll', async () => {
    const { screen, type, unmount } = await open(accepting);
    await type('  in  secure');
    expect(screen()).toContain('accept this risk: insecure_');
    unmount();
  });
});

describe('an undo that loses data', () => {
  const facts = { 'state.mount': known('none' as const, 'x') };
  const mount = { diagnosis: diagnosisOf([mountFinding], { facts }) };
  const written = {
    status: 'ok',
    path: '/srv/claw/c.yml',
    backup: '/srv/claw/c.yml.b',
    written: 'a',
    kept: 'b',
  } as const;
  const done = after([
    { type: 'looked', ...mount },
    enter,
    enter,
    enter,
    { type: 'wrote', result: written },
    { type: 'looked', ...mount },
    enter,
    { type: 'ran', result: { status: 'ok' } },
    looked(diagnosisOf([])),
  ]);

  it('takes the word lose, as a remedy with that risk does', async () => {
    const { screen, type, press, unmount } = await open(done);
    await press('u');
    expect(screen()).toMatch(/begins with an empty\s+state/);
    expect(screen()).toContain('risk: loses data');
    await press('\r');
    expect(screen()).toContain('Type lose to accept that it loses data: _');
    await type('lose');
    await expect.poll(screen).toContain('enter put it back');
    await press('\r');
    expect(screen()).toContain('Taking it back');
    unmount();
  });

  it('asks for it anew where the word was typed and the user went back', async () => {
    const { screen, type, press, unmount } = await open(done);
    await press('u');
    await type('lose');
    await press('\u001b');
    await expect.poll(screen).toContain('The problem is gone');
    await press('u');
    expect(screen()).toContain('Type lose to accept that it loses data: _');
    unmount();
  });
});
