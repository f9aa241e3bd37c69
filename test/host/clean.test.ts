import { describe, expect, test } from 'vitest';
import { bounded, Redactor, stripControls, visible, visibleIn, visibleOnLine } from '../../src/host/clean.ts';

describe('what a program prints can’t move the cursor, hide or reorder characters', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007after', '\\e]0;title\\x07after'],
    ['\u001b]8;;http://x\u0007link\u001b]8;;\u001b\\', 'link'],
    ['a\u0000b\u0008c\u007fd\u009b31me', 'abcde'],
    ['safe\u202Egnp.exe', 'safegnp.exe'],
    ['zero\u200bwidth', 'zerowidth'],
    ['one\r\ntwo\rthree\tfour', 'one\ntwo\nthree\tfour'],
  ])('%j', (text, expected) => {
    expect(stripControls(text)).toBe(expected);
  });
});

describe('a value from outside is shown whole', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', '\\e[31mred\\e[0m'],
    ['\u001b]0;title\u0007after', '\\e]0;title\\x07after'],
    ['a\u0000b\u0008c\u007fd\u009b31me', 'a\\x00b\\x08c\\x7fd\\x9b31me'],
    ['safe\u202Egnp.exe', 'safe\\u202egnp.exe'],
    ['$(touch x) "\'`; ünï 名前 🦞', '$(touch x) "\'`; ünï 名前 🦞'],
    ['one\r\ntwo\tthree\rfour', 'one\ntwo\tthree\\rfour'],
  ])('%j', (text, expected) => {
    expect(visible(text)).toBe(expected);
    // In JSON, in a row of a database, and where it was decoded later.
    expect(JSON.parse(new Redactor().clean(JSON.stringify({ displayName: text, more: 1 })))).toEqual({
      displayName: expected,
      more: 1,
    });
    expect(new Redactor().clean([{ display_name: text }], { isData: true })).toEqual([{ display_name: expected }]);
    expect(visibleIn({ list: [{ name: text }], n: null })).toEqual({ list: [{ name: expected }], n: null });
  });

  test('with its ends of lines, where it has one line', () => {
    expect(visibleOnLine('one\r\ntwo\tthree')).toBe('one\\r\\ntwo\\tthree');
  });

  test('and stays the same object where nothing of it acts', () => {
    const facts = { list: [{ name: 'laptop\n' }], n: 1 };
    expect(visibleIn(facts)).toBe(facts);
  });

  test('up to a length, with a mark of the cut', () => {
    expect(bounded('laptop', 6)).toBe('laptop');
    expect(bounded('aaaa🦞bbbb', 5)).toBe('aaaa… (cut here, 10 characters in all)');
  });
});

