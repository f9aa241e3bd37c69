import { describe, expect, test } from 'vitest';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { ComposeChange, Step } from '../../src/model/report.ts';
import type { ComposeEdit } from '../../src/model/rule.ts';
import { changeCompose } from '../../src/remedy/compose-change.ts';
import { effectOf } from '../../src/remedy/effect.ts';
import { diffOf } from '../../src/remedy/unified-diff.ts';

const file = '/srv/claw/docker-compose.yml';
const service = 'gateway';
const step = (more: Partial<Step>): Step => ({ say: 's', where: 'host', ...more });
const compose = (text: string, at = file): Facts => ({
  'compose.file': known(at, 't'),
  'compose.text': known(text, 't'),
});

describe('a change of the compose file', () => {
  const mounts = 'services:\n  gateway:\n    volumes:\n      - /home/node/.clawdbot:ro # mine\n';
  const ports = 'services:\n  gateway:\n    ports:\n      - "18789:18789"\n';
  const target = '/home/node/.openclaw';
  const edits: readonly (readonly [string, ComposeEdit])[] = [
    [mounts, { compose: 'mount-state', source: 'openclaw-state', target }],
    ['services:\n  gateway:\n    volumes:\n      - ./state:/root/.openclaw\n', { compose: 'retarget-mount', target }],
    [`services:\n  gateway:\n    volumes:\n      - ./state:${target}:ro\n`, { compose: 'writable-mount', target }],
    [ports, { compose: 'publish-loopback', target: '18789' }],
  ];

  test.each(edits)('shows in the file: %s %o', async (text, edit) => {
    const changed = changeCompose(text, service, edit) ?? '';
    expect(changed).not.toBe('');
    const change: ComposeChange = { file, service, edit, diff: diffOf(file, text, changed) };
    const shown = (now: Facts) => effectOf(step({ change }), compose(text), now);
    expect(await shown(compose(text))).toEqual({ status: 'undone', shows: `${file} is without the change` });
    expect(await shown(compose(`# theirs\n${changed}`))).toEqual({ status: 'done', shows: `${file} has the change` });
    expect(await shown(compose(text, '/elsewhere.yml'))).toEqual({ status: 'unknown' });
    expect(await shown({ 'compose.text': unknown('not readable') })).toEqual({ status: 'unknown' });
  });
});

describe('a setting', () => {
  const exec = ['docker', 'exec', 'gwa', 'openclaw'];
  const facts = (bind: string | null, origins: readonly string[] = []): Facts => ({
    'gateway.exec': known(exec, 't'),
    'gateway.config.bind': known(bind, 't'),
    'gateway.config.allowedOrigins': known(origins, 't'),
  });
  const shown = (argv: readonly string[], now: Facts, more: Partial<Step> = {}) =>
    effectOf(step({ run: [...exec, 'config', ...argv], ...more }), {}, now);

  test('is what it was set to, or is not', async () => {
    expect(await shown(['set', 'gateway.bind', 'lan'], facts('lan'))).toEqual({
      status: 'done',
      shows: 'gateway.bind is "lan"',
    });
    expect(await shown(['set', 'gateway.bind', 'lan'], facts(null))).toEqual({
      status: 'undone',
      shows: 'gateway.bind is not set',
    });
    expect(await shown(['unset', 'gateway.bind'], facts(null))).toMatchObject({ status: 'done' });
  });

  test('that is a list may have more', async () => {
    const set = ['set', 'gateway.controlUi.allowedOrigins', '["http://a.lan"]'];
    expect(await shown(set, facts(null, ['http://b.lan', 'http://a.lan']))).toMatchObject({ status: 'done' });
    expect(await shown(set, facts(null, ['http://b.lan']))).toMatchObject({ status: 'undone' });
  });

  test('of the client, and one that is not read, tells nothing', async () => {
    expect(await shown(['set', 'gateway.bind', 'lan'], facts(null), { where: 'client' })).toEqual({
      status: 'unknown',
    });
    expect(await shown(['set', 'gateway.auth.token', 'x'], facts(null))).toEqual({ status: 'unknown' });
    expect(await shown(['get', 'gateway.bind'], facts(null))).toEqual({ status: 'unknown' });
  });

  test('in the file itself is read the same way', async () => {
    const change = { file: 'openclaw.json', diff: '', setting: { key: 'gateway.bind', value: 'lan' } };
    expect(await effectOf(step({ change }), {}, facts('loopback'))).toEqual({
      status: 'undone',
      shows: 'gateway.bind is "loopback"',
    });
  });
});

describe('the gateway', () => {
  const [stop, start, restart] = ['stop', 'start', 'restart'].map((verb) => ['docker', verb, 'gwa']);
  const facts = (running: boolean | undefined, startedAt?: string): Facts => ({
    'gateway.stop': known(stop as string[], 't'),
    'gateway.start': known(start as string[], 't'),
    'gateway.restart': known(restart as string[], 't'),
    ...(running === undefined ? {} : { 'gateway.running': known(running, 't') }),
    ...(startedAt === undefined ? {} : { 'gateway.startedAt': known(startedAt, 't') }),
  });
  const [early, late] = ['2026-11-23T06:00:00Z', '2026-11-23T06:05:00Z'];
  const shown = async (run: readonly string[] | undefined, now: Facts) =>
    (await effectOf(step({ run: run ?? [] }), facts(true, early), now)).status;

  test('is stopped once it does not run, and started once it does', async () => {
    expect(await shown(stop, facts(true))).toBe('undone');
    expect(await shown(stop, facts(false))).toBe('done');
    expect(await shown(start, facts(false))).toBe('undone');
    expect(await shown(start, facts(true))).toBe('done');
    expect(await shown(stop, facts(undefined))).toBe('unknown');
    const other = { ...facts(true), 'gateway.name': known(null, 't') };
    expect(await shown(stop, other)).toBe('unknown');
  });

  test('is restarted once it was started since', async () => {
    expect(await shown(restart, facts(true, early))).toBe('undone');
    expect(await shown(restart, facts(true, late))).toBe('done');
    expect(await shown(restart, facts(true))).toBe('unknown');
    expect(await shown(restart, facts(false, late))).toBe('undone');
  });
});

test('words, and what no fact tells of, stay unknown', async () => {
  expect(await effectOf(step({}), {}, {})).toEqual({ status: 'unknown' });
  expect(await effectOf(step({ run: ['docker', 'cp', 'a', 'b'] }), {}, {})).toEqual({ status: 'unknown' });
});
