import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedRules } from 'virtual:shipped-rules';
import { afterAll, expect, test } from 'vitest';
import { sessionFrom } from '../../src/from/read.ts';
import { Redactor } from '../../src/host/clean.ts';
import { createHost } from '../../src/host/real.ts';
import { handedInWords } from '../../src/report/words.ts';

const folder = mkdtempSync(join(tmpdir(), 'doctor-handed-in-'));
afterAll(() => rmSync(folder, { recursive: true }));

const named = async (name: string, text: string) => {
  const from = join(folder, name);
  writeFileSync(from, text);
  return wordsOf(from);
};
const wordsOf = async (from: string) => {
  const redactor = new Redactor();
  const clean = <T>(value: T) => redactor.clean(value);
  const source = { from, container: undefined, host: createHost(redactor), clean, token: undefined };
  const { handedIn } = await sessionFrom(source, shippedRules, 'error');
  return handedInWords(handedIn ?? null);
};

test('what was handed in is called what it is', async () => {
  expect(await named('a.txt', 'disconnected (1008): pairing required')).toBe('a text that was handed in');
  expect(await named('b.yaml', 'openclaw: 2026.3.13\ntext: pairing required\n')).toBe('an evidence file');
  expect(await wordsOf('fixtures/containers/02-compose-network')).toBe('a folder of captured outputs');
});
