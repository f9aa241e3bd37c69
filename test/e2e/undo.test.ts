import { expect, test } from 'vitest';
import { doctor, openDoctor } from './doctor.ts';
import { newIdentity } from './lab/client.ts';
import { usePatient } from './lab/patient.ts';
import { toRequests } from './walk.ts';

const patient = usePatient('undo');
const identity = newIdentity();
const aimed = () => ['--url', patient.gateway.url, '--container', patient.gateway.name];

test('an approval by fix is taken back by fix --undo: the client is a stranger again', {
  timeout: 180_000,
}, async () => {
  const { place } = patient;
  const request = await patient.requestOf(identity);
  const fixed = await doctor(['fix', '--approve', request, ...aimed()], place);
  expect(fixed.stdout).toContain('$ docker ');
  expect(await patient.answer(identity)).toBe('connected');

  const shown = await doctor(['fix', '--undo', '--dry-run', ...aimed()], place);
  expect(shown.stdout).toContain(`devices remove ${identity.deviceId}`);
  expect(await patient.answer(identity)).toBe('connected');

  const undone = await doctor(['fix', '--undo', ...aimed()], place);
  expect({ code: undone.code, stdout: undone.stdout }).toMatchObject({ code: 0 });
  expect(await patient.answer(identity)).toBe('refused');
  expect((await doctor(['fix', '--undo', ...aimed()], place)).code).toBe(2);
});

test('u on the summary takes an approval back, shown whole before', { timeout: 180_000 }, async () => {
  const request = await patient.requestOf(identity);
  const terminal = openDoctor(aimed(), patient.place, { cols: 100, rows: 45 });
  await toRequests(terminal);
  await terminal.waitFor('One device waits for approval');
  await terminal.waitFor(request);
  terminal.press('\r');
  await terminal.waitFor('y approve this request');
  terminal.press('y');
  await terminal.waitFor('Waiting for the client', 60_000);
  expect(await patient.answer(identity)).toBe('connected');
  await terminal.waitFor('Connected', 60_000);
  terminal.press('u');
  await terminal.waitFor('devices remove');
  // Enter counts once the footer offers it: the whole command has been in sight then.
  await terminal.waitFor('enter run it here');
  terminal.press('\r');
  await terminal.waitFor('Nothing is left to take back', 60_000);
  expect(await patient.answer(identity)).toBe('refused');
  terminal.press('\u0003');
  await terminal.exited;
  expect(terminal.modes()).toMatchObject({ cursorVisible: true, alternateScreen: false });
});
