import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedRules } from 'virtual:shipped-rules';
import { afterEach, describe, expect, test } from 'vitest';
import { sessionFrom } from '../../src/from/read.ts';
import { Redactor } from '../../src/host/clean.ts';
import type { Host, Machine } from '../../src/host/host.ts';
import { createHost } from '../../src/host/real.ts';
import { MARKER, recordingHost, replayHost } from '../../src/host/recording.ts';
import { valueIn } from '../../src/model/fact.ts';
import { defaultAim } from '../../src/probes/context.ts';
import { machineSession } from '../../src/session.ts';
import { commands, fakeHost, files, linux, NOW, windows } from '../support/fake-host.ts';

const fixture = (path: string) => readFileSync(new URL(`../../fixtures/containers/${path}`, import.meta.url), 'utf8');
const COMPOSE = `services:
  openclaw-gateway:
    image: ghcr.io/openclaw/openclaw:latest
    environment:
      - OPENCLAW_GATEWAY_TOKEN=abcdefgh12345678abcdefgh12345678
    volumes:
      - "C:/Users/You/.openclaw:/root/.openclaw"
`;

/** An engine with the container of a fixture. */
function engine(name: string, more: Parameters<typeof commands>[0] = {}): Pick<Host, 'exec' | 'archive'> {
  const inspect = fixture(`${name}/docker-inspect.json`);
  const [{ Id, Name }] = JSON.parse(inspect) as [{ Id: string; Name: string }];
  const container = Name.replace(/^\//, '');
  let info = '{}';
  try {
    info = fixture(`${name}/docker-info.json`);
  } catch {
    // Not every fixture has one.
  }
  return {
    exec: commands({
      'docker ps --all --no-trunc --format {{json .}}': JSON.stringify({ ID: Id, Image: 'openclaw', Names: container }),
      'docker info --format {{json .}}': info,
      'docker compose version --short': '2.26.1',
      [`docker inspect --type container ${Id}`]: inspect,
      [`docker logs --timestamps --tail 20000 ${container}`]: '',
      ...more,
    }),
    archive: async () => ({ status: 'absent' }),
  };
}

/** A look at a machine, and one at its recording, which must not differ. */
async function look(host: Host) {
  const { host: recorder, calls } = recordingHost(host);
  const live = await machineSession({ host: recorder, aim: defaultAim }, shippedRules, 'error', 'machine').look();
  const recording = JSON.parse(
    JSON.stringify({ [MARKER]: 1, doctor: 'dev', options: {}, startedAt: NOW, machine: host.machine, calls }),
  );
  const replayed = await machineSession(
    { host: replayHost(recording), aim: defaultAim },
    shippedRules,
    'error',
    'evidence',
  ).look();
  expect(replayed.report).toEqual(live.report);
  return { ...live, asked: calls };
}

const changes = (report: Awaited<ReturnType<typeof look>>['report']) =>
  report.findings.flatMap(({ remedies }) =>
    remedies.flatMap(({ steps }) => steps.flatMap(({ change }) => change ?? [])),
  );

describe('a probed machine and the captured folder of it', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  test('give the same findings, with the same diff of the compose file', async () => {
    const name = '20-dd-windows-root-vs-node';
    const { text, clean } = { text: COMPOSE, clean: new Redactor() };
    const path = 'C:\\Users\\You\\openclaw\\docker-compose.yml';
    const { report } = await look(fakeHost({ ...engine(name), ...files({ [path]: clean.clean(text) }) }, windows));

    const folder = mkdtempSync(join(tmpdir(), 'doctor-storage-'));
    folders.push(folder);
    for (const file of ['docker-inspect.json', 'docker-info.json', 'env.json'])
      writeFileSync(join(folder, file), fixture(`${name}/${file}`));
    writeFileSync(join(folder, 'docker-compose.yml'), COMPOSE);
    const source = { from: folder, container: undefined, host: createHost(), clean: <T>(value: T) => value };
    const described = await (await sessionFrom(source, shippedRules, 'error')).look();

    const brief = (findings: typeof report.findings) =>
      findings
        .filter(({ rule }) => rule.startsWith('state-dir/'))
        .map(({ rule, variant, title }) => [rule, variant, title]);
    expect(brief(report.findings)).toEqual(brief(described.report.findings));
    expect(brief(report.findings)[0]?.[1]).toBe('other-home');
    const lines = (diff: string | undefined) => diff?.split('\n').slice(2);
    expect(lines(changes(report)[0]?.diff)).toEqual(lines(changes(described.report)[0]?.diff));
    expect(lines(changes(report)[0]?.diff)).toContain('+      - "C:/Users/You/.openclaw:/home/node/.openclaw"');
    expect(JSON.stringify([report, described])).not.toContain('abcdefgh12345678');
  });
});

test('a copy of the state that an earlier try has left is seen, and the next one goes elsewhere', async () => {
  const path = '/home/you/claw/openclaw-state-copy';
  const left = files({ [`${path}/openclaw.json`]: '{}' });
  const machine = { ...linux, cwd: '/home/you/claw' };
  const { facts } = await look(fakeHost({ ...engine('17-no-state-mount'), ...left }, machine));
  expect(valueIn(facts, 'state.copyFolder')).toBe(`${path}-2`);
});

