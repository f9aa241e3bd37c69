import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bin, root } from '../support/bundle.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';

/** Asks on the terminal itself, as sudo and ssh do, whatever its standard input is; its answer is what it got. */
const ASKS = `#!/bin/sh
if ! (: <>/dev/tty) 2>/dev/null; then
  echo 'a terminal is required to read the password' >&2
  exit 1
fi
exec 3<>/dev/tty
trap 'echo INT > "$WITNESS"; exit 130' INT
printf 'password for you: ' >&3
read -r word <&3
printf '%s' "$word" > "$WITNESS"
echo 'owner changed'
`;
const RULE = (program: string) => `id: test/asks
severity: error
stage: http
title: The folder belongs to root
why: The gateway can't write there.
variants:
  - { name: only, certainty: confirmed, when: { fact: os.platform, equals: linux } }
remedies:
  - id: chown
    title: Give the folder to you
    risk: none
    steps:
      - { say: Give the folder to you., where: host, run: [${program}, chown, you, /srv/claw] }
`;

let folder: string;
let terminal: Terminal | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-asking-'));
});
afterEach(() => {
  terminal?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const witness = () => {
  const file = join(folder, 'witness');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

/** The walkthrough at its only step, which runs a program of that name. */
async function atStep(program: string): Promise<Terminal> {
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'rules', 'test'), { recursive: true });
  writeFileSync(join(folder, 'bin', program), ASKS);
  chmodSync(join(folder, 'bin', program), 0o755);
  writeFileSync(join(folder, 'rules', 'test', 'asks.yaml'), RULE(program));
  terminal = openTerminal({
    argv: [process.execPath, bin, '--rules', join(folder, 'rules'), '--only', 'test/asks'],
    cwd: root,
    env: {
      CI: undefined,
      HOME: '/nonexistent',
      XDG_STATE_HOME: join(folder, 'state'),
      DOCKER_HOST: 'unix:///nonexistent',
      OPENCLAW_GATEWAY_PORT: '1',
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      WITNESS: join(folder, 'witness'),
    },
  });
  await terminal.waitFor('The folder belongs to root');
  terminal.press('\r');
  await terminal.waitFor('take this one');
  terminal.press('\r');
  await terminal.waitFor('run it here');
  return terminal;
}

describe.skipIf(process.platform !== 'linux')('a command that asks on the terminal', { timeout: 20_000 }, () => {
  test('gets it where it is known to ask: what is typed is its own, and the walkthrough goes on after', async () => {
    const app = await atStep('sudo');
    expect(app.screen()).toContain('It may ask you for a password');
    app.press('\r');
    await app.waitFor('password for you:');
    expect(app.modes().cursorVisible).toBe(true);
    // Keys of the walkthrough among them.
    app.press('qc?b\r');
    await app.waitFor('owner changed');
    expect(witness()).toBe('qc?b');
    app.press('q');
    expect(await app.exited).toMatchObject({ exitCode: expect.any(Number), signal: null });
    expect(app.modes()).toMatchObject({ cursorVisible: true, bracketedPaste: false });
  });

  test('is stopped by Ctrl-C, and the walkthrough is not', async () => {
    const app = await atStep('sudo');
    app.press('\r');
    await app.waitFor('password for you:');
    app.press('\u0003');
    await app.waitFor('its command was stopped');
    expect(witness()).toBe('INT\n');
    app.press('b');
    await app.waitFor('run it here');
    app.press('\u0003');
    expect(await app.exited).toMatchObject({ exitCode: 130 });
  });

  test('is told that there is none where nobody knew, and takes no keys', async () => {
    const app = await atStep('some-tool');
    app.press('\r');
    await app.waitFor('its command failed');
    expect(app.screen()).toContain('a terminal is required to read the password');
    expect(witness()).toBeUndefined();
    app.press('\u0003');
    expect(await app.exited).toMatchObject({ exitCode: 130 });
    expect(app.modes()).toMatchObject({ cursorVisible: true });
  });
});
