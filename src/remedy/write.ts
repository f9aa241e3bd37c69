import { basename, dirname } from 'node:path';
import { stripControls } from '../host/clean.ts';
import type { Disk, NotDone } from '../host/disk.ts';
import type { FileChange } from '../model/report.ts';
import { hasStandIn, partsAround } from '../model/stand-in.ts';

/** What came of writing a change, with what undoing it needs. Where it failed, nothing has changed. */
export type WriteResult = Written | { readonly status: 'failed'; readonly reason: string };

export interface Written {
  readonly status: 'ok';
  /** The file itself, where the one that was named is a link to it. */
  readonly path: string;
  /** Where the file as it was is kept. */
  readonly backup: string;
  /** SHA-256 of what was written and of what was kept. */
  readonly written: string;
  readonly kept: string;
}

/**
 * Makes the change that the user saw, in the file as it is now: what would be written must differ from it in exactly the
 * lines that were shown. `at`: ms since 1970, for the name of the backup.
 */
export async function applyChange(change: FileChange, disk: Disk, at: number): Promise<WriteResult> {
  const { file, diff } = change;
  const failed = (reason: string) => ({ status: 'failed', reason }) as const;
  if (hasStandIn(JSON.stringify('setting' in change ? change.setting : [change.service, change.edit])))
    return failed('a part of it is a secret that the doctor does not keep');
  const found = await disk.read({ path: file });
  if (found.status !== 'ok') return failed(reasonOf(found));
  const { plain, original } = await linesOf(found.text);
  const changed = await madeAnew(change, plain);
  const { diffOf } = await import('./unified-diff.ts');
  if (changed === undefined || !isAsShown(diff, diffOf(file, plain, changed)))
    return failed(`${file} is not as it was when the change was shown: look again`);
  const backup = await freeName(`${found.path}.openclaw-doctor-${stamp(at)}`, disk);
  const text = await original(changed);
  const done = await disk.replace({ path: found.path, sha256: found.sha256, text, backup });
  if (done.status !== 'ok') return failed(reasonOf(done));
  return { status: 'ok', path: found.path, backup, written: done.sha256, kept: found.sha256 };
}

/** Two steps may change the same file within a second. */
async function freeName(path: string, disk: Disk): Promise<string> {
  const taken = await disk.names({ path: dirname(path) });
  let name = path;
  for (let number = 2; taken.includes(basename(name)); number += 1) name = `${path}-${number}`;
  return name;
}

/** The text after the change; undefined where it can't be made for certain. */
async function madeAnew(change: FileChange, text: string): Promise<string | undefined> {
  if ('setting' in change) return (await import('./settings-change.ts')).changeSettings(text, change.setting);
  return (await import('./compose-change.ts')).changeCompose(text, change.service, change.edit);
}

const reasonOf = ({ reason }: NotDone) => reason;

/** `20261122T231455Z`: part of a name on every system. */
export function stamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** Whether a diff of the real text is the one that was shown, where a stand-in may be anything. */
function isAsShown(shown: string, real: string): boolean {
  // What moves a cursor or hides was not shown.
  const lines = stripControls(real).split('\n');
  const seen = shown.split('\n');
  return seen.length === lines.length && seen.every((line, index) => fits(line, lines[index] ?? ''));
}

function fits(shown: string, real: string): boolean {
  if (!hasStandIn(shown)) return shown === real;
  const parts = partsAround(shown).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`).test(real);
}

/**
 * A text as it is shown, with plain line ends and no byte order mark, and what gives a changed version of it those that
 * the file has: each line that stays keeps its own, a new one gets what most lines have.
 */
async function linesOf(text: string): Promise<{ plain: string; original: (changed: string) => Promise<string> }> {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const plain = text.slice(mark.length).replaceAll('\r\n', '\n');
  if (!text.includes('\r\n')) return { plain, original: async (changed) => mark + changed };
  const raw = text.slice(mark.length).split('\n');
  const before = plain.split('\n');
  const isMostly = raw.filter((line) => line.endsWith('\r')).length * 2 > raw.length - 1;
  return {
    plain,
    original: async (changed) => {
      const { diffArrays } = await import('diff');
      let at = 0;
      const lines = diffArrays(before, changed.split('\n')).flatMap(({ value, added, removed }) => {
        if (added) return value.map((line) => ({ line, hasReturn: isMostly }));
        const from = at;
        at += value.length;
        if (removed) return [];
        return value.map((line, index) => {
          const own = from + index;
          return { line, hasReturn: own === raw.length - 1 ? isMostly : raw[own]?.endsWith('\r') === true };
        });
      });
      const last = lines.length - 1;
      return (
        mark + lines.map(({ line, hasReturn }, index) => line + (hasReturn && index < last ? '\r' : '')).join('\n')
      );
    },
  };
}
