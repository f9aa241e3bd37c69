import { expect, test } from 'vitest';
import type { Gateway } from '../../src/facts/choose.ts';
import type { Entry, Host, Machine } from '../../src/host/host.ts';
import type { Container } from '../../src/probes/inspect.ts';
import { parseSettings, settingsFacts } from '../../src/probes/settings.ts';
import { hostFile } from '../../src/probes/settings-file.ts';
import { containerOf, docker } from '../support/containers.ts';
import { fakeHost, linux } from '../support/fake-host.ts';

const folder = '/home/you/.openclaw';
const file = `${folder}/openclaw.json`;
const commented = '{ gateway: {} } // mine';
const onHost: Gateway = { kind: 'process', why: 't' };
const mount = { type: 'bind', source: folder, target: '/home/node/.openclaw', writable: true, asked: null } as const;
const inside = (more: Partial<Container> = {}): Gateway => ({
  kind: 'container',
  why: 't',
  container: containerOf({ mounts: [mount], ...more }),
});

/** What is told of the file, which is this user's own unless `entry` says otherwise. */
async function told(gateway: Gateway, { text = commented, entry = {}, path = file, machine = linux }: Case = {}) {
  const listed: string[] = [];
  const list: Host['list'] = async (request) => {
    listed.push(`${request.path} ${request.only}`);
    const own: Entry = { name: 'openclaw.json', kind: 'file', size: 1, uid: 1000, mode: 0o600, changedAt: 0, ...entry };
    return request.path === folder ? { status: 'ok', entries: [own] } : { status: 'absent' };
  };
  const context = { host: fakeHost({ list }, machine), aim: { timeoutMs: 1000 } } as Parameters<typeof hostFile>[0];
  const facts = await hostFile(context, gateway, settingsFacts('gateway', parseSettings(text, path)));
  const fact = facts['gateway.config.hostFile'];
  return { said: fact?.status === 'known' ? fact.value : fact?.reason, listed };
}

interface Case {
  readonly text?: string;
  readonly entry?: Partial<Entry>;
  readonly path?: string;
  readonly machine?: Machine;
}

test('a file of this user’s own, on this host or mounted from it', async () => {
  expect(await told(onHost)).toEqual({ said: file, listed: [`${folder} openclaw.json`] });
  expect(await told(inside())).toMatchObject({ said: file });
  const above = { ...mount, source: '/home/you', target: '/home/node' };
  expect(await told(inside({ mounts: [above] }))).toMatchObject({ said: file });
});

test('root may change whose file it is', async () => {
  expect(await told(onHost, { machine: { ...linux, uid: 0 } })).toMatchObject({ said: file });
});

test('of plain JSON, which OpenClaw writes as it is, nobody looks where it lies', async () => {
  expect(await told(onHost, { text: '{"gateway":{}}' })).toEqual({ said: undefined, listed: [] });
  expect(await told(onHost, { text: '{ gateway: ' })).toEqual({ said: undefined, listed: [] });
});

test.each<[string, Gateway, Case, string]>([
  ['another user’s', onHost, { entry: { uid: 0 } }, `${file} belongs to another user`],
  ['a link', onHost, { entry: { kind: 'other' } }, `${file} is a link to the file`],
  [
    'in WSL, seen from Windows',
    onHost,
    { path: '\\\\wsl$\\Ubuntu\\home\\you\\.openclaw\\openclaw.json' },
    'it lies on another system than the doctor',
  ],
  ['in the container itself', inside({ mounts: [] }), {}, 'it lies in no folder of this host'],
  [
    'in a volume',
    inside({ mounts: [{ ...mount, type: 'volume', source: 'claw' }] }),
    {},
    'it lies in no folder of this host',
  ],
  [
    'mounted by itself',
    inside({ mounts: [mount, { ...mount, source: file, target: '/home/node/.openclaw/openclaw.json' }] }),
    {},
    'it is mounted by itself',
  ],
  [
    'in a virtual machine',
    inside({ engine: { ...docker, desktop: true } }),
    {},
    "the gateway runs in its engine's virtual machine",
  ],
  ['elsewhere', inside({ engine: { ...docker, elsewhere: 'nas' } }), {}, 'it is on nas, not here'],
  [
    'where nobody can see it',
    inside({ mounts: [{ ...mount, source: '/srv/claw' }] }),
    {},
    "/srv/claw/openclaw.json can't be seen on this host",
  ],
])('%s it is not to be changed in its place, for a reason', async (_, gateway, given, reason) => {
  expect((await told(gateway, given)).said).toBe(reason);
});