describe('secrets are taken out', () => {
  const SECRET = 'labtoken-0123456789abcdef';
  test.each([
    [`"token": "${SECRET}"`],
    [`token: '${SECRET}', // JSON5`],
    [`{"operator":{"token":"${SECRET}","role":"operator"}}`],
    [`"tokens_json": "{\\"operator\\":{\\"token\\":\\"${SECRET}\\"}}"`],
    [`OPENCLAW_GATEWAY_TOKEN=${SECRET}`],
    [`"OPENCLAW_GATEWAY_TOKEN=${SECRET}",`],
    [`http://127.0.0.1:18789/#token=${SECRET}`],
    [`http://127.0.0.1:18789/#bootstrapToken=${SECRET}&bootstrapProfile=owner`],
    [`wss://you:${SECRET}@gateway.example:443`],
    [`"--token", "${SECRET}"`],
    [`openclaw devices list --token ${SECRET} --json`],
    [`Authorization: Bearer ${SECRET}`],
    [`  OPENCLAW_GATEWAY_PASSWORD: ${SECRET}\n`],
    [`"privateKeyPem": "${SECRET}"`],
    [`Cookie: session=${SECRET}; other=${SECRET}x`],
    [`password: |\n  ${SECRET}\nnext: 1`],
    [`password: correct horse ${SECRET}`],
    [`password: correct*/${SECRET}`],
    [`ssh://you:${SECRET}@host`],
    [`ssh://you@${SECRET}@host`],
    [`setx OPENCLAW_GATEWAY_TOKEN ${SECRET}`],
    [`openclaw config set gateway.auth.token ${SECRET}`],
    [`--token "a b ${SECRET}"`],
    [`ws://${SECRET}@gateway:18789`],
    [`ws://user:pa@${SECRET}@gateway:18789`],
    [`http://h/#token%3D${SECRET}`],
    [`{"token":"${SECRET}`],
    [`AWS_SECRET_ACCESS_KEY=${SECRET}`],
    [`DB_PASS=${SECRET};x`],
    [`sk-ant-${SECRET}`],
    [`token: |2\n  ${SECRET}`],
    [`privateKey: | # pem\n  first\n  ${SECRET}`],
    [`--token '${SECRET}'`],
    [`set -gx OPENCLAW_GATEWAY_TOKEN ${SECRET}`],
    [`ENV OPENCLAW_GATEWAY_TOKEN ${SECRET}`],
    [`-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`],
  ])('%s', (text) => {
    const redacted = new Redactor().redact(text);
    expect(redacted).not.toContain(SECRET);
    expect(redacted).toContain('<secret-1>');
  });

  test.each([
    ['unauthorized: gateway token missing (set gateway.remote.token to match gateway.auth.token)'],
    ['unauthorized: gateway token mismatch'],
    [`"token": "$\{OPENCLAW_GATEWAY_TOKEN}"`],
    ['"token": { "source": "env", "id": "OPENCLAW_GATEWAY_TOKEN" }'],
    ['"hasToken": true'],
    ['"DOCKER_HOST": "ssh://you@host:22"'],
    ['lan-ui-device-token => 1008 pairing required'],
    ['pairing required: device is not approved yet (requestId: 0747dd07-9828-4a00-938a-5febf02ba1f0)'],
  ])('but not what is none: %s', (text) => {
    expect(new Redactor().redact(text)).toBe(text);
  });

  test.each([
    ['z'],
    ['a.'],
    ['token'],
    ['"token":'],
    ['\\"'],
    ['token '],
    ['://a:'],
    ['eyJ-'],
    ['-----BEGIN PRIVATE KEY-----'],
    ['\u001b['],
    ['\u001b]'],
    ['\u009d0'],
    ['-'],
    ['--token '],
    ['ENV '],
    ['token: |\n  '],
    ['ssh://a@'],
    ['ssh://a'],
    ['password: x*/y'],
    ['password: {'],
  ])('megabytes of %j take no time that counts', (part) => {
    const text = part.repeat(2_000_000 / part.length);
    const started = performance.now();
    new Redactor().clean(text);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('the same secret has one name in a run, with or without its key', () => {
    const redactor = new Redactor();
    expect(redactor.redact('"token": "hunter2-hunter2"')).toBe('"token": "<secret-1>"');
    expect(redactor.redact('sent hunter2-hunter2 along')).toBe('sent <secret-1> along');
    expect(redactor.redact('"password": "another-one-1"')).toBe('"password": "<secret-2>"');
  });

  test('an argv that was taken apart', () => {
    const inspect = JSON.stringify([
      {
        Args: ['gateway', '--token', 'Zq7x-plain-word', '--bind', 'lan'],
        Cmd: ['config', 'set', 'gateway.auth.token', 'word'],
      },
    ]);
    expect(JSON.parse(new Redactor().clean(inspect))).toEqual([
      {
        Args: ['gateway', '--token', '<secret-1>', '--bind', 'lan'],
        Cmd: ['config', 'set', 'gateway.auth.token', '<secret-2>'],
      },
    ]);
  });

  test('a token of --token-file in its other forms', () => {
    const redactor = new Redactor();
    redactor.standIn('open "sesame"', true);
    expect(redactor.redact('sent open "sesame", open \\"sesame\\", open%20%22sesame%22')).toBe(
      'sent <secret-1>, <secret-1>, <secret-1>',
    );
  });

  test('JSON in a string stays JSON, whatever is in the secret', () => {
    const inspect = JSON.stringify([{ Config: { Env: ['OPENCLAW_GATEWAY_PASSWORD=a"b;c d', 'HOME=/home/node'] } }]);
    const cleaned = new Redactor().clean(inspect);
    expect(JSON.parse(cleaned)).toEqual([
      { Config: { Env: ['OPENCLAW_GATEWAY_PASSWORD=<secret-1>', 'HOME=/home/node'] } },
    ]);
  });

  test('a secret that looks like an ordinary name is taken out where it is named, and one from --token-file everywhere', () => {
    const redactor = new Redactor();
    expect(redactor.redact('"token": "openclaw-gateway" runs openclaw-gateway')).toBe(
      '"token": "<secret-1>" runs openclaw-gateway',
    );
    redactor.standIn('correct-horse', true);
    expect(redactor.redact('sent correct-horse along')).toBe('sent <secret-2> along');
  });

  test('a line of a .env file keeps its quotes, and the secret in them is the one without', () => {
    const redactor = new Redactor();
    expect(redactor.clean(['OPENCLAW_GATEWAY_TOKEN="abcdefgh1234"', 'OPENCLAW_GATEWAY_TOKEN=abcdefgh1234'])).toEqual([
      'OPENCLAW_GATEWAY_TOKEN="<secret-1>"',
      'OPENCLAW_GATEWAY_TOKEN=<secret-1>',
    ]);
  });

  test('a service of launchd', () => {
    const plist =
      '<key>OPENCLAW_GATEWAY_TOKEN</key>\n    <string>abcdefgh1234</string><key>DB</key><string>what-else-1234</string><key>PATH</key><string>/usr/bin:/opt/v24/bin</string>';
    expect(new Redactor().redact(plist)).toBe(
      '<key>OPENCLAW_GATEWAY_TOKEN</key>\n    <string><secret-1></string><key>DB</key><string><secret-2></string><key>PATH</key><string>/usr/bin:/opt/v24/bin</string>',
    );
  });

  test.each([
    ['a number of tokens', '{ // mine\n  maxTokens: 4096, "contextTokens" : 200000\n}'],
    ['one that ends its group', '{ // mine\n  a: { maxTokens:12345678 } }'],
    ['a secret that is not set', '{ // mine\n  auth: { token: null, mode: "token" } }'],
    ['a comment that ends in a colon', '{\n  // To get another token:\n  // ask the NAS\n  a: 1\n}'],
  ])('in JSON5 it leaves alone %s', (_, text) => {
    expect(new Redactor().clean(text)).toBe(text);
  });

  test('in JSON5 a comment keeps its end, and what follows a number of tokens is a secret', () => {
    const clean = (text: string) => new Redactor().clean(text);
    expect(clean('{ /* the token: on a note */ a: 1 }')).toBe('{ /* the token: <secret-1>*/ a: 1 }');
    expect(clean('maxTokens: 12, password: fake-hunter')).toBe('maxTokens: 12, password: <secret-1>');
    expect(clean('"token": 12345')).toBe('"token": <secret-1>');
  });

  test('thousands of secrets keep it from nothing', () => {
    const redactor = new Redactor();
    const started = performance.now();
    redactor.redact(Array.from({ length: 5000 }, (_, index) => `token=abcdefgh${index}xyz`).join('\n'));
    for (let index = 0; index < 1000; index++) redactor.redact('a short text');
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('plain data is cleaned by key, at any depth', () => {
    const dirty = { list: [{ token: 'abc', note: '\u001b[1mbold' }], count: 3, none: null };
    expect(new Redactor().clean(dirty)).toEqual({
      list: [{ token: '<secret-1>', note: 'bold' }],
      count: 3,
      none: null,
    });
  });
});
