import { expect, it } from 'vitest';
import { shellAt } from '../../src/facts/shell.ts';
import { type Facts, known } from '../../src/model/fact.ts';

const windows: Facts = { 'os.platform': known('win32', 'x') };

it('a command is typed in the shell of its place', () => {
  const inCmd: Facts = { ...windows, 'os.shell': known('cmd', 'x') };
  expect(shellAt('host', {})).toBe('sh');
  expect(shellAt('host', windows)).toBe('powershell');
  expect(shellAt('host', inCmd)).toBe('cmd');
  for (const where of ['container:gwa', 'wsl:Debian', 'ssh:me@host']) expect(shellAt(where, inCmd)).toBe('sh');
  expect(shellAt('windows', { 'os.platform': known('linux', 'x') })).toBe('powershell');
});

it('the gateway’s host is this one only where it is known to be', () => {
  expect(shellAt('gateway-host', { ...windows, 'gateway.kind': known('container', 'x') })).toBe('powershell');
  expect(shellAt('gateway-host', { ...windows, 'gateway.kind': known('elsewhere', 'x') })).toBe('sh');
});

it('a client elsewhere has the shell of what it says it runs on', () => {
  const from = (platform: string | null) => known([{ platform }], 'x') as unknown as Facts['refusals'] & object;
  expect(shellAt('client', { refusals: from('Win32') })).toBe('powershell');
  expect(shellAt('client', { ...windows, refusals: from('darwin') })).toBe('sh');
  expect(shellAt('client', { ...windows, refusals: from(null) })).toBe('powershell');
});
