import { describe, expect, test } from 'vitest';
import type { Gateway } from '../../src/facts/choose.ts';
import { stored } from '../../src/facts/stored.ts';
import type { Engine } from '../../src/model/catalogue.ts';
import { type Facts, known, unknown, valueIn } from '../../src/model/fact.ts';
import { readCompose } from '../../src/probes/compose-yaml.ts';
import type { Failure } from '../../src/probes/failures.ts';
import type { Container, Mount } from '../../src/probes/inspect.ts';
import type { SeenEvent } from '../../src/probes/logs.ts';
import { noStorage, type StorageSeen } from '../../src/probes/storage.ts';
import { containerOf as anyContainer, docker } from '../support/containers.ts';
import { refused } from '../support/facts.ts';
import { NOW } from '../support/fake-host.ts';

const engine: Engine = { ...docker, compose: true, composeCommand: ['docker', 'compose'] };
const mount = (target: string, more: Partial<Mount> = {}): Mount => ({
  type: 'bind',
  source: '/srv/openclaw/state',
  target,
  writable: true,
  asked: null,
  ...more,
});
const containerOf = (more: Partial<Container> = {}): Container =>
  anyContainer({
    name: 'claw-openclaw-gateway-1',
    engine,
    startedAt: new Date(NOW - 3_600_000).toISOString(),
    argv: ['node', 'dist/index.js', 'gateway'],
    compose: {
      project: 'claw',
      service: 'openclaw-gateway',
      file: '/srv/claw/docker-compose.yml',
      folder: '/srv/claw',
    },
    ...more,
  });

interface Given {
  readonly container?: Container;
  readonly facts?: Facts;
  readonly seen?: Partial<StorageSeen>;
  readonly others?: readonly Container[];
  readonly events?: readonly SeenEvent[];
  readonly failures?: readonly Failure[];
}

function factsOf({ container, facts = {}, seen = {}, others = [], events, failures }: Given): Facts {
  const gateway: Gateway = container ? { kind: 'container', container, why: 't' } : { kind: 'none', why: 't' };
  return stored({
    facts: {
      'os.platform': known('linux', 't'),
      ...(container ? { 'gateway.kind': known('container', 't') } : {}),
      ...(container ? { 'gateway.engineDesktop': known(container.engine.desktop, 't') } : {}),
      ...facts,
    },
    gateway,
    containers: known([...(container ? [container] : []), ...others], 't'),
    events: events ? known(events, 'the log') : unknown('no log'),
    failures: failures ? known(failures, 'the log') : unknown('no log'),
    storage: { ...noStorage('not looked for'), ...seen },
    now: NOW,
  });
}

