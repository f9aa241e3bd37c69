import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root, runBundle, startBundle } from './support/bundle.ts';

const PATIENT = 'fixtures/containers/01-docker-bridge-published';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(`${root}/src/report/report.schema.json`, 'utf8')),
);

describe('bad input gets one clear line and exit code 2', () => {
  test.each([
    [['--urll', 'ws://x'], 'there is no option --urll: did you mean --url?'],
    [['chekc'], 'there is no command "chekc": did you mean check?'],
    [['check', '--url', 'not a url'], '--url is no gateway URL: give it as ws://host:18789'],
    [['check', '--url', 'ftp://host'], '--url is no gateway URL'],
    [['check', '--page', 'localhost'], '--page is no page'],
    [['check', '--format', 'yaml'], '--format can\'t be "yaml"; there are: text, json, markdown, junit, nagios'],
    [['check', '--format', 'junitt'], '--format can\'t be "junitt": did you mean junit?'],
    [['check', '--format', 'junit='], '--format junit= names no file'],
    [['wait', '--from', PATIENT], 'wait looks at this machine until it is healthy, and evidence never changes'],
    [['wait', '--timeout', '1'], '--timeout 1: give milliseconds'],
    [['wait', 'now'], '"now" is one word too many for wait'],
    [
      ['check', '--format', 'text', '--format', 'json', '--from', PATIENT],
      'only one --format can go to standard output',
    ],
    [['check', '--timeout', 'soon'], '--timeout soon: give milliseconds'],
    [
      ['check', '--only', 'pairing-aproval'],
      'there is no rule or group "pairing-aproval": did you mean pairing-approval?',
    ],
    [['check', '--only', 'client-target', '--skip', 'client-target'], '--only and --skip leave no rule'],
    [['check', '--from', '/nowhere'], '--from /nowhere: there is no such file or folder'],
    [['check', '--token-file', '/nowhere'], '--token-file: ENOENT'],
    [['check', '--fail-on', 'fatal'], '--fail-on can\'t be "fatal"'],
    [['fix'], 'fix needs your word'],
    [['fix', '--yes', '--from', PATIENT], 'the fix approves a device'],
    [['fix', '--approve', '--help', '--from', PATIENT], 'Option'],
    [['check', 'bogus'], '"bogus" is one word too many for check'],
    [['check', '--url', 'wss//bob:SuperPass99@h'], '--url is no gateway URL'],
    [['check', '--rules', '/nowhere'], '/nowhere is no folder that can be read'],
    [['check', '--from', PATIENT, '--format', 'json=/nonexistent/x'], "the report can't be written"],
    [['record', '/nonexistent/x'], "the recording can't be written"],
    [['rules', 'lnit'], 'there is no "rules lnit"'],
  ])('%j', (args, message) => {
    const { code, stdout, stderr } = runBundle(args);
    expect(stderr).toContain(message);
    expect([code, stdout.startsWith('{'), stderr.trimEnd().split('\n').length]).toEqual([2, false, 1]);
  });

  test('a rule file with an unknown key', () => {
    file('group/label.yaml', 'id: group/label\nseverty: error\n');
    expect(runBundle(['check', '--rules', folder, '--from', PATIENT])).toEqual({
      code: 2,
      stdout: '',
      stderr: `openclaw-doctor: ${folder}/group/label.yaml:2:1 unknown key "severty" in a rule: did you mean "severity"?\n`,
    });
  });

  test('a captured file that can’t be parsed', () => {
    file('docker-inspect.json', '[{');
    expect(runBundle(['check', '--from', folder])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("docker-inspect.json can't be parsed"),
    });
  });
});

