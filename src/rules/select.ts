import type { Rule } from '../model/rule.ts';
import { UsageError } from '../options.ts';
import { nearest } from './nearest.ts';

/** The rules that `--only` and `--skip` leave: each names a rule or a group. Throws UsageError for a name that is neither. */
export function selectRules(rules: readonly Rule[], only: readonly string[], skip: readonly string[]): readonly Rule[] {
  const ids = rules.map((rule) => rule.id);
  const names = [...ids, ...new Set(ids.map(groupOf))];
  for (const name of [...only, ...skip]) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    throw new UsageError(
      `there is no rule or group "${name}"${near ? `: did you mean ${near}?` : '; openclaw-doctor rules list shows them'}`,
    );
  }
  const matches = (id: string, name: string) => id === name || groupOf(id) === name;
  const left = rules
    .filter(({ id }) => only.length === 0 || only.some((name) => matches(id, name)))
    .filter(({ id }) => !skip.some((name) => matches(id, name)));
  if (left.length === 0) throw new UsageError('--only and --skip leave no rule to judge by');
  return left;
}

function groupOf(id: string): string {
  return id.split('/')[0] ?? id;
}

/** Both lists as one. Throws UsageError where a further rule has the id of another. */
export function joinRules(shipped: readonly Rule[], further: readonly Rule[]): readonly Rule[] {
  const all = [...shipped];
  for (const rule of further) {
    const twin = all.find(({ id }) => id === rule.id);
    if (twin) throw new UsageError(`${rule.file}: there is a rule ${rule.id} already, in ${twin.file}`);
    all.push(rule);
  }
  return all;
}
