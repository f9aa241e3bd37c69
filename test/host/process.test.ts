import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../src/host/process.ts';
import { root } from '../support/bundle.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-process-'));
});
afterEach(() => {
  for (const name of ['child', 'grandchild']) {
    const pid = pidOf(name);
    if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
  }
  rmSync(folder, { recursive: true });
});

/** A program that starts another one, which heeds no signal that it can do without. */
const STUBBORN = `
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
if (process.argv[2] === 'grandchild') {
  process.on('SIGTERM', () => {});
} else {
  spawn(process.execPath, ['-e', process.env.SCRIPT, process.argv[1], 'grandchild'], { stdio: 'inherit' });
}
writeFileSync(process.argv[1] + '/' + (process.argv[2] ?? 'child'), String(process.pid));
setInterval(() => {}, 1000);
`;
const argv = () => ['env', `SCRIPT=${STUBBORN}`, process.execPath, '-e', STUBBORN, folder];
const nothing = () => {};

function pidOf(name: string): number | undefined {
  const file = join(folder, name);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text === '' ? undefined : Number(text);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie takes signals, too, until whoever inherited it asks for it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 8000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const bothStarted = () => until(() => pidOf('child') !== undefined && pidOf('grandchild') !== undefined);
const bothGone = () => until(() => !isAlive(pidOf('child') ?? 0) && !isAlive(pidOf('grandchild') ?? 0));

test.skipIf(process.platform !== 'linux')('a command that is stopped ends with all that it has started', async () => {
  const stop = new AbortController();
  const ended = run(argv(), 60_000, nothing, nothing, { signal: stop.signal });
  await bothStarted();
  stop.abort();
  expect(await ended).toEqual({ status: 'timeout' });
  await bothGone();
});

test.skipIf(process.platform !== 'linux')('so does one that takes too long', async () => {
  expect(await run(argv(), 1500, nothing, nothing)).toEqual({ status: 'timeout' });
  await bothGone();
});

test.skipIf(process.platform !== 'linux').each(['SIGTERM', 'SIGINT'] as const)(
  'and so does what is under way when the doctor is ended by %s',
  async (signal) => {
    const script = `
      import { listenForInterrupt } from './src/interrupt.ts';
      import { run } from './src/host/process.ts';
      listenForInterrupt();
      await run(JSON.parse(process.argv[1]), 60_000, () => {}, () => {});`;
    // What ends with the doctor is asked once, for there is nobody left to look after it.
    const heeding = argv().map((part) => part.replaceAll("process.on('SIGTERM', () => {});", ''));
    const doctor = spawn(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(heeding)], {
      cwd: root,
      stdio: 'inherit',
    });
    const exit = new Promise((resolve) => doctor.once('exit', (code, by) => resolve(by ?? code)));
    await bothStarted();
    doctor.kill(signal);
    expect(await exit).toBe(signal === 'SIGTERM' ? 'SIGTERM' : 130);
    await bothGone();
  },
);

test('what a command left running when it ended by itself goes on', async () => {
  const leaving = [
    'const { spawn } = require("node:child_process")',
    'const left = spawn(process.execPath, ["-e", "setTimeout(() => {}, 30000)"], { stdio: "ignore" })',
    'console.log(left.pid)',
    'left.unref()',
  ].join(';');
  let said = '';
  const ended = await run([process.execPath, '-e', leaving], 10_000, (chunk) => (said += chunk), nothing);
  expect(ended).toEqual({ status: 'exited', code: 0 });
  const left = Number(said);
  expect(isAlive(left)).toBe(true);
  process.kill(left);
});
