import { isDeepStrictEqual } from 'node:util';
import JSON5 from 'json5';
import { describe, expect, test } from 'vitest';
import type { SettingEdit } from '../../src/model/report.ts';
import { changeSettings } from '../../src/remedy/settings-change.ts';
import { diffOf } from '../../src/remedy/unified-diff.ts';

const origins = 'gateway.controlUi.allowedOrigins';
const lines = (text: string, edit: SettingEdit) => {
  const changed = changeSettings(text, edit);
  return changed === undefined
    ? undefined
    : diffOf('f', text, changed)
        .split('\n')
        .filter((line) => /^[-+](?![-+])/.test(line));
};

const own = `// My gateway, at home
{
  gateway: {
    mode: 'local',
    bind: 'lan', // the tablet needs it
    auth: { mode: 'token', token: 'never-shown' },
    /* nginx on the NAS,
       and nothing else */
    trustedProxies: [
      '10.0.0.5', // the NAS
    ],
    controlUi: {
      // none yet
    },
  },
  "agents": { "list": [{ id: "main" }] }
}
`;

describe('one setting is written anew, and nothing else', () => {
  test.each<[string, SettingEdit, readonly string[]]>([
    [
      'a value, the comment behind it stays',
      { key: 'gateway.bind', value: 'loopback' },
      ["-    bind: 'lan', // the tablet needs it", "+    bind: 'loopback', // the tablet needs it"],
    ],
    [
      'a list that gets one more',
      { key: 'gateway.trustedProxies', value: ['10.0.0.5', '127.0.0.1'] },
      ["+      '127.0.0.1',"],
    ],
    [
      'the first in a group that holds only a comment',
      { key: origins, value: ['https://claw.lab'] },
      ["+      allowedOrigins: ['https://claw.lab'],"],
    ],
    [
      'a setting of a group that isn’t there yet',
      { key: 'gateway.tailscale.mode', value: 'serve' },
      ['+    tailscale: {', "+      mode: 'serve',", '+    },'],
    ],
    [
      'one in a group on one line',
      { key: 'gateway.auth.allowTailscale', value: false },
      [
        "-    auth: { mode: 'token', token: 'never-shown' },",
        "+    auth: { mode: 'token', token: 'never-shown', allowTailscale: false },",
      ],
    ],
    [
      'one at the end of a file without a comma there',
      { key: 'logging.file', value: '/tmp/x' },
      [
        '-  "agents": { "list": [{ id: "main" }] }',
        '+  "agents": { "list": [{ id: "main" }] },',
        '+  logging: {',
        "+    file: '/tmp/x',",
        '+  }',
      ],
    ],
    [
      'one that goes, and leaves what was said of it',
      { key: 'gateway.bind', value: null },
      ["-    bind: 'lan', // the tablet needs it", '+    // the tablet needs it'],
    ],
    ['one that goes with its line', { key: 'gateway.mode', value: null }, ["-    mode: 'local',"]],
    [
      'the last of a line that goes with the comma before it',
      { key: 'gateway.auth.token', value: null },
      ["-    auth: { mode: 'token', token: 'never-shown' },", "+    auth: { mode: 'token' },"],
    ],
  ])('%s', (_, edit, expected) => {
    expect(lines(own, edit)).toEqual(expected);
  });

  test('in the way that the file is written', () => {
    const tabs = '{\n\t"gateway": {\n\t\t"mode": "local" // here\n\t}\n}\n';
    expect(changeSettings(tabs, { key: 'gateway.bind', value: 'lan' })).toBe(
      '{\n\t"gateway": {\n\t\t"mode": "local", // here\n\t\t"bind": "lan"\n\t}\n}\n',
    );
    expect(changeSettings('{ /* nothing */ }', { key: 'gateway.bind', value: 'lan' })).toBe(
      '{\n  "gateway": {\n    "bind": "lan"\n  } /* nothing */ }',
    );
    expect(changeSettings('{}', { key: 'gateway.port', value: 18790 })).toBe(
      '{\n  "gateway": {\n    "port": 18790\n  }\n}',
    );
  });
});