describe('what covers the state folder', () => {
  const cases: readonly (readonly [string, Partial<Container>, string | undefined])[] = [
    ['nothing', {}, 'none'],
    ['a folder at it', { mounts: [mount('/home/node/.openclaw')] }, 'bind'],
    ['a folder above it', { mounts: [mount('/home/node')] }, 'bind'],
    ['only a folder below it', { mounts: [mount('/home/node/.openclaw/workspace')] }, 'none'],
    ['a folder of a like name', { mounts: [mount('/home/node/.openclaw-dev')] }, 'none'],
    ['a volume with a name', { mounts: [mount('/home/node/.openclaw', { type: 'volume', source: 'data' })] }, 'volume'],
    [
      'one without',
      { mounts: [mount('/home/node/.openclaw', { type: 'volume', source: 'a'.repeat(64) })] },
      'anonymous',
    ],
    ['memory', { mounts: [mount('/home/node/.openclaw', { type: 'tmpfs', source: '' })] }, 'tmpfs'],
    [
      'memory over a folder',
      { mounts: [mount('/home/node'), mount('/home/node/.openclaw', { type: 'tmpfs' })] },
      'tmpfs',
    ],
    [
      'its own folder by OPENCLAW_STATE_DIR',
      { env: { OPENCLAW_STATE_DIR: '/data/claw' }, mounts: [mount('/data')] },
      'bind',
    ],
    [
      'the folder of a profile',
      { env: { HOME: '/home/node', OPENCLAW_PROFILE: 'x' }, mounts: [mount('/home/node/.openclaw-x')] },
      'bind',
    ],
    ['uid 1000 without HOME', { user: '1000:1000', env: {}, mounts: [mount('/home/node/.openclaw')] }, 'bind'],
    ['root without HOME', { user: '', env: {}, mounts: [mount('/root/.openclaw')] }, 'bind'],
    ['a user of whom only the image knows', { user: '568', env: {}, mounts: [mount('/config')] }, undefined],
    ['an old name that every version looks for', { mounts: [mount('/home/node/.clawdbot')] }, 'bind'],
    ['an old name that only old versions look for', { mounts: [mount('/home/node/.moltbot')] }, 'none'],
  ];
  test.each(cases)('%s', (_, more, kind) => {
    expect(valueIn(factsOf({ container: containerOf(more) }), 'state.mount')).toBe(kind);
  });

  test('an old name counts as the state folder where the version looks for it', () => {
    const facts = { 'gateway.releases': known(['2026.1.29', '2026.2.12'], 't') };
    const container = containerOf({ mounts: [mount('/home/node/.moltbot')] });
    expect(valueIn(factsOf({ container, facts }), 'state.mount')).toBe('bind');
  });

  test('a volume can be a share, or memory', () => {
    const container = containerOf({ mounts: [mount('/home/node/.openclaw', { type: 'volume', source: 'data' })] });
    const nfs = factsOf({ container, seen: { volume: { type: 'nfs', device: ':/export/claw', o: 'addr=nas' } } });
    expect([valueIn(nfs, 'state.place'), valueIn(nfs, 'state.placeName')]).toEqual(['network', 'nfs']);
    const memory = factsOf({ container, seen: { volume: { type: 'tmpfs', device: 'tmpfs' } } });
    expect(valueIn(memory, 'state.mount')).toBe('tmpfs');
  });

  test('a folder of the host that lies on the network', () => {
    const container = containerOf({ mounts: [mount('/home/node', { source: '/mnt/nas/home' })] });
    const facts = factsOf({ container, seen: { network: [{ folder: '/mnt/nas', type: 'cifs' }] } });
    expect(valueIn(facts, 'state.place')).toBe('network');
    expect(valueIn(facts, 'state.folder')).toBe('/mnt/nas/home/.openclaw');
  });
});

describe('a mount that was meant for the state', () => {
  const strayOf = (...mounts: Mount[]) =>
    valueIn(factsOf({ container: containerOf({ mounts }) }), 'state.strays')?.map(({ kind, target }) => [kind, target]);
  test('is told by its target', () => {
    expect(strayOf(mount('/root/.openclaw'), mount('/tools'))).toEqual([['other-home', '/root/.openclaw']]);
    expect(strayOf(mount('/home/node/.openclaw;C'))).toEqual([['mangled', '/home/node/.openclaw;C']]);
    expect(strayOf(mount('\\Program Files\\Git\\home\\node\\.openclaw'))?.[0]?.[0]).toBe('mangled');
    expect(strayOf(mount('/home/node/.openclaw/devices'))).toEqual([['below', '/home/node/.openclaw/devices']]);
    expect(strayOf(mount('/home/node/.openclaw/workspace'))).toEqual([]);
  });
});

