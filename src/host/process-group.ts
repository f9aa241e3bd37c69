import { spawn } from 'node:child_process';

/** How long programs may take to end in order before they are killed, in ms. */
export const GRACE_MS = 500;

/** A program under way, with whatever it has started itself. */
export interface ProcessGroup {
  /** Asks all of them to end, and kills what is left of them a moment later. */
  end(): void;
  /** The program has ended by itself: what it left running is meant to run. */
  forget(): void;
}

/** The groups under way by the id of their first process. */
const groups = new Map<number, { readonly isSession: boolean; isEnding: boolean }>();
let isWatching = false;

/**
 * The group of a program that was started. One with a session of its own is reached as a whole; of one that shares the
 * doctor's terminal only the program itself, to which the terminal's keys go anyway.
 */
export function groupOf(leader: number, { isSession }: { readonly isSession: boolean }): ProcessGroup {
  const state = { isSession, isEnding: false };
  groups.set(leader, state);
  return {
    end: () => {
      if (state.isEnding) return;
      state.isEnding = true;
      send(leader, 'SIGTERM', isSession);
      setTimeout(() => {
        send(leader, 'SIGKILL', isSession);
        groups.delete(leader);
      }, GRACE_MS);
    },
    forget: () => {
      // Of one that was asked to end, the first may be gone before the others are.
      if (!state.isEnding) groups.delete(leader);
    },
  };
}

/**
 * Sessions of their own get no signal from the terminal: they end with the doctor, whatever ends it. To be called before
 * one is started, since it runs before its start has returned.
 */
export function watchForEnd(): void {
  if (isWatching) return;
  isWatching = true;
  process.once('exit', endAll);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    const onSignal = () => {
      // Whoever else listens sees to it that the doctor ends in order.
      if (process.listenerCount(signal) > 1) return;
      endAll();
      process.off(signal, onSignal);
      process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
  }
}

function endAll(): void {
  for (const [leader, { isSession, isEnding }] of groups) send(leader, isEnding ? 'SIGKILL' : 'SIGTERM', isSession);
}

function send(leader: number, signal: 'SIGTERM' | 'SIGKILL', isSession: boolean): void {
  if (process.platform === 'win32') {
    // Windows asks nobody: it takes away the tree as a whole, as long as its root is there.
    const argv = ['/pid', String(leader), '/t', '/f'];
    spawn('taskkill', argv, { stdio: 'ignore', windowsHide: true }).on('error', () => {});
    return;
  }
  try {
    process.kill(isSession ? -leader : leader, signal);
  } catch {
    // They are gone, or belong to another user.
  }
}
