import { TOKEN_PLACE } from '../facts/reach.ts';
import { tellsSecret } from '../facts/way-there.ts';
import { isRequestId } from '../model/ids.ts';
import type { Step } from '../model/report.ts';
import { routed } from '../model/route.ts';
import { hasStandIn } from '../model/stand-in.ts';

/** What stands in an argv for a request that the user has not chosen yet. */
const OPEN_REQUEST = 'REQUEST_ID';

/** The argv of a step, for the request that the user named where the step approves one. Undefined: it can't run. */
export function argvOf(step: Step, requestId?: string): readonly string[] | undefined {
  if (!step.run || isOpen(step.run)) return undefined;
  if (!step.approves) return step.run;
  const open = step.approves.requestId ?? OPEN_REQUEST;
  if (requestId === undefined || !isRequestId(requestId)) return undefined;
  return step.run.map((part) => (part === open ? requestId : part));
}

/** Whether a command has a place in it that the user fills in. */
export const lacksWord = ({ run }: Step): boolean => run !== undefined && isOpen(run);

/** What the user fills in before a command can run; the doctor never knows it. */
const OPEN_WORDS = [
  TOKEN_PLACE,
  'TOKEN',
  'CHANNEL',
  'CODE',
  'NODE_REQUEST_ID',
  'DEVICE_ID',
  'WSS_URL',
  'USER@HOST',
  'HOST',
  'ws://127.0.0.1:PORT',
];

const isOpen = (argv: readonly string[]) => argv.some((part) => OPEN_WORDS.includes(part) || hasStandIn(part));

/**
 * Whether the doctor itself can do a step from here: its command is known as a whole, and a way to its place, or what it
 * changes in a file.
 */
export function runsHere(step: Step): boolean {
  const { run, route, change } = step;
  if (step.where === 'host' && change !== undefined) return true;
  if (run === undefined || isOpen(run) || tellsSecret(run) || approvesSomebodyElse(step)) return false;
  if (step.where === 'host') return true;
  return route !== undefined && step.approves?.unseen !== true;
}

/** What approves and is no approval of a device that the doctor shows whole: a node's offer, somebody in a chat. */
export function approvesSomebodyElse({ run, approves }: Step): boolean {
  return (
    approves === undefined && run?.some((part, at) => part === 'approve' && LISTS.includes(run[at - 1] ?? '')) === true
  );
}

const LISTS = ['devices', 'nodes', 'pairing'];

/** The argv of a step as it is run or typed, from here where there is a way to its place; undefined: it has none. */
export function typedArgv(step: Step, requestId?: string): readonly string[] | undefined {
  const argv = argvOf(step, requestId) ?? step.run;
  return argv && routed(argv, step.route);
}

export type RunResult =
  | { readonly status: 'ok' }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'cancelled' };

/** Whether a command may ask the user something on the terminal: a password, a host's key. */
export function mayAsk([program, ...rest]: readonly string[]): boolean {
  // An engine that is named by an address of ssh is reached by ssh as well.
  return program === 'sudo' || program === 'ssh' || rest.some((part) => part.startsWith('ssh://'));
}

const RUN_MS = 120_000;
/** Somebody may have to look for a password. */
const ASKED_MS = 600_000;
/** An image of a few GB may come over a slow line, and nothing tells that it does. */
const PULL_MS = 1_800_000;

/** How long a command may take, in ms: whoever agreed to it can stop it before. */
export function deadlineOf(argv: readonly string[], asks: boolean): number {
  const mayPull = /\b(?:docker|podman)\b.*\b(?:up|run|pull)\b/.test(argv.join(' '));
  return mayPull ? PULL_MS : asks ? ASKED_MS : RUN_MS;
}

export interface RunStepOptions {
  readonly signal?: AbortSignal;
  readonly clean: (text: string) => string;
  /** The terminal is the command's own for as long as it runs. */
  readonly asks?: boolean;
  readonly timeoutMs?: number;
}

/**
 * Runs one step's argv, each line of its output handed on as it comes, stripped and redacted. The caller has the user's
 * consent for exactly this argv.
 */
export async function runStep(
  argv: readonly string[],
  onLine: (line: string) => void,
  { signal, clean, asks = false, timeoutMs = deadlineOf(argv, asks) }: RunStepOptions,
): Promise<RunResult> {
  const { run } = await import('../host/process.ts');
  const lines = lineReader((line) => onLine(clean(line)));
  const errors = lineReader((line) => onLine(clean(line)));
  const ended = await run(argv, timeoutMs, lines.push, errors.push, { signal, asks });
  lines.end();
  errors.end();
  if (signal?.aborted) return { status: 'cancelled' };
  switch (ended.status) {
    case 'exited':
      return ended.code === 0 ? { status: 'ok' } : { status: 'failed', reason: codeWords(argv, ended.code) };
    case 'missing':
      return { status: 'failed', reason: `${argv[0]} is not installed here` };
    case 'timeout':
      return { status: 'failed', reason: `it did not end within ${timeoutMs / 1000} s` };
    case 'failed':
      return ended;
    default:
      return ended satisfies never;
  }
}

function codeWords([program]: readonly string[], code: number): string {
  const ended = `it ended with code ${code}`;
  if (program !== 'ssh') return ended;
  if (code === 255) return `${ended}: ssh itself could not connect, or was cut off`;
  return code === 127 ? `${ended}: the program is not on the PATH that ssh gives there` : ended;
}

const MAX_LINE = 4096;

function lineReader(onLine: (line: string) => void) {
  let rest = '';
  const decoder = new TextDecoder();
  return {
    push: (chunk: Buffer) => {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
      rest = (lines.pop() ?? '').slice(-MAX_LINE);
      for (const line of lines) onLine(line.slice(0, MAX_LINE));
    },
    end: () => {
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
