import { questions } from 'virtual:questions';
import { expect, test } from 'vitest';
import { readTold } from '../../src/from/told.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import type { Finding } from '../../src/model/report.ts';
import { questionFor } from '../../src/questions/choose.ts';

const finding = (rule: string, certainty: Finding['certainty'] = 'possible') => ({ rule, certainty }) as Finding;
const DOCKER = 'pairing-approval/pending-approval-docker';
const NEW = 'pairing-approval/pending-approval-new-device';
const asks = (findings: readonly Finding[], facts: Facts = {}) => questionFor(findings, facts)?.id;

test('what is certain needs no question', () => {
  expect(asks([finding(DOCKER, 'confirmed'), finding(NEW)])).toBeUndefined();
  expect(asks([])).toBeUndefined();
});

test('between a container and another machine it asks where the gateway runs', () => {
  expect(asks([finding(DOCKER), finding(NEW)])).toBe('where-it-runs');
});

test('what the facts answer is not asked', () => {
  const facts = { 'text.deployment': known('docker', 'the report') };
  expect(asks([finding(DOCKER), finding(NEW)], facts)).not.toBe('where-it-runs');
});

test('of two questions the one that tells more causes apart is asked', () => {
  const open = ['scope-upgrade/scope-upgrade-pending', 'pairing-approval/role-upgrade', NEW].map((rule) =>
    finding(rule),
  );
  expect(asks(open)).toBe('known-device');
});

test('a cause that no answer names gets no question that is beside the point', () => {
  expect(asks([finding('state-dir/volume-permissions')])).toBeUndefined();
});

test('a question asks one thing, and every answer leads to another cause', () => {
  for (const { id, ask, answers } of questions) {
    expect(ask.match(/\?/g), id).toHaveLength(1);
    expect(new Set(answers.map(({ rule }) => rule)).size, id).toBe(answers.length);
  }
});

test('nobody is asked for the line of the log that they have quoted', () => {
  const open = ['shared-secret/token-mismatch', 'device-credential/device-token-mismatch'].map((rule) => finding(rule));
  const quoted = (text: string) => asks(open, readTold(text, 'text').facts);
  expect(quoted('disconnected (1008): unauthorized')).toBe('log-reason');
  const line = '[ws] unauthorized conn=abc remote=127.0.0.1 client=cli v2026.3.13 auth=token reason=token_mismatch';
  expect(quoted(`${line}\n`)).not.toBe('log-reason');
});
