import type { Key } from 'ink';
import { runsHere } from '../remedy/run.ts';
import { commandFor } from './answer.ts';
import { nextFinding } from './chain.ts';
import { copyable } from './copyable.ts';
import type { Asked } from './event.ts';
import { canChooseAnother } from './gateways.ts';
import { measureAt, offersHardening } from './hardening.ts';
import { offersLogin } from './login.ts';
import { liveRequests } from './requests.ts';
import { type Answer, endsByHand, type State, stepOf, viewOf } from './state.ts';
import { nextUndo, obstacleNow, undoableHere } from './undo.ts';
import { mayGoOn, wordAsked } from './word.ts';

/** What keys do on the present screen. The footer shows this same table, so it can't promise another key. */
export interface Binding {
  readonly keys: readonly string[];
  /** What the footer says; undefined: it isn't worth the room. */
  readonly label?: string;
  readonly event: Asked;
}

/** The keys that are valid now, most wanted first. */
export function bindingsOf(state: State): readonly Binding[] {
  if (state.exit !== null) return [];
  const INTERRUPT: Binding = { keys: ['ctrl-c'], event: { type: 'interrupt' } };
  if (state.showsHelp) return [{ ...BACK, keys: ['?', 'b', 'esc', 'enter', 'q'], label: 'close the help' }, INTERRUPT];
  // Where the user types a word, letters are letters.
  if (wordAsked(state) !== null) {
    const label = state.screen.kind === 'undoing' ? 'put it back' : 'accept this risk';
    const accept = mayGoOn(state) ? onceSeen(state, { ...ENTER, label }) : [];
    return [...accept, { ...BACK, keys: ['esc'] }, INTERRUPT];
  }
  return [...screenBindings(state), { keys: ['?'], label: 'help', event: { type: 'help' } }, LEAVE, INTERRUPT];
}

/** Consent counts once all that it is for has been in sight. Until then the screen itself says how to read on. */
function onceSeen(state: State, binding: Binding): readonly Binding[] {
  return state.seen === viewOf(state) ? [binding] : [];
}

/** The keys that come to count once the screen has been read to its end, for a footer that says so. */
export function onceRead(state: State): readonly Binding[] {
  const now = bindingsOf(state);
  const then = bindingsOf({ ...state, seen: viewOf(state) });
  return then
    .filter(({ keys }) => !now.some((binding) => binding.keys[0] === keys[0]))
    .map((binding) => ({ ...binding, label: 'once all is read (space)' }));
}
/** A terminal that lags may hand on so many typed letters in one piece; one that tells of pastes hands them on apart. */
const TOGETHER = 2;

/** What a key press asks for; undefined: nothing here. */
export function eventFor(state: State, input: string, key: Partial<Key>): Asked | undefined {
  const name = keyName(input, key);
  const bound = bindingsOf(state).find(({ keys }) => keys.includes(name));
  if (bound || wordAsked(state) === null || state.showsHelp) return bound?.event;
  if (key.backspace || key.delete) return { type: 'erase' };
  // The space scrolls.
  if (key.ctrl || key.meta || input.trim() === '') return undefined;
  return input.length > TOGETHER ? { type: 'paste' } : { type: 'type', text: input };
}

const ENTER = { keys: ['enter'], event: { type: 'open' } } as const;
const BACK = { keys: ['b', 'esc'], label: 'back', event: { type: 'back' } } as const;
const LOOK = { keys: ['r'], label: 'look again', event: { type: 'look' } } as const;
const CLAIM = { keys: ['d'], label: 'I did it elsewhere', event: { type: 'claim' } } as const;
const GO_ON: Binding = { keys: ['n'], label: 'go on all the same', event: { type: 'go-on' } };
const COPY = { keys: ['c'], label: 'copy', event: { type: 'copy' } } as const;
const STOP: Binding = { keys: ['x', 'esc'], label: 'stop it', event: { type: 'cancel' } };
const REJECT: Binding = { keys: ['x'], label: 'reject', event: { type: 'turn-away' } };
const LEAVE = { keys: ['q'], label: 'leave', event: { type: 'leave' } } as const;
const UP: Binding = { keys: ['up', 'k'], event: { type: 'move', by: -1 } };
const DOWN: Binding = { keys: ['down', 'j'], event: { type: 'move', by: 1 } };

function moves(count: number): readonly Binding[] {
  return count > 1 ? [{ ...UP, keys: ['up', 'k'], label: 'choose' }, DOWN] : [];
}

