import type { CopyResult } from '../host/clipboard.ts';
import { type RunResult, runStep } from '../remedy/run.ts';
import type { Session } from '../session.ts';
import { copyable } from './copyable.ts';
import type { Event } from './event.ts';
import { reduce } from './reduce.ts';
import { initialState, type State, viewOf } from './state.ts';
import { type Work, workOf } from './work.ts';

/** How long after one quiet look the next begins. */
export const WATCH_MS = 2000;
const TICK_MS = 1000;
/** Output comes in bursts: it is handed on at most this often. */
const LINES_MS = 50;

/** Time, so that tests can hold it. */
export interface Clock {
  now(): number;
  /** Calls once after `ms`, unless what it returns is called first. */
  after(ms: number, call: () => void): () => void;
}

export interface Controller {
  state(): State;
  send(event: Event): void;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** The exit code once the user has left or all is done; rejects where the doctor itself failed. */
  readonly ended: Promise<number>;
  /** Whether a look or a command is still under way. */
  isBusy(): boolean;
}

interface Parts {
  readonly session: Session;
  readonly clean: (text: string) => string;
  readonly run?: typeof runStep;
  readonly copy?: (text: string) => Promise<CopyResult>;
  readonly clock?: Clock;
}

/** Owns the state and all work: starts what the screen needs as soon as the state says so, ends it when it no longer does. */
export function createController({ session, clean, run = runStep, copy, clock = systemClock }: Parts): Controller {
  let state = initialState(session, clock.now());
  let work: Work = { kind: 'none' };
  let stopWork = () => {};
  let underWay = 0;
  const listeners = new Set<() => void>();
  let resolve: (code: number) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const ended = new Promise<number>((settle, fail) => {
    resolve = settle;
    reject = fail;
  });
  // Whoever waits for the end may come later than the failure.
  ended.catch(() => {});

  function send(event: Event): void {
    if (event.type === 'copy') copyShown();
    const before = state.screen.kind;
    const present = { ...state, now: clock.now() };
    const reduced = reduce(present, event);
    if (reduced === present) return;
    state = reduced;
    const next = workOf(state);
    // The same work goes on; a screen that is entered anew begins its work anew.
    if (JSON.stringify(next) !== JSON.stringify(work) || (next.kind === 'look' && before !== state.screen.kind)) {
      stopWork();
      work = next;
      stopWork = start(next);
    }
    for (const listener of listeners) listener();
    if (state.exit !== null) resolve(state.exit);
  }

  function copyShown(): void {
    const text = copyable(state);
    if (text === undefined || state.exit !== null) return;
    const view = viewOf(state);
    const done = async () => (copy ?? (await import('../host/clipboard.ts')).copyText)(text);
    done().then((result) => viewOf(state) === view && send({ type: 'copied', result }), reject);
  }

  function start(next: Work): () => void {
    if (next.kind === 'none') return () => {};
    const stop = new AbortController();
    const { signal } = stop;
    const sendWhileWanted = (event: Event) => {
      if (!signal.aborted) send(event);
    };
    tick(signal);
    begin(next, signal, sendWhileWanted).catch((error: unknown) => {
      if (signal.aborted) return;
      stop.abort();
      reject(error);
    });
    return () => stop.abort();
  }

  async function begin(next: Exclude<Work, { kind: 'none' }>, signal: AbortSignal, report: (event: Event) => void) {
    if (next.kind === 'run') return runCommand(next.argv, signal, report);
    const aimed = next.container === null ? session : (session.aimAt?.(next.container) ?? session);
    const isQuiet = next.kind === 'watch';
    const onProgress = (progress: State['probes'][number]) => {
      if (!isQuiet) report({ type: 'probe', progress });
    };
    do {
      const diagnosis = await counted(aimed.look(onProgress));
      report({ type: 'looked', diagnosis });
      if (isQuiet && !signal.aborted) await pause(WATCH_MS, signal);
    } while (isQuiet && !signal.aborted);
  }

  async function runCommand(argv: readonly string[], signal: AbortSignal, report: (event: Event) => void) {
    let waiting: string[] = [];
    let cancelFlush: (() => void) | undefined;
    const flush = () => {
      cancelFlush?.();
      cancelFlush = undefined;
      if (waiting.length > 0) report({ type: 'lines', lines: waiting });
      waiting = [];
    };
    const onLine = (line: string) => {
      waiting.push(line);
      cancelFlush ??= clock.after(LINES_MS, flush);
    };
    const result: RunResult = await counted(run(argv, onLine, { signal, clean }));
    flush();
    report({ type: 'ran', result });
  }

  async function counted<T>(promise: Promise<T>): Promise<T> {
    underWay += 1;
    try {
      return await promise;
    } finally {
      underWay -= 1;
    }
  }

  function tick(signal: AbortSignal): void {
    const cancel = clock.after(TICK_MS, () => {
      if (signal.aborted) return;
      send({ type: 'tick' });
      tick(signal);
    });
    signal.addEventListener('abort', cancel, { once: true });
  }

  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((wake) => {
      const cancel = clock.after(ms, wake);
      signal.addEventListener('abort', () => {
        cancel();
        wake();
      });
    });
  }

  work = workOf(state);
  stopWork = start(work);
  return {
    state: () => state,
    send,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ended,
    isBusy: () => underWay > 0,
  };
}

const systemClock: Clock = {
  now: Date.now,
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
