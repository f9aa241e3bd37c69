import { expect, test } from 'vitest';
import { parseSettings, settingsFacts } from '../../src/probes/settings.ts';

const facts = (text: string) => settingsFacts('gateway', parseSettings(text, 'openclaw.json'));

test('JSON5 is read: comments, single quotes, unquoted keys, a last comma', () => {
  expect(facts("{ gateway: { bind: 'lan', port: 18790, /* so */ auth: { token: 'x' }, }, }")).toMatchObject({
    'gateway.config.bind': { status: 'known', value: 'lan', source: 'gateway.bind in openclaw.json' },
    'gateway.config.port': { value: 18790 },
    'gateway.config.hasToken': { value: true },
    'gateway.config.trustedProxies': { value: [] },
    'gateway.config.error': { value: null },
  });
});

test.each([
  ['{ gateway: {} }', false],
  ['{ // mine\n gateway: {} }', true],
  ['{ gateway: {} /* mine */ }', true],
  [`{ a: "http://claw.lan", b: 'a /* b', c: "\\"//" }`, false],
  [`{ a: "http://claw.lan" } // b`, true],
])('whether there are comments: %s', (text, expected) => {
  expect(facts(text)['gateway.config.hasComments']).toMatchObject({ value: expected });
});

test('one setting that is wrong, and a key that OpenClaw would refuse, blind no other', () => {
  expect(facts('{"gateway": {"bind": 7, "port": "18790", "noSuchKey": 1, "mode": "local"}}')).toMatchObject({
    'gateway.config.bind': { status: 'unknown', reason: 'gateway.bind in openclaw.json is not what it should be' },
    'gateway.config.port': { status: 'known', value: 18790 },
    'gateway.config.mode': { status: 'known', value: 'local' },
  });
});

test('a file that can’t be parsed is a fact with line and column, and its settings are unknown', () => {
  expect(facts('{\n  "gateway": {\n    "bind" "lan"\n')).toMatchObject({
    'gateway.config.error': { status: 'known', value: "openclaw.json:3:12 invalid character '\\\"'" },
    'gateway.config.bind': { status: 'unknown', reason: "openclaw.json can't be parsed" },
  });
});

test('no file: every setting is known to be absent', () => {
  expect(settingsFacts('client', undefined)).toMatchObject({
    'client.config.file': { value: null },
    'client.config.allowedOrigins': { value: [] },
    'client.config.bind': { value: null },
  });
});
