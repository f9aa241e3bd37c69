import { expect, test } from 'vitest';
import { possibleReleases, releaseFacts } from '../../src/facts/releases.ts';
import { releases } from '../../src/gateway/releases.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import { refused } from '../support/facts.ts';

const bounds = (facts: Facts) => {
  const all = possibleReleases({ ...facts, ...releaseFacts(facts) });
  return [all[0]?.text, all.at(-1)?.text];
};

test('a version that is stated is the one', () => {
  expect(bounds({ 'gateway.version': known('2026.7.33', 't') })).toEqual(['2026.7.33', '2026.7.33']);
});

test('a month that is named leaves its releases open', () => {
  expect(bounds({ 'gateway.version': known('2026.2.x', 't') })).toEqual(['2026.2.2', '2026.2.26']);
});

test.each([
  ['control ui requires HTTPS or localhost (secure context)', '2026.1.29', '2026.2.19'],
  ['control ui requires device identity (use HTTPS or localhost secure context)', '2026.2.21', '2026.9.6'],
  ['pairing required: device is not approved yet (requestId: 0ea683f4-74b1', '2026.4.20', '2026.9.6'],
  ['proxy client attribution is required', '2026.7.2-beta.7', '2026.9.6'],
  ['unauthorized: device token scope mismatch (re-pair or approve scope upgrade)', '2026.5.12', '2026.9.6'],
  ['unauthorized: too many failed authentication attempts (retry later)', '2026.2.19', '2026.9.6'],
  ['AUTH_RATE_LIMITED', '2026.2.22', '2026.9.6'],
])('«%s» is said from %s to %s', (reason, first, last) => {
  const facts: Facts = { 'gateway.version': known('dev', 't'), refusals: known([refused({ reason })], 't') };
  expect(bounds(facts)).toEqual([first, last]);
});

test('JSON state is kept up to 2026.7, SQLite from 2026.8.1 on', () => {
  expect(bounds({ 'devices.store': known('json', 't') })).toEqual(['2026.1.29', '2026.7.35']);
  expect(bounds({ 'devices.store': known('sqlite', 't') })).toEqual(['2026.7.2-beta.7', '2026.9.6']);
});

test('signs that contradict each other say nothing', () => {
  const facts: Facts = {
    'devices.store': known('sqlite', 't'),
    'proxy.warned': known(true, 't'),
    'proxy.from': known(null, 't'),
  };
  expect(bounds(facts)).toEqual(['2026.1.29', '2026.9.6']);
});

test('with no sign every release is open, and why is said', () => {
  const facts: Facts = { 'gateway.version': unknown('the gateway is elsewhere') };
  expect(possibleReleases(facts)).toEqual(releases);
  expect(releaseFacts(facts)['gateway.releases']).toEqual(unknown('the gateway is elsewhere'));
});

test('a version newer than known is said to be', () => {
  expect(releaseFacts({ 'gateway.version': known('2027.1.1', 't') })['gateway.newerThanKnown']).toMatchObject({
    value: true,
  });
});
