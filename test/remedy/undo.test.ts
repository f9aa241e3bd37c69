import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Disk } from '../../src/host/disk.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { runStep } from '../../src/remedy/run.ts';
import { takeBack } from '../../src/remedy/take-back.ts';
import { argvBack, obstacleTo, type Undo, undoOf, undoOfFile } from '../../src/remedy/undo.ts';
import { type CliTable, problemOf } from '../../src/rules/openclaw-cli.ts';
import { root } from '../support/bundle.ts';
import { DEVICE, paired, pending } from '../ui/fakes.ts';

const exec = ['docker', 'exec', 'gwa', 'openclaw'];
const base: Facts = {
  'gateway.exec': known(exec, 't'),
  'gateway.releases': known(['2026.9.6'], 't'),
  'gateway.restart': known(['docker', 'restart', 'gwa'], 't'),
  'gateway.config.bind': known('loopback', 't'),
  'gateway.config.authMode': known(null, 't'),
  'gateway.config.trustedProxies': known([], 't'),
  'gateway.config.allowedOrigins': known(['http://a', 'http://b'], 't'),
  'gateway.config.allowTailscale': known(true, 't'),
  'gateway.config.tailscaleMode': known('true', 't'),
  'gateway.config.token': known('<secret-1>', 't'),
  'gateway.config.mode': unknown('no permission'),
  'devices.paired': known([], 't'),
};
const undo = (words: readonly string[], facts: Facts = base, request = pending) =>
  undoOf([...exec, ...words], facts, request);
const argvOf = (undos: readonly Undo[]) =>
  undos.map((each) => ('argv' in each ? each.argv.slice(exec.length) : each.kind));

test('a gateway that was stopped is started again', () => {
  const [stop, start] = [
    ['docker', 'stop', '-t', '60', 'gwa'],
    ['docker', 'start', 'gwa'],
  ];
  const facts: Facts = { ...base, 'gateway.stop': known(stop, 't'), 'gateway.start': known(start, 't') };
  expect(undoOf(stop, facts)).toEqual([
    { kind: 'again', say: 'Start the gateway again.', argv: start, byItself: true },
  ]);
});

describe('a setting', () => {
  test.each([
    ['gateway.bind', 'lan', ['config', 'set', 'gateway.bind', 'loopback']],
    ['gateway.auth.mode', 'token', ['config', 'unset', 'gateway.auth.mode']],
    ['gateway.trustedProxies', '["172.17.0.1"]', ['config', 'unset', 'gateway.trustedProxies']],
    [
      'gateway.controlUi.allowedOrigins',
      '["x"]',
      ['config', 'set', 'gateway.controlUi.allowedOrigins', '["http://a","http://b"]'],
    ],
    ['gateway.auth.allowTailscale', 'false', ['config', 'set', 'gateway.auth.allowTailscale', 'true']],
    // A text that reads as something else keeps its quotes.
    ['gateway.tailscale.mode', 'off', ['config', 'set', 'gateway.tailscale.mode', '"true"']],
  ])('%s set to %s goes back to what it was', (key, value, back) => {
    expect(argvOf(undo(['config', 'set', key, value]))).toEqual([back]);
  });

  test('that was taken out comes back', () => {
    expect(argvOf(undo(['config', 'unset', 'gateway.bind']))).toEqual([['config', 'set', 'gateway.bind', 'loopback']]);
  });

  test.each([
    ['a secret', 'gateway.auth.token', 'is a secret'],
    ['not readable', 'gateway.mode', 'could not be read'],
    ['none that the doctor reads', 'agents.list', 'could not be read'],
  ])('that was %s is left to the user', (_, key, why) => {
    expect(undo(['config', 'set', key, 'x'])).toEqual([{ kind: 'by-hand', why: expect.stringContaining(why) }]);
  });

  test('is set back only while it is what the step set', () => {
    const [back] = undo(['config', 'set', 'gateway.controlUi.allowedOrigins', '["x"]']) as [Undo];
    const now = (value: readonly string[]): Facts => ({ 'gateway.config.allowedOrigins': known(value, 't') });
    expect(obstacleTo(back, now(['x']))).toBeUndefined();
    expect(obstacleTo(back, {})).toBeUndefined();
    expect(obstacleTo(back, now(['x', 'y']))).toContain('was changed since');
    const [out] = undo(['config', 'unset', 'gateway.bind']) as [Undo];
    expect(obstacleTo(out, { 'gateway.config.bind': known(null, 't') })).toBeUndefined();
    expect(obstacleTo(out, { 'gateway.config.bind': known('lan', 't') })).toContain('was changed since');
  });
});

