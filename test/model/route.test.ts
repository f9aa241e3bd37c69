import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isRoute, type Route, routed } from '../../src/model/route.ts';

const NASTY = [
  '$(touch /tmp/owned)',
  '`id`',
  "it's",
  '"quoted"',
  'two\nlines',
  '; rm -rf /',
  '*',
  '~',
  '\\',
  "\\'",
  '-v',
  '--',
  '',
  ' ',
  '\t',
  '!!',
  '#no comment',
  'ünï © 🦞',
  '\u202e',
];
const folder = mkdtempSync(join(tmpdir(), 'doctor-route-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Prints what it was called with, argument by argument. */
const tell = [process.execPath, '-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--'];

describe('over ssh', () => {
  // As ssh does it: what stands behind the host is joined with spaces and handed to the user's shell there.
  const program = join(folder, 'ssh');
  writeFileSync(program, '#!/bin/sh\nshift\nexec /bin/sh -c "$*"\n');
  chmodSync(program, 0o755);
  const route: Route = { argv: ['ssh', 'me@claw.lan'], hands: 'sh' };
  const atTheOtherEnd = (argv: readonly string[]) => {
    const [file = '', ...rest] = routed(argv, route);
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
    return JSON.parse(execFileSync(file, rest, { env, encoding: 'utf8' })) as string[];
  };

  it('each argument arrives as it was, whatever a shell would make of it', () => {
    expect(atTheOtherEnd([...tell, ...NASTY])).toEqual(NASTY);
    for (const text of NASTY) expect(atTheOtherEnd([...tell, text])).toEqual([text]);
  });

  it('the whole command is one argument of ssh', () => {
    expect(routed(['openclaw', 'devices', 'rename', 'x', 'a b'], route)).toEqual([
      'ssh',
      'me@claw.lan',
      "openclaw devices rename x 'a b'",
    ]);
  });
});

it('argument by argument nothing is quoted, and without a way nothing stands in front', () => {
  const route: Route = { argv: ['wsl.exe', '--distribution', 'Ubuntu', '--exec'], hands: 'argv' };
  expect(routed(['openclaw', ...NASTY], route)).toEqual([...route.argv, 'openclaw', ...NASTY]);
  expect(routed(NASTY, undefined)).toEqual(NASTY);
  expect(routed(NASTY, { argv: [], hands: 'argv' })).toEqual(NASTY);
});

it.each([
  null,
  undefined,
  {},
  { argv: 'ssh', hands: 'sh' },
  { argv: ['ssh'], hands: 'cmd' },
  { argv: [1], hands: 'sh' },
])('%j is no route', (value) => expect(isRoute(value)).toBe(false));
