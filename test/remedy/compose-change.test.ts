import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Redactor } from '../../src/host/clean.ts';
import type { ComposeEdit } from '../../src/model/rule.ts';
import { changeCompose } from '../../src/remedy/compose-change.ts';
import { diffOf } from '../../src/remedy/unified-diff.ts';

const service = 'openclaw-gateway';
const state: ComposeEdit = { compose: 'mount-state', source: 'openclaw-state', target: '/home/node/.openclaw' };
const folder: ComposeEdit = { ...state, source: '${USERPROFILE}/.openclaw' };
const retarget: ComposeEdit = { compose: 'retarget-mount', target: '/home/node/.openclaw' };
const writable: ComposeEdit = { compose: 'writable-mount', target: '/home/node/.openclaw' };

/** The lines that a change takes out and puts in. */
function change(text: string, edit: ComposeEdit): string[] | undefined {
  const changed = changeCompose(text, service, edit);
  if (changed === undefined) return undefined;
  const lines = diffOf('docker-compose.yml', text, changed).split('\n').slice(2);
  return lines.filter((line) => /^[-+]/.test(line));
}

const file = `# my own notes
services:
    openclaw-gateway:   # the one
        image: "ghcr.io/openclaw/openclaw:latest"
        environment: &env
            OPENCLAW_GATEWAY_TOKEN: '\${TOKEN}'
        volumes:
            # where it was before: /srv
            - '%USERPROFILE%\\.openclaw:/home/node/.openclaw'   # state
            - ./tools:/tools:ro

        ports: [ "18789:18789" ]
    other: { image: redis, environment: *env }
`;

test('only the entry that was meant for the state is written anew, in its own quotes', () => {
  expect(changeCompose(file, service, folder)).toBe(
    file.replace('%USERPROFILE%\\.openclaw:', '${USERPROFILE}/.openclaw:'),
  );
});

test('the diff names the file and shows three lines around', () => {
  const changed = changeCompose(file, service, folder) ?? '';
  expect(diffOf('C:\\Users\\You\\docker-compose.yml', file, changed)).toBe(
    `--- C:\\Users\\You\\docker-compose.yml
+++ C:\\Users\\You\\docker-compose.yml
@@ -6,7 +6,7 @@
             OPENCLAW_GATEWAY_TOKEN: '\${TOKEN}'
         volumes:
             # where it was before: /srv
-            - '%USERPROFILE%\\.openclaw:/home/node/.openclaw'   # state
+            - '\${USERPROFILE}/.openclaw:/home/node/.openclaw'   # state
             - ./tools:/tools:ro
` +
      ` 
         ports: [ "18789:18789" ]
`,
  );
});

test('a volume that has a name is declared, once', () => {
  const anonymous = 'services:\n  openclaw-gateway:\n    image: x\n    volumes: ["/root/.openclaw"]\n';
  expect(change(anonymous, { ...state, target: '/root/.openclaw' })).toEqual([
    '-    volumes: ["/root/.openclaw"]',
    '+    volumes: ["openclaw-state:/root/.openclaw"]',
    '+volumes:',
    '+  openclaw-state: {}',
  ]);
  const declared =
    'services:\n  openclaw-gateway:\n    image: x\n    volumes:\n    - data:/data\nvolumes:\n  data:\n    driver: local\n';
  expect(change(declared, state)).toEqual(['+    - openclaw-state:/home/node/.openclaw', '+  openclaw-state: {}']);
  const both = `${declared}  openclaw-state:\n`;
  expect(change(both, state)).toEqual(['+    - openclaw-state:/home/node/.openclaw']);
});

