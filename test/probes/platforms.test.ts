import { readFileSync } from 'node:fs';
import { shippedRules } from 'virtual:shipped-rules';
import { describe, expect, test } from 'vitest';
import type { Host, HttpResult, Machine } from '../../src/host/host.ts';
import { MARKER, recordingHost, replayHost } from '../../src/host/recording.ts';
import { valueIn } from '../../src/model/fact.ts';
import { collect, collectCostly } from '../../src/probes/collect.ts';
import { type Aim, defaultAim } from '../../src/probes/context.ts';
import { runsHere } from '../../src/remedy/run.ts';
import { machineSession } from '../../src/session.ts';
import { commands, fakeHost, files, linux, macos, NOW, windows } from '../support/fake-host.ts';

/**
 * Whole runs on machines that aren't this one. Each is recorded and judged from the recording, as a recording that a
 * user sends in is; what the recording lacks would show.
 */
async function examine(host: Host, aim: Aim = defaultAim) {
  const { host: recorder, calls } = recordingHost(host);
  await collectCostly({ host: recorder, aim }, await collect({ host: recorder, aim }));
  const recording = JSON.parse(
    JSON.stringify({ [MARKER]: 1, doctor: 'dev', options: {}, startedAt: NOW, machine: host.machine, calls }),
  );
  const live = await machineSession({ host, aim }, shippedRules, 'error', 'machine').look();
  const replayed = await machineSession({ host: replayHost(recording), aim }, shippedRules, 'error', 'evidence').look();
  expect(replayed.report).toEqual(live.report);
  return live;
}

const fixture = (path: string) => readFileSync(new URL(`../../fixtures/containers/${path}`, import.meta.url), 'utf8');
const REQUEST = '36b9db7f-141b-42bf-a0d3-5c60472c8a22';
const pendingRow = {
  request_id: REQUEST,
  device_id: 'd'.repeat(64),
  display_name: null,
  platform: 'win32',
  client_id: 'cli',
  client_mode: 'cli',
  role: 'operator',
  scopes_json: '["operator.admin"]',
  remote_ip: '172.18.0.1',
  is_repair: 0,
  ts: NOW - 60_000,
  refreshed_at_ms: NOW - 10_000,
};
const answers: Pick<Host, 'connect' | 'request'> = {
  connect: async () => ({ status: 'ok', reason: 'connected', ms: 1 }),
  request: async ({ upgrade }): Promise<HttpResult> => ({
    status: 'answered',
    code: upgrade ? 400 : 200,
    headers: upgrade ? { 'sec-websocket-version': '13, 8' } : {},
    ms: 1,
    certificate: null,
    body: upgrade
      ? 'Missing or invalid Sec-WebSocket-Version header'
      : '<html data-openclaw-control-ui-build-id="2026.9.6-release-x"><title>OpenClaw Control</title>',
  }),
};