describe('an approval', () => {
  const approve = ['devices', 'approve', pending.requestId ?? ''];

  test('of a new device is taken back with what the version has', () => {
    expect(argvOf(undo(approve))).toEqual([['devices', 'remove', DEVICE]]);
    const old = { ...base, 'gateway.releases': known(['2026.2.12'], 't') };
    expect(argvOf(undo(approve, old))).toEqual([['devices', 'revoke', '--device', DEVICE, '--role', 'operator']]);
  });

  test('is left to the user where the version, the device or what it had before is not known', () => {
    const unsure = { ...base, 'gateway.releases': known(['2026.2.12', '2026.9.6'], 't') };
    expect(argvOf(undo(approve, unsure))).toEqual(['by-hand']);
    expect(argvOf(undo(approve, base, { ...pending, deviceId: '--all' }))).toEqual(['by-hand']);
    expect(argvOf(undo(approve, { ...base, 'devices.paired': unknown('x') }))).toEqual(['by-hand']);
  });

  test('of more for a device that was approved already never takes what it had', () => {
    const [more] = undo(approve, { ...base, 'devices.paired': known([paired], 't') });
    expect(more).toMatchObject({ kind: 'by-hand', why: expect.stringContaining('approved before') });
  });

  test('is not taken back twice', () => {
    const [back] = undo(approve) as [Undo];
    expect(obstacleTo(back, { 'devices.paired': known([paired], 't') })).toBeUndefined();
    expect(obstacleTo(back, { 'devices.paired': known([], 't') })).toBe('the device is not approved any more');
  });
});

test('a restart is run again, a look leaves nothing, and of the rest it is said that it stays', () => {
  expect(undoOf(['docker', 'restart', 'gwa'], base)).toMatchObject([{ kind: 'again' }]);
  expect(undo(['gateway', 'restart'])).toMatchObject([{ kind: 'again' }]);
  expect(undo(['devices', 'list'])).toEqual([]);
  for (const words of [
    ['devices', 'reject', 'x'],
    ['gateway', 'install', '--force'],
    ['reset', '--hard'],
  ])
    expect(argvOf(undo(words))).toEqual(['by-hand']);
  expect(argvOf(undoOf(['wsl.exe', '--shutdown'], base))).toEqual(['by-hand']);
});

test('a file is put back from what was kept, and what that means for the state is said', () => {
  const edit = { compose: 'mount-state', source: 'openclaw-state', target: '/x' } as const;
  const change = { file: '/srv/c.yml', diff: '', service: 's', edit };
  const written = { status: 'ok', path: '/srv/c.yml', backup: '/srv/c.yml.b', written: 'a', kept: 'b' } as const;
  const say = (mount: string) => undoOfFile(change, written, { 'state.mount': known(mount, 't') })[0];
  expect(say('bind')).toEqual({
    kind: 'file',
    say: 'Put /srv/c.yml back as it was. Its gateway then starts with the mounts of before. What is in it now stays in openclaw-state.',
    change,
    written,
  });
  for (const mount of ['anonymous', 'tmpfs', 'none'])
    expect(say(mount)).toMatchObject({ say: expect.stringContaining('begins with an empty state'), loses: true });
});