describe('the compose file', () => {
  const here = { ...linux, cwd: '/home/you/claw' } satisfies Machine;
  const unparsable = 'services:\n  openclaw-gateway:\n    volumes: ["%USERPROFILE%/.openclaw:/home/node/.openclaw\n';
  const grep: Host['grep'] = async ({ path, anchors }) =>
    path === '/home/you/claw/compose.yaml' && anchors.includes('openclaw')
      ? { status: 'ok', lines: ['openclaw'], size: 9, complete: true }
      : { status: 'absent' };

  test('is looked for in the working folder where there is no container', async () => {
    const text =
      'services:\n  openclaw-gateway:\n    image: openclaw:local\n    volumes:\n      - ~you/.openclaw:/home/node/.openclaw\n';
    const { report, facts } = await look(fakeHost({ ...files({ '/home/you/claw/compose.yaml': text }), grep }, here));
    expect(report.findings.map(({ rule, variant }) => `${rule} ${variant}`)).toContain(
      'state-dir/volume-path-mismatch unset',
    );
    expect(valueIn(facts, 'openclaw.traces')).toContain('the compose file /home/you/claw/compose.yaml');
    expect(changes(report)[0]?.diff).toContain('+      - /home/you/.openclaw:/home/node/.openclaw');
  });

  test('that can’t be parsed leaves the words', async () => {
    const { report } = await look(fakeHost({ ...files({ '/home/you/claw/compose.yaml': unparsable }), grep }, here));
    expect(changes(report)).toEqual([]);
    const steps = report.findings.flatMap(({ remedies }) => remedies.flatMap(({ steps: own }) => own));
    expect(steps.map(({ say }) => say).join('\n')).toContain('write «- ${USERPROFILE}/.openclaw:/home/node/.openclaw»');
    expect(steps.filter((step) => 'edit' in step)).toEqual([]);
  });

  test('of something else is not read', async () => {
    const redis = { '/home/you/claw/compose.yaml': 'services:\n  redis:\n    image: redis\n' };
    const { asked } = await look(
      fakeHost({ ...files(redis), grep: async () => ({ status: 'ok', lines: [], size: 40, complete: true }) }, here),
    );
    expect(
      asked.filter(({ effect, request }) => effect === 'readText' && JSON.stringify(request).includes('compose')),
    ).toEqual([]);
  });

  test('of a recording without a working folder is unknown, and nothing breaks', async () => {
    const { facts } = await look(fakeHost());
    expect(facts['compose.file']?.status).toBe('unknown');
  });
});

test('on Linux the probe sees whom a mounted folder belongs to, and that a volume is a share', async () => {
  const list: Host['list'] = async ({ path, only }) =>
    path === '/home/you/newhome' && only?.includes('.openclaw')
      ? {
          status: 'ok',
          entries: [{ name: '.openclaw', kind: 'directory', size: 0, uid: 0, mode: 0o755, changedAt: 0 }],
        }
      : { status: 'absent' };
  const log = fixture('13-bind-source-missing-root-owned/gateway.log');
  const { report } = await look(
    fakeHost({
      ...engine('13-bind-source-missing-root-owned', { 'docker logs --timestamps --tail 20000 gd': log }),
      list,
    }),
  );
  expect(report.findings[0]).toMatchObject({
    rule: 'state-dir/volume-permissions',
    variant: 'bind',
    certainty: 'confirmed',
  });
  expect(report.findings[0]?.why).toContain('belongs to root');

  const volume = JSON.stringify([{ Name: 'ocdata', Options: { type: 'cifs', device: '//nas/claw', o: 'username=x' } }]);
  const shared = await look(
    fakeHost(engine('15-named-volume-host-cli-separate', { 'docker volume inspect ocdata': volume })),
  );
  expect(shared.report.findings.map(({ rule }) => rule)).toContain('state-dir/state-on-synced-folder');
});

describe('a folder that is mounted at another home than the gateway’s', () => {
  const name = '13-bind-source-missing-root-owned';
  const inspect = fixture(`${name}/docker-inspect.json`).replaceAll('/home/node/.openclaw', '/root/.openclaw');
  const [{ Id }] = JSON.parse(inspect) as [{ Id: string }];
  const lookAt = (held: Pick<Host, 'list'>) =>
    look(fakeHost({ ...engine(name, { [`docker inspect --type container ${Id}`]: inspect }), ...held }));

  test('is asked for parts of a state by their names, and for nothing else', async () => {
    const { list } = files({ '/home/you/newhome/.openclaw/state/openclaw.sqlite': '' });
    const { facts, asked } = await lookAt({ list });
    expect(valueIn(facts, 'state.strayHolds')).toBe(true);
    const requests = asked.filter(({ effect }) => effect === 'list').map(({ request }) => request);
    expect(requests).toContainEqual({ path: '/home/you/newhome/.openclaw', only: expect.arrayContaining(['state']) });
  });

  test('is no state where it has none of them, and unknown where it can’t be looked into', async () => {
    const { list } = files({ '/home/you/newhome/.openclaw/notes.txt': '' });
    expect(valueIn((await lookAt({ list })).facts, 'state.strayHolds')).toBe(false);
    const denied: Host['list'] = async () => ({ status: 'denied', reason: 'EACCES' });
    expect((await lookAt({ list: denied })).facts['state.strayHolds']?.status).toBe('unknown');
  });
});

test('a state folder on a share is told on the host, too', async () => {
  const grep: Host['grep'] = async ({ path }) =>
    path === '/proc/self/mounts'
      ? { status: 'ok', lines: ['nas:/home /home/you nfs4 rw,relatime 0 0'], size: 40, complete: true }
      : { status: 'absent' };
  const home = files({ '/home/you/.openclaw/openclaw.json': '{}' });
  const { facts } = await look(fakeHost({ ...home, grep }));
  expect([valueIn(facts, 'state.place'), valueIn(facts, 'state.placeName')]).toEqual(['network', 'nfs4']);
});
