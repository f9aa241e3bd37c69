import { expect, test } from 'vitest';
import { bin, root } from './support/bundle.ts';
import { openTerminal } from './support/terminal.ts';

test.each([30, 60, 90, 120, 160, 220, 300, 450])(
  'Ctrl-C %i ms after the start ends the doctor and leaves the cursor visible',
  async (ms) => {
    const terminal = openTerminal({
      argv: [process.execPath, bin],
      cwd: root,
      env: { CI: undefined, HOME: '/nonexistent', DOCKER_HOST: 'unix:///nonexistent', OPENCLAW_GATEWAY_PORT: '1' },
    });
    await new Promise((resolve) => setTimeout(resolve, ms));
    terminal.press('\u0003');
    const { exitCode, signal } = await terminal.exited;
    // Node itself, before it has come to the doctor, ends by the signal.
    expect([130, 0]).toContain(exitCode);
    if (exitCode === 0) expect(signal).toBe(2);
    expect(terminal.modes()).toMatchObject({ cursorVisible: true, alternateScreen: false });
  },
);

test.each([1, 2, 3, 4])('a key that is pressed as soon as it is offered counts, time %i', async () => {
  const terminal = openTerminal({
    argv: [process.execPath, bin, '--from', 'fixtures/containers/02-compose-network'],
    cwd: root,
    rows: 40,
    env: { CI: undefined, XDG_STATE_HOME: '/nonexistent' },
  });
  await terminal.waitFor('enter options');
  terminal.press('\r');
  await terminal.waitFor('enter take this one');
  terminal.press('\u0003');
  expect(await terminal.exited).toMatchObject({ exitCode: 130 });
});
