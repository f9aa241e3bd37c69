import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Gateway } from '../../src/facts/choose.ts';
import { Redactor } from '../../src/host/clean.ts';
import type { Host } from '../../src/host/host.ts';
import { createHost } from '../../src/host/real.ts';
import { MARKER, recordingHost } from '../../src/host/recording.ts';
import { collect } from '../../src/probes/collect.ts';
import { defaultAim } from '../../src/probes/context.ts';
import { probeSecrets } from '../../src/probes/secrets.ts';
import { findStateFolder } from '../../src/probes/state-folder.ts';
import { fakeHost, files, linux, macos, windows } from '../support/fake-host.ts';

const TOKEN = 'cfg-token-0123456789abcdef';
const OLD = 'old-token-0123456789abcdef';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'doctor-secrets-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** The real host over a home folder of its own, with nothing behind its ports and programs. */
function hostOf(contents: Readonly<Record<string, string>>, platform = linux, env: Record<string, string> = {}): Host {
  for (const [name, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  const redactor = new Redactor();
  const real = createHost(redactor);
  const machine = redactor.clean({ ...platform, home, env: { HOME: home, PATH: '/nowhere', ...env } });
  const { readText, grep, list } = real;
  return fakeHost({ readText, grep, list }, machine);
}
const onHost: Gateway = { kind: 'process', why: 'its port answers' };
const look = async (host: Host) => {
  const context = { host, aim: defaultAim };
  return probeSecrets(context, onHost, await findStateFolder(context));
};

describe('the service of the gateway', () => {
  test('of systemd, with its drop-ins and its file of variables', async () => {
    const unit = '.config/systemd/user/openclaw-gateway.service';
    const host = hostOf({
      '.openclaw/openclaw.json': `{"gateway":{"auth":{"token":"${TOKEN}"}}}`,
      [unit]: `[Service]\nExecStart=/usr/bin/node /x gateway --port 18789\nEnvironment="OPENCLAW_GATEWAY_TOKEN=${OLD}"\nEnvironment=OTHER=what-else-1234\n`,
      [`${unit}.d/10.conf`]: `[Service]\n# Environment=OPENCLAW_GATEWAY_TOKEN=${TOKEN}\nEnvironmentFile=-%h/.openclaw/gateway.systemd.env\n`,
      '.openclaw/gateway.systemd.env': `OPENCLAW_GATEWAY_TOKEN='${TOKEN}'\nNAMELESS=what-else-5678\n`,
    });
    const { services } = await look(host);
    expect(services).toEqual([
      {
        from: 'service',
        where: `the service ${home}/${unit}.d/10.conf`,
        command: `the service ${home}/${unit}.d/10.conf`,
        // What a file holds counts before the unit's own lines, and is what openclaw.json has.
        variables: { OPENCLAW_GATEWAY_TOKEN: '<secret-1>' },
        options: {},
      },
    ]);
    expect(JSON.stringify(services)).not.toMatch(/token-0123|what-else/);
  });

  test('of launchd, its command among it', async () => {
    const host = hostOf(
      {
        '.openclaw/openclaw.json': '{}',
        'Library/LaunchAgents/ai.openclaw.gateway.plist': `<dict><key>ProgramArguments</key><array><string>node</string>
          <string>--token</string>\n <string>${OLD}</string></array><key>EnvironmentVariables</key><dict>
          <key>HOME</key><string>/Users/you</string>
          <key>SOME_NAME</key>\n<string>what-else-1234</string>
          <key>OPENCLAW_GATEWAY_TOKEN</key>\n<string>${TOKEN}</string></dict></dict>`,
      },
      macos,
    );
    const { services } = await look(host);
    expect(services).toMatchObject([
      { variables: { OPENCLAW_GATEWAY_TOKEN: '<secret-2>' }, options: { token: '<secret-1>' } },
    ]);
    const read = await host.readText({ path: join(home, 'Library/LaunchAgents/ai.openclaw.gateway.plist') });
    expect(JSON.stringify(read)).not.toMatch(/token-0123|what-else/);
    expect(JSON.stringify(read)).toContain('<key>HOME</key><string>/Users/you</string>');
  });

  test('of Windows is a script', async () => {
    const script = `C:\\Users\\You\\.openclaw\\gateway.cmd`;
    const host = fakeHost(
      {
        ...files({ 'C:\\Users\\You\\.openclaw\\openclaw.json': '{}' }),
        grep: async ({ path }) =>
          path === script
            ? { status: 'ok', lines: ['set "OPENCLAW_GATEWAY_TOKEN=<secret-7>"'], size: 1, complete: true }
            : { status: 'absent' },
      },
      windows,
    );
    expect((await look(host)).services).toMatchObject([
      { where: `the service ${script}`, variables: { OPENCLAW_GATEWAY_TOKEN: '<secret-7>' } },
    ]);
  });

  test('is not asked for where the gateway runs in a container', async () => {
    const host = hostOf({
      '.config/systemd/user/openclaw-gateway.service': `Environment=OPENCLAW_GATEWAY_TOKEN=${OLD}`,
    });
    const context = { host, aim: defaultAim };
    const gateway: Gateway = { kind: 'none', why: 'no trace' };
    expect((await probeSecrets(context, gateway, await findStateFolder(context))).services).toEqual([]);
  });
});

test('environment and .env file give the same secret the same stand-in, however it is quoted', async () => {
  const host = hostOf(
    { '.openclaw/.env': `export OPENCLAW_GATEWAY_TOKEN="${TOKEN}"\nNAMELESS=what-else-1234\n` },
    linux,
    {
      OPENCLAW_GATEWAY_TOKEN: TOKEN,
    },
  );
  const { environment, files: found } = await look(host);
  expect(environment).toMatchObject([{ variables: { OPENCLAW_GATEWAY_TOKEN: '<secret-1>' } }]);
  expect(found).toMatchObject([
    { where: `${home}/.openclaw/.env`, variables: { OPENCLAW_GATEWAY_TOKEN: '<secret-1>' } },
  ]);
});

test('no token is in what is learnt, nor in a recording of it', async () => {
  const inner = hostOf(
    {
      '.openclaw/openclaw.json': `{ gateway: { mode: 'local', auth: { mode: 'token', token: '${TOKEN}' } } }`,
      '.openclaw/.env': `OPENCLAW_GATEWAY_TOKEN=${OLD}\nNAMELESS=what-else-1234\n`,
      '.config/systemd/user/openclaw-gateway.service': `ExecStart=x gateway --token ${OLD}\nEnvironment=X=what-else-5678\n`,
    },
    linux,
    { OPENCLAW_GATEWAY_TOKEN: 'shell-token-0123456789abc' },
  );
  const { host, calls } = recordingHost({ ...inner, connect: async () => ({ status: 'ok', reason: '', ms: 1 }) });
  const facts = await collect({ host, aim: defaultAim });
  const recording = { [MARKER]: 1, machine: host.machine, calls };
  expect(JSON.stringify([facts, recording])).not.toMatch(/token-0123456789|what-else/);
});
