import { expect, test } from 'vitest';
import { findingText } from '../../src/report/text.ts';
import { approve, finding, hostNetwork } from '../ui/fakes.ts';

test('behind its steps an option says what the gateway answers then, or in words what follows', () => {
  const text = findingText({ ...finding, remedies: [approve, hostNetwork] }, false);
  expect(text.split('\n').filter((line) => /The gateway then|What follows/.test(line))).toEqual([
    '  The gateway then: lets it in as an approved device',
    '  What follows: Whoever dials the gateway from this host is let in; its list of devices shows who',
  ]);
});
