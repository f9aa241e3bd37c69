import { describe, expect, test } from 'vitest';
import { changeCompose } from '../../src/remedy/compose-change.ts';

const edit = { compose: 'host-network', target: '18789' } as const;
const change = (lines: readonly string[]) =>
  changeCompose(`${lines.join('\n')}\n`, 'gw', edit)
    ?.trimEnd()
    .split('\n');
const service = (...lines: readonly string[]) => [
  'services:',
  '  gw: # mine',
  '    image: openclaw:local',
  ...lines.map((line) => `    ${line}`),
  '  other:',
  '    image: x',
];
const PORTS = ['ports:', '  - "127.0.0.1:18789:18789"'];

describe('the host’s network is given to the gateway, which then listens on 127.0.0.1 alone', () => {
  test.each([
    [
      'a list in brackets with another address',
      ['command: ["node", "dist/index.js", "gateway", "--bind", "lan", "--port", "18789"]', ...PORTS],
      ['command: ["node", "dist/index.js", "gateway", "--bind", "loopback", "--port", "18789"]', 'network_mode: host'],
    ],
    [
      'a list of lines, with a variable',
      ['command:', '  - gateway', '  - --bind', '  - ${BIND:-lan} # why', ...PORTS, 'restart: always'],
      ['command:', '  - gateway', '  - --bind', '  - loopback # why', 'network_mode: host', 'restart: always'],
    ],
    [
      'one word for both',
      ['command: [gateway, --bind=lan]', ...PORTS],
      ['command: [gateway, "--bind=loopback"]', 'network_mode: host'],
    ],
    [
      'a list that binds nowhere',
      ["command: ['gateway']", ...PORTS],
      ["command: ['gateway', '--bind', 'loopback']", 'network_mode: host'],
    ],
    [
      'a text',
      ['command: node openclaw.mjs gateway --bind lan', ...PORTS],
      ['command: "node openclaw.mjs gateway --bind loopback"', 'network_mode: host'],
    ],
    [
      'a text that binds nowhere, networks of its own and a port with a default',
      [
        'networks: [back]',
        'command: "node openclaw.mjs gateway"',
        'ports:',
        '  - target: 18789',
        '    published: "18789"',
        '    host_ip: 127.0.0.1',
      ],
      ['command: "node openclaw.mjs gateway --bind loopback"', 'network_mode: host'],
    ],
    [
      'a network mode of before',
      ['network_mode: bridge', 'command: [gateway]', ...PORTS],
      ['network_mode: host', 'command: [gateway, "--bind", loopback]'],
    ],
  ])('%s', (_, before, after) => {
    expect(change(service(...before))).toEqual(service(...after));
  });
});

describe('is left to the reader where', () => {
  const command = 'command: [gateway]';
  test.each([
    ['the image says what runs', [...PORTS]],
    ['what runs is no gateway that is known', ['command: [sh, -c, ./start]', ...PORTS]],
    ['its clients know it at another port', [command, 'ports:', '  - "127.0.0.1:28789:18789"']],
    ['others reach it', [command, 'ports:', '  - "18789:18789"']],
    ['no port is published', [command]],
    ['a name of its own does not go beside it', [command, 'hostname: gw', ...PORTS]],
    ['another file has a say', [command, 'extends: { service: x }', ...PORTS]],
  ])('%s', (_, lines) => {
    expect(change(service(...lines))).toBeUndefined();
  });

  test('its ports come from elsewhere in the file', () => {
    const lines = ['x-all: &all', '  ports:', '    - "127.0.0.1:18789:18789"', ...service('<<: *all', command)];
    expect(change(lines)).toBeUndefined();
    const both = ['x-all: &all', '  ports: ["127.0.0.1:18789:18789"]', ...service('<<: *all', command, ...PORTS)];
    expect(change(both)).toBeUndefined();
  });
});
