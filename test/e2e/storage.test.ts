import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { check, doctor, openDoctor, type Place } from './doctor.ts';
import { engineAt } from './lab/engine.ts';
import { freePort, gatewayStarter, gatewayToken, stateFolder } from './lab/gateway.ts';
import { imageName } from './lab/image.ts';
import { until } from './lab/until.ts';

const version = inject('openclawVersion');
const engine = engineAt(inject('dockerHost'));
let place: Place;
const { start, stopAll } = gatewayStarter(engine, version);

/** Starts a gateway that is expected to end by itself, and waits until it has. */
async function runToItsEnd(name: string, args: readonly string[]): Promise<void> {
  await engine.docker(['rm', '--force', name], { reject: false });
  await engine.docker([
    ...['run', '--detach', '--init', '--name', name, '--publish', `127.0.0.1:${await freePort()}:18789`],
    ...['--env', `OPENCLAW_GATEWAY_TOKEN=${gatewayToken}`, ...args, imageName(version)],
    ...['node', 'openclaw.mjs', 'gateway', 'run', '--allow-unconfigured', '--bind', 'lan'],
  ]);
  const hasEnded = async () => {
    const { stdout } = await engine.docker(['inspect', '--format', '{{.State.Running}}', name]);
    return stdout.trim() === 'false' ? true : undefined;
  };
  await until(hasEnded, { timeoutMs: 120_000, everyMs: 500, late: async () => new Error(`${name} still runs`) });
}

beforeAll(async () => {
  place = { dockerHost: engine.dockerHost, home: await mkdtemp(join(tmpdir(), 'doctor-e2e-')) };
});
afterAll(async () => {
  await stopAll();
  await engine.docker(['rm', '--force', 'denied', 'second'], { reject: false });
  await engine.docker(['volume', 'rm', '--force', 'e2e-shared'], { reject: false });
  await rm(place.home, { recursive: true, force: true });
});

test('a folder that the engine made for root, and the fix that gives it to the gateway', async () => {
  const folder = join(place.home, 'missing', '.openclaw');
  await runToItsEnd('denied', ['--volume', `${folder}:${stateFolder}`]);
  const { code, report } = await check(['--container', 'denied'], place);
  const [finding] = report.findings;
  expect({ code, rule: finding?.rule, variant: finding?.variant, certainty: finding?.certainty }).toEqual({
    code: 1,
    rule: 'state-dir/volume-permissions',
    variant: 'bind',
    certainty: 'confirmed',
  });
  expect(finding?.why).toContain(`${folder} belongs to root`);

  const fixed = await doctor(['fix', '--yes', '--allow', 'restart', '--container', 'denied'], place);
  expect([fixed.code, fixed.stdout]).toEqual([0, expect.stringContaining('Fixed')]);
  expect((await stat(folder)).uid).toBe(1000);
  const after = await check(['--container', 'denied'], place);
  const rules = after.report.findings.map(({ rule }) => rule);
  // It may still be starting, which is another matter.
  expect({ code: after.code, rules: rules.filter((rule) => rule.startsWith('state-dir/')) }).toEqual({
    code: 0,
    rules: [],
  });
});

test('the hold that a gateway leaves behind when it is killed', async () => {
  const volume = ['--volume', `e2e-shared:${stateFolder}`];
  const gateway = await start({ name: 'first', volumes: [`e2e-shared:${stateFolder}`] });
  await engine.docker(['rm', '--force', gateway.name]);
  await runToItsEnd('second', volume);
  const { code, report } = await check(['--container', 'second'], place);
  expect({ code, rules: report.findings.map(({ rule, variant, certainty }) => [rule, variant, certainty]) }).toEqual({
    code: 1,
    rules: [['gateway-not-serving/duplicate-gateway-or-port-conflict', 'lease', 'confirmed']],
  });
});

test('state in the container itself is a warning, and no problem', async () => {
  const gateway = await start({ name: 'bare', volumes: [] });
  const { code, report } = await check(['--url', gateway.url], place);
  expect({ code, rules: report.findings.map(({ rule, variant, severity }) => [rule, variant, severity]) }).toEqual({
    code: 0,
    rules: [['state-dir/volume-path-mismatch', 'none', 'warning']],
  });
});