test('what lies in a folder that was meant for the state is told where it could be looked at', () => {
  const holding = (names: readonly string[], folder = '/srv/openclaw/state') => {
    const container = containerOf({ mounts: [mount('/root/.openclaw')] });
    return factsOf({ container, seen: { held: [{ folder, names }] } })['state.strayHolds'];
  };
  expect(holding([])).toMatchObject({ value: false, source: '/srv/openclaw/state on this host' });
  expect(holding(['state'])).toMatchObject({ value: true });
  expect(holding([], '/srv/other')).toMatchObject({ status: 'unknown' });
  const around = (names: readonly string[]) => {
    const source = '/srv/openclaw/openclaw.json';
    const container = containerOf({ mounts: [mount('/home/node/.openclaw/openclaw.json', { source })] });
    return valueIn(
      factsOf({ container, seen: { held: [{ folder: '/srv/openclaw', names }] } }),
      'state.configFolderHolds',
    );
  };
  expect([around(['openclaw.json']), around(['openclaw.json', 'devices'])]).toEqual([false, true]);
  expect(valueIn(factsOf({ container: containerOf() }), 'state.strayHolds')).toBeNull();
});

test('openclaw.json alone, and the folder that could be mounted instead', () => {
  const config = (source: string) =>
    factsOf({ container: containerOf({ mounts: [mount('/home/node/.openclaw/openclaw.json', { source })] }) });
  expect(valueIn(config('/srv/.openclaw/openclaw.json'), 'state.configFolder')).toBe('/srv/.openclaw');
  expect(valueIn(config('/srv/app/openclaw.json'), 'state.configFolder')).toBeNull();
  expect(valueIn(config('/srv/app/openclaw.json'), 'state.configMount')).toBe('/srv/app/openclaw.json');
});

describe('whom the mounted folder belongs to', () => {
  const container = containerOf({ mounts: [mount('/home/node/.openclaw')] });
  test.each([
    ['root, for itself', 0, 0o755, false],
    ['root, for all', 0, 0o777, true],
    ['root, for a group', 0, 0o775, undefined],
    ['the gateway’s user', 1000, 0o700, true],
    ['the gateway’s user, read-only', 1000, 0o500, false],
    ['somebody else', 1001, 0o755, false],
    ['somebody in containers', 101_000, 0o700, undefined],
  ])('%s', (_, uid, mode, can) => {
    const facts = factsOf({ container, seen: { owner: { uid, mode, source: 'ls' } } });
    expect(valueIn(facts, 'state.ownerCanWrite')).toBe(can);
  });
  test('a gateway that runs as root may always', () => {
    const root = containerOf({ user: '0', env: { HOME: '/root' }, mounts: [mount('/root/.openclaw')] });
    const facts = factsOf({ container: root, seen: { owner: { uid: 1000, mode: 0o700, source: 'ls' } } });
    expect(valueIn(facts, 'state.ownerCanWrite')).toBe(true);
  });
});

describe('the other side’s folder', () => {
  const windows = { 'os.platform': known('win32', 't'), 'client.hasState': known(true, 't') } as const;
  const own = (path: string) => ({ 'client.stateDir': known(path, 't') });
  const desktop = { ...engine, desktop: true };
  const from = `/run/desktop/mnt/host/wsl/docker-desktop-bind-mounts/Ubuntu/${'4'.repeat(64)}`;
  test('is Windows’ own for a mount from WSL', () => {
    const container = containerOf({
      engine: desktop,
      mounts: [mount('/home/node/.openclaw', { source: from, asked: '/home/you/.openclaw' })],
    });
    const facts = factsOf({ container, facts: { ...windows, ...own('C:\\Users\\You\\.openclaw') } });
    expect(valueIn(facts, 'state.unseen')).toBe('C:\\Users\\You\\.openclaw');
    expect(valueIn(facts, 'state.unseenSource')).toBe('/mnt/c/Users/You/.openclaw');
  });
  test('is WSL’s own for a mount from Windows', () => {
    const container = containerOf({
      engine: desktop,
      mounts: [mount('/home/node/.openclaw', { source: 'C:\\Users\\You\\.openclaw' })],
    });
    const facts = factsOf({
      container,
      facts: { 'os.wsl': known('Ubuntu', 't'), 'client.hasState': known(true, 't'), ...own('/home/you/.openclaw') },
    });
    expect(valueIn(facts, 'state.unseenSource')).toBe('\\\\wsl.localhost\\Ubuntu\\home\\you\\.openclaw');
  });
  test('is the user’s for a mount from root’s home', () => {
    const container = containerOf({ mounts: [mount('/home/node/.openclaw', { source: '/root/.openclaw' })] });
    const facts = factsOf({ container, facts: { 'client.hasState': known(true, 't'), ...own('/home/you/.openclaw') } });
    expect(valueIn(facts, 'state.unseen')).toBe('/home/you/.openclaw');
  });
  test.each([
    ['the same folder by another name', '/run/desktop/mnt/host/c/Users/You/.openclaw', true],
    ['another folder of the same side', 'D:\\claw', true],
    ['no folder of this user', from, false],
  ])('is none for %s', (_, source, hasState) => {
    const container = containerOf({
      engine: desktop,
      mounts: [mount('/home/node/.openclaw', { source, asked: '/home/you/.openclaw' })],
    });
    const facts = factsOf({
      container,
      facts: { ...windows, 'client.hasState': known(hasState, 't'), ...own('C:\\Users\\You\\.openclaw') },
    });
    expect(valueIn(facts, 'state.unseen')).toBeNull();
  });
});

