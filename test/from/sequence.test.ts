import { describe, expect, test } from 'vitest';
import { standingPart } from '../../src/from/sequence.ts';

describe('of errors that are told one after another the last stands', () => {
  test.each([
    ['unauthorized: gateway token mismatch -> copied the right one -> pairing required', 'pairing required'],
    ['origin not allowed is gone since I listed my page. now: pairing required', ': pairing required'],
    ['step 1 origin not allowed\nstep 2 unauthorized: gateway token missing', 'unauthorized: gateway token missing'],
    ['first it said gateway token missing, pasted it, now only\npairing required', 'pairing required'],
    [
      'unauthorized: gateway token mismatch   (corrected)\nunauthorized: too many failed authentication attempts',
      'unauthorized: too many failed authentication attempts',
    ],
  ])('%s', (text, standing) => {
    expect(standingPart(text).trim()).toBe(standing);
  });
});

test.each([
  ['lines of a log', 'token mismatch\npairing required'],
  ['one error', 'worked on 2026.2.13 -> 2026.2.14: pairing required'],
  ['the same error twice', 'pairing required -> approved it -> pairing required'],
  ['no error at all', 'first this, then that, now nothing'],
])('%s is no story of errors, and is read whole', (_, text) => {
  expect(standingPart(text)).toBe(text);
});