test('of a port that is put back only that is said: the state has nothing to do with it', () => {
  const edit = { compose: 'publish-loopback', target: '18789' } as const;
  const change = { file: '/srv/c.yml', diff: '', service: 's', edit };
  const written = { status: 'ok', path: '/srv/c.yml', backup: '/srv/c.yml.b', written: 'a', kept: 'b' } as const;
  expect(undoOfFile(change, written, { 'state.mount': known('none', 't') })).toMatchObject([
    { kind: 'file', say: 'Put /srv/c.yml back as it was. The port is then published as before.' },
  ]);
});

test('of the host’s network that is given back it is said, and what that loses', () => {
  const change = {
    file: '/srv/c.yml',
    diff: '',
    service: 's',
    edit: { compose: 'host-network', target: '1' },
  } as const;
  const written = { status: 'ok', path: '/srv/c.yml', backup: '/srv/c.yml.b', written: 'a', kept: 'b' } as const;
  const back = (mount: string) => undoOfFile(change, written, { 'state.mount': known(mount, 't') })[0];
  expect(back('volume')).toMatchObject({
    say: "Put /srv/c.yml back as it was. Its gateway is then apart from the host's network again, and listens as before.",
  });
  expect(back('volume')).not.toHaveProperty('loses');
  expect(back('none')).toMatchObject({ say: expect.stringContaining('it begins empty'), loses: true });
});

test('each command that takes something back is one that its version has', () => {
  const folder = join(root, 'fixtures/openclaw-cli');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const table = JSON.parse(readFileSync(join(folder, name), 'utf8')) as CliTable;
    const facts = { ...base, 'gateway.releases': known([table.version], 't') };
    const undos = [
      ...undo(['devices', 'approve', 'x'], facts),
      ...undo(['config', 'set', 'gateway.bind', 'lan'], facts),
      ...undo(['config', 'set', 'gateway.auth.mode', 'token'], facts),
      ...undo(['gateway', 'restart'], facts),
    ];
    expect(argvOf(undos)).not.toContain('by-hand');
    for (const argv of argvOf(undos)) expect(problemOf(argv as string[], table)).toBeUndefined();
  }
});

describe('a step at another place is taken back there', () => {
  const facts: Facts = { ...base, 'gateway.exec': known(['openclaw'], 't') };
  const at = { where: 'ssh:me@h', route: { argv: ['ssh', 'me@h'], hands: 'sh' } } as const;

  test('by the same way', () => {
    const [back] = undoOf(['openclaw', 'config', 'set', 'gateway.bind', 'lan'], facts, undefined, at);
    expect(back).toMatchObject({
      kind: 'command',
      argv: ['openclaw', 'config', 'set', 'gateway.bind', 'loopback'],
      ...at,
    });
    const argv = back && 'argv' in back ? argvBack(back) : [];
    expect(argv).toEqual(['ssh', 'me@h', 'openclaw config set gateway.bind loopback']);
  });

  test('and what is left to the user names it whole', () => {
    const removed = { ...facts, 'devices.paired': unknown('x') };
    const [stays] = undoOf(['openclaw', 'devices', 'approve', 'x'], removed, pending, at);
    expect(stays).toEqual({
      kind: 'by-hand',
      why: expect.stringContaining(`ssh me@h 'openclaw devices remove ${DEVICE}'`),
    });
  });

  test('with the terminal where ssh may ask', async () => {
    const ran: unknown[] = [];
    const run: typeof runStep = async (argv, _, { asks }) => {
      ran.push([argv, asks]);
      return { status: 'ok' };
    };
    const again: Undo = { kind: 'again', say: 's', argv: ['openclaw', 'gateway', 'restart'], ...at };
    const disk = {} as Disk;
    await takeBack(again, () => {}, { disk, clean: (text) => text, run, asks: true });
    expect(ran).toEqual([[['ssh', 'me@h', 'openclaw gateway restart'], true]]);
  });
});