describe('a service without the mount gets one', () => {
  test.each([
    ['no volumes', 'services:\n  openclaw-gateway:\n    image: x\n    environment:\n      A: b # c\n'],
    ['no end of line', 'services:\n  openclaw-gateway:\n    image: x'],
    ['an empty key', 'services:\n  openclaw-gateway:\n    volumes:\n    image: x\n'],
    ['an empty list', 'services:\n  openclaw-gateway:\n    volumes: []\n    image: x\n'],
    ['a flow list', 'services:\n  openclaw-gateway:\n    volumes: [ "./a:/a", ./b:/b ]\n    image: x\nvolumes: {}\n'],
    [
      'a block text at its end',
      'services:\n  openclaw-gateway:\n    image: x\n    command: |\n      a\n      b\n  next:\n    image: y\n',
    ],
    [
      'long entries',
      'services:\n  openclaw-gateway:\n    volumes:\n      - type: bind\n        source: ./a\n        target: /a # c\n  # next\n  next:\n    image: y\nvolumes: { a: {} }\n',
    ],
    [
      'tabs of comments behind',
      'services:\n  openclaw-gateway:\n    image: x\n    # at the end\n\n# far\nnetworks:\n  n: {}\n',
    ],
  ])('%s', (_, text) => {
    const changed = changeCompose(text, service, state) ?? '';
    const value = parse(changed);
    expect(value.services[service].volumes).toContain('openclaw-state:/home/node/.openclaw');
    expect(value.volumes['openclaw-state']).toEqual({});
    const removed = change(text, state)?.filter((line) => line.startsWith('-'));
    expect(removed?.length).toBeLessThanOrEqual(2);
    for (const comment of text.match(/#.*/g) ?? []) expect(changed).toContain(comment);
  });
});

test('the wrong target is mended and the source stays as it is written', () => {
  const text =
    'services:\n  openclaw-gateway:\n    volumes:\n      - "${USERPROFILE}/.openclaw:/root/.openclaw:z"\n      - a:/root/.openclaw2\n';
  expect(change(text, retarget)).toEqual([
    '-      - "${USERPROFILE}/.openclaw:/root/.openclaw:z"',
    '+      - "${USERPROFILE}/.openclaw:/home/node/.openclaw:z"',
  ]);
});

test('long syntax keeps its form', () => {
  const text = `services:
  openclaw-gateway:
    volumes:
      - type: bind
        target: /root/.openclaw
        source: C:\\Users\\You\\.openclaw
        read_only: true
`;
  expect(change(text, retarget)).toEqual(['-        target: /root/.openclaw', '+        target: /home/node/.openclaw']);
  expect(change(text.replace('/root', '/home/node'), writable)).toEqual([
    '-        read_only: true',
    '+        read_only: false',
  ]);
  expect(change(text, state)).toEqual([
    '-      - type: bind',
    '-        target: /root/.openclaw',
    '-        source: C:\\Users\\You\\.openclaw',
    '-        read_only: true',
    '+      - type: volume',
    '+        target: /home/node/.openclaw',
    '+        source: openclaw-state',
    '+        read_only: false',
    '+volumes:',
    '+  openclaw-state: {}',
  ]);
  const anonymous =
    'services:\n  openclaw-gateway:\n    volumes:\n      - type: volume\n        target: /home/node/.openclaw\n';
  expect(change(anonymous, state)?.slice(0, 1)).toEqual(['+        source: openclaw-state']);
});

test('a read-only flag goes, other modes stay', () => {
  const text = 'services:\n  openclaw-gateway:\n    volumes:\n      - ./state:/home/node/.openclaw:ro,z\n';
  expect(change(text, writable)).toEqual([
    '-      - ./state:/home/node/.openclaw:ro,z',
    '+      - ./state:/home/node/.openclaw:z',
  ]);
});

test('a single file gives way to the folder', () => {
  const text =
    'services:\n  openclaw-gateway:\n    volumes:\n      - ./openclaw.json:/home/node/.openclaw/openclaw.json\n';
  expect(change(text, state)?.[1]).toBe('+      - openclaw-state:/home/node/.openclaw');
});

test('memory at the state folder goes', () => {
  const text =
    'services:\n  openclaw-gateway:\n    image: x\n    tmpfs:\n      - /tmp\n      - /home/node/.openclaw:size=64m\n';
  expect(change(text, state)).toEqual([
    '-      - /home/node/.openclaw:size=64m',
    '+    volumes:',
    '+      - openclaw-state:/home/node/.openclaw',
    '+volumes:',
    '+  openclaw-state: {}',
  ]);
});

describe('what can’t be changed for certain is left to words', () => {
  test.each([
    ['text that is no YAML', 'services:\n  openclaw-gateway: [\n'],
    ['another service', 'services:\n  other:\n    image: x\n'],
    ['mounts shared by an alias', 'x: &m\n  - ./a:/a\nservices:\n  openclaw-gateway:\n    volumes: *m\n'],
    [
      'mounts that come by a merge',
      'x: &b\n  volumes: [./a:/a]\nservices:\n  openclaw-gateway:\n    <<: *b\n    image: x\n',
    ],
    ['a service in one line', 'services:\n  openclaw-gateway: { image: x }\n'],
    ['mounts that are a text', 'services:\n  openclaw-gateway:\n    volumes: a\n'],
    [
      'options of another kind of mount',
      'services:\n  openclaw-gateway:\n    volumes:\n      - type: bind\n        source: ./a\n        target: /home/node/.openclaw\n        bind: { create_host_path: false }\n',
    ],
    [
      'a hundred aliases of aliases',
      `${'a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n'}services:\n  openclaw-gateway:\n    image: x\n`,
    ],
  ])('%s', (_, text) => {
    expect(changeCompose(text, service, state)).toBeUndefined();
  });
});

test('a token beside the mount never comes into the diff', () => {
  const secret = 'f00dfeedf00dfeedf00dfeed1234';
  for (const line of [
    `      OPENCLAW_GATEWAY_TOKEN: ${secret}`,
    `      OPENCLAW_GATEWAY_TOKEN: "${secret}"`,
    `      OPENCLAW_GATEWAY_TOKEN: >-\n        ${secret}`,
    `      - OPENCLAW_GATEWAY_TOKEN=${secret}`,
    `      - "OPENCLAW_GATEWAY_TOKEN=${secret}" # do not share`,
    `      - OPENCLAW_GATEWAY_PASSWORD=Summer 2026!`,
  ]) {
    const raw = `services:\n  openclaw-gateway:\n    environment:\n${line}\n    volumes:\n      - /home/node/.openclaw\n`;
    const text = new Redactor().clean(raw);
    const changed = changeCompose(text, service, state) ?? '';
    expect(changed).toContain('openclaw-state:/home/node/.openclaw');
    const diff = diffOf('f', text, changed);
    expect(diff).not.toContain(secret);
    expect(diff).not.toContain('Summer');
  }
});
