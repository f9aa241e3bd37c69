import { describe, expect, test } from 'vitest';
import { isRequestId } from '../../src/model/ids.ts';
import type { Step } from '../../src/model/report.ts';
import { argvOf, deadlineOf, mayAsk, runStep, runsHere, typedArgv } from '../../src/remedy/run.ts';

const ID = '0f038245-1fe1-4ae6-af5d-50fd85ed60a6';
const OTHER = 'f3d71165-2216-48c8-a9e3-7fdbef3fe433';
const step = (more: Partial<Step> = {}): Step => ({
  say: 's',
  where: 'host',
  run: ['docker', 'exec', 'gwa', 'openclaw', 'devices', 'approve', ID],
  approves: { requestId: ID },
  ...more,
});

describe('the argv of a step that approves', () => {
  test('is there only for a request that the user named, and is for that one', () => {
    expect(argvOf(step())).toBeUndefined();
    expect(argvOf(step(), OTHER)?.at(-1)).toBe(OTHER);
    expect(
      argvOf(step({ run: ['openclaw', 'devices', 'approve', 'REQUEST_ID'], approves: { requestId: null } }), ID)?.at(
        -1,
      ),
    ).toBe(ID);
  });

  test.each(['--help', '$(touch x)', '; rm -rf /', 'latest', `${ID}\n`, ''])('is never there for %j', (text) => {
    expect(isRequestId(text)).toBe(false);
    expect(argvOf(step(), text)).toBeUndefined();
  });
});

test('a step runs here only where its command belongs to this host', () => {
  expect([runsHere(step()), runsHere(step({ where: 'gateway-host' })), runsHere({ say: 's', where: 'host' })]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  ['shows a secret', ['openclaw', 'gateway', 'auth-token', '--show']],
  ['approves what a node offers', ['openclaw', 'nodes', 'approve', ID]],
  ['approves somebody in a chat', ['openclaw', 'pairing', 'approve', 'telegram', 'ABCD2345']],
  ['lacks a word of the user’s', ['openclaw', 'nodes', 'approve', 'NODE_REQUEST_ID']],
])('what %s is the user’s own to run, on this machine too', (_, run) => {
  expect(runsHere({ say: 's', where: 'host', run })).toBe(false);
});

test('a step at another place runs from here by the way there, unless it shows a secret or approves somebody unseen', () => {
  const ssh: Step = {
    say: 's',
    where: 'ssh:me@h',
    run: ['openclaw', 'x'],
    route: { argv: ['ssh', 'me@h'], hands: 'sh' },
  };
  const wsl: Step = { ...ssh, where: 'wsl:U', route: { argv: ['wsl.exe', '--exec'], hands: 'argv' } };
  const { route: _, ...nowhere } = ssh;
  const approval = { run: ['openclaw', 'devices', 'approve', ID], approves: { requestId: ID } };
  const steps: Step[] = [
    ssh,
    wsl,
    nowhere,
    { ...ssh, run: ['openclaw', 'dashboard'] },
    { ...ssh, run: ['openclaw', 'x', 'GATEWAY_TOKEN'] },
    { ...ssh, run: ['openclaw', 'x', '["https://<secret-1>@h"]'] },
    { ...ssh, ...approval, approves: { requestId: ID, unseen: true } },
    { ...ssh, ...approval },
    { ...wsl, ...approval },
  ];
  expect(steps.map(runsHere)).toEqual([true, true, false, false, false, false, false, true, true]);
  expect(typedArgv({ ...ssh, ...approval }, OTHER)).toEqual(['ssh', 'me@h', `openclaw devices approve ${OTHER}`]);
  expect(typedArgv(wsl)).toEqual(['wsl.exe', '--exec', 'openclaw', 'x']);
});

test('what may ask for a password gets the terminal', () => {
  expect(
    [
      ['ssh', 'h', 'x'],
      ['sudo', 'x'],
      ['docker', '--host', 'ssh://me@h', 'ps'],
      ['docker', 'ps'],
    ].map(mayAsk),
  ).toEqual([true, true, true, false]);
});

test('a command with a word that only the user can fill in is shown, never run', () => {
  const open = step({ run: ['openclaw', 'devices', 'approve', ID, '--token', 'GATEWAY_TOKEN'] });
  expect([runsHere(open), argvOf(open, ID)]).toEqual([false, undefined]);
});

describe('running', () => {
  const run = async (script: string, options: { timeoutMs?: number; signal?: AbortSignal } = {}) => {
    const lines: string[] = [];
    const result = await runStep([process.execPath, '-e', script], (line) => lines.push(line), {
      clean: (text) => text.toUpperCase(),
      ...options,
    });
    return { result, lines };
  };

  test('hands on each line as it comes, cleaned', async () => {
    expect(await run('console.log("one"); process.stdout.write("tw"); setTimeout(() => console.log("o"), 50)')).toEqual(
      { result: { status: 'ok' }, lines: ['ONE', 'TWO'] },
    );
  });

  test('tells a code, a missing program and a command that doesn’t end', async () => {
    expect((await run('process.exit(3)')).result).toEqual({ status: 'failed', reason: 'it ended with code 3' });
    expect((await run('setInterval(() => {}, 1000)', { timeoutMs: 300 })).result).toMatchObject({
      status: 'failed',
      reason: 'it did not end within 0.3 s',
    });
    expect(await runStep(['no-such-program-here'], () => {}, { clean: (text) => text })).toMatchObject({
      status: 'failed',
      reason: 'no-such-program-here is not installed here',
    });
  });

  test('may take long where it may fetch an image', () => {
    const minutes = (...argv: string[]) => deadlineOf(argv, false) / 60_000;
    expect(minutes('docker', 'compose', '-f', '/srv/c.yml', 'up', '--detach', 'gw')).toBe(30);
    expect(minutes('/usr/bin/podman-compose', 'up', '-d')).toBe(30);
    expect(minutes('ssh', 'host', "docker compose 'up' --detach")).toBe(30);
    expect(minutes('docker', 'restart', 'gw')).toBe(2);
    expect(deadlineOf(['sudo', 'systemctl', 'restart', 'openclaw'], true) / 60_000).toBe(10);
  });

  test('is cancelled', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    expect((await run('setInterval(() => {}, 1000)', { signal: stop.signal })).result).toEqual({ status: 'cancelled' });
  });
});