test('the fix of a volume without a name is a diff of the user’s own compose file, without its token', {
  timeout: 300_000,
}, async () => {
  const folder = join(place.home, 'claw');
  await mkdir(folder);
  const file = join(folder, 'docker-compose.yml');
  const lines = [
    'services:',
    '  openclaw-gateway:',
    '    environment:',
    `      OPENCLAW_GATEWAY_TOKEN: ${gatewayToken}`,
    '    volumes:',
    `      - ${stateFolder} # where it keeps all`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const labels = {
    'com.docker.compose.project': 'claw',
    'com.docker.compose.service': 'openclaw-gateway',
    'com.docker.compose.project.config_files': file,
    'com.docker.compose.project.working_dir': folder,
  };
  const gateway = await start({ name: 'claw-openclaw-gateway-1', volumes: [stateFolder], labels });
  const { report } = await check(['--url', gateway.url], place);
  const finding = report.findings.find(({ rule }) => rule === 'state-dir/state-not-durable');
  const change = finding?.remedies[0]?.steps.find((step) => step.change)?.change;
  expect(change?.file).toBe(file);
  expect(change?.diff.split('\n').slice(2)).toEqual([
    '@@ -3,4 +3,6 @@',
    '     environment:',
    expect.stringMatching(/^ {7}OPENCLAW_GATEWAY_TOKEN: <secret-\d+>$/),
    '     volumes:',
    `-      - ${stateFolder} # where it keeps all`,
    `+      - openclaw-state:${stateFolder} # where it keeps all`,
    '+volumes:',
    '+  openclaw-state: {}',
    '',
  ]);
  expect(JSON.stringify(report)).not.toContain(gatewayToken);

  // Compose as a part of docker, which Debian's has not: the recording holds what one that has it says.
  const withCompose = { ...place, path: await folderWithCompose() };
  const recording = join(place.home, 'recording.json');
  const recorded = await doctor(['record', recording, '--url', gateway.url], withCompose);
  expect([recorded.code, recorded.stderr]).toEqual([0, expect.any(String)]);
  expect(await readFile(recording, 'utf8')).not.toContain(gatewayToken);
  const terminal = openDoctor(['--from', recording], place, { cols: 100, rows: 50 });
  await terminal.waitFor('is in a volume without a name', 30_000);
  await terminal.waitFor('enter options');
  terminal.press('\r');
  await terminal.waitFor('› Give the state a volume with a name');
  terminal.press('\r');
  for (const [index, wanted] of PLAN.entries()) {
    await terminal.waitFor(`Step ${index + 1} of ${PLAN.length}`);
    const screen = await terminal.waitFor('This is a recorded patient: nothing runs.');
    expect(unbroken(screen)).toMatch(wanted);
    if (index === PLAN.length - 1) break;
    await terminal.waitFor('enter next step');
    terminal.press('\r');
  }
  terminal.press('q');
  await terminal.exited;
});

/** What each step of the plan shows. */
const PLAN = [
  /\$ docker (?:--host \S+ )?stop -t 60 claw-openclaw-gateway-1/,
  /\$ docker (?:--host \S+ )?cp claw-openclaw-gateway-1:\/home\/node\/\.openclaw\/\. /,
  / {2}\+ {6}- openclaw-state:\/home\/node\/\.openclaw # where it keeps all/,
  /\$ docker (?:--host \S+ )?compose --project-name claw --file \S+\/docker-compose\.yml run /,
  /\$ docker (?:--host \S+ )?compose --project-name claw --file \S+\/docker-compose\.yml up /,
];

/** With commands as one line each. */
const unbroken = (screen: string) => screen.replace(/ \\\n\s*/g, ' ');

/** A folder with a docker that says which compose it has, and is the real one for all else. */
async function folderWithCompose(): Promise<string> {
  const { stdout: real } = await execa('which', ['docker']);
  const folder = await mkdtemp(join(place.home, 'bin-'));
  const script = `#!/bin/sh\ncase "$*" in *"compose version"*) echo 2.29.7; exit;; esac\nexec '${real}' "$@"\n`;
  await writeFile(join(folder, 'docker'), script, { mode: 0o755 });
  return folder;
}