describe('devices that were forgotten', () => {
  const device = 'd'.repeat(64);
  const approved = { kind: 'approved', at: NOW - 900_000, deviceId: device, source: 'log' } as SeenEvent;
  const lost = (events: readonly SeenEvent[], more: object = {}) =>
    valueIn(
      factsOf({
        container: containerOf(),
        events,
        facts: {
          refusals: known(
            [refused({ symptom: 'pairing-required', why: 'not-paired', deviceId: device, at: NOW, ...more })],
            'log',
          ),
        },
      }),
      'state.lost',
    );
  test('are those that the log shows as approved before', () => {
    expect(lost([approved])).toEqual([device]);
    expect(lost([])).toEqual([]);
    expect(lost([{ ...approved, at: NOW + 1 } as SeenEvent])).toEqual([]);
    expect(lost([approved], { past: true })).toEqual([]);
    expect(lost([approved], { why: 'scope-upgrade' })).toEqual([]);
  });
});

describe('failures', () => {
  const failure: Failure = {
    kind: 'denied',
    path: '/home/node/.openclaw/state',
    port: null,
    text: 'EACCES',
    at: NOW,
    source: 'log',
    isFatal: true,
    isOver: false,
  };
  const past = (more: Partial<Failure>, container: Partial<Container> = {}, facts: Facts = {}) =>
    valueIn(factsOf({ container: containerOf(container), failures: [{ ...failure, ...more }], facts }), 'failures')?.[0]
      ?.past;
  test('are over once the gateway came up or answers, or has run for long without them', () => {
    expect(past({})).toBe(false);
    expect(past({ isOver: true })).toBe(true);
    expect(past({}, {}, { 'path.http': known('ok', 't') })).toBe(true);
    expect(past({ isFatal: false }, {}, { 'path.http': known('ok', 't') })).toBe(false);
    expect(past({ isFatal: false, at: NOW - 25 * 3_600_000 }, {}, { 'path.http': known('ok', 't') })).toBe(true);
    expect(past({ at: NOW - 2 * 3_600_000 })).toBe(true);
  });
  test('of a container that ends again and again are not', () => {
    expect(past({ at: NOW - 60_000 }, { startedAt: new Date(NOW - 10_000).toISOString() })).toBe(false);
    expect(past({ at: NOW - 60_000 }, { running: false, startedAt: new Date(NOW - 61_000).toISOString() })).toBe(false);
    expect(past({ at: NOW - 62_000 }, { running: false, startedAt: new Date(NOW - 61_000).toISOString() })).toBe(true);
  });
  test('tell what their path is', () => {
    const placeOf = (path: string | null) =>
      valueIn(factsOf({ container: containerOf(), failures: [{ ...failure, path }] }), 'failures')?.[0]?.place;
    expect(placeOf('/home/node/.openclaw/agents/main')).toBe('state');
    expect(placeOf('/home/node/.openclaw/openclaw.json.7.tmp')).toBe('config');
    expect(['/mnt/c', '/Users', 'C:\\Users', '/host_mnt/c/x'].map(placeOf)).toEqual(['host', 'host', 'host', 'host']);
    expect(placeOf('/srv/media')).toBe('other');
    expect(placeOf(null)).toBeNull();
  });
});

