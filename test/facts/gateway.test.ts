import { describe, expect, test } from 'vitest';
import { chooseGateway } from '../../src/facts/choose.ts';
import { gatewayFacts, surroundingsOf } from '../../src/facts/gateway.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { Container } from '../../src/probes/inspect.ts';
import { containerOf, docker } from '../support/containers.ts';

const gateway = (name: string, hostPort: number, more: Partial<Container> = {}): Container =>
  containerOf({
    id: name,
    name,
    networks: [{ name: 'bridge', gateways: ['172.17.0.1'], addresses: ['172.17.0.2'] }],
    ports: [{ hostIp: '127.0.0.1', hostPort, containerPort: 18789 }],
    ...more,
  });
const dials = (port: number, more: Facts = {}): Facts => ({
  'client.dials': known('loopback', 't'),
  'client.host': known('127.0.0.1', 't'),
  'client.port': known(port, 't'),
  'os.container': known(null, 't'),
  ...more,
});
const choose = (facts: Facts, containers: Container[], named?: string) => {
  const chosen = chooseGateway(facts, known(containers, 'docker inspect'), named);
  return chosen.kind === 'container' ? chosen.container.name : chosen.kind === 'unknown' ? chosen.reason : chosen.kind;
};

describe('the gateway that the client’s URL leads to', () => {
  test('is the container that publishes its port', () => {
    expect(choose(dials(28789), [gateway('a', 18789), gateway('b', 28789)])).toBe('b');
  });
  test('is the one named, also by its compose service', () => {
    const b = gateway('b', 28789, { compose: { project: 'p', service: 'openclaw-gateway', file: null, folder: null } });
    expect(choose(dials(18789), [gateway('a', 18789), b], 'openclaw-gateway')).toBe('b');
    expect(choose(dials(18789), [gateway('a', 18789)], 'c')).toBe('no container c runs OpenClaw; gateways found: a');
  });
  test('is a process where OpenClaw answers and no container publishes the port', () => {
    expect(choose(dials(18789, { 'path.http': known('ok', 't') }), [gateway('a', 28789)])).toBe('process');
  });
  test('is the only container there is where nothing answers', () => {
    expect(choose(dials(18789, { 'path.tcp': known('refused', 't') }), [gateway('a', 28789)])).toBe('a');
  });
  test('is not guessed among several', () => {
    expect(choose(dials(1), [gateway('a', 18789), gateway('b', 28789)])).toBe(
      'several gateways could be meant: a, b. Name one with --container, or its address with --url',
    );
  });
  test('is elsewhere where the client dials another machine', () => {
    expect(
      choose({ 'client.dials': known('private', 't'), 'client.host': known('192.168.1.9', 't') }, [
        gateway('a', 18789),
      ]),
    ).toBe('elsewhere');
  });
  test('is the container whose own address is dialled', () => {
    expect(
      choose({ 'client.dials': known('private', 't'), 'client.host': known('172.17.0.2', 't') }, [gateway('a', 18789)]),
    ).toBe('a');
  });
  test('is not a container of an engine on another host, unless the client dials that host', () => {
    const far = gateway('far', 18789, { engine: { ...docker, elsewhere: '192.168.1.9' } });
    expect(choose(dials(18789, { 'openclaw.traces': known([], 't') }), [far])).toBe('none');
    expect(
      choose(
        {
          'client.dials': known('private', 't'),
          'client.host': known('192.168.1.9', 't'),
          'client.port': known(18789, 't'),
        },
        [far],
      ),
    ).toBe('far');
  });
  test('isn’t taken for a process where an engine can’t be asked and no state is here', () => {
    const facts = dials(18789, {
      'path.http': known('ok', 't'),
      'engines.down': known(['docker'], 't'),
      'client.hasState': known(false, 't'),
    });
    expect(choose(facts, [])).toMatch(/docker can't be asked: set DOCKER_HOST/);
    expect(choose({ ...facts, 'client.hasState': known(true, 't') }, [])).toBe('process');
  });
  test('isn’t denied where the engine may not be asked', () => {
    const chosen = chooseGateway(
      dials(18789, { 'openclaw.traces': known([], 't') }),
      unknown('no permission'),
      undefined,
    );
    expect(chosen).toEqual({ kind: 'unknown', reason: 'no permission' });
  });
  test('is nowhere on a machine without a trace', () => {
    expect(choose(dials(18789, { 'openclaw.traces': known([], 't') }), [])).toBe('none');
  });
});

describe('its commands', () => {
  const exec = (container: Container) => {
    const chosen = chooseGateway(dials(18789), known([container], 'i'), undefined);
    const facts = gatewayFacts(chosen, {}, surroundingsOf(chosen, {}, known([container], 'i')));
    return facts['gateway.exec']?.status === 'known' ? facts['gateway.exec'].value.join(' ') : undefined;
  };
  test('run what the gateway itself was started with', () => {
    expect(exec(gateway('a', 18789))).toBe('docker exec a node openclaw.mjs');
    expect(exec(gateway('a', 18789, { argv: ['node', 'dist/index.js', 'gateway'] }))).toBe(
      'docker exec a node dist/index.js',
    );
    expect(exec(gateway('a', 18789, { argv: ['openclaw', 'gateway', 'run'] }))).toBe('docker exec a openclaw');
  });
  test('stop it in its own time, unless it is removed as it stops', () => {
    const stop = (more: Partial<Container>) => {
      const chosen = chooseGateway(dials(18789), known([gateway('a', 18789, more)], 'i'), undefined);
      return gatewayFacts(chosen, {}, surroundingsOf(chosen, {}, known([gateway('a', 18789, more)], 'i')))[
        'gateway.stop'
      ];
    };
    expect(stop({})).toMatchObject({ status: 'known', value: ['docker', 'stop', '-t', '60', 'a'] });
    expect(stop({ isRemovedAtStop: true })).toMatchObject({ status: 'unknown' });
  });
  test('name the compose project and service where compose works', () => {
    const compose = { project: 'claw', service: 'openclaw-gateway', file: '/x/docker-compose.yml', folder: '/x' };
    const name = 'claw-openclaw-gateway-1';
    expect(exec(gateway(name, 18789, { compose, engine: { ...docker, compose: true } }))).toBe(
      'docker compose --project-name claw exec -T openclaw-gateway node openclaw.mjs',
    );
    expect(exec(gateway(name, 18789, { compose }))).toBe(`docker exec ${name} node openclaw.mjs`);
    const forged = { project: '--host=tcp://evil:2375', service: '--privileged', file: null, folder: null };
    expect(exec(gateway('a', 18789, { compose: forged, engine: { ...docker, compose: true } }))).toBe(
      'docker exec a node openclaw.mjs',
    );
  });
});