function screenBindings(state: State): readonly Binding[] {
  const { screen, diagnosis, showsAll } = state;
  switch (screen.kind) {
    case 'looking':
    case 'checking':
      return [];
    case 'choosing':
      return [...moves(2), { ...ENTER, label: 'this one' }, ...(canChooseAnother(state) ? [BACK] : []), LOOK];
    case 'diagnosis': {
      const findings = diagnosis?.report.findings ?? [];
      const all: Binding = { keys: ['e'], label: showsAll ? 'less' : 'all evidence', event: { type: 'show-all' } };
      const canMend = (findings[screen.at]?.remedies.length ?? 0) > 0;
      return [
        ...(canMend ? [{ ...ENTER, label: 'options' }] : []),
        ...loginKey(state),
        ...moves(findings.length),
        ...hardenKey(state),
        ...(undoableHere(state) ? [{ ...UNDO, label: 'take back the last fix' }] : []),
        ...(canChooseAnother(state) ? [{ ...BACK, label: 'another gateway' }] : []),
        all,
        LOOK,
      ];
    }
    case 'options':
      return [{ ...ENTER, label: 'take this one' }, ...moves(screen.finding.remedies.length), BACK];
    case 'accepting':
      return [];
    case 'step':
      return stepBindings(state);
    case 'approving': {
      const count = liveRequests(state)?.length ?? 0;
      const canAnswer = count > 0 ? [{ ...ENTER, label: 'see it whole' }, REJECT] : [];
      return [...canAnswer, ...moves(count), CLAIM, BACK];
    }
    case 'confirming': {
      const { answer, request } = screen;
      const can = (what: Answer) => commandFor(state, what, request) !== undefined;
      const yes: Binding = { keys: ['y'], label: `${answer} this request`, event: { type: answer } };
      return [
        ...(can(answer) ? onceSeen(state, yes) : []),
        ...copies(state),
        ...(answer === 'approve' && can('reject') ? [REJECT] : []),
        { ...BACK, keys: ['b', 'n', 'esc'] },
      ];
    }
    case 'running':
      if (screen.result === null) return [STOP];
      // What it has done is looked at first: what comes next depends on it.
      if (!screen.effect) return [BACK, LOOK];
      if (screen.answer === 'reject') return [{ ...ENTER, label: 'see who waits' }, ...undoKey(state), BACK, LOOK];
      if (screen.effect.status === 'done')
        return [{ ...GO_ON, keys: ['enter', 'n'], label: 'go on' }, ...undoKey(state), BACK, LOOK];
      return [
        ...(screen.answer === null
          ? onceSeen(state, { ...ENTER, label: 'run it again' })
          : [{ ...ENTER, label: 'see who waits' }]),
        ...[CLAIM, ...undoKey(state), BACK, LOOK],
      ];
    case 'writing':
      if (screen.result === null) return [];
      return [
        ...onceSeen(state, { ...ENTER, label: 'try again' }),
        ...[{ ...CLAIM, label: 'I did it' }, ...undoKey(state), BACK],
      ];
    case 'hardening': {
      const hasWays = (measureAt(state)?.finding.remedies.length ?? 0) > 0;
      const ways = hasWays ? [{ ...ENTER, label: 'see how' }] : [];
      return [...ways, ...moves(state.measures.length), ...undoKey(state), BACK];
    }
    case 'resuming':
      return [{ ...ENTER, label: 'go on' }, ...undoKey(state), GIVE_UP, { ...BACK, label: 'later' }];
    case 'undoing':
      return undoingBindings(state);
    case 'waiting':
      return [
        ...(endsByHand(screen) ? [{ ...ENTER, label: 'wait no longer' }] : []),
        ...[...undoKey(state), BACK, LOOK],
      ];
    case 'done':
      return [
        ...(nextFinding(state) ? [{ ...ENTER, label: 'go on with this' }, LOOK] : [{ ...LOOK, keys: ['r', 'enter'] }]),
        ...undoKey(state),
        ...hardenKey(state),
        ...(state.treatment ? [{ ...BACK, label: 'back to the step' }] : []),
      ];
    default:
      return screen satisfies never;
  }
}

function loginKey(state: State): readonly Binding[] {
  return offersLogin(state) === null ? [] : [{ keys: ['s'], label: 'look there over ssh', event: { type: 'log-in' } }];
}

/** Offered once something was mended, or where nothing is to mend. */
function hardenKey(state: State): readonly Binding[] {
  if (!offersHardening(state)) return [];
  return [{ keys: ['h'], label: 'keep it so', event: { type: 'harden' } }];
}

const UNDO: Binding = { keys: ['u'], label: 'take it back', event: { type: 'undo' } };
const GIVE_UP: Binding = { keys: ['f'], label: 'leave it as it is', event: { type: 'give-up' } };

function undoKey(state: State): readonly Binding[] {
  return undoableHere(state) ? [UNDO] : [];
}

function undoingBindings(state: State): readonly Binding[] {
  const { screen } = state;
  if (screen.kind !== 'undoing') return [];
  const next = nextUndo(state);
  // A file comes back at once or not at all.
  if (screen.busy && next?.what.kind === 'file') return [];
  if (screen.busy) return [STOP];
  if (!next) return [{ ...LOOK, keys: ['r', 'enter'] }, ...(state.run?.status === 'taken-back' ? [] : [BACK])];
  if (obstacleNow(state) !== undefined) return [{ ...ENTER, label: 'go on without it' }, BACK];
  const label = next.what.kind === 'file' ? 'put it back' : 'run it here';
  return [...onceSeen(state, { ...ENTER, label }), BACK];
}

function stepBindings(state: State): readonly Binding[] {
  const { treatment, patient } = state;
  if (patient === 'evidence') {
    const isLast = treatment?.step === (treatment?.remedy.steps.length ?? 0) - 1;
    return [...(isLast ? [] : [{ ...ENTER, label: 'next step' }]), ...copies(state), BACK];
  }
  const step = stepOf(state);
  const runs = onceSeen(state, { ...ENTER, label: step.change ? 'write it' : 'run it here' });
  const here = !runsHere(step) ? [] : step.approves ? [{ ...ENTER, label: 'see who asks' }] : runs;
  const did = step.run ? CLAIM : { ...CLAIM, label: 'I did it' };
  const doubted = state.screen.kind === 'step' && state.screen.doubt ? [GO_ON] : [];
  return [...here, did, ...doubted, ...copies(state), ...undoKey(state), BACK, LOOK];
}

function copies(state: State): readonly Binding[] {
  return copyable(state) === undefined ? [] : [COPY];
}

function keyName(input: string, key: Partial<Key>): string {
  if (key.ctrl) return `ctrl-${input}`;
  if (key.return) return 'enter';
  if (key.escape) return 'esc';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  return key.meta ? '' : input;
}