test('other gateways on the same state are named', () => {
  const mounts = [mount('/home/node/.openclaw', { type: 'volume', source: 'data' })];
  const others = [
    containerOf({ id: 'b', name: 'twin', mounts }),
    containerOf({ id: 'c', name: 'stopped', mounts, running: false }),
    containerOf({ id: 'd', name: 'apart', mounts: [mount('/home/node/.openclaw')] }),
    containerOf({
      id: 'e',
      name: 'in another folder of it',
      env: { OPENCLAW_STATE_DIR: '/data/two' },
      mounts: [mount('/data', { type: 'volume', source: 'data' })],
    }),
  ];
  expect(valueIn(factsOf({ container: containerOf({ mounts }), others }), 'gateway.sharers')).toEqual(['twin']);
});

describe('commands', () => {
  const text =
    'services:\n  openclaw-gateway:\n    image: openclaw:local\n    volumes:\n      - ./s:/home/node/.openclaw\n';
  const compose = known([readCompose(text, '/srv/claw/docker-compose.yml')], 'file');
  const argv = (facts: Facts, id: 'state.chown' | 'state.fill' | 'gateway.recreate' | 'state.copyOut') =>
    valueIn(facts, id)?.join(' ');

  test('go by the compose file that was read', () => {
    const facts = factsOf({ container: containerOf(), seen: { compose } });
    expect(argv(facts, 'gateway.recreate')).toBe(
      'docker compose --project-name claw --file /srv/claw/docker-compose.yml up --detach openclaw-gateway',
    );
    expect(argv(facts, 'state.copyOut')).toBe(
      'docker cp claw-openclaw-gateway-1:/home/node/.openclaw/. /srv/claw/openclaw-state-copy',
    );
    expect(argv(facts, 'state.fill')).toBe(
      'docker compose --project-name claw --file /srv/claw/docker-compose.yml run --rm --no-deps --user root --volume /srv/claw/openclaw-state-copy:/copy:ro --entrypoint sh openclaw-gateway -c cp -a /copy/. "$1"/ && chown -R "$0" "$1" 1000:1000 /home/node/.openclaw',
    );
  });
  test('copy to where nothing lies yet, whatever earlier tries have left', () => {
    const copies = [
      '/srv/claw/openclaw-state-copy',
      '/srv/claw/openclaw-state-copy-2',
      '/home/you/openclaw-state-copy-3',
    ];
    const facts = factsOf({ container: containerOf(), seen: { compose, copies } });
    expect(valueIn(facts, 'state.copyFolder')).toBe('/srv/claw/openclaw-state-copy-3');
    expect(argv(facts, 'state.copyOut')).toMatch(/:\/home\/node\/\.openclaw\/\. \/srv\/claw\/openclaw-state-copy-3$/);
    expect(argv(facts, 'state.fill')).toContain('--volume /srv/claw/openclaw-state-copy-3:/copy:ro');
    const windows = factsOf({
      container: containerOf({ compose: null }),
      seen: { folder: 'C:\\claw', copies: ['C:\\claw\\openclaw-state-copy'] },
    });
    expect(valueIn(windows, 'state.copyFolder')).toBe('C:\\claw\\openclaw-state-copy-2');
  });
  test('never take a project or service from labels that no file bears out', () => {
    const forged = containerOf({
      compose: {
        project: '--host=tcp://evil',
        service: '--privileged',
        file: '/srv/claw/docker-compose.yml',
        folder: null,
      },
    });
    expect(factsOf({ container: forged, seen: { compose } })['gateway.recreate']?.status).toBe('unknown');
    expect(factsOf({ container: containerOf() })['gateway.recreate']?.status).toBe('unknown');
  });
  test('put the copy into the volume that compose will take', () => {
    expect(argv(factsOf({ container: containerOf() }), 'state.fill')).toContain('--volume claw_openclaw-state:/home');
    expect(argv(factsOf({ container: containerOf({ compose: null }) }), 'state.fill')).toContain(
      '--volume openclaw-state:/home',
    );
  });
  test.each([
    ['a folder', {}, '/srv/openclaw/state', 'sudo chown -R 1000:1000 /srv/openclaw/state'],
    [
      'a folder of rootless Podman',
      { kind: 'podman', command: ['podman'], rootless: true },
      '/home/you/.openclaw',
      'podman unshare chown -R 1000:1000 /home/you/.openclaw',
    ],
    ['a folder of rootless Docker', { rootless: true }, '/home/you/.openclaw', undefined],
    ['a folder behind a virtual machine', { desktop: true }, '/home/you/.openclaw', undefined],
    ['a folder of another host', { elsewhere: 'nas' }, '/home/you/.openclaw', undefined],
    ['a home as a whole', {}, '/home/you', undefined],
    ['a system folder', {}, '/etc/ssl/private', undefined],
    ['the root', {}, '/', undefined],
  ])('give %s to the gateway’s user', (_, more, source, expected) => {
    const container = containerOf({
      engine: { ...engine, ...more },
      mounts: [mount('/home/node/.openclaw', { source })],
    });
    expect(argv(factsOf({ container }), 'state.chown')).toBe(expected);
  });
  test('give only the state within a home that is mounted', () => {
    const container = containerOf({ mounts: [mount('/home/node', { source: '/home/you' })] });
    expect(argv(factsOf({ container }), 'state.chown')).toBe('sudo chown -R 1000:1000 /home/you/.openclaw');
  });
  test('give a volume by a container of its own', () => {
    const container = containerOf({ mounts: [mount('/home/node/.openclaw', { type: 'volume', source: 'data' })] });
    expect(argv(factsOf({ container }), 'state.chown')).toBe(
      'docker run --rm --user root --volume data:/home/node/.openclaw --entrypoint chown openclaw:local -R 1000:1000 /home/node/.openclaw',
    );
  });
  test('copy out of memory in two steps', () => {
    const container = containerOf({
      mounts: [mount('/home/node/.openclaw', { type: 'tmpfs', source: '' })],
      compose: null,
    });
    const facts = factsOf({ container });
    expect(valueIn(facts, 'state.copyInside')?.join(' ')).toBe(
      'docker exec claw-openclaw-gateway-1 cp -a /home/node/.openclaw/. /var/tmp/openclaw-state-copy',
    );
    expect(argv(facts, 'state.copyOut')).toBe(
      'docker cp claw-openclaw-gateway-1:/var/tmp/openclaw-state-copy/. ./openclaw-state-copy',
    );
  });
});

