import { expect, test } from 'vitest';
import type { ComposeEdit } from '../../src/model/rule.ts';
import { changeCompose } from '../../src/remedy/compose-change.ts';
import { diffOf } from '../../src/remedy/unified-diff.ts';

const edit: ComposeEdit = { compose: 'publish-loopback', target: '18789' };

const around = (ports: string) => `# mine
services:
  openclaw-gateway: # the one
    image: ghcr.io/openclaw/openclaw:latest
    ${ports}
  other:
    ports: ["18789:18789"]
`;

/** The lines that the change takes out and puts in; undefined: it can't be made for certain. */
function change(ports: string): string[] | undefined {
  const text = around(ports);
  const changed = changeCompose(text, 'openclaw-gateway', edit);
  if (changed === undefined) return undefined;
  const lines = diffOf('f', text, changed).split('\n').slice(2);
  return lines.filter((line) => /^[-+]/.test(line)).map((line) => line[0] + line.slice(1).trim());
}

test.each([
  ['"18789:18789"', '"127.0.0.1:18789:18789"'],
  ['"0.0.0.0:18789:18789"', '"127.0.0.1:18789:18789"'],
  ['"[::]:18789:18789"', '"127.0.0.1:18789:18789"'],
  ["'8080:18789/tcp'", "'127.0.0.1:8080:18789/tcp'"],
  ['18789:18789', '127.0.0.1:18789:18789'],
  ['"${OPENCLAW_GATEWAY_PORT:-18789}:18789"', '"127.0.0.1:${OPENCLAW_GATEWAY_PORT:-18789}:18789"'],
  ['"${BIND:-0.0.0.0}:${PORT:-18789}:${PORT:-18789}"', '"127.0.0.1:${PORT:-18789}:${PORT:-18789}"'],
])('the entry %s becomes %s, its comment and the others as they are', (before, after) => {
  const ports = (entry: string) => `ports:
      # the page
      - ${entry}   # from everywhere
      - "\${OPENCLAW_BRIDGE_PORT:-18790}:18790"`;
  expect(changeCompose(around(ports(before)), 'openclaw-gateway', edit)).toBe(around(ports(after)));
});

test('a list in one line', () => {
  expect(change('ports: [ "18790:18790", "18789:18789" ] # both')).toEqual([
    '-ports: [ "18790:18790", "18789:18789" ] # both',
    '+ports: [ "18790:18790", "127.0.0.1:18789:18789" ] # both',
  ]);
});

test('an entry in the long form gets a host_ip, or another one', () => {
  const long = (more: string) => `ports:
      - target: 18789
        published: "18789"${more}`;
  expect(change(long(''))).toEqual(['+host_ip: 127.0.0.1']);
  expect(change(long('\n        host_ip: 0.0.0.0 # all'))).toEqual([
    '-host_ip: 0.0.0.0 # all',
    '+host_ip: 127.0.0.1 # all',
  ]);
  expect(change('ports: [{ target: 18789, published: 18789 }]')).toEqual([
    '-ports: [{ target: 18789, published: 18789 }]',
    '+ports: [{ target: 18789, host_ip: 127.0.0.1, published: 18789 }]',
  ]);
});

test.each([
  ['no port', 'restart: always'],
  ['another port', 'ports: ["18790:18790"]'],
  ['one that is at 127.0.0.1 already', 'ports: ["127.0.0.1:18789:18789"]'],
  ['two entries for it', 'ports: ["127.0.0.1:18789:18789", "192.168.1.4:18789:18789"]'],
  ['a range', 'ports: ["18789-18790:18789-18790"]'],
  ['a port that the engine chooses', 'ports: ["18789"]'],
  ['UDP', 'ports: ["18789:18789/udp"]'],
  ['a variable without a value', 'ports: ["${PORT}:${PORT}"]'],
  ['an anchor of others', 'ports: *ports'],
  ['a name for the address', 'ports: ["localhost:18789:18789"]'],
])('with %s nothing is changed', (_, ports) => {
  expect(change(ports)).toBeUndefined();
});
