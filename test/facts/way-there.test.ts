import { describe, expect, it, test } from 'vitest';
import { type Here, hereIn, tellsSecret, wayThere } from '../../src/facts/way-there.ts';
import { known } from '../../src/model/fact.ts';
import { stepPlace } from '../../src/model/step-place.ts';
import { docker } from '../support/containers.ts';

const onLinux: Here = { platform: 'linux', distro: null, interop: false, engines: {}, ssh: null };
const onWindows: Here = { ...onLinux, platform: 'win32' };
const inUbuntu: Here = { ...onLinux, distro: 'Ubuntu', interop: true };
const list = ['openclaw', 'devices', 'list'];

const way = (where: string, here: Here, argv: readonly string[] = list) => {
  const place = stepPlace(where);
  return place && wayThere(place, argv, here);
};
const through = (...argv: string[]) => ({ kind: 'route', route: { argv, hands: 'argv' } });
const over = (...argv: string[]) => ({ kind: 'route', route: { argv, hands: 'sh' } });
const none = { kind: 'none', why: expect.stringMatching(/./) };

test.each(['host:x', 'container', 'container:', 'ssh:', 'nowhere', ''])(
  '%j names a place as far as it does',
  (where) => {
    expect(stepPlace(where)).toEqual(where === 'host:x' ? { kind: 'host' } : undefined);
  },
);

it('this machine is here, and nobody goes where the client is', () => {
  expect(way('host', onLinux)).toEqual({ kind: 'here' });
  for (const where of ['client', 'browser', 'gateway-host']) expect(way(where, onLinux)).toEqual(none);
});

it('a container is reached by the engine that has it', () => {
  const here = { ...onLinux, engines: { gwa: ['docker', '--context', 'rootless'] } };
  expect(way('container:gwa', here)).toEqual(through('docker', '--context', 'rootless', 'exec', 'gwa'));
  for (const name of ['other', 'toString', '__proto__']) expect(way(`container:${name}`, here)).toEqual(none);
});

describe('a WSL distribution', () => {
  it('is reached from Windows without its shell, and from another distribution by interop', () => {
    const route = through('wsl.exe', '--distribution', 'Ubuntu-24.04', '--exec');
    expect(way('wsl:Ubuntu-24.04', onWindows)).toEqual(route);
    expect(way('wsl:Ubuntu-24.04', inUbuntu)).toEqual(route);
    expect(way('wsl:Ubuntu', inUbuntu)).toEqual({ kind: 'here' });
  });

  it('is not reached from where there is none, without interop, or by a name that is an option', () => {
    expect(way('wsl:Ubuntu', onLinux)).toEqual(none);
    expect(way('wsl:Debian', { ...inUbuntu, interop: false })).toEqual(none);
    for (const name of ['--shutdown', '-u', 'a"b', 'a\nb']) expect(way(`wsl:${name}`, onWindows)).toEqual(none);
  });
});

describe('Windows', () => {
  it('is here on Windows, and reached from WSL by a program’s whole name, else by cmd', () => {
    expect(way('windows', onWindows)).toEqual({ kind: 'here' });
    expect(way('windows', inUbuntu, ['netsh.exe', 'interface', 'portproxy', 'show', 'all'])).toEqual({ kind: 'here' });
    expect(way('windows', inUbuntu)).toEqual(through('cmd.exe', '/d', '/c'));
  });

  it.each(['a b', '%PATH%', 'a&b', '^', '"', '', '$(x)', 'a\nb'])('gets no %j by way of cmd', (text) => {
    expect(way('windows', inUbuntu, ['openclaw', text])).toEqual(none);
  });

  it('is not reached where interop is off, from no WSL, nor by what would end the doctor', () => {
    expect(way('windows', { ...inUbuntu, interop: false })).toEqual(none);
    expect(way('windows', onLinux)).toEqual(none);
    expect(way('windows', inUbuntu, ['wsl.exe', '--shutdown'])).toEqual(none);
    expect(way('windows', onWindows, ['wsl.exe', '--shutdown'])).toEqual({ kind: 'here' });
  });
});

describe('ssh', () => {
  it('goes to the gateway’s host as the user’s own ssh does, else to a target as it is written', () => {
    const ssh = ['ssh', '-p', '2222', '-i', '~/.ssh/claw', 'me@claw.lan'];
    expect(way('ssh:me@claw.lan', { ...onLinux, ssh })).toEqual(over(...ssh));
    expect(way('ssh:me@other.lan:22022', { ...onLinux, ssh })).toEqual(over('ssh', '-p', '22022', 'me@other.lan'));
    expect(way('ssh:claw', onWindows)).toEqual(over('ssh', 'claw'));
  });

  it('has a terminal for what shows a secret there only', () => {
    expect(way('ssh:claw', onLinux, ['openclaw', 'gateway', 'auth-token', '--show'])).toEqual(
      over('ssh', '-t', 'claw'),
    );
  });

  it.each(['-oProxyCommand=touch x', 'a b', '$(x)', 'a;b', 'me@', '@h', 'me@h:0', 'me@h:99999', 'h/x'])(
    'never to %j',
    (target) => expect(way(`ssh:${target}`, onLinux)).toEqual(none),
  );
});

it('what shows a secret is for the user’s own terminal', () => {
  const shows = (text: string) => tellsSecret(text.split(' '));
  const secret = ['openclaw dashboard', 'openclaw gateway auth-token --show', 'openclaw config get gateway.auth.token'];
  expect(secret.map(shows)).toEqual([true, true, true]);
  expect(['openclaw devices list', 'openclaw config get gateway.bind'].map(shows)).toEqual([false, false]);
});

it('two engines of a kind: only of the gateway’s own container is it known which has it', () => {
  const rootless = { ...docker, command: ['docker', '--context', 'rootless'] };
  const item = { engine: 'docker', role: 'client', running: true, exitCode: 0, image: 'x', published: [] };
  const containers = ['gwa', 'cli'].map((name) => ({ ...item, name, networkMode: 'bridge' }));
  const facts = {
    engines: known([docker, rootless], 'x'),
    containers: known(containers, 'x'),
    'gateway.name': known('gwa', 'x'),
    'gateway.engineCommand': known(rootless.command, 'x'),
  };
  expect(hereIn(facts).engines).toEqual({ gwa: rootless.command });
  expect(hereIn({ ...facts, engines: known([docker], 'x') }).engines).toEqual({
    gwa: rootless.command,
    cli: ['docker'],
  });
});
