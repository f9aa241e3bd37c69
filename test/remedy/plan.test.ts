import { describe, expect, test } from 'vitest';
import { releaseFacts } from '../../src/facts/releases.ts';
import type { Refusal } from '../../src/model/catalogue.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import { judgeRules } from '../../src/rules/judge-rules.ts';
import { refused } from '../support/facts.ts';
import { ruleWith } from '../support/rules.ts';

const rule = (steps: string) => ruleWith(steps, 'pick:\n  refusal: { from: refusals }');
function remedies(yaml: string, version: string | null, refusal: Partial<Refusal> = {}) {
  const stated: Facts = version === null ? {} : { 'gateway.version': known(version, 't') };
  const facts: Facts = { ...stated, refusals: known([refused(refusal)], 't') };
  return judgeRules([rule(yaml)], { ...facts, ...releaseFacts(facts) }).findings[0]?.remedies ?? [];
}

describe('a step that only some versions can take', () => {
  const steps = `    steps:
      - { say: Read the token., where: host, openclaw: '<2026.8.2', run: [openclaw, config, get, gateway.auth.token] }
      - { say: Show the token., where: host, openclaw: '>=2026.8.2', run: [openclaw, gateway, auth-token, --show] }`;

  test('is left out where the version lacks it', () => {
    expect(remedies(steps, '2026.7.1')[0]?.steps).toEqual([
      { say: 'Read the token.', where: 'host', run: ['openclaw', 'config', 'get', 'gateway.auth.token'] },
    ]);
    expect(remedies(steps, '2026.9.6')[0]?.steps).toMatchObject([{ say: 'Show the token.' }]);
  });

  test('is told with its versions, and can’t be run, where the version isn’t known', () => {
    expect(remedies(steps, null)[0]?.steps).toEqual([
      {
        say: 'With OpenClaw before 2026.8.2: Read the token. (openclaw config get gateway.auth.token)',
        where: 'host',
      },
      {
        say: 'With OpenClaw 2026.8.2 and newer: Show the token. (openclaw gateway auth-token --show)',
        where: 'host',
      },
    ]);
  });
});

test('lines for another program’s file are planned with real names, whether the version is known or not', () => {
  const steps = `    steps:
      - say: Let Caddy pass it on.
        where: gateway-host
        openclaw: '<2026.8.2'
        snippet: { file: Caddyfile, text: "{refusal.pageHost|claw.example.com} {\\n  reverse_proxy 127.0.0.1:18789\\n}" }`;
  const snippet = { file: 'Caddyfile', text: 'claw.lab {\n  reverse_proxy 127.0.0.1:18789\n}' };
  expect(remedies(steps, '2026.7.1', { pageHost: 'claw.lab' })[0]?.steps).toMatchObject([{ snippet }]);
  expect(remedies(steps, null, { pageHost: 'claw.lab' })[0]?.steps).toMatchObject([{ snippet }]);
});

test('a command that is told in words is quoted as one would type it', () => {
  const steps = `    steps:
      - { say: Set it., where: host, openclaw: '<2026.8.2', run: [openclaw, config, set, a.b, '["c"]'] }`;
  expect(remedies(steps, null)[0]?.steps[0]?.say).toContain(`(openclaw config set a.b '["c"]')`);
});

describe('an option that names what it changes', () => {
  const admits = (by: string) => `    admits: { client: refusal, by: [${by}] }
    steps: [{ say: Do so., where: host }]`;
  const limited = { symptom: 'rate-limited', client: 'cli', remote: '192.168.50.20', remoteIs: 'private' };

  test('shows what the gateway would then answer', () => {
    expect(remedies(admits('wait, give-secret'), '2026.9.6', limited)).toMatchObject([
      { id: 'mend', outcome: 'lets it in, a new device once it is approved' },
    ]);
  });

  test('isn’t offered where the client would still not get in', () => {
    expect(remedies(admits('give-secret'), '2026.9.6', limited)).toEqual([]);
  });

  test('is offered where the model would not have refused the client, with the answer that is expected', () => {
    const [remedy] = remedies(admits('trust-proxy'), '2026.7.1', { symptom: 'proxy-attribution', remote: '127.0.0.1' });
    expect(remedy).toMatchObject({
      id: 'mend',
      outcome: 'lets it in with the right token, a new device once it is approved',
      way: [{}, {}, {}, { place: 'answer', state: 'unknown' }],
    });
  });
});

