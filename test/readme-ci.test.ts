import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readOptions } from '../src/options.ts';
import { bin, ended, type Run, root } from './support/bundle.ts';
import { type FakeGateway, fakeGateway } from './support/fake-gateway.ts';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

const [, yaml = ''] = /^## In CI\n+```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(`${root}/README.md`, 'utf8')) ?? [];
const steps = Object.values((parse(yaml) as Workflow).jobs).flatMap(({ steps }) => steps);
const commands = steps.flatMap(({ run }) => (run?.includes('openclaw-doctor') ? run.trimEnd().split('\n') : []));

let gateway: FakeGateway;
let folder: string;
beforeAll(async () => {
  gateway = await fakeGateway();
  folder = mkdtempSync(join(tmpdir(), 'doctor-ci-'));
  // The commands run as they stand: it is npx that finds the doctor of this repository.
  const npx = join(folder, 'bin', 'npx');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(
    npx,
    `#!/bin/sh\ntest "$1" = openclaw-doctor || exit 127\nshift\nexec '${process.execPath}' '${bin}' "$@"\n`,
  );
  chmodSync(npx, 0o755);
});
afterAll(async () => {
  await gateway.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command as a step of the workflow does, on a machine whose gateway that is. */
function step(command: string, { env: own }: FakeGateway): Promise<Run> {
  const path = `${join(folder, 'bin')}:/usr/bin:/bin`;
  const env = { ...own, PATH: path, DOCKER_HOST: 'unix:///nonexistent', GITHUB_STEP_SUMMARY: 'summary.md' };
  return ended(spawn('sh', ['-e', '-c', command], { cwd: folder, env }));
}

test('the workflow in the README starts a gateway, waits for it, and reports in three formats', () => {
  expect(steps.map(({ run }) => run?.split(' ').slice(0, 3).join(' ')).filter((run) => run !== undefined)).toEqual([
    'docker compose up',
    'npx openclaw-doctor wait',
    'npx openclaw-doctor check',
  ]);
});

test('its commands are ones that the doctor takes', () => {
  expect(
    commands.map((command) => {
      const { command: name, formats, waitMs } = readOptions(command.replace('npx openclaw-doctor ', '').split(' '));
      return {
        name,
        formats: formats.map(({ name, file }) => (file === undefined ? name : `${name}=${file}`)),
        waitMs,
      };
    }),
  ).toEqual([
    { name: 'wait', formats: [], waitMs: 120_000 },
    { name: 'check', formats: ['text', 'junit=report.xml', 'markdown=$GITHUB_STEP_SUMMARY'], waitMs: 60_000 },
  ]);
});

test('its commands do what it promises while a gateway starts', { timeout: 40_000 }, async () => {
  const [wait = '', check = ''] = commands;
  const waiting = step(wait, gateway);
  setTimeout(() => void gateway.start(), 1500);
  expect(await waiting).toMatchObject({ code: 0, stdout: expect.stringMatching(/^✓ Healthy/) });
  expect(await step(check, gateway)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^✓ Healthy/),
    stderr: '',
  });
  expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('<testsuite name="openclaw-doctor"');
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(/^### ✓ Healthy/);
});

test('without a gateway it is red, and the report says why', { timeout: 40_000 }, async () => {
  const [wait = '', check = ''] = commands;
  const lonely = await fakeGateway();
  expect(await step(wait.replace('120000', '1200'), lonely)).toMatchObject({ code: 1 });
  expect(await step(check, lonely)).toMatchObject({ code: 1 });
  expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('<failure message=');
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(/^### ✗ A problem was found/);
  await lonely.remove();
});