/** An engine with the container of a fixture, and in it one request that waits. */
function engine(command: string, name: string): Pick<Host, 'exec' | 'archive' | 'database'> {
  const inspect = fixture(`${name}/docker-inspect.json`);
  const [{ Id: id, Name: container }] = JSON.parse(inspect) as [{ Id: string; Name: string }];
  const plain = container.replace(/^\//, '');
  return {
    exec: commands({
      [`${command} ps --all --no-trunc --format {{json .}}`]: `{"ID":"${id}","Image":"openclaw"}`,
      [`${command} info --format {{json .}}`]: fixture(`${name}/docker-info.json`),
      [`${command} compose version --short`]: '2.40.0',
      [`${command} inspect --type container ${id}`]: inspect,
      [`${command} logs --timestamps --tail 20000 ${plain}`]: '',
      'wsl.exe -l -v':
        '  NAME              STATE           VERSION\n* Ubuntu            Running         2\n  docker-desktop    Running         2\n',
    }),
    archive: async () => ({ status: 'absent' }),
    database: async () => ({ status: 'ok', results: [[pendingRow], []] }),
  };
}

describe('Docker Desktop on Windows', () => {
  test('is asked through docker, and the bridge’s address is the cause', async () => {
    const { report, facts } = await examine(
      fakeHost({ ...answers, ...engine('docker', '22-dd-windows-run-desktop-path') }, windows),
    );
    expect(report.findings[0]).toMatchObject({
      rule: 'pairing-approval/pending-approval-docker',
      variant: 'nat',
      certainty: 'confirmed',
    });
    expect(report.findings[0]?.remedies.map(({ id }) => id)).not.toContain('host-network');
    expect(report.findings[0]?.remedies[0]?.steps[0]?.run).toEqual([
      'docker',
      'compose',
      '--project-name',
      'openclaw',
      'exec',
      '-T',
      'openclaw-gateway',
      'node',
      'openclaw.mjs',
      'devices',
      'approve',
      REQUEST,
    ]);
    expect([valueIn(facts, 'os.wsl'), valueIn(facts, 'os.wslNetworking')]).toEqual([null, 'nat']);
  });

  test('from inside WSL is asked through docker.exe', async () => {
    const wsl: Machine = { ...linux, env: { ...linux.env, WSL_DISTRO_NAME: 'Ubuntu' } };
    const proc = files({ '/proc/version': 'Linux version 6.6.87.2-microsoft-standard-WSL2' });
    const { report, facts } = await examine(
      fakeHost({ ...answers, ...engine('docker.exe', '24-wsl-cli-other-home'), ...proc }, wsl),
    );
    expect(report.findings[0]?.remedies[0]?.steps[0]?.run?.slice(0, 2)).toEqual(['docker.exe', 'compose']);
    expect(valueIn(facts, 'os.wsl')).toBe('Ubuntu');
    expect(facts['os.wslNetworking']).toMatchObject({ status: 'unknown' });
  });
});

test('OrbStack on a Mac: the host’s network is no way out there', async () => {
  const orbstack = engine('docker', '31-orbstack');
  const { report } = await examine(
    fakeHost(
      {
        ...answers,
        ...orbstack,
        database: async () => ({ status: 'ok', results: [[{ ...pendingRow, remote_ip: '172.21.0.1' }], []] }),
      },
      macos,
    ),
  );
  expect(report.findings[0]).toMatchObject({ rule: 'pairing-approval/pending-approval-docker', variant: 'nat' });
  expect(report.findings[0]?.remedies.map(({ id }) => id)).toEqual(['approve', 'cli-inside', 'cli-sidecar']);
});

test('a gateway in a WSL distribution, seen from Windows: its state is read over \\\\wsl$, its commands go through wsl.exe', async () => {
  const state = '\\\\wsl$\\Ubuntu\\home\\you\\.openclaw';
  const disk = files({
    [`${state}\\openclaw.json`]: '{ gateway: { mode: "local" } }',
    [`${state}\\devices\\pending.json`]: JSON.stringify({
      [REQUEST]: {
        requestId: REQUEST,
        deviceId: 'e'.repeat(64),
        clientId: 'openclaw-control-ui',
        clientMode: 'webchat',
        role: 'operator',
        scopes: [],
        remoteIp: '172.29.144.1',
        ts: NOW - 5000,
      },
    }),
  });
  const exec = commands({
    'wsl.exe -l -v': '  NAME      STATE     VERSION\n* Ubuntu    Running   2\n  Old       Stopped   2\n',
  });
  const request: Host['request'] = async ({ upgrade }) => ({
    status: 'answered',
    code: upgrade ? 400 : 200,
    headers: {},
    body: upgrade ? 'Missing or invalid Sec-WebSocket-Version header' : 'OpenClaw Control',
    ms: 1,
    certificate: null,
  });
  const { report, facts } = await examine(fakeHost({ ...answers, request, ...disk, exec }, windows));
  expect(valueIn(facts, 'client.stateDir')).toBe(state);
  expect(report.findings[0]).toMatchObject({ rule: 'pairing-approval/pending-approval-new-device', variant: 'remote' });
  expect(report.findings[0]?.remedies[0]?.steps[0]).toMatchObject({
    where: 'wsl:Ubuntu',
    run: ['openclaw', 'devices', 'approve', REQUEST],
    // Behind --exec no shell of the distribution reads anything.
    route: { argv: ['wsl.exe', '--distribution', 'Ubuntu', '--exec'], hands: 'argv' },
    shell: 'powershell',
  });
  expect(report.findings[0]?.remedies[0]?.steps.map(runsHere)).toEqual([true, false]);
});

describe('a gateway on another host, over the user’s own ssh', () => {
  const remote = (url: string, more = '') => ({
    ...answers,
    ...files({
      '/home/you/.openclaw/openclaw.json': `{ gateway: { mode: "remote", remote: { url: "${url}"${more} } } }`,
    }),
  });
  const target = ', sshTarget: "me@claw.lan:2222", sshIdentity: "~/.ssh/claw"';
  const placed = async (host: Host, aim: Aim = defaultAim) => {
    const { facts } = await examine(host, aim);
    return [valueIn(facts, 'gateway.kind'), valueIn(facts, 'gateway.where'), valueIn(facts, 'gateway.ssh')?.join(' ')];
  };
  const ssh = 'ssh -p 2222 -i ~/.ssh/claw me@claw.lan';

  test('is reached by the target in OpenClaw’s settings, dialled by its name or through its tunnel', async () => {
    const expected = ['elsewhere', 'ssh:me@claw.lan', ssh];
    expect(await placed(fakeHost(remote('ws://claw.lan:18789', target)))).toEqual(expected);
    expect(await placed(fakeHost(remote('ws://127.0.0.1:18789', target)))).toEqual(expected);
  });

  test('is reached by --ssh, whatever the settings say', async () => {
    const aim = { ...defaultAim, ssh: 'root@203.0.113.7' };
    const expected = ['elsewhere', 'ssh:root@203.0.113.7', 'ssh root@203.0.113.7'];
    expect(await placed(fakeHost(remote('ws://claw.lan:18789', target)), aim)).toEqual(expected);
    expect(await placed(fakeHost(answers), aim)).toEqual(expected);
  });

  test('is told by a tunnel that is open; without one what answers here is here', async () => {
    const exec = commands({ 'ps -u 1000 -o args=': 'ssh -N -L 18789:127.0.0.1:18789 me@claw.lan\n' });
    const held: Host['listeners'] = async () => ({
      status: 'ok',
      listeners: [{ address: '127.0.0.1', process: 'ssh' }],
    });
    expect(await placed(fakeHost({ ...answers, exec, listeners: held }))).toEqual([
      'elsewhere',
      'ssh:me@claw.lan',
      'ssh me@claw.lan',
    ]);
    expect(await placed(fakeHost({ ...answers, exec }))).toEqual(['process', 'host', undefined]);
  });

  test('has no way there where nobody names one', async () => {
    expect(await placed(fakeHost(remote('ws://claw.lan:18789')))).toEqual(['elsewhere', 'gateway-host', undefined]);
  });
});

test('through sudo the invoking user’s home counts', async () => {
  const root: Machine = { ...linux, uid: 0, home: '/root', env: { HOME: '/root', SUDO_USER: 'you', PATH: '' } };
  const disk = files({
    '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nyou:x:1000:1000::/srv/you:/bin/sh\n',
    '/srv/you/.openclaw/openclaw.json': '{gateway:{port:28789}}',
  });
  const { facts } = await examine(fakeHost(disk, root));
  expect(valueIn(facts, 'client.url')).toBe('ws://127.0.0.1:28789');
  expect(facts['client.stateDir']).toMatchObject({ value: '/srv/you/.openclaw', source: 'the default' });
});

describe('what can’t be learnt', () => {
  test('SQLite state without node:sqlite is unknown, with the Node that it takes', async () => {
    const reason = "reading OpenClaw's SQLite state needs Node 22.13 or later; this is Node 20.20.2";
    const unsupported = {
      ...engine('docker', '22-dd-windows-run-desktop-path'),
      database: async () => ({ status: 'unsupported' as const, reason }),
    };
    const { facts } = await examine(fakeHost({ ...answers, ...unsupported }, windows));
    expect(facts['devices.pending']).toEqual({ status: 'unknown', reason });
  });

  test('a gateway that accepts and never answers', async () => {
    const silent: Pick<Host, 'connect' | 'request'> = {
      ...answers,
      request: async () => ({ status: 'timeout', reason: 'no answer within 5000 ms', ms: 5000 }),
    };
    const { report } = await examine(fakeHost({ ...silent, ...files({ '/home/you/.openclaw/openclaw.json': '{}' }) }));
    expect(report.path.slice(0, 5).map(({ stage, status }) => `${stage} ${status}`)).toEqual([
      'resolve ok',
      'tcp ok',
      'tls skipped',
      'http failed',
      'upgrade failed',
    ]);
    expect(report.findings[0]).toMatchObject({
      rule: 'gateway-not-serving/gateway-down',
      variant: 'silent',
      certainty: 'likely',
    });
  });

  test('no trace of OpenClaw and no --url is inconclusive, not a gateway that is down', async () => {
    const { report } = await examine(fakeHost());
    expect(report).toMatchObject({ verdict: 'inconclusive', findings: [] });
    expect(report.unknown[0]).toMatchObject({ fact: 'openclaw.traces' });
  });

  test('a probe that throws costs its own facts only', async () => {
    const broken = fakeHost({
      ...files({ '/home/you/.openclaw/openclaw.json': '{}' }),
      exec: async () => Promise.reject(new Error('boom')),
    });
    const { report, facts } = await machineSession(
      { host: broken, aim: defaultAim },
      shippedRules,
      'error',
      'machine',
    ).look();
    expect(facts.containers).toEqual({ status: 'unknown', reason: 'container engines could not be looked at: boom' });
    expect(report.path[1]).toMatchObject({ stage: 'tcp', status: 'failed' });
  });
});

describe('a gateway on the host itself', () => {
  const state = { '/home/you/.openclaw/openclaw.json': '{ gateway: { mode: "local", } // JSON5' };
  test('that is down and whose settings are broken: the settings are the diagnosis', async () => {
    const { report } = await examine(
      fakeHost(files({ '/home/you/.openclaw/openclaw.json': '{ gateway: { mode "local" } }' })),
    );
    expect(report.findings.map(({ rule, variant, certainty }) => `${rule} ${variant} ${certainty}`)).toEqual([
      'gateway-not-serving/gateway-config-refused gateway-down confirmed',
    ]);
  });
  test('that is down', async () => {
    const { report } = await examine(
      fakeHost(files({ '/home/you/.openclaw/openclaw.json': `${state['/home/you/.openclaw/openclaw.json']}\n}` })),
    );
    expect(report.findings[0]).toMatchObject({
      rule: 'gateway-not-serving/gateway-down',
      variant: 'process-down',
      certainty: 'confirmed',
    });
  });
});
