import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedRules } from 'virtual:shipped-rules';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/doctor.ts';
import { sessionFrom } from '../../src/from/read.ts';
import { Redactor } from '../../src/host/clean.ts';
import { createHost } from '../../src/host/real.ts';
import { valueIn } from '../../src/model/fact.ts';
import { formatNames } from '../../src/report/report-options.ts';
import { reporters } from '../../src/report/reporters.ts';
import { requestText } from '../../src/requests/words.ts';
import { root } from '../support/bundle.ts';
import { forMachine } from './reports.ts';

const NAME = '$(touch x) "\'` \u001b[31mred\u001b]0;title\u0007\r\n--approve\u202e\u009b2J';
const SHOWN = '$(touch x) "\'` \\e[31mred\\e]0;title\\x07\\n--approve\\u202e\\x9b2J';
/** What acts on a terminal, hides or reorders; ends of lines are the report's own. */
const ACTS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069]/;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-outside-'));
  cpSync(join(root, 'fixtures/containers/02-compose-network'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function look(): Promise<Diagnosis> {
  const redactor = new Redactor();
  const clean = <T>(value: T) => redactor.clean(value);
  const source = { from: folder, container: undefined, host: createHost(redactor), clean };
  return (await sessionFrom(source, shippedRules, 'error')).look();
}

function list(more: object): void {
  const request = {
    requestId: 'af964ec2-97e0-4757-83de-47a050036ff7',
    deviceId: 'c'.repeat(64),
    clientId: 'cli',
    role: 'operator',
    scopes: ['operator.read'],
    remoteIp: '172.18.0.1',
    ts: Date.now(),
    ...more,
  };
  writeFileSync(join(folder, 'devices-list.json'), JSON.stringify({ pending: [request], paired: [] }));
}

async function everyFormat(diagnosis: Diagnosis): Promise<readonly string[]> {
  const options = { ...forMachine, verbose: true };
  return Promise.all(formatNames.map(async (name) => (await reporters[name]())(diagnosis.report, options)));
}

test('what a device says of itself is text, in full, and acts nowhere', async () => {
  list({ displayName: NAME, platform: NAME, remoteIp: NAME, scopes: [NAME] });
  const diagnosis = await look();
  const [request] = valueIn(diagnosis.facts, 'devices.pending') ?? [];
  expect(request).toMatchObject({ name: SHOWN, platform: SHOWN, remoteIp: SHOWN, scopes: [SHOWN] });
  const texts = [...(await everyFormat(diagnosis)), request ? requestText(request, diagnosis.facts) : ''];
  expect(texts.filter((text) => ACTS.test(text))).toEqual([]);
  expect(texts.at(-1)).toContain(`the CLI "${SHOWN}" (cli) on ${SHOWN}`);
  // Where each of them names the address.
  for (const text of texts) expect(text.replace(/\s+/g, ' ')).toContain(name(text));
});

/** As the format writes it. */
function name(text: string): string {
  return text.startsWith('{') ? JSON.stringify(SHOWN).slice(1, -1) : 'red';
}

test('a name without end is cut, and says so', async () => {
  list({ displayName: 'x'.repeat(600) });
  const [request] = valueIn((await look()).facts, 'devices.pending') ?? [];
  expect(request?.name).toBe(`${'x'.repeat(500)}… (cut here, 600 characters in all)`);
});

test('what is decoded only after it was read acts nowhere either: lines of JSON in a log, JSON5', async () => {
  const own = NAME.replace('\r\n', '');
  const line = (at: number) =>
    JSON.stringify({
      '0': '{"subsystem":"gateway/ws"}',
      '1': { cause: 'pairing-required', handshake: 'pending', ua: own, client: own },
      '2': `\u001b[33mclosed before connect conn=1 remote=172.18.0.1 fwd=n/a origin=${own} host=${own} ua=${own} code=1008 reason=pairing required: device is not approved yet\u001b[39m`,
      time: new Date(Date.now() - at).toISOString(),
    });
  writeFileSync(join(folder, 'gateway.log'), `${line(2000)}\n${line(1000)}\n`);
  writeFileSync(join(folder, 'openclaw.json'), `{ /* mine */ gateway: { mode: 'local', bind: 'lan\\u001b[2J' } }`);
  const diagnosis = await look();
  expect(JSON.stringify(valueIn(diagnosis.facts, 'refusals'))).toContain('172.18.0.1');
  expect(stringsIn(diagnosis.facts).filter((text) => ACTS.test(text))).toEqual([]);
  expect((await everyFormat(diagnosis)).filter((text) => ACTS.test(text))).toEqual([]);
});

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsIn) : [];
}
