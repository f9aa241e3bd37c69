import { settingAt } from '../facts/setting.ts';
import { type Facts, factOf, valueIn } from '../model/fact.ts';
import type { ComposeChange, FileChange, SettingEdit, Step } from '../model/report.ts';
import { settingEditOf } from './setting-steps.ts';

/**
 * What a look shows of one step by itself. `shows` is a sentence without its full stop. `unknown`: nothing that the
 * doctor sees tells of it.
 */
export type Effect = { readonly status: 'done' | 'undone'; readonly shows: string } | { readonly status: 'unknown' };

const UNKNOWN: Effect = { status: 'unknown' };

/** Compares what a step was to change with the facts as they are now. `before`: as they were when the step came up. */
export async function effectOf(step: Step, before: Facts, now: Facts): Promise<Effect> {
  if (step.change) return effectOfChange(step.change, now);
  // A command at the client sets what the client has.
  const setting = step.where === 'client' ? undefined : settingEditOf({ ...step, where: 'host' }, now);
  if (setting) return effectOfSetting(setting, now);
  if (!step.run) return UNKNOWN;
  const is = (id: (typeof COMMANDS)[number]) =>
    [before, now].some((facts) => JSON.stringify(valueIn(facts, id)) === JSON.stringify(step.run));
  if (is('gateway.stop') || is('gateway.start')) {
    // Once a container is stopped, another gateway may be the one that is meant.
    const isSame = valueIn(before, 'gateway.name') === valueIn(now, 'gateway.name');
    return isSame ? runs(now, is('gateway.start')) : UNKNOWN;
  }
  if (is('gateway.restart') || is('gateway.recreate')) return effectOfRestart(before, now);
  if (is('state.chown')) return effectOfOwner(now);
  return UNKNOWN;
}

const COMMANDS = ['gateway.stop', 'gateway.start', 'gateway.restart', 'gateway.recreate', 'state.chown'] as const;

function effectOfChange(change: FileChange, facts: Facts): Effect | Promise<Effect> {
  return 'setting' in change ? effectOfSetting(change.setting, facts) : effectOfEdit(change, facts);
}

async function effectOfEdit({ file, service, edit, diff }: ComposeChange, facts: Facts): Promise<Effect> {
  const text = valueIn(facts, 'compose.text');
  if (text == null || valueIn(facts, 'compose.file') !== file) return UNKNOWN;
  const done: Effect = { status: 'done', shows: `${file} has the change` };
  // Parsing is loaded only where there is a file to parse.
  const changed = (await import('./compose-change.ts')).changeCompose(text, service, edit);
  if (changed === text || holds(text, diff)) return done;
  return changed === undefined ? UNKNOWN : { status: 'undone', shows: `${file} is without the change` };
}

/** Whether a text has the lines that a diff adds, and none of those that it takes out. */
function holds(text: string, diff: string): boolean {
  const lines = text.split('\n').map((line) => line.trim());
  const of = (sign: string) =>
    diff.split('\n').filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)));
  const stands = (line: string) => lines.includes(line.slice(1).trim());
  const added = of('+').filter((line) => line.trim() !== '+');
  return added.length > 0 && added.every(stands) && !of('-').some((line) => line.trim() !== '-' && stands(line));
}

function effectOfSetting({ key, value }: SettingEdit, facts: Facts): Effect {
  const now = settingAt(key, facts);
  if (now.status === 'unknown') return UNKNOWN;
  const words = now.value === null ? 'not set' : JSON.stringify(now.value);
  const isSame = JSON.stringify(now.value) === JSON.stringify(value);
  // Whoever writes a list by hand may have more to put there.
  const has: readonly unknown[] = Array.isArray(now.value) ? now.value : [];
  const isMore = Array.isArray(value) && value.every((item) => has.includes(item));
  return { status: isSame || isMore ? 'done' : 'undone', shows: `${key} is ${words}` };
}

function runs(facts: Facts, isMeant: boolean): Effect {
  const running = valueIn(facts, 'gateway.running');
  if (running === undefined) return UNKNOWN;
  return { status: running === isMeant ? 'done' : 'undone', shows: `the gateway ${running ? 'runs' : 'does not run'}` };
}

function effectOfRestart(before: Facts, now: Facts): Effect {
  const running = runs(now, true);
  if (running.status !== 'done') return running;
  const [was, is] = [valueIn(before, 'gateway.startedAt'), valueIn(now, 'gateway.startedAt')];
  if (was == null || is == null) return UNKNOWN;
  const shows = `the gateway's container has run since ${is}`;
  return { status: was === is ? 'undone' : 'done', shows };
}

function effectOfOwner(facts: Facts): Effect {
  const canWrite = factOf(facts, 'state.ownerCanWrite');
  if (canWrite.status === 'unknown' || canWrite.value === null) return UNKNOWN;
  const shows = `the gateway's user may ${canWrite.value ? '' : 'not '}write to the state folder`;
  return { status: canWrite.value ? 'done' : 'undone', shows };
}
