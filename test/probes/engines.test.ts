import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Redactor } from '../../src/host/clean.ts';
import type { Host } from '../../src/host/host.ts';
import { defaultAim } from '../../src/probes/context.ts';
import { probeEngines } from '../../src/probes/engines.ts';
import { roleOf } from '../../src/probes/openclaw-container.ts';
import { commands, fakeHost, linux } from '../support/fake-host.ts';

const PS = 'ps --all --no-trunc --format {{json .}}';
const inspect = readFileSync(
  new URL('../../fixtures/containers/02-compose-network/docker-inspect.json', import.meta.url),
  'utf8',
);
const info = readFileSync(
  new URL('../../fixtures/containers/20-dd-windows-root-vs-node/docker-info.json', import.meta.url),
  'utf8',
);
const id = 'd5455bfa43fc44b1c5ee0ba64c08cb79b0044b98677365cfb6294e35d74d3048';
const row = `{"Command":"node openclaw.mjs","ID":"${id}","Image":"openclaw:local"}\n`;
const FOLDER = { kind: 'directory', size: 0, uid: 1000, mode: 0o755, changedAt: 0 } as const;
const ask = (answers: Parameters<typeof commands>[0], machine = linux) =>
  probeEngines({ host: fakeHost({ exec: commands(answers) }, machine), aim: defaultAim });

test('a running engine tells its containers; those of other programs never come in', async () => {
  const found = await ask({
    [`docker ${PS}`]: `{"ID":"${'e'.repeat(64)}","Image":"postgres"}\n${row}`,
    'docker info --format {{json .}}': info,
    'docker compose version --short': '2.26.1',
    [`docker inspect --type container ${id}`]: inspect,
  });
  expect(found.engines).toMatchObject({
    status: 'known',
    value: [{ kind: 'docker', product: 'Docker Desktop', desktop: true, compose: true }],
  });
  const containers = found.containers.status === 'known' ? found.containers.value : [];
  expect(containers.map((container) => [container.name, roleOf(container)])).toEqual([
    ['openclaw-openclaw-gateway-1', 'gateway'],
  ]);
});

test('without docker and podman there are no containers, and that is known', async () => {
  expect(await ask({})).toEqual({
    engines: { status: 'known', value: [], source: 'no docker or podman here' },
    containers: { status: 'known', value: [], source: 'no docker or podman here' },
    down: [],
  });
});

describe('an engine that can’t be asked', () => {
  test('no permission on its socket is unknown, with what would help', async () => {
    const stderr =
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://…": dial unix /var/run/docker.sock: connect: permission denied';
    expect((await ask({ [`docker ${PS}`]: { code: 1, stderr } })).containers).toEqual({
      status: 'unknown',
      reason: "no permission to ask docker's engine: run the doctor as a user who may, for example with sudo",
    });
  });

  test('one that hangs is unknown', async () => {
    expect((await ask({ [`docker ${PS}`]: 'timeout' })).containers).toEqual({
      status: 'unknown',
      reason: 'docker is installed but its engine gave no answer within 5000 ms',
    });
  });

  test('one that does not run has no container that could run', async () => {
    const stderr = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    expect(await ask({ [`docker ${PS}`]: { code: 1, stderr } })).toMatchObject({
      containers: { status: 'known', value: [] },
      down: ['docker'],
    });
  });
});

test('in WSL without a docker of its own, that of Windows is asked', async () => {
  const wsl = { ...linux, env: { ...linux.env, WSL_DISTRO_NAME: 'Ubuntu' } };
  const found = await ask(
    {
      [`docker.exe ${PS}`]: row,
      'docker.exe info --format {{json .}}': info,
      [`docker.exe inspect --type container ${id}`]: inspect,
    },
    wsl,
  );
  expect(found.engines).toMatchObject({ value: [{ command: ['docker.exe'], product: 'Docker Desktop' }] });
});

test('podman is asked beside docker, and a docker that is podman counts once', async () => {
  const podman = {
    [`podman ${PS}`]: row,
    'podman info --format {{json .}}': '{"host":{"security":{"rootless":true}}}',
    [`podman inspect --type container ${id}`]: inspect,
  };
  const twin = Object.fromEntries(
    Object.entries(podman).map(([line, answer]) => [line.replace('podman', 'docker'), answer]),
  );
  const found = await ask({ ...podman, ...twin });
  expect(found.engines).toMatchObject({ value: [{ product: 'Podman', rootless: true }] });
  expect(found.containers.status === 'known' && found.containers.value.length).toBe(1);
});