describe('a compose file without a container', () => {
  const factsFor = (text: string, seen: Partial<StorageSeen> = {}) =>
    factsOf({ seen: { compose: known([readCompose(text, 'docker-compose.yml')], 'docker-compose.yml'), ...seen } });
  const withMount = (entry: string, more = '') =>
    `services:\n  openclaw-gateway:\n    image: ghcr.io/openclaw/openclaw:latest\n    volumes:\n      - ${entry}\n${more}`;
  const problem = (entry: string, seen?: Partial<StorageSeen>, more = '') => {
    const found = valueIn(factsFor(withMount(entry, more), seen), 'compose.problems')?.[0];
    return found && [found.kind, found.part, found.better];
  };

  test.each([
    ['"%USERPROFILE%\\\\.openclaw:/home/node/.openclaw"', 'literal', '%USERPROFILE%', '${USERPROFILE}/.openclaw'],
    ['"$env:USERPROFILE/.openclaw:/home/node/.openclaw"', 'literal', '$env:USERPROFILE', '${USERPROFILE}/.openclaw'],
    ['~you/.openclaw:/home/node/.openclaw', 'other-user', '~you', '/home/you/.openclaw'],
    ['openclaw:/home/node/.openclaw', 'undeclared', 'openclaw', 'openclaw'],
  ])('%s can’t work', (entry, ...expected) => {
    expect(problem(entry)).toEqual(expected);
  });
  test.each([
    '~/.openclaw:/home/node/.openclaw',
    '.openclaw:/home/node/.openclaw',
    '"${USERPROFILE}/.openclaw:/home/node/.openclaw"',
    '"${OPENCLAW_CONFIG_DIR:-${HOME:-/tmp}/.openclaw}:/home/node/.openclaw"',
    'C:\\Users\\You\\.openclaw:/home/node/.openclaw',
    '"\\\\\\\\wsl.localhost\\\\Ubuntu\\\\home\\\\you\\\\.openclaw:/home/node/.openclaw"',
    'redis:/data',
  ])('%s can', (entry) => {
    expect(problem(entry)).toBeUndefined();
  });
  test('a variable is a problem where it is known to have no value', () => {
    const entry = '"${OPENCLAW_CONFIG_DIR}:/home/node/.openclaw"';
    expect(problem(entry)).toBeUndefined();
    expect(problem(entry, { unset: ['OPENCLAW_CONFIG_DIR'] })).toEqual([
      'unset',
      '${OPENCLAW_CONFIG_DIR}',
      '${OPENCLAW_CONFIG_DIR:-~/.openclaw}',
    ]);
  });
  test('a volume that is declared is none', () => {
    expect(problem('openclaw:/home/node/.openclaw', {}, 'volumes:\n  openclaw:\n')).toBeUndefined();
  });
  test('tells where the state would be', () => {
    const facts = factsFor(withMount('/root/.openclaw'));
    expect([valueIn(facts, 'gateway.stateDir'), valueIn(facts, 'state.mount')]).toEqual([
      '/home/node/.openclaw',
      'none',
    ]);
    const asRoot = factsFor(withMount('/root/.openclaw').replace('    volumes', '    user: root\n    volumes'));
    expect([valueIn(asRoot, 'gateway.stateDir'), valueIn(asRoot, 'state.mount')]).toEqual([
      '/root/.openclaw',
      'anonymous',
    ]);
  });
  test('a later file counts where it says otherwise', () => {
    const files = [
      readCompose(withMount('a:/home/node/.openclaw', 'volumes: { a: {} }\n'), 'docker-compose.yml'),
      readCompose(
        'services:\n  openclaw-gateway:\n    volumes:\n      - ./b:/home/node/.openclaw\n',
        'docker-compose.override.yml',
      ),
    ];
    const facts = factsOf({ container: containerOf(), seen: { compose: known(files, 'files') } });
    expect([valueIn(facts, 'compose.file'), valueIn(facts, 'compose.mount')]).toEqual([
      'docker-compose.override.yml',
      './b:/home/node/.openclaw',
    ]);
  });
  test('hostile YAML is text that can’t be parsed', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}]`)
      .join('\n')}\nservices: *h\n`;
    const started = performance.now();
    const facts = factsFor(bomb);
    expect(valueIn(facts, 'compose.error')).not.toBeNull();
    for (const piece of ['[', 'a: {', 'a: &a x\n', '"', '- ', 'a: *a\n', '-:/x/openclaw', 'x:/openclaw y'])
      factsFor(piece.repeat(Math.floor(20_000 / piece.length)));
    factsFor('"'.repeat(5_000_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
