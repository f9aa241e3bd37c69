import { describe, expect, it, test } from 'vitest';
import type { Host } from '../../src/host/host.ts';
import { defaultAim } from '../../src/probes/context.ts';
import { probeTunnel, tunnelsIn } from '../../src/probes/tunnel.ts';
import { commands, fakeHost, linux, windows } from '../support/fake-host.ts';

describe('a tunnel in the process list', () => {
  it.each([
    ['ssh -N -L 18789:127.0.0.1:18789 me@claw.lan', 'ssh me@claw.lan'],
    ['/usr/bin/ssh -fNT -L18789:localhost:18789 -p 2222 -l me claw', 'ssh -p 2222 me@claw'],
    [
      'ssh -i ~/.ssh/claw -J jump@gate -L 127.0.0.1:18789:127.0.0.1:1 me@claw',
      'ssh -i ~/.ssh/claw -J jump@gate me@claw',
    ],
    ['ssh me@claw -L [::1]:18789:[::1]:18789 -N', 'ssh me@claw'],
    ['ssh -o ServerAliveInterval=30 -L 9:h:9 -L 18789:127.0.0.1:18789 ssh://me@claw:2200', 'ssh -p 2200 me@claw'],
  ])('%s', (line, argv) => {
    const found = tunnelsIn(line).find(({ port }) => port === 18789);
    expect(found?.argv?.join(' ')).toBe(argv);
  });

  it('is of the user and the port that its options name', () => {
    const [found] = tunnelsIn('ssh -L 1:127.0.0.1:1 -o User=me -o Port=2222 -o ProxyCommand=x claw');
    expect(found?.argv?.join(' ')).toBe('ssh -o User=me -o Port=2222 claw');
  });

  it.each([
    'ssh -L 18789:127.0.0.1:18789 -o ProxyCommand=ssh -W %h:%p jump me@claw',
    'ssh -L 18789:127.0.0.1:18789 -i /home/you/my key claw',
    'ssh -L 18789:127.0.0.1:18789 claw tail -f log',
  ])('tells of no host for certain by %j', (line) => {
    expect(tunnelsIn(line)).toEqual([{ argv: null, to: '127.0.0.1', toPort: 18789, port: 18789 }]);
  });

  it.each([
    'ssh me@claw',
    'sshd -D -L 18789:127.0.0.1:18789 x',
    'grep ssh -L 18789:127.0.0.1:18789 x',
    'ssh -L 18789 me@claw',
    'ssh -L 18789:/run/x.sock me@claw',
    'ssh -R 18789:127.0.0.1:18789 me@claw',
    'ssh me@claw echo -L 18789:127.0.0.1:18789',
    'ssh -L 18789:127.0.0.1:18789 $(x)@claw',
    'ssh -L 18789:127.0.0.1:18789',
    '',
  ])('none is %j', (line) => expect(tunnelsIn(line)).toEqual([]));
});

describe('looking for it', () => {
  const ps = 'ssh -N -L 18789:127.0.0.1:18789 me@claw.lan\nssh other\n';
  const exec = commands({ 'ps -u 1000 -o args=': ps });
  const held =
    (process: string): Host['listeners'] =>
    async () => ({ status: 'ok', listeners: [{ address: '127.0.0.1', process }] });
  const look = (host: Host) => probeTunnel({ host, aim: defaultAim }, 18789);

  test('finds the one that has the port, of this user’s own programs', async () => {
    expect(await look(fakeHost({ exec, listeners: held('ssh') }))).toEqual({
      argv: ['ssh', 'me@claw.lan'],
      to: '127.0.0.1',
      toPort: 18789,
      port: 18789,
    });
  });

  test('none where something else has the port, and none on Windows', async () => {
    expect(await look(fakeHost({ exec, listeners: held('node') }))).toBeUndefined();
    expect(await look(fakeHost({ exec, listeners: held('ssh') }, windows))).toBeUndefined();
  });

  test('through sudo they are those of who ran it', async () => {
    const root = { ...linux, uid: 0, env: { SUDO_UID: '1000', SUDO_USER: 'you' } };
    expect(await look(fakeHost({ exec, listeners: held('ssh') }, root))).toMatchObject({ port: 18789 });
  });
});
