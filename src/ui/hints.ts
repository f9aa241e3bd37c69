import type { Binding } from './keys.ts';

const KEY_NAMES: Readonly<Record<string, string>> = { up: 'arrows', esc: 'esc', enter: 'enter' };

/** The footer: each key with what it does, in as many lines as that needs. */
export function hintLines(bindings: readonly Binding[], columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const { keys, label } of bindings) {
    if (label === undefined) continue;
    const key = keys[0] ?? '';
    const hint = `${KEY_NAMES[key] ?? key} ${label}`;
    if (line !== '' && line.length + 3 + hint.length > columns) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? hint : `   ${hint}`;
  }
  return line === '' ? lines : [...lines, line];
}
