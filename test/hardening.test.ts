import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedRules } from 'virtual:shipped-rules';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Harden, openMeasures } from '../src/hardening/open.ts';
import { Redactor } from '../src/host/clean.ts';
import { createDisk } from '../src/host/real-disk.ts';
import { known } from '../src/model/fact.ts';
import { openJournal } from '../src/remedy/journal-files.ts';
import { looseFacts } from './ui/measures.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-measures-'));
  mkdirSync(join(folder, 'hardening'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (folders: readonly string[]) => {
  const disk = createDisk();
  const hand = { disk, journal: openJournal(disk, join(folder, 'journal')) };
  return openMeasures({ folders, rules: shippedRules, redactor: new Redactor(), hand });
};
const idsOf = async (harden: Harden) => (await harden(looseFacts)).map(({ finding }) => finding.rule);

test('a measure of one’s own stands beside the shipped ones, and may borrow from their rules', async () => {
  writeFileSync(
    join(folder, 'hardening/own.yaml'),
    `id: hardening/own
title: Keep {gateway.name} apart
variants:
  - { name: open, status: advised, when: { fact: gateway.kind, equals: container }, why: 'It is {gateway.name}.' }
borrows:
  - { rule: state-dir/state-not-durable, remedy: mount-volume, as: mount }
`,
  );
  const measures = await (await open([folder]))({ ...looseFacts, 'state.mount': known('anonymous', 'x') });
  expect(measures.find(({ finding }) => finding.rule === 'hardening/own')).toMatchObject({
    status: 'advised',
    finding: { title: 'Keep gwa apart', why: 'It is gwa.', remedies: [{ id: 'mount' }] },
  });
  expect(await idsOf(await open([]))).not.toContain('hardening/own');
});

test('a mistake in one is told at once, with its place', async () => {
  writeFileSync(join(folder, 'hardening/own.yaml'), 'id: hardening/own\ntitle: T\nvariant: []\n');
  await expect(open([folder])).rejects.toThrow(
    'own.yaml:3:1 unknown key "variant" in a measure: did you mean "variants"?',
  );
});

test('words of others are text: a name with a command or escape codes does nothing', async () => {
  const name = '$(touch x)`; rm -rf / "\u0027';
  const device = { requestId: '42aadb9e-8d5b-480e-89a7-a1b9c9b590f5', deviceId: 'd'.repeat(64), client: 'cli' };
  const pending = {
    ...device,
    name,
    mode: null,
    platform: null,
    roles: [],
    scopes: [],
    remoteIp: null,
    isRepair: false,
  };
  const facts = {
    ...looseFacts,
    'devices.pending': known([{ ...pending, askedAt: 1, renewedAt: 1, expired: false }], 'x'),
  };
  const measures = await (await open([]))(facts);
  const [step] =
    measures.find(({ finding }) => finding.rule === 'hardening/strange-requests')?.finding.remedies[0]?.steps ?? [];
  expect(step?.say).toContain(`«${name}»`);
  expect(step?.run?.slice(-3)).toEqual(['devices', 'reject', device.requestId]);
});
