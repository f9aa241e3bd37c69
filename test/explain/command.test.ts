import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runBundle } from '../support/bundle.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-explain-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string) => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
};

describe('explain', () => {
  test('a code, as text', () => {
    expect(runBundle(['explain', '4000', '--openclaw', '2026.5.7'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "",
        "stdout": "4000: a WebSocket close code
        OpenClaw’s own code for a client that gave up waiting for the gateway’s sign
        of life.
        Told by: all versions.
        Fix: Connect again; clients of OpenClaw do so by themselves.

      «tick timeout», at tcp
        The client itself gave up: nothing came from the gateway for too long. The
        network broke off, or one of the two was asleep.
        - OpenClaw 2026.5.7 says
          - to nobody: the client says so: 4000 «tick timeout»
        Fix: Connect again; clients of OpenClaw do so by themselves. Behind a proxy
        let it keep idle WebSockets open for more than a minute.
      ",
      }
    `);
  });

  test('words need no quotation marks; as Markdown and JSON', () => {
    const x = ['explain', '403', 'proxy_attribution_required', '--openclaw', '2026.8.1'];
    const path = join(folder, 'x.json');
    const { code, stdout } = runBundle([...x, '--format', 'markdown', '--format', `json=${path}`]);
    expect([code, stdout.split('\n')[0]]).toEqual([0, '## 403: an HTTP answer']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      schemaVersion: 1,
      asked: '403 proxy_attribution_required',
      kind: 'http-answer',
      isTold: true,
    });
  });

  test('a secret in a pasted text is not shown', () => {
    const { stdout } = runBundle(['explain', 'gateway token mismatch, token=Sup3rSecretValue99 was sent']);
    expect(stdout).toContain('«gateway token mismatch, token=<secret-1> was sent»');
  });

  test.each([
    [['explain'], 2, 'explain what? A rule id, a details.code, a close code, or an error message'],
    [['explain', 'AUTH_TOKEN_MISMTCH'], 2, 'did you mean AUTH_TOKEN_MISMATCH?'],
    [
      ['explain', '1008', '--format', 'junit'],
      2,
      '--format junit is for reports; here there are: text, json, markdown',
    ],
    [['explain', 'nothing', 'that', 'anybody', 'knows'], 3, ''],
  ])('%j exits with %i', (args, code, message) => {
    expect(runBundle(args)).toMatchObject({ code, stderr: expect.stringContaining(message) });
  });
});

const RULE = `id: mine/hot
severity: warning
stage: tcp
title: This is {os.platform}
why: So it is.
variants:
  - name: any
    certainty: confirmed
    when: { fact: os.platform, present: true }
`;
const CASES = `cases:
  - { name: on Linux, facts: { os.platform: linux }, expect: { variant: any, title: This is linux } }
  - { name: nowhere, facts: { os.platform: null }, expect: holds-not }
`;

describe('rules test', () => {
  test('passes, and counts by group with --verbose', () => {
    file('mine/hot.yaml', RULE);
    file('mine/hot.test.yaml', CASES);
    expect(runBundle(['rules', 'test', folder, '--verbose'])).toEqual({
      code: 0,
      stdout: 'mine: 1 rule, 2 cases passed, 0 failed\n2 passed, 0 failed\n',
      stderr: '',
    });
  });

  test('names each failing case with what was expected and what came', () => {
    file('mine/hot.yaml', RULE);
    file('mine/hot.test.yaml', CASES.replace('title: This is linux', 'title: This is Linux, certainty: likely'));
    file('mine/cold.yaml', RULE.replace('mine/hot', 'mine/cold'));
    file('mine/cold.test.yaml', CASES.replace('{ os.platform: null }', '{ os.platform: linux }'));
    expect(runBundle(['rules', 'test', folder])).toEqual({
      code: 1,
      stdout: `✗ mine/cold: nowhere
    expected: holds not
    came:     fires as any
✗ mine/hot: on Linux
    expected: fires as any, title: "This is Linux", certainty: "likely"
    came:     fires as any, title: "This is linux", certainty: "confirmed"
2 passed, 2 failed
`,
      stderr: '',
    });
    expect(runBundle(['rules', 'test', folder, '--only', 'mine/cold']).stdout).toContain('1 passed, 1 failed');
  });

  test.each([
    [
      'a rule or group that there isn’t',
      CASES,
      ['--only', 'mien'],
      'there is no rule or group "mien": did you mean mine?',
    ],
    ['cases that are no YAML', 'cases: [\n', [], 'hot.test.yaml:2:1 '],
    [
      'an expectation that there isn’t',
      CASES.replace('title:', 'tittle:'),
      [],
      `a case can't expect "tittle": did you mean "title"?`,
    ],
  ])('%s is a mistake', (_, cases, args, message) => {
    file('mine/hot.yaml', RULE);
    file('mine/hot.test.yaml', cases);
    const { code, stderr } = runBundle(['rules', 'test', folder, ...args]);
    expect([code, stderr.trimEnd().split('\n').length]).toEqual([2, 1]);
    expect(stderr).toContain(message);
  });
});

test('rules lint looks at what --only names alone', () => {
  file('mine/hot.yaml', RULE);
  file('mine/hot.test.yaml', CASES);
  file('mine/cold.yaml', RULE.replace('mine/hot', 'mine/cold'));
  expect(runBundle(['rules', 'lint', folder, '--only', 'mine/hot'])).toMatchObject({
    code: 0,
    stdout: '1 rule, no mistake found\n',
  });
  expect(runBundle(['rules', 'lint', folder])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the rule has no cases'),
  });
});

test('rules list is a catalogue as text, Markdown and JSON', () => {
  file('mine/hot.yaml', RULE);
  file('mine/hot.test.yaml', CASES);
  expect(runBundle(['rules', 'list', folder]).stdout).toBe(`mine
  - mine/hot
    - This is <the operating system>
    - warning at tcp, all versions, 2 cases
    - confirmed: any
`);
  expect(runBundle(['rules', 'list', folder, '--format', 'markdown']).stdout).toBe(`## mine

| rule | what it says | severity | stage | versions | how sure | cases |
| --- | --- | --- | --- | --- | --- | --- |
| \`mine/hot\` | This is \`<the operating system>\` | warning | tcp | all versions | confirmed: any | 2 |
`);
  expect(JSON.parse(runBundle(['rules', 'list', folder, '--format', 'json']).stdout)).toEqual([
    {
      id: 'mine/hot',
      group: 'mine',
      title: 'This is <the operating system>',
      severity: 'warning',
      stage: 'tcp',
      openclaw: null,
      variants: [{ name: 'any', certainty: 'confirmed', severity: 'warning', openclaw: null }],
      cases: 2,
    },
  ]);
});
