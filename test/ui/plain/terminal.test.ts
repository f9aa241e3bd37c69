import { describe, expect, it } from 'vitest';
import { bin, root } from '../../support/bundle.ts';
import { openTerminal } from '../../support/terminal.ts';

const patient = ['--from', 'fixtures/containers/02-compose-network'];
const start = (variables: readonly string[], options: readonly string[]) =>
  openTerminal({
    argv: ['/usr/bin/env', ...variables, process.execPath, bin, ...patient, ...options],
    cwd: root,
    rows: 100,
    env: { CI: undefined, HOME: '/nonexistent', TMUX: undefined, STY: undefined, LANG: 'C.UTF-8' },
  });

// Each wait has its own deadline; a machine that is busy takes several of them.
describe.skipIf(process.platform === 'win32')(
  'in a terminal that is read and not looked at',
  { timeout: 60_000 },
  () => {
    it.each([
      ['--plain', [], ['--plain']],
      ['TERM=dumb', ['TERM=dumb'], []],
      ['a screen reader', ['INK_SCREEN_READER=true'], []],
    ])('the walkthrough is lines of text: %s', async (_, variables, options) => {
      const terminal = start(variables, options);
      await terminal.waitFor(/q: leave\n>/);
      // Who has not read can't answer.
      await new Promise((resolve) => setTimeout(resolve, 1100));
      terminal.press('\r');
      await terminal.waitFor('mend it');
      terminal.press('1\r');
      await terminal.waitFor('docker compose --project-name');
      terminal.press('q\r');
      expect((await terminal.exited).exitCode).toBe(1);
      expect(terminal.raw()).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f]/);
    });

    it.each([
      ['Ctrl-C', '\u0003', 130],
      ['the end of what is typed', '\u0004', 1],
    ])('%s leaves', async (_, keys, code) => {
      const terminal = start([], ['--plain']);
      await terminal.waitFor(/q: leave\n>/);
      terminal.press(keys);
      expect((await terminal.exited).exitCode).toBe(code);
      expect(terminal.raw()).toMatch(/> (?:\^C)?(?:\^D\u0008\u0008)?\r\n$/);
      expect(terminal.modes()).toMatchObject({ cursorVisible: true, bracketedPaste: false });
    });
  },
);
