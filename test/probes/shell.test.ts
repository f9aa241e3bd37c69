import { expect, it } from 'vitest';
import { defaultAim } from '../../src/probes/context.ts';
import { probeRuntime } from '../../src/probes/runtime.ts';
import { commands, fakeHost, linux, windows } from '../support/fake-host.ts';

const shellWith = async (env: Readonly<Record<string, string>>, machine = windows) => {
  const host = fakeHost({ exec: commands({}) }, { ...machine, env: { USERPROFILE: 'C:\\Users\\me', ...env } });
  const shell = (await probeRuntime({ host, aim: defaultAim }))['os.shell'];
  return shell?.status === 'known' ? shell.value : shell?.status;
};
const SYSTEM = 'C:\\Program Files\\WindowsPowerShell\\Modules';

it('Windows tells its shells apart by the variables that they set', async () => {
  const own = `c:\\users\\me\\Documents\\PowerShell\\Modules;${SYSTEM}`;
  expect(await shellWith({ PSModulePath: own })).toBe('powershell');
  expect(await shellWith({ PSModulePath: own, PROMPT: '$P$G' })).toBe('powershell');
  expect(await shellWith({ PSModulePath: SYSTEM, PROMPT: '$P$G' })).toBe('cmd');
  expect(await shellWith({ MSYSTEM: 'MINGW64', PROMPT: '$P$G' })).toBe('sh');
  expect(await shellWith({ PSModulePath: SYSTEM })).toBe('unknown');
  expect(await shellWith({}, linux)).toBe('sh');
});
