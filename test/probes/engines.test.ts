import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
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

test('--offline leaves an engine on another host alone', async () => {
  const far = { 'docker context inspect --format {{.Endpoints.docker.Host}}': 'ssh://me@box\n', [`docker ${PS}`]: row };
  const host = fakeHost({ exec: commands(far) });
  expect((await probeEngines({ host, aim: { ...defaultAim, offline: true } })).containers).toEqual({
    status: 'unknown',
    reason: "--offline: docker's engine is on another host and is left alone",
  });
});