describe('compose', () => {
  const asked = (engine: string, own: string | undefined, beside: string | undefined) =>
    ask({
      [`${engine} ${PS}`]: row,
      [`${engine} info --format {{json .}}`]: info,
      [`${engine} inspect --type container ${id}`]: inspect,
      ...(own === undefined ? {} : { [`${engine} compose version --short`]: own }),
      ...(beside === undefined ? {} : { [`${engine}-compose version --short`]: beside }),
    });
  const composeOf = async (...args: Parameters<typeof asked>) => {
    const { engines, containers } = await asked(...args);
    const [engine] = engines.status === 'known' ? engines.value : [];
    const [container] = containers.status === 'known' ? containers.value : [];
    expect(container?.engine).toEqual(engine);
    return [engine?.compose, engine?.composeCommand.join(' ')];
  };

  test.each([
    ['docker', '2.40.0', '1.29.2', [true, 'docker compose']],
    ['docker', undefined, '1.29.2', [false, 'docker-compose']],
    ['podman', undefined, '1.0.3', [false, 'podman-compose']],
    ['docker', undefined, undefined, [false, '']],
  ] as const)('of %s, with %s of its own and %s beside it', async (engine, own, beside, expected) => {
    expect(await composeOf(engine, own, beside)).toEqual(expected);
  });

  test('beside the engine is looked for only where a container came from one', async () => {
    const calls: string[] = [];
    const plain = JSON.stringify(JSON.parse(inspect)).replaceAll(/com\.docker\.compose/g, 'nobody');
    const answer = commands({
      [`docker ${PS}`]: row,
      'docker info --format {{json .}}': info,
      [`docker inspect --type container ${id}`]: plain,
    });
    const exec: Host['exec'] = async (request) => {
      calls.push(request.argv.join(' '));
      return answer(request);
    };
    await probeEngines({ host: fakeHost({ exec }), aim: defaultAim });
    expect(calls).toContain(`docker inspect --type container ${id}`);
    expect(calls.filter((call) => call.startsWith('docker-compose'))).toEqual([]);
  });
});

describe('the engine is named as it was found', () => {
  const commandOf = async (answers: Parameters<typeof commands>[0], env: Record<string, string>, disk = {}) => {
    const host = fakeHost({ exec: commands(answers), ...disk }, { ...linux, env: { ...linux.env, ...env } });
    const { containers } = await probeEngines({ host, aim: defaultAim });
    return containers.status === 'known' ? containers.value.map(({ engine }) => engine.command.join(' ')) : containers;
  };
  const answering = (command: string) => ({
    [`${command} ${PS}`]: row,
    [`${command} info --format {{json .}}`]: info,
    [`${command} inspect --type container ${id}`]: inspect,
  });

  test.each([
    ['docker --host unix:///run/user/1000/docker.sock', { DOCKER_HOST: 'unix:///run/user/1000/docker.sock' }],
    ['docker --context rootless', { DOCKER_CONTEXT: 'rootless' }],
    ['docker --host tcp://box:2375', { DOCKER_HOST: 'tcp://box:2375', DOCKER_CONTEXT: 'rootless' }],
    ['podman --url ssh://core@box/run/podman.sock', { CONTAINER_HOST: 'ssh://core@box/run/podman.sock' }],
    ['podman --connection box', { CONTAINER_CONNECTION: 'box' }],
    ['docker --host ssh://me@box', new Redactor().clean({ DOCKER_HOST: 'ssh://me@box' })],
    ['docker', new Redactor().clean({ DOCKER_HOST: 'ssh://me:fake-4f8a1c9e@box' })],
    ['docker', {}],
  ])('%s', async (command, env) => {
    expect(await commandOf(answering(command), env)).toEqual([command]);
  });

  const meta = '/home/you/.docker/contexts/meta';
  const contextFile = (name: string, address: string) =>
    JSON.stringify({ Name: name, Endpoints: { docker: { Host: address } } });
  const texts: Record<string, string> = {
    [`${meta}/a1/meta.json`]: contextFile('rootless', 'unix:///run/user/1000/docker.sock'),
    [`${meta}/b2/meta.json`]: contextFile('far', 'ssh://me@box'),
    [`${meta}/c3/meta.json`]: contextFile('--host=x', 'unix:///tmp/x.sock'),
    [`${meta}/d4/meta.json`]: 'no JSON',
  };
  const contexts: Pick<Host, 'list' | 'readText'> = {
    list: async ({ path }) =>
      path === meta
        ? { status: 'ok', entries: ['a1', 'b2', 'c3', 'd4'].map((name) => ({ ...FOLDER, name })) }
        : { status: 'absent' },
    readText: async ({ path }) => {
      const text = texts[path];
      return text === undefined ? { status: 'absent' } : { status: 'ok', text, size: text.length, truncated: false };
    },
  };
  const empty = { [`docker ${PS}`]: '', 'docker info --format {{json .}}': info };
  const down = { [`docker ${PS}`]: { code: 1, stderr: 'Is the docker daemon running?' } };

  test.each([
    ['has no OpenClaw', empty],
    ['does not run', down],
  ])('by another context of this machine, where the present one %s', async (_, present) => {
    const found = await commandOf({ ...present, ...answering('docker --context rootless') }, {}, contexts);
    expect(found).toEqual(['docker --context rootless']);
  });

  test('by no context of another machine, nor any where a variable names the engine', async () => {
    const all = { ...empty, ...answering('docker --context far'), ...answering('docker --context --host=x') };
    expect(await commandOf(all, {}, contexts)).toEqual([]);
    const set = { ...answering('docker --context rootless'), [`docker --host tcp://box:1 ${PS}`]: '' };
    expect(await commandOf(set, { DOCKER_HOST: 'tcp://box:1' }, contexts)).toEqual([]);
  });

  test('a context that is the present one under another name is not asked again', async () => {
    const same = {
      'docker context inspect --format {{.Endpoints.docker.Host}}': 'unix:///run/user/1000/docker.sock\n',
    };
    const found = await commandOf({ ...empty, ...same, ...answering('docker --context rootless') }, {}, contexts);
    expect(found).toEqual([]);
  });
});

