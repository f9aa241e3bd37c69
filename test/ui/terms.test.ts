import { expect, it } from 'vitest';
import { stages } from '../../src/model/rule.ts';
import { newTerms, stageTerms, termsOn } from '../../src/ui/terms.ts';
import {
  after,
  bindFinding,
  diagnosisOf,
  enter,
  finding,
  looked,
  moment,
  mountFinding,
  otherPending,
  pending,
} from './fakes.ts';

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
  const two = diagnosisOf([{ ...finding, title: 'x', why: 'y', way: [], stage: 'resolve' }, finding]);
  expect(names(newTerms(after([looked(two)])))).toEqual(['resolve']);
  expect(names(newTerms(after([looked(two), { type: 'move', by: 1 }])))).toContain('pairing');
});

it('the stage that fails is explained with the finding, the others by the help of a screen that shows the path', () => {
  const failing = after([looked(diagnosisOf([{ ...finding, title: 'x', why: 'y', way: [], stage: 'auth' }]))]);
  expect(newTerms(failing)).toEqual([
    { name: 'auth', means: 'the check of the token or password that a client shows' },
  ]);
  expect(names(stageTerms(failing))).toEqual([...stages]);
  expect(stageTerms(after([]))).toEqual([]);
});

it('the way to the gateway is read as the words are', () => {
  const way = [{ place: 'client', name: 'the CLI', address: null, note: 'in a tailnet', state: 'ok' }] as const;
  const state = after([looked(diagnosisOf([{ ...finding, title: 'x', why: 'y', way }]))]);
  expect(names(newTerms(state))).toEqual(['pairing', 'tailnet']);
});

it('who waits brings up what a request holds, once', () => {
  const toList = [looked(moment([pending, otherPending], [])), enter, enter, enter];
  expect(names(newTerms(after(toList)))).toEqual(['scope', 'role']);
  const tailnet = { ...otherPending, remoteIp: '100.101.102.103' };
  expect(names(newTerms(after([looked(moment([tailnet], [])), enter, enter, enter])))).toContain('tailnet');
  expect(newTerms(after([...toList, enter]))).toEqual([]);
});

it('the end explains what the next finding adds', () => {
  const first = looked(diagnosisOf([bindFinding]));
  const ran = { type: 'ran', result: { status: 'ok' } } as const;
  const events = [first, enter, enter, enter, ran, first, enter, ran, looked(diagnosisOf([finding]))];
  expect(after(events).screen.kind).toBe('done');
  expect(names(newTerms(after(events)))).toEqual(['local']);
});
