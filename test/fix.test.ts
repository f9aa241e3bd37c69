import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fixCommand } from '../src/fix.ts';
import { Redactor } from '../src/host/clean.ts';
import type { Step } from '../src/model/report.ts';
import { readOptions } from '../src/options.ts';
import { diagnosisOf, machine, mountFinding } from './ui/fakes.ts';

const witness = join(tmpdir(), `doctor-fix-${process.pid}`);
const write = `require('node:fs').writeFileSync(${JSON.stringify(witness)}, '')`;
const first: Step = { say: 'Copy the state.', where: 'host', run: [process.execPath, '-e', 'console.log("copied")'] };
const last: Step = { say: 'Make the container anew.', where: 'host', run: [process.execPath, '-e', write] };

let said = '';
beforeEach(() => {
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

async function fix(args: readonly string[], between: readonly Step[]): Promise<number> {
  const remedies = mountFinding.remedies.map((remedy) => ({ ...remedy, steps: [first, ...between, last] }));
  const session = machine(async () => diagnosisOf([{ ...mountFinding, severity: 'error', remedies }]));
  return fixCommand(readOptions(['fix', ...args]), session, new Redactor());
}

test('a change of a file is shown, and nothing that rests on it runs', async () => {
  const change = mountFinding.remedies[0]?.steps[0] as Step;
  expect(await fix(['--yes', '--allow', 'restart'], [change])).toBe(1);
  expect(said).toContain('copied');
  expect(said).toContain('  +      - openclaw-state:/home/node/.openclaw\n');
  expect(said).toContain('Once it is done, what follows is:\n- Make the container anew.');
  expect(existsSync(witness)).toBe(false);
});

test('a dry run says so where no steps are known', async () => {
  const session = machine(async () => diagnosisOf([{ ...mountFinding, remedies: [] }]));
  expect(await fixCommand(readOptions(['fix', '--dry-run']), session, new Redactor())).toBe(1);
  expect(said).toContain('No steps are known for this here');
});

test('a dry run shows the change with the commands around it', async () => {
  const change = mountFinding.remedies[0]?.steps[0] as Step;
  expect(await fix(['--dry-run'], [change])).toBe(1);
  expect(said).toContain('  +volumes:\n  +  openclaw-state: {}\n- Make the container anew.\n  would run: ');
  expect(said).not.toContain('| copied');
});
