import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { check, doctor, openDoctor, type Place } from './doctor.ts';
import { freePort } from './lab/gateway.ts';
import { type HostGateway, startHostGateway } from './lab/host-gateway.ts';
import { openTunnel, type SshServer, startSshServer } from './lab/sshd.ts';

/** What a device may call itself. */
const NAME = '$(touch owned) `id` \'a\' "b" & ; \\ ünï\nnext';
const version = inject('openclawVersion');
let place: Place;
let gateway: HostGateway;
let server: SshServer;
let folder: string;
let closeTunnel: () => Promise<void>;
let aim: readonly string[];

beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), 'doctor-ssh-'));
  place = { dockerHost: 'unix:///nonexistent', home };
  folder = join(home, 'there');
  for (const name of ['ssh', 'client', 'rules/mine']) await mkdir(join(home, name), { recursive: true });
  gateway = await startHostGateway(version, join(home), { bind: 'loopback' });
  server = await startSshServer(join(home, 'ssh'), { PATH: '/usr/bin:/bin' });
  const near = await freePort();
  closeTunnel = await openTunnel(server, { near, far: gateway.port });
  await writeFile(join(home, 'rules/mine/far.yaml'), RULE.replace('FILE', JSON.stringify(`${folder}/${NAME}`)));
  place = { ...place, home: join(home, 'client') };
  aim = ['--url', `ws://127.0.0.1:${near}`, '--rules', join(home, 'rules'), '--only', 'mine'];
});
beforeEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
});
afterAll(async () => {
  await closeTunnel?.();
  await server?.stop();
  await gateway?.stop();
  await rm(join(place.home, '..'), { recursive: true, force: true });
});

const RULE = `id: mine/far
severity: error
stage: pairing
title: The gateway is at the other end of a tunnel
why: What is to be done is to be done there.
variants:
  - name: far
    certainty: confirmed
    when: { fact: gateway.kind, equals: elsewhere }
    remedies: [touch]
remedies:
  - id: touch
    title: Leave a file there
    risk: none
    steps:
      - say: Name it as the device is called.
        where: '{gateway.where|gateway-host}'
        run: [touch, FILE]
`;

test('a gateway at the other end of a tunnel is not on this machine, and the tunnel tells the way there', async () => {
  const { report } = await check(aim, place);
  expect(report.findings.map(({ rule }) => rule)).toEqual(['mine/far']);
  expect(report.findings[0]?.remedies[0]?.steps[0]).toMatchObject({
    where: 'ssh:root@127.0.0.1',
    run: ['touch', `${folder}/${NAME}`],
    route: { argv: ['ssh', '-F', server.clientConfig, '-p', String(server.port), 'root@127.0.0.1'], hands: 'sh' },
  });
});

test('without a terminal ssh asks nobody: an unknown host is refused, and nothing hangs', async () => {
  const { code, stdout } = await doctor(['fix', '--yes', ...aim], place);
  expect([code, stdout]).toEqual([4, expect.stringContaining('ssh itself could not connect, or was cut off')]);
  expect(await readdir(folder)).toEqual([]);
});

test('the walkthrough leaves the terminal to ssh, whose question about the host is the user’s to answer', async () => {
  const terminal = openDoctor(aim, place, { cols: 100, rows: 40 });
  // What failed before is gone on with: the journal knows the place.
  await terminal.waitFor('enter go on', 60_000);
  terminal.press('\r');
  const step = await terminal.waitFor('enter run it here');
  expect(step).toContain('on root@127.0.0.1, over SSH');
  terminal.press('\r');
  await terminal.waitFor('continue connecting (yes/no');
  terminal.press('yes\r');
  await terminal.waitFor('The command ended well.', 60_000);
  expect(await readdir(folder)).toEqual([NAME]);
  terminal.press('\x03');
  await terminal.exited;
});
