import { readFileSync, writeFileSync } from 'node:fs';
import { measures } from 'virtual:measures';
import { shippedRules } from 'virtual:shipped-rules';
import { expect, test } from 'vitest';
import { bin, root } from './support/bundle.ts';
import { openTerminal, type Terminal } from './support/terminal.ts';

const file = `${root}/README.md`;
const PICTURE = /(<!-- screen: (\S+) -->\n```text\n)([\s\S]*?)(```\n<!-- \/screen -->)/;

test('the picture in the README is the real first screen; UPDATE_README=1 draws it anew', async () => {
  const readme = readFileSync(file, 'utf8');
  const [, , patient = '', picture] = PICTURE.exec(readme) ?? [];
  const env = { CI: undefined, LANG: 'C.UTF-8', LC_ALL: undefined, NO_COLOR: undefined };
  const terminal = openTerminal({
    argv: [process.execPath, bin, '--from', patient],
    cols: 80,
    rows: 24,
    cwd: root,
    env,
  });
  await terminal.waitFor('q leave');
  const screen = `${await standing(terminal)}\n`;
  terminal.press('q');
  expect(await terminal.exited).toMatchObject({ exitCode: 1 });
  if (process.env.UPDATE_README)
    writeFileSync(
      file,
      readme.replace(PICTURE, (_, before, __, ___, after) => before + screen + after),
    );
  else expect(picture).toBe(screen);
});

/** The screen once it stands still: how much fits is known after the first frame only. */
async function standing(terminal: Terminal): Promise<string> {
  for (let before = ''; ; ) {
    const now = terminal.screen();
    if (now === before) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

test('the README lists every shipped rule and measure, and no other', () => {
  const listed = [...readFileSync(file, 'utf8').matchAll(/^\| `([\w-]+\/[\w.-]+)` \|/gm)].map(([, id]) => id);
  expect(listed.sort()).toEqual([...shippedRules, ...measures].map(({ id }) => id).sort());
});