describe('a step knows the way to its place', () => {
  const known1 = <T>(value: T) => known(value, 't');
  const stepsOf = (steps: string, facts: Facts) => {
    const all: Facts = { refusals: known1([refused({})]), 'gateway.exec': known1(['openclaw']), ...facts };
    const found = judgeRules([rule(`    steps:\n${steps}`)], { ...all, ...releaseFacts(all) }).findings[0];
    return found?.remedies[0]?.steps ?? [];
  };
  const set =
    "      - { say: s, where: '{gateway.where|gateway-host}', run: ['{gateway.exec...}', config, set, a, b] }";
  const byHand = "      - { say: s, where: gateway-host, run: ['{gateway.exec...}', gateway, status, --deep] }";
  const run = ['openclaw', 'config', 'set', 'a', 'b'];
  const ssh = ['ssh', '-p', '2222', 'me@claw.lan'];
  const overSsh: Facts = { 'gateway.where': known1('ssh:me@claw.lan'), 'gateway.ssh': known1(ssh) };

  test('over ssh to a gateway elsewhere, for a step that names its host as well', () => {
    const route = { argv: ssh, hands: 'sh' };
    expect(stepsOf(set, overSsh)).toEqual([{ say: 's', where: 'ssh:me@claw.lan', run, route }]);
    expect(stepsOf(byHand, overSsh)).toMatchObject([{ where: 'ssh:me@claw.lan', route }]);
    expect(stepsOf(set, { 'gateway.where': known1('gateway-host') })).toEqual([
      { say: 's', where: 'gateway-host', run },
    ]);
  });

  test('on this machine where that is the gateway’s host; what is no command stays where its words put it', () => {
    const here = { 'gateway.where': known1('host') };
    expect(stepsOf(byHand, here)).toMatchObject([{ where: 'host' }]);
    expect(stepsOf('      - { say: s, where: gateway-host }', here)).toEqual([{ say: 's', where: 'gateway-host' }]);
  });

  test('into a WSL distribution from Windows, typed into the shell of this machine', () => {
    const onWindows: Facts = { 'os.platform': known1('win32'), 'gateway.where': known1('wsl:Ubuntu') };
    const route = { argv: ['wsl.exe', '--distribution', 'Ubuntu', '--exec'], hands: 'argv' };
    expect(stepsOf(set, onWindows)).toEqual([{ say: 's', where: 'wsl:Ubuntu', run, route, shell: 'powershell' }]);
  });

  test('to Windows from WSL, but not by what would end the doctor', () => {
    const inWsl: Facts = {
      'os.platform': known1('linux'),
      'os.wsl': known1('Ubuntu'),
      'os.wslInterop': known1(true),
    };
    const step = (argv: string) => stepsOf(`      - { say: s, where: windows, run: [${argv}] }`, inWsl)[0];
    expect(step('netsh.exe, interface')).toEqual({
      say: 's',
      where: 'windows',
      run: ['netsh.exe', 'interface'],
      route: { argv: [], hands: 'argv' },
    });
    expect(step('wsl.exe, --shutdown')).toEqual({
      say: 's',
      where: 'windows',
      run: ['wsl.exe', '--shutdown'],
      shell: 'powershell',
    });
  });

  test('and the container that it runs in, as it was found', () => {
    const container: Facts = {
      'gateway.where': known1('host'),
      'gateway.name': known1('gwa'),
      'gateway.exec': known1(['docker', '--context', 'rootless', 'exec', 'gwa', 'openclaw']),
      'gateway.engineCommand': known1(['docker', '--context', 'rootless']),
      'gateway.engineProduct': known1('Docker Engine'),
      'gateway.composeProject': known1('claw'),
      'gateway.composeService': known1('gateway'),
    };
    const inside = {
      container: 'gwa',
      engine: 'Docker Engine',
      context: 'rootless',
      project: 'claw',
      service: 'gateway',
    };
    expect(stepsOf(set, container)[0]?.inside).toEqual(inside);
    const restart = '      - { say: s, where: host, run: [docker, --context, rootless, restart, gwa] }';
    expect(stepsOf(restart, container)[0]?.inside).toBeUndefined();
  });

  test('a tunnel goes to the target that is known, else to one that the user puts in', () => {
    const tunnel = "      - { say: s, where: client, run: [ssh, -N, -L, '1:127.0.0.1:1', USER@HOST] }";
    expect(stepsOf(tunnel, overSsh)[0]?.run?.join(' ')).toBe('ssh -p 2222 -N -L 1:127.0.0.1:1 me@claw.lan');
    expect(stepsOf(tunnel, {})[0]?.run?.join(' ')).toBe('ssh -N -L 1:127.0.0.1:1 USER@HOST');
  });
});
