import type { Diagnosis } from '../doctor.ts';
import type { Hand } from '../hand.ts';
import type { Harden } from '../hardening/open.ts';
import type { CopyResult } from '../host/clipboard.ts';
import type { FileChange } from '../model/report.ts';
import type { Run, RunAim } from '../remedy/journal.ts';
import { mayAsk, type RunResult, runStep } from '../remedy/run.ts';
import { takeBack } from '../remedy/take-back.ts';
import { argvBack, type Undo } from '../remedy/undo.ts';
import { applyChange } from '../remedy/write.ts';
import type { Session } from '../session.ts';
import { copyable } from './copyable.ts';
import { effectNow } from './effect.ts';
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

/** Leaves the terminal to a command for as long as it runs. */
export type HandOver = (argv: readonly string[], run: () => Promise<RunResult>) => Promise<RunResult>;

export interface Controller {
  state(): State;
  send(event: Event): void;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** The exit code once the user has left or all is done; rejects where the doctor itself failed. */
  readonly ended: Promise<number>;
  /** Whether a look or a command is still under way. */
  isBusy(): boolean;
  /** Whoever draws tells how commands that may ask get the terminal. Returns what takes that back. */
  handsOver(how: HandOver): () => void;
  /** Whether a command has the terminal now. */
  isHandedOver(): boolean;
  /** Once no command is under way any more: one that was stopped takes a moment to end. */
  commandEnded(): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly clean: (text: string) => string;
  /** What the doctor writes with; without it nothing is written, nor found of before. */
  readonly hand?: Hand | undefined;
  /** Tells how the measures stand; without it none is offered. */
  readonly harden?: Harden | undefined;
  /** Which gateway the user named. */
  readonly aim?: RunAim;
  readonly run?: typeof runStep;
  readonly copy?: (text: string) => Promise<CopyResult>;
  readonly clock?: Clock;
}

/** Owns the state and all work: starts what the screen needs as soon as the state says so, ends it when it no longer does. */
export function createController(parts: Parts): Controller {
  const { session, clean, hand, harden, aim, run = runStep, copy, clock = systemClock } = parts;
  let state = initialState(session, clock.now(), aim);
  let work: Work = { kind: 'none' };
  let stopWork = () => {};
  let underWay = 0;
  let handOver: HandOver | undefined;
  let isHandedOver = false;
  let command = Promise.resolve();
  /** Each change of the journal waits for the one before. */
  let noted: Promise<unknown> = Promise.resolve();
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
    const runBefore = state.run;
    const present = { ...state, now: clock.now() };
    const reduced = reduce(present, event);
    if (reduced === present) return;
    state = reduced;
    if (state.run !== null && state.run !== runBefore) note(state.run);
    const next = workOf(state);
    // The same work goes on; a screen that is entered anew begins its work anew.
    if (JSON.stringify(next) !== JSON.stringify(work) || (next.kind === 'look' && before !== state.screen.kind)) {
      stopWork();
      work = next;
      stopWork = start(next);
    }
    for (const listener of listeners) listener();
    const { exit } = state;
    if (exit !== null) noted.finally(() => resolve(exit));
  }

  function note(entry: Run): void {
    noted = noted.then(() => hand?.journal.save(entry));
    noted.catch(reject);
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
    const isLook = next.kind === 'look' || next.kind === 'watch';
    // What is done is written down before it is.
    if (hand && !isLook) await noted;
    if (signal.aborted) return;
    if (next.kind === 'write') return writeFile(next.change, report);
    if (next.kind === 'undo') return undo(next.what, signal, report);
    if (next.kind === 'run') return runCommand(next.argv, signal, report);
    const aimed = Object.keys(next.choice).length === 0 ? session : (session.aimAt?.(next.choice) ?? session);
    const isQuiet = next.kind === 'watch';
    const onProgress = (progress: State['probes'][number]) => {
      if (!isQuiet) report({ type: 'probe', progress });
    };
    do {
      const diagnosis = await counted(aimed.look(onProgress));
      // What the journal tells of a fix left half-way is part of the first answer.
      if (hand) await noted;
      const measures = harden && wantsMeasures(diagnosis) ? await harden(diagnosis.facts) : [];
      report({ type: 'looked', diagnosis, measures, effect: await effectNow(state, diagnosis) });
      if (isQuiet && !signal.aborted) await pause(WATCH_MS, signal);
    } while (isQuiet && !signal.aborted);
  }

  /** Only where the look may lead to a screen that offers or lists them: judging them reads the journal. */
  function wantsMeasures({ report: { verdict } }: Diagnosis): boolean {
    const { screen, hardening } = state;
    return verdict === 'healthy' || hardening !== null || LEADS_TO_MEASURES.includes(screen.kind);
  }

  async function writeFile(change: FileChange, report: (event: Event) => void) {
    if (!hand) throw new Error('there is nothing to write with');
    const work = counted(applyChange(change, hand.disk, clock.now()));
    // Whoever leaves now waits for it: half of it would lie beside the file.
    noted = noted.then(() => work);
    const result = await work;
    report({ type: 'wrote', result });
  }

  async function undo(what: Undo, signal: AbortSignal, report: (event: Event) => void) {
    if (!hand) throw new Error('there is nothing to write with');
    const { disk } = hand;
    const argv = 'argv' in what ? argvBack(what) : [];
    const result = await onTerminal(argv, report, (onLine, asks) =>
      takeBack(what, onLine, { disk, clean, run, signal, asks }),
    );
    report({ type: 'undone', result });
  }

  async function runCommand(argv: readonly string[], signal: AbortSignal, report: (event: Event) => void) {
    const result = await onTerminal(argv, report, (onLine, asks) => run(argv, onLine, { signal, clean, asks }));
    report({ type: 'ran', result });
  }

  /** What may ask the user something has the terminal meanwhile. */
  function onTerminal(
    argv: readonly string[],
    report: (event: Event) => void,
    start: (onLine: (line: string) => void, asks: boolean) => Promise<RunResult>,
  ): Promise<RunResult> {
    const asks = handOver !== undefined && mayAsk(argv);
    isHandedOver = asks;
    return streamed(report, (onLine) => {
      const started = () => start(onLine, asks);
      return handOver && asks ? handOver(argv, started) : started();
    }).finally(() => {
      isHandedOver = false;
    });
  }

  /** Hands output on in bursts, all of it before the end. */
  async function streamed(
    report: (event: Event) => void,
    start: (onLine: (line: string) => void) => Promise<RunResult>,
  ): Promise<RunResult> {
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
    const running = counted(start(onLine));
    command = running.then(
      () => {},
      () => {},
    );
    const result = await running;
    flush();
    return result;
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

  if (hand) noted = hand.journal.runs().then((runs) => send({ type: 'journal', runs }));
  noted.catch(reject);
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
    handsOver: (how) => {
      handOver = how;
      return () => {
        handOver = undefined;
      };
    },
    isHandedOver: () => isHandedOver,
    commandEnded: () => command,
  };
}

const LEADS_TO_MEASURES: readonly State['screen']['kind'][] = ['checking', 'waiting', 'done'];

const systemClock: Clock = {
  now: Date.now,
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