test('--offline leaves an engine on another host alone', async () => {
  const far = { 'docker context inspect --format {{.Endpoints.docker.Host}}': 'ssh://me@box\n', [`docker ${PS}`]: row };
  const host = fakeHost({ exec: commands(far) });
  expect((await probeEngines({ host, aim: { ...defaultAim, offline: true } })).containers).toEqual({
    status: 'unknown',
    reason: "--offline: docker's engine is on another host and is left alone",
  });
});

test.each([
  ['{{.Name}} {{.URI}} {{.Default}}', 'near unix:///x false\nbox ssh://me@box:22/run/p.sock true\n', 'box'],
  ['{{.Name}} {{.URI}}', 'near unix:///x\nbox* ssh://me@box:22/run/p.sock\n', 'box'],
  ['{{.Name}} {{.URI}} {{.Default}}', 'vm ssh://core@127.0.0.1:50000/x true\n', null],
])(
  'the default connection of a Podman that is a client tells where its engine is: %s %j',
  async (format, listed, elsewhere) => {
    const info = JSON.stringify({ host: { serviceIsRemote: true }, version: { Version: '5.0.0' } });
    const answers = {
      [`podman system connection list --format ${format}`]: listed,
      'podman info --format {{json .}}': info,
      [`podman ${PS}`]: '',
    };
    const engines = async (more: object) => {
      const host = fakeHost({ exec: commands({ ...answers, ...more }) }, linux);
      return (await probeEngines({ host, aim: defaultAim })).engines;
    };
    expect(await engines({})).toMatchObject({ value: [{ elsewhere }] });
    // One that runs its containers itself has no use for them.
    const own = { 'podman info --format {{json .}}': info.replace('true', 'false') };
    expect(await engines(own)).toMatchObject({ value: [{ elsewhere: null }] });
  },
);

test('a connection of Podman’s to another host is one, too', async () => {
  const list = 'podman system connection list --format {{.Name}} {{.URI}}';
  const env = { CONTAINER_CONNECTION: 'box' };
  const at = (uri: string) =>
    fakeHost(
      { exec: commands({ [list]: `near unix:///x\n${uri}\n`, [`podman --connection box ${PS}`]: '' }) },
      {
        ...linux,
        env,
      },
    );
  const offline = { ...defaultAim, offline: true };
  expect((await probeEngines({ host: at('box* ssh://me@box:22/run/p.sock'), aim: offline })).containers).toEqual({
    status: 'unknown',
    reason: "--offline: podman's engine is on another host and is left alone",
  });
  expect((await probeEngines({ host: at('box ssh://core@127.0.0.1:50000/x'), aim: offline })).engines).toMatchObject({
    value: [{ elsewhere: null }],
  });
});
