import { expect, test } from 'vitest';
import type { HttpResult } from '../../src/host/host.ts';
import { valueIn } from '../../src/model/fact.ts';
import { defaultAim } from '../../src/probes/context.ts';
import { probePage } from '../../src/probes/page.ts';
import { fakeHost } from '../support/fake-host.ts';

const answered = (body: string): HttpResult => ({
  status: 'answered',
  code: 200,
  headers: {},
  body,
  certificate: { trusted: true, subject: 'claw.lab', issuer: 'claw.lab', validTo: '2027-01-01', error: null },
  ms: 1,
});
const look = (page: string, answer: HttpResult, offline = false) =>
  probePage({ host: fakeHost({ request: async () => answer }), aim: { ...defaultAim, page, offline } });

test.each([
  ['<html data-openclaw-control-ui-base-path="">', 'ok'],
  ['{"error":{"type":"proxy_attribution_required"}}', 'proxy-attribution'],
  ['Welcome to nginx!', 'other'],
])('the page that answers %s', async (body, word) => {
  expect(valueIn(await look('https://claw.lab/', answered(body)), 'page.http')).toBe(word);
});

test('a page on plain HTTP is asked, too, and has no certificate', async () => {
  const facts = await look('http://192.168.50.10:18789/', answered('openclaw'));
  expect(valueIn(facts, 'page.http')).toBe('ok');
  expect(valueIn(facts, 'page.certificate')).toBeNull();
  expect(valueIn(facts, 'page.secureContext')).toBe(false);
});

test('a page that nobody serves, and one that may not be asked', async () => {
  const failed: HttpResult = { status: 'failed', reason: 'nobody answers', ms: 1 };
  expect(valueIn(await look('https://claw.lab/', failed), 'page.http')).toBe('failed');
  expect(valueIn(await look('https://claw.lab/', answered('openclaw'), true), 'page.http')).toBeUndefined();
});