describe('what can’t be done for certain is not done', () => {
  test.each<[string, string, SettingEdit]>([
    ['no JSON5', '{ gateway: ', { key: 'gateway.bind', value: 'lan' }],
    ['no group at all', '[]', { key: 'gateway.bind', value: 'lan' }],
    ['another file that has a say', "{ $include: './base.json5', gateway: {} }", { key: 'gateway.bind', value: 'lan' }],
    ['one in the group', "{ gateway: { '$include': './g.json5' } }", { key: 'gateway.bind', value: 'lan' }],
    ['a group that is none', '{ gateway: "x" }', { key: 'gateway.bind', value: 'lan' }],
    ['the same name twice', '{ gateway: { bind: "lan" }, "gateway": {} }', { key: 'gateway.bind', value: 'auto' }],
    ['a comment inside of what is replaced', '{ a: [1, /* one */ 2] }', { key: 'a', value: ['3'] }],
    ['a comment inside of what goes', '{ a: { /* one */ b: 1 } }', { key: 'a', value: null }],
    ['a comment before the comma', '{ a: 1 /* one */, b: 2 }', { key: 'a', value: null }],
    ['what is so already', "{ gateway: { bind: 'lan' } }", { key: 'gateway.bind', value: 'lan' }],
    ['what isn’t there to go', '{ gateway: {} }', { key: 'gateway.bind', value: null }],
    ['a name that means something else in JavaScript', '{}', { key: '__proto__.x', value: 'y' }],
    ['a name with quotes in it', '{}', { key: 'a."b', value: 'y' }],
    ['a line end that is none in JSON5', '{ a: "\u2028" }', { key: 'a', value: 'y' }],
  ])('%s', (_, text, edit) => {
    expect(changeSettings(text, edit)).toBeUndefined();
  });
});

/** A file as nobody would write it, and everybody might: the same for the same seed. */
function scribbled(seed: number): string {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  let count = 0;
  const gap = (indent: string) => {
    count += 1;
    return pick([
      '',
      ' ',
      ' ',
      `\n${indent}`,
      `\n${indent}`,
      ` // c${count}\n${indent}`,
      ` /* c${count}\n{ */ `,
      `\n${indent}// "x": c${count}, {\n${indent}`,
      '\t',
    ]);
  };
  const text = (value: string) =>
    random() < 0.5 ? JSON.stringify(value) : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const name = (value: string) => (/^[\w$]+$/.test(value) && random() < 0.6 ? value : text(value));
  const plain = () =>
    pick([
      () => text(pick(['a', '//no', '/*no*/', "it's", '"q"', 'a, b}', '{'])),
      () => pick(['1', '+1', '0x1F', '.5', '5.', 'true', 'null', '-Infinity']),
    ])();
  const value = (depth: number, indent: string): string =>
    depth > 3 || random() < 0.4 ? plain() : random() < 0.4 ? list(depth, indent) : group(depth, indent);
  const list = (depth: number, outer: string): string => {
    const indent = `${outer}  `;
    const size = Math.floor(random() * 3);
    const items = Array.from({ length: size }, (_, index) => {
      const end = index < size - 1 || random() < 0.3 ? ',' : '';
      return gap(indent) + value(depth + 1, indent) + gap(indent) + end;
    });
    return `[${items.join('')}${gap(outer)}]`;
  };
  const group = (depth: number, outer: string): string => {
    const indent = `${outer}  `;
    const names = ['gateway', 'a', 'b-c', 'controlUi', '日本', 'bind', 'trustedProxies'].filter(() => random() < 0.45);
    const members = names.map((each, index) => {
      const end = index < names.length - 1 || random() < 0.4 ? ',' : '';
      return `${gap(indent)}${name(each)}${gap(indent)}:${gap(indent)}${value(depth + 1, indent)}${gap(indent)}${end}`;
    });
    return `{${members.join('')}${gap(outer)}}`;
  };
  return gap('') + group(0, '') + gap('');
}

const commentsOf = (text: string) =>
  [...text.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g)].flatMap(
    ([, comment]) => comment ?? [],
  );

test('whatever the file is like, what is written is the old one with that setting changed, every comment in it', () => {
  const edits: readonly SettingEdit[] = [
    { key: 'gateway.bind', value: 'lan' },
    { key: 'gateway.bind', value: null },
    { key: 'gateway.trustedProxies', value: ['10.0.0.1', "it's"] },
    { key: 'gateway.controlUi.bind', value: false },
    { key: 'bind', value: null },
  ];
  const made = edits.map(() => 0);
  for (let seed = 1; seed <= 250; seed++) {
    const text = scribbled(seed);
    for (const [index, { key, value }] of edits.entries()) {
      const changed = changeSettings(text, { key, value });
      if (changed === undefined) continue;
      made[index] = (made[index] ?? 0) + 1;
      const expected = JSON5.parse<Record<string, unknown>>(text);
      const names = key.split('.');
      const last = names.pop() ?? '';
      const group = names.reduce((at, name) => {
        if (!Object.hasOwn(at, name)) at[name] = {};
        return at[name] as Record<string, unknown>;
      }, expected);
      if (value === null) delete group[last];
      else group[last] = value;
      const same =
        isDeepStrictEqual(JSON5.parse(changed), expected) && isDeepStrictEqual(commentsOf(changed), commentsOf(text));
      if (!same) expect.fail(`${key} in\n${text}\nbecame\n${changed}`);
    }
  }
  expect(Math.min(...made)).toBeGreaterThan(2);
}, 60_000);
