import { expect, it } from 'vitest';
import { newTerms, termsOn } from '../../src/ui/terms.ts';
import { after, diagnosisOf, enter, finding, looked, mountFinding } from './fakes.ts';

const names = (terms: ReturnType<typeof termsOn>) => terms.map(({ name }) => name);

it('a term is explained on the screen that brings it up first, and not again', () => {
  const events = [looked(diagnosisOf([finding])), enter, enter];
  const [diagnosis, options, step] = [1, 2, 3].map((count) => after(events.slice(0, count)));
  expect(names(newTerms(diagnosis as never))).toEqual(['pairing', 'local', 'loopback']);
  expect(names(termsOn(options as never))).toContain('pairing');
  expect(names(newTerms(options as never))).toEqual([]);
  expect(names(newTerms(step as never))).toEqual([]);
});

it('a step explains what it adds', () => {
  const step = after([looked(diagnosisOf([{ ...mountFinding, title: 'The state is lost' }])), enter, enter]);
  expect(names(termsOn(step))).toContain('volume');
});

it('no term explains another finding than the one shown', () => {
  const two = diagnosisOf([{ ...finding, title: 'x', why: 'y' }, finding]);
  expect(names(newTerms(after([looked(two)])))).toEqual([]);
  expect(names(newTerms(after([looked(two), { type: 'move', by: 1 }])))).toContain('pairing');
});
