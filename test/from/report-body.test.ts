import { expect, test } from 'vitest';
import { bodyEvidence } from '../../src/from/report-body.ts';

test('the fields of a form, by a colon or as headings', () => {
  const text =
    '**OpenClaw version**: 2026.3.13 (abc)\n- OS: Ubuntu 24.04\n\n### Install method\n\nDocker compose\n\n### Client\n_No response_\n';
  expect(bodyEvidence(text)).toEqual({
    openclaw: '2026.3.13',
    os: 'Ubuntu 24.04',
    deployment: 'Docker compose',
    notes: ['OS: Ubuntu 24.04'],
    text,
  });
});

test('a part of openclaw.json in a fenced block, the first that has a gateway', () => {
  const text = '```json\n{"a":1}\n```\n```json5\n{ gateway: { bind: "lan", }, }\n```\n';
  expect(bodyEvidence(text)).toEqual({ config: { gateway: { bind: 'lan' } }, text });
});

test('the page that was opened, and not one that is linked', () => {
  const text = 'See https://docs.openclaw.ai/web. I opened http://192.168.1.5:18789/ in Chrome.';
  expect(bodyEvidence(text)).toEqual({ pageUrl: 'http://192.168.1.5:18789/', text });
});

test('items of lists are notes, boxes to tick are none', () => {
  const text = '- [x] I searched\n- the token is right\n* devices list works\n';
  expect(bodyEvidence(text)?.notes).toEqual(['the token is right', 'devices list works']);
});

test.each(['gateway closed (1008): pairing required', '', 'version\n', 'OS:\n'])('%j is no form', (text) => {
  expect(bodyEvidence(text)).toBeUndefined();
});
