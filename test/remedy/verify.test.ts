import { expect, test } from 'vitest';
import type { Diagnosis } from '../../src/doctor.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import { verify } from '../../src/remedy/verify.ts';

const DEVICE = 'a'.repeat(64);
const REQUEST = '0747dd07-9828-4a00-938a-5febf02ba1f0';
const aim = { rule: 'scope-upgrade/scope-upgrade-pending', deviceId: DEVICE, requestId: REQUEST, since: 5000 };

function after(paired: object[], pending: object[] = []): Diagnosis {
  const facts = { 'devices.paired': known(paired, 'state'), 'devices.pending': known(pending, 'state') } as Facts;
  return { facts, report: { findings: [], verdict: 'healthy' } as unknown as Diagnosis['report'] };
}
const paired = { deviceId: DEVICE, approvedAt: 4000, seenAt: 4500 };
const waiting = { deviceId: DEVICE, requestId: REQUEST, expired: false };

test('a device that is paired and still waits for more was not approved', () => {
  expect(verify(after([paired], [waiting]), aim)).toBe('still-there');
});

test('once its request is gone it is, whatever it asks for next', () => {
  const next = { ...waiting, requestId: '42aadb9e-8d5b-480e-89a7-a1b9c9b590f5' };
  expect(verify(after([paired], [next]), aim)).toBe('connected');
  expect(verify(after([{ ...paired, seenAt: null }]), aim)).toBe('approved');
});
