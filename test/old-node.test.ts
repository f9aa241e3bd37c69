import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { bin, root, runBundle } from './support/bundle.ts';
import { openTerminal } from './support/terminal.ts';

/** A Node on this machine that the headless part supports and the interface doesn't; undefined where there is none. */
function findOldNode(): string | undefined {
  const found = execFileSync('sh', ['-c', 'IFS=:; for d in $PATH; do [ -x "$d/node" ] && echo "$d/node"; done; true'], {
    encoding: 'utf8',
  });
  return found.split('\n').find((path) => {
    if (path === '') return false;
    const [major = 0, minor = 0] = execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' })
      .split('.')
      .map(Number);
    return (major === 20 && minor >= 19) || (major === 22 && minor < 13);
  });
}

const PATIENT = 'fixtures/containers/02-compose-network';
const oldNode = findOldNode();

test.skipIf(!oldNode)('an older Node gives the same report', () => {
  const report = runBundle(['check', '--from', PATIENT, '--format', 'json'], { node: oldNode ?? '' });
  expect(report.stderr).toBe('');
  expect(report).toEqual(runBundle(['check', '--from', PATIENT, '--format', 'json']));
});

test.skipIf(!oldNode)('on a terminal it says what the interface needs, and prints the same steps as text', async () => {
  const terminal = openTerminal({
    argv: [oldNode ?? '', bin, '--from', PATIENT],
    cols: 100,
    rows: 60,
    cwd: root,
    env: { CI: undefined },
  });
  expect(await terminal.exited).toMatchObject({ exitCode: 1 });
  expect(terminal.raw()).toMatch(
    /The interface needs Node 22\.13 or later; this is 2\d\.\d+\.\d+\. Here are the same steps as text\./,
  );
  expect(terminal.raw()).toContain('Approve this device from inside the container');
});
