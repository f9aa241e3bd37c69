import { describe, expect, it } from 'vitest';
import { sshFacts } from '../../src/facts/ssh.ts';
import { parseSshTarget } from '../../src/facts/ssh-target.ts';
import { type Facts, known, valueIn } from '../../src/model/fact.ts';

const fact = <T>(value: T) => known(value, 'x');
const tunnelled: Facts = {
  'client.dials': fact('loopback'),
  'client.host': fact('127.0.0.1'),
  'client.urlSource': fact('gateway.remote.url in openclaw.json'),
  'client.config.file': fact('openclaw.json'),
  'client.config.mode': fact('remote'),
  'client.config.sshTarget': fact('me@claw.lan:2222'),
};
const of = (facts: Facts, named?: string) => {
  const told = sshFacts(named, undefined, facts);
  return [valueIn(told, 'gateway.ssh')?.join(' '), valueIn(told, 'client.tunnel')];
};

describe('the gateway’s host over ssh', () => {
  it('is what the user names, whatever the settings say', () => {
    expect(of(tunnelled, 'root@203.0.113.7')).toEqual(['ssh root@203.0.113.7', true]);
    expect(of({ 'client.dials': fact('public') }, 'claw')).toEqual(['ssh claw', false]);
  });

  it('is gateway.remote.sshTarget with its key, where the gateway meant is the one of gateway.remote', () => {
    expect(of(tunnelled)).toEqual(['ssh -p 2222 me@claw.lan', true]);
    const key = { 'client.config.sshIdentity': fact('~/.ssh/claw') };
    expect(of({ ...tunnelled, ...key })).toEqual(['ssh -p 2222 -i ~/.ssh/claw me@claw.lan', true]);
    const direct = { 'client.dials': fact('name'), 'client.host': fact('claw.lan'), 'client.urlSource': fact('--url') };
    expect(of({ ...tunnelled, ...direct })).toEqual(['ssh -p 2222 me@claw.lan', false]);
  });

  it('is nobody’s who was meant for another gateway, or for none', () => {
    const other = { 'client.urlSource': fact('--url'), 'client.host': fact('192.168.1.9') };
    expect(of({ ...tunnelled, ...other })).toEqual([undefined, false]);
    expect(of({ ...tunnelled, 'client.config.mode': fact('local') })).toEqual([undefined, false]);
    expect(of({ ...tunnelled, 'client.config.sshTarget': fact('-oProxyCommand=x') })).toEqual([undefined, false]);
  });

  it('is the one of a tunnel that ends there; one that leads on tells of no way to the gateway', () => {
    const tunnel = { argv: ['ssh', 'me@claw.lan'], to: 'localhost', toPort: 18789, port: 18789 };
    const told = (to: string) => sshFacts(undefined, { ...tunnel, to }, {});
    expect(told('localhost')).toMatchObject({
      'gateway.ssh': { value: tunnel.argv },
      'client.tunnel': { value: true },
    });
    expect(told('claw.lan')).toMatchObject({ 'gateway.ssh': { value: tunnel.argv } });
    expect(told('10.0.0.9')).toMatchObject({ 'gateway.ssh': { status: 'unknown' }, 'client.tunnel': { value: true } });
    expect(sshFacts(undefined, { ...tunnel, argv: null }, {})).toMatchObject({
      'gateway.ssh': { status: 'unknown' },
      'client.tunnel': { value: true },
    });
  });
});

it.each([
  ['claw', { user: null, host: 'claw', port: null }],
  ['me@claw.lan', { user: 'me', host: 'claw.lan', port: null }],
  ['me@claw.lan:2222', { user: 'me', host: 'claw.lan', port: 2222 }],
  ['me@[fd00::1]:22', { user: 'me', host: 'fd00::1', port: 22 }],
  ['fd00::1', { user: null, host: 'fd00::1', port: null }],
])('%s is a target', (text, target) => expect(parseSshTarget(text)).toEqual(target));
