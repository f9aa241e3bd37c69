import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pressAll, TO_WAITING } from '../support/press.ts';
import { doctor, openDoctor } from './doctor.ts';
import { ageRequest } from './lab/age.ts';
import { newIdentity } from './lab/client.ts';
import { usePatient } from './lab/patient.ts';
import { toApprovalStep, toRequests } from './walk.ts';

const patient = usePatient('requests');
const { answer, requestOf } = patient;
const READ = ['operator.read'];

interface Listed {
  readonly requestId: string;
  readonly deviceId: string;
}
async function waiting(): Promise<readonly Listed[]> {
  const listed = await patient.gateway.exec(['openclaw', 'devices', 'list', '--json']);
  return (JSON.parse(listed.stdout) as { readonly pending: readonly Listed[] }).pending;
}

async function atList() {
  const terminal = openDoctor(['--url', patient.gateway.url], patient.place, { cols: 100, rows: 45 });
  await toRequests(terminal);
  return terminal;
}

describe('several devices that wait', () => {
  const [cli, node] = [newIdentity(), newIdentity()];
  const asNode = { clientId: 'node-host', mode: 'node', role: 'node', scopes: ['operator.admin'] } as const;

  test('are shown with what is odd about them; one is rejected, and the other is still there', {
    timeout: 120_000,
  }, async () => {
    const odd = await requestOf(node, asNode);
    const own = await requestOf(cli, { scopes: READ });
    const terminal = await atList();
    await terminal.waitFor('2 devices wait for approval');
    await terminal.waitFor('the CLI asks in no other');
    await terminal.waitFor('A node by itself asks for no operator.admin');
    await terminal.waitFor(own);
    terminal.press('j');
    await terminal.waitFor('› a node');
    terminal.press('x');
    await terminal.waitFor('Reject this request?');
    await terminal.waitFor(`devices reject ${odd}`);
    // The word counts once the page has been in sight, and Enter is none.
    await terminal.waitFor('y reject this request');
    terminal.press('\r');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    terminal.press('y');
    await terminal.waitFor(`Rejected: the request ${odd} is gone`, 60_000);
    await terminal.waitFor('One device waits for approval');
    expect((await waiting()).map(({ requestId }) => requestId)).toEqual([own]);
    terminal.press('q');
    await terminal.exited;
  });

  test('the device of this user’s own state is marked as theirs, and its key is in no recording', {
    timeout: 120_000,
  }, async () => {
    // As OpenClaw up to 2026.7 writes it.
    const { place, gateway } = patient;
    const folder = join(place.home, '.openclaw', 'identity');
    await mkdir(folder, { recursive: true });
    const { deviceId, privateKeyPem } = cli;
    const file = join(folder, 'device.json');
    await writeFile(file, `${JSON.stringify({ version: 1, deviceId, privateKeyPem }, null, 2)}\n`);
    await requestOf(cli, { scopes: READ });
    const terminal = await atList();
    await terminal.waitFor('Yours: this device is the openclaw of your account');
    terminal.press('q');
    await terminal.exited;
    const { stdout } = await doctor(['record', '--url', gateway.url], place);
    expect(stdout).toContain(deviceId);
    expect(stdout).not.toContain(privateKeyPem.split('\n')[1]);
    await rm(join(place.home, '.openclaw'), { recursive: true });
  });

  test('a request that is replaced while one looks is followed, and the new one is approved', {
    timeout: 120_000,
  }, async () => {
    const before = await requestOf(cli, { scopes: READ });
    const terminal = await atList();
    await terminal.waitFor(before);
    // Asked anew for more, it is another request: the page goes back to the list, at the same device.
    const after = await requestOf(cli, { scopes: ['operator.read', 'operator.write'] });
    expect(after).not.toBe(before);
    await terminal.waitFor('This device has asked anew', 20_000);
    await terminal.waitFor(after);
    terminal.press('\r');
    await terminal.waitFor('operator.write: send messages');
    await terminal.waitFor(cli.deviceId);
    await terminal.waitFor('y approve this request');
    terminal.press('y');
    await terminal.waitFor('Approved. Waiting for the client', 60_000);
    terminal.press('q');
    await terminal.exited;
  });

  test('what a known device wants more is shown as before and after, and approved whole', {
    timeout: 120_000,
  }, async () => {
    const more = { scopes: ['operator.read', 'operator.write', 'operator.pairing'] };
    const upgrade = await requestOf(cli, more);
    const { stdout } = await doctor(
      ['fix', '--dry-run', '--approve', upgrade, '--url', patient.gateway.url],
      patient.place,
    );
    expect(stdout).toContain('asks    is approved and asks for more: operator.pairing');
    expect(stdout).toContain('        + operator.pairing: approve and remove devices');
    expect(stdout).not.toContain('devices list');

    const terminal = openDoctor(['--url', patient.gateway.url], patient.place, { cols: 100, rows: 45 });
    await terminal.waitFor('The CLI is paired with operator.read, operator.write and asks for', 30_000);
    await pressAll(terminal, TO_WAITING);
    await terminal.waitFor('is approved and asks for more: operator.pairing');
    terminal.press('\r');
    await terminal.waitFor('+ operator.pairing: approve and remove devices');
    await terminal.waitFor('y approve this request');
    terminal.press('y');
    await terminal.waitFor('Approved. Waiting for the client', 60_000);
    expect(await answer(cli, more)).toBe('connected');
    await terminal.waitFor('Connected: the device was approved', 30_000);
    terminal.press('q');
    await terminal.exited;
  });
});

describe('what happens elsewhere meanwhile', () => {
  test('a request that expires while it is shown is not approved; the next one of its client is', {
    timeout: 120_000,
  }, async () => {
    const late = newIdentity();
    const request = await requestOf(late);
    const askedAt = Date.now();
    const terminal = await atList();
    await terminal.waitFor(request);
    terminal.press('\r');
    await terminal.waitFor('y approve this request');
    // It dies in eight seconds, however long that took: the doctor sees it grow old before.
    await ageRequest(patient.gateway, request, 292_000 - (Date.now() - askedAt));
    await terminal.waitFor(`The request ${request} is gone: it has expired`, 20_000);
    terminal.press('y');
    const next = await requestOf(late);
    expect(next).not.toBe(request);
    await terminal.waitFor(next, 20_000);
    expect(terminal.raw()).not.toContain('The command');
    terminal.press('\r');
    await terminal.waitFor('y approve this request');
    terminal.press('y');
    await terminal.waitFor('Approved. Waiting for the client', 60_000);
    expect(await answer(late)).toBe('connected');
    await terminal.waitFor('Connected: the device was approved', 30_000);
    terminal.press('q');
    await terminal.exited;
  });

  test('a step that its user says to have done counts once it shows, and not before', {
    timeout: 120_000,
  }, async () => {
    const other = newIdentity();
    const request = await requestOf(other);
    const terminal = openDoctor(['--url', patient.gateway.url], patient.place, { cols: 100, rows: 45 });
    await toApprovalStep(terminal);
    await terminal.waitFor('d I did it elsewhere');
    terminal.press('d');
    await terminal.waitFor('Looked again: the device is not approved yet', 30_000);
    expect(await answer(other)).toBe('refused');

    await patient.gateway.exec(['openclaw', 'devices', 'approve', request]);
    terminal.press('d');
    await terminal.waitFor('Approved. Waiting for the client', 30_000);
    expect(await answer(other)).toBe('connected');
    await terminal.waitFor('Connected: the device was approved', 30_000);
    terminal.press('q');
    await terminal.exited;
  });
});