describe('reports', () => {
  test('JSON is one object that the schema allows, for every patient', () => {
    for (const name of [
      '01-docker-bridge-published',
      '04-loopback-bind-in-container',
      '34-wsl2-mirrored',
      '24-wsl-cli-other-home',
    ]) {
      const { stdout } = runBundle(['check', '--from', `fixtures/containers/${name}`, '--format', 'json']);
      validate(JSON.parse(stdout));
      expect(validate.errors).toBeNull();
    }
  });

  test.each([
    ['01-docker-bridge-published', 1],
    ['24-wsl-cli-other-home', 3],
  ])('%s exits with %i', (name, code) => {
    expect(runBundle(['check', '--from', `fixtures/containers/${name}`]).code).toBe(code);
  });

  test('--fail-on warning makes a problem of a warning', () => {
    expect(
      runBundle(['check', '--from', 'fixtures/containers/24-wsl-cli-other-home', '--fail-on', 'warning']).code,
    ).toBe(1);
  });

  test('several formats of one run', () => {
    const { stdout } = runBundle([
      'check',
      '--from',
      PATIENT,
      '--format',
      'text',
      '--format',
      `json=${join(folder, 'r.json')}`,
    ]);
    expect(stdout).toContain('The gateway sees');
    expect(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });

  test('as a Nagios plugin the doctor has that convention’s exit codes, also for its own mistakes', () => {
    const run = (args: readonly string[]) => {
      const { code, stdout } = runBundle(['check', ...args]);
      return [code, stdout.split('\n')[0]?.split(' - ')[0]];
    };
    expect(run(['--from', PATIENT, '--format', 'nagios'])).toEqual([2, 'OPENCLAW CRITICAL']);
    const warned = ['--from', 'fixtures/containers/24-wsl-cli-other-home'];
    expect(run([...warned, '--format', 'nagios', '--fail-on', 'warning'])).toEqual([1, 'OPENCLAW WARNING']);
    expect(run([...warned, '--format=nagios'])).toEqual([3, 'OPENCLAW UNKNOWN']);
    const unwritable = ['--format', 'json=/nonexistent/x'];
    expect(run(['--from', PATIENT, '--format', 'nagios', ...unwritable])).toEqual([3, 'OPENCLAW UNKNOWN']);
    expect(runBundle(['check', '--url', 'http//x', '--format', 'nagios'])).toEqual({
      code: 3,
      stdout: 'OPENCLAW UNKNOWN - --url is no gateway URL: give it as ws://host:18789\n',
      stderr: 'openclaw-doctor: --url is no gateway URL: give it as ws://host:18789\n',
    });
  });

  test('in a file they aren’t the doctor’s own exit codes', () => {
    const path = join(folder, 'line.txt');
    expect(runBundle(['check', '--from', PATIENT, '--format', `nagios=${path}`])).toEqual({
      code: 1,
      stdout: '',
      stderr: '',
    });
    expect(readFileSync(path, 'utf8')).toMatch(/^OPENCLAW CRITICAL - The gateway sees/);
  });

  test('Markdown of evidence is the reply to whoever handed it in, that of this machine its own report', () => {
    expect(runBundle(['check', '--from', PATIENT, '--format', 'markdown']).stdout).toMatch(/^Thanks for the report\. /);
    const own = runBundle(['check', '--format', 'markdown'], { env: { OPENCLAW_GATEWAY_PORT: '1' } });
    expect(own.stdout).toMatch(/^### \? Inconclusive/);
  });

  test('text names diagnosis, evidence, options with their risk, and commands', () => {
    const { stdout } = runBundle(['check', '--from', 'fixtures/containers/03-userland-proxy-off']);
    expect(stdout).toMatchInlineSnapshot(`
      "✗ A problem was found, OpenClaw between 2026.4.20 and 2026.9.6

      ✓ resolve  got past this
      ✓ tcp      got past this
      ? tls      whether the connection has TLS is not told
      ✓ http     got past this
      ✓ upgrade  got past this
      ✓ origin   got past this
      ✓ identity got past this
      ✓ auth     got past this
      ✗ pairing  a client from 172.17.0.1 waits for approval (gateway.log)

      ✗ The gateway sees a client as 172.17.0.1, not as local
        Diagnosis: confirmed error, pairing-approval/pending-approval-docker
        The gateway runs in the container gwa, and what this host sends to it passes
        the engine's network. To the gateway the client is not local: it comes from
        172.17.0.1, not from 127.0.0.1. So the request waits for you. The token was
        accepted: a new one would change nothing.

        The way:
          ✓ a client dials ws://127.0.0.1:18789
          ✓ Docker's network (172.17.0.1) hides the client's own address
          ✗ the gateway in gwa sees 172.17.0.1, not as local: a new device
          ✗ says «pairing required: device is not approved yet»

        Seen:
          refusal.remote = 172.17.0.1 (gateway.log)
          gateway.natAddresses = 172.17.0.1 (docker inspect gwa)
          gateway.name = gwa (docker inspect gwa)
          gateway.networkMode = bridge (docker inspect gwa)
          gateway.published = 0.0.0.0:18789->18789 (docker inspect gwa)
          refusal.requestId = dae94f45-2e76-480f-a2bc-b266467b1655 (gateway.log)
          refusal.symptom = pairing-required (gateway.log)
          gateway.kind = container (port 18789 of this host leads to it)
          refusal.remoteIs = nat (gateway.log)

        Fix: Approve this device from inside the container
          1. Approve a client at 172.17.0.1, if that is yours: all clients on this
             host look alike here. The command runs in the container gwa, where it
             counts as local; it may register that CLI as a device of its own.
             $ docker exec gwa node openclaw.mjs devices approve dae94f45-2e76-480f-a2bc-b266467b1655
          2. Connect again with the client that was refused. A browser page that waits
             connects by itself.
          The gateway then: lets it in as an approved device

        Then: Once approved, the client connects at its next try. A CLI that then says
        «missing scope» has shown no device: run it inside the container.
        https://docs.openclaw.ai/cli/devices
        https://docs.openclaw.ai/install/docker

      ! No mount covers the gateway's state folder /home/node/.openclaw
        Also: likely warning, state-dir/volume-path-mismatch
        The gateway keeps its settings and its pairing in /home/node/.openclaw, which
        lies in the container itself: nothing is mounted there or above. It lasts
        until the container is made anew, by an update or by «docker compose down»;
        then every device must be approved again, and what you change on the host
        never reaches the gateway.

        Seen:
          gateway.stateDir = /home/node/.openclaw (docker inspect gwa)
          gateway.user = node (docker inspect gwa)
          state.mount = none (docker inspect gwa)
          gateway.kind = container (port 18789 of this host leads to it)

        Fix: Keep the state in a named volume [risk: restart]
          ! The container is made anew, so that the gateway is away for a minute and
            what lies in it beside the state is gone.
          1. Stop the gateway. What is copied then is whole, and does not say that a
             gateway is still at work on it.
             $ docker stop -t 60 gwa
          2. Copy the state out of the container to ./openclaw-state-copy.
             $ docker cp gwa:/home/node/.openclaw/. ./openclaw-state-copy
          3. Let the volume openclaw-state be mounted at /home/node/.openclaw. Where
             you start the container, give it the option -v
             openclaw-state:/home/node/.openclaw.
          4. Put the copy into the new volume, as the gateway's user.
             $ docker run --rm --user root --volume openclaw-state:/home/node/.openclaw --volume ./openclaw-state-copy:/copy:ro --entrypoint sh openclaw:local -c 'cp -a /copy/. "$1"/ && chown -R "$0" "$1"' 1000:1000 /home/node/.openclaw
          5. Make the container anew. With compose: docker compose up --detach.
             Without it, remove it and start it as you did, with that mount.
          The gateway then: lets it in with the right token, a new device once it is
            approved

        The way then:
          ✓ the client dials ws://127.0.0.1:18789
          ✓ Docker's network passes on what comes to 0.0.0.0:18789
          ✓ the gateway in gwa listens at every address, port 18789
          ✓ its state folder (/home/node/.openclaw) is kept in the volume
              openclaw-state, which outlives the container
          · lets it in with the right token, a new device once it is approved

        Then: Once all works, delete the copies that were made on the way: the
        gateway's keys are in the state.
        https://docs.openclaw.ai/install/docker-vm-runtime
      "
    `);
  });

  test('without a command and without a terminal it is check', () => {
    expect(runBundle(['--from', PATIENT]).stdout).toBe(runBundle(['check', '--from', PATIENT]).stdout);
  });

  test('standard input', () => {
    expect(runBundle(['check', '--from', '-'], { input: 'gateway closed (1008): pairing required' })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('waits for you to approve this client'),
    });
  });

  test('--openclaw says which version a text is about', () => {
    const { stdout } = runBundle(['check', '--from', '-', '--openclaw', '2026.3.13', '--format', 'json'], {
      input: 'pairing required',
    });
    expect(JSON.parse(stdout).openclaw).toEqual({ version: '2026.3.13' });
  });

  test('--verbose lists what was left aside', () => {
    expect(runBundle(['check', '--from', PATIENT, '--verbose']).stderr).toContain('docker-version.json');
  });
});

describe('--only, --skip and --rules', () => {
  test('judge by a group, or without a rule', () => {
    const rules = (args: string[]) =>
      (
        JSON.parse(runBundle(['check', '--from', PATIENT, '--format', 'json', ...args]).stdout) as {
          findings: { rule: string }[];
        }
      ).findings.map(({ rule }) => rule);
    expect(rules(['--only', 'pairing-approval'])).toHaveLength(2);
    expect(rules(['--skip', 'pairing-approval/pending-approval-docker'])).toEqual([
      'pairing-approval/pending-approval-new-device',
      'client-target/cli-dials-lan-ip',
      'state-dir/volume-path-mismatch',
    ]);
  });

  test('a rule of one’s own', () => {
    file(
      'mine/always.yaml',
      'id: mine/always\nseverity: info\nstage: tcp\ntitle: This is {os.platform}\nwhy: So it is.\nvariants:\n  - name: any\n    certainty: confirmed\n    when: { fact: os.platform, present: true }\n',
    );
    const { stdout } = runBundle(['check', '--rules', folder, '--only', 'mine', '--from', PATIENT, '--format', 'json']);
    expect(JSON.parse(stdout).findings).toMatchObject([
      {
        rule: 'mine/always',
        title: 'This is linux',
        evidence: [{ fact: 'os.platform', value: 'linux', source: 'env.json' }],
      },
    ]);
  });
});

describe('on a machine without OpenClaw', () => {
  test('it says what it looked for, offers a recorded patient, and is inconclusive', () => {
    const { code, stdout } = runBundle([], { env: { OPENCLAW_GATEWAY_PORT: '1' } });
    expect(stdout).toContain('no trace of OpenClaw on this machine');
    expect(stdout).toContain('npm start -- --from fixtures/');
    expect(code).toBe(3);
  });

  test('a report for a program stays alone on standard output', () => {
    const { stdout } = runBundle(['--format', 'json'], { env: { OPENCLAW_GATEWAY_PORT: '1' } });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'inconclusive' });
  });

  test('a gateway that accepts and never answers ends within the deadline', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const started = Date.now();
    const child = startBundle(['check', '--url', `ws://127.0.0.1:${port}`, '--timeout', '1000']);
    let stdout = '';
    child.stdout.on('data', (part: Buffer) => {
      stdout += part;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    server.close();
    expect([code, stdout]).toEqual([1, expect.stringContaining('does not answer')]);
    expect(Date.now() - started).toBeLessThan(8000);
  });

  test('an engine that hangs ends within the deadline', () => {
    const docker = file('bin/docker', '#!/bin/sh\nsleep 60\n');
    chmodSync(docker, 0o755);
    const started = Date.now();
    const { stdout } = runBundle(['check', '--timeout', '700', '--url', 'ws://127.0.0.1:1', '--format', 'json'], {
      env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` },
    });
    expect(Date.now() - started).toBeLessThan(8000);
    expect(JSON.parse(stdout).unknown).toContainEqual({
      fact: 'gateway.kind',
      reason: 'docker is installed but its engine gave no answer within 700 ms',
    });
  });
});

test('an evidence file in YAML', () => {
  const path = file('evidence.yaml', 'deployment: docker\nopenclaw: 2026.3.13\ntext: pairing required\n');
  const { stdout } = runBundle(['check', '--from', path, '--format', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({
    openclaw: { version: '2026.3.13' },
    findings: expect.arrayContaining([
      expect.objectContaining({ rule: 'pairing-approval/pending-approval-docker', variant: 'told' }),
    ]),
  });
  const wrong = file('wrong.yaml', 'deploymnt: docker\ntext: x\n');
  expect(runBundle(['check', '--from', wrong])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did you mean "deployment"?'),
  });
});

test('a log of 1 GB is read to its end, in memory that doesn’t grow with it', { timeout: 60_000 }, () => {
  const path = file('huge.log', '');
  truncateSync(path, 1_000_000_000);
  appendFileSync(
    path,
    `\n2026-11-22T12:42:27Z [ws] closed before connect conn=1 remote=192.168.50.20 fwd=n/a origin=n/a host=h ua=n/a code=1008 reason=pairing required phase=x\n`,
  );
  const rss = 'process.on("exit", () => process.stderr.write("rss=" + process.resourceUsage().maxRSS))';
  const nodeArgs = ['--import', `data:text/javascript,${encodeURIComponent(rss)}`];
  const { stdout, stderr } = runBundle(['check', '--from', path, '--format', 'json'], { nodeArgs });
  expect(JSON.parse(stdout).findings[0]).toMatchObject({
    rule: 'pairing-approval/pending-approval-new-device',
    variant: 'remote',
  });
  expect(Number(/rss=(\d+)/.exec(stderr)?.[1])).toBeLessThan(300 * 1024);
});

test('a fix on a recorded patient shows what would run and runs nothing', () => {
  expect(runBundle(['fix', '--dry-run', '--from', 'fixtures/containers/03-userland-proxy-off'])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(
      'would run: docker exec gwa node openclaw.mjs devices approve dae94f45-2e76-480f-a2bc-b266467b1655',
    ),
  });
});

test('lint tells of every rule that is wrong, each with its place', { timeout: 30_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-lint-'));
  try {
    for (const label of ['a', 'b']) {
      mkdirSync(join(folder, label));
      writeFileSync(join(folder, label, `${label}.yaml`), `id: ${label}/${label}\nseverty: error\n`);
    }
    const { code, stderr } = runBundle(['rules', 'lint', folder]);
    expect(code).toBe(2);
    expect(stderr.match(/[ab]\.yaml:2:1 unknown key "severty"/g)).toHaveLength(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the rules’ own commands', { timeout: 30_000 }, () => {
  expect(runBundle(['rules', 'lint'])).toMatchObject({ code: 0 });
  expect(runBundle(['rules', 'test'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+ passed, 0 failed\n$/),
  });
  expect(runBundle(['rules', 'list']).stdout).toContain('pairing-approval/pending-approval-docker');
});
