import type { Binding } from './keys.ts';

type KeyNames = Readonly<Record<string, string>>;

const KEY_NAMES: KeyNames = { up: 'arrows' };
const SHORT_KEY_NAMES: KeyNames = { up: '↑↓' };

/** The footer on one line: of the keys that are wanted most those that fit; the help has the others. */
export function hintLine(bindings: readonly Binding[], columns: number): readonly string[] {
  const help = bindings.filter(({ keys }) => keys[0] === '?');
  let shown: readonly Binding[] = [];
  for (const binding of bindings) {
    const more = [...shown, binding];
    if (!help.includes(binding) && hintLines([...more, ...help], columns, SHORT_KEY_NAMES).length <= 1) shown = more;
  }
  return hintLines([...shown, ...help], columns, SHORT_KEY_NAMES);
}

/** The footer: each key with what it does, in as many lines as that needs. */
export function hintLines(bindings: readonly Binding[], columns: number, names = KEY_NAMES): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const { keys, label } of bindings) {
    if (label === undefined) continue;
    const key = keys[0] ?? '';
    const hint = `${names[key] ?? key} ${label}`;
    if (line !== '' && line.length + 3 + hint.length > columns) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? hint : `   ${hint}`;
  }
  return line === '' ? lines : [...lines, line];
}
