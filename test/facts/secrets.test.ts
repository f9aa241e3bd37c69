import { describe, expect, test } from 'vitest';
import type { Gateway } from '../../src/facts/choose.ts';
import { givenToken, secretFacts } from '../../src/facts/secrets.ts';
import type { FactId } from '../../src/model/catalogue.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import { noSecretPlaces, type SecretPlace, type SecretPlaces } from '../../src/probes/secrets.ts';
import { containerOf } from '../support/containers.ts';

const A = '<secret-1>';
const B = '<secret-2>';
const C = '<secret-3>';

const facts = (values: Partial<Record<FactId, unknown>>): Facts => {
  const blank = {
    'gateway.config.token': null,
    'gateway.config.password': null,
    'client.config.token': null,
    'client.config.password': null,
    'client.config.remoteToken': null,
    'client.config.remotePassword': null,
    'gateway.exec': ['openclaw'],
    'os.platform': 'linux',
  };
  const source = (id: string) => `${id.replace(/^\w+\.config\.(?:remote)?/, 'gateway.auth.').toLowerCase()} in f`;
  return Object.fromEntries(
    Object.entries({ ...blank, ...values }).map(([id, value]) => [id, known(value, source(id))]),
  );
};
const place = (from: SecretPlace['from'], token: string, options: SecretPlace['options'] = {}): SecretPlace => ({
  from,
  where: `the ${from}`,
  command: `the ${from}`,
  variables: token === '' ? {} : { OPENCLAW_GATEWAY_TOKEN: token },
  options,
});
const places = (more: Partial<SecretPlaces> = {}): SecretPlaces => ({
  services: [],
  files: [],
  environment: [],
  inContainer: false,
  hasUrl: false,
  ...more,
});
const onHost: Gateway = { kind: 'process', why: 'its port answers' };
const inContainer = (env: Record<string, string>, argv: string[] = ['openclaw', 'gateway']): Gateway => ({
  kind: 'container',
  why: 'the test',
  container: containerOf({ env, argv }),
});
/** The facts of the gateway's and the client's secret: value and kind of place, or why it isn't known. */
const told = (all: Facts, gateway: Gateway, seen: SecretPlaces, given?: string) => {
  const learnt = secretFacts(all, gateway, seen, given);
  const one = (id: 'client.token' | 'gateway.token' | 'gateway.tokenOther') => {
    const [value, from] = [learnt[id], learnt[`${id}From`]];
    return value?.status === 'known' && from?.status === 'known'
      ? [value.value, from.value]
      : value?.status === 'unknown'
        ? value.reason
        : undefined;
  };
  return { client: one('client.token'), gateway: one('gateway.token'), other: one('gateway.tokenOther') };
};

describe('the gateway takes', () => {
  test('its settings before its environment, in every version', () => {
    for (const version of ['2026.1.29', '2026.3.13', '2026.7.1', '2026.9.6']) {
      const all = facts({ 'gateway.config.token': A, 'gateway.releases': [version] });
      expect(told(all, inContainer({ OPENCLAW_GATEWAY_TOKEN: B }), places())).toMatchObject({
        gateway: [A, 'config'],
        other: [B, 'container'],
      });
    }
  });
  test('what its command says before everything else', () => {
    const gateway = inContainer({ OPENCLAW_GATEWAY_TOKEN: B }, ['openclaw', 'gateway', '--token', C]);
    expect(told(facts({ 'gateway.config.token': A }), gateway, places())).toMatchObject({
      gateway: [C, 'option'],
      other: [A, 'config'],
    });
    const service = place('service', '', { token: C });
    expect(told(facts({ 'gateway.config.token': A }), onHost, places({ services: [service] }))).toMatchObject({
      gateway: [C, 'option'],
      other: [A, 'config'],
    });
  });
  test('its environment where its settings say nothing', () => {
    expect(told(facts({}), inContainer({ OPENCLAW_GATEWAY_TOKEN: B }), places())).toMatchObject({
      gateway: [B, 'container'],
      other: [null, null],
    });
    const seen = places({ services: [place('service', B)], files: [place('env-file', C)] });
    expect(told(facts({}), onHost, seen)).toMatchObject({ gateway: [B, 'service'], other: [C, 'env-file'] });
  });
  test('the variable that its settings name', () => {
    const all = facts({ 'gateway.config.token': '${MY_TOKEN}' });
    expect(told(all, inContainer({ MY_TOKEN: B }), places())).toMatchObject({ gateway: [B, 'container'] });
    expect(told(all, inContainer({}), places()).gateway).toMatch(
      /names the variable MY_TOKEN, whose value is not known/,
    );
  });
  test('its password where that is its mode', () => {
    const all = facts({
      'gateway.config.authMode': 'password',
      'gateway.config.password': A,
      'gateway.config.token': B,
    });
    const learnt = secretFacts(all, onHost, places());
    expect(learnt['gateway.token']).toMatchObject({ value: A });
  });
  test('none where its mode is none', () => {
    expect(told(facts({ 'gateway.config.authMode': 'none' }), onHost, places()).gateway).toEqual([null, null]);
  });
  test('one that nobody here can know where none is named', () => {
    expect(told(facts({}), onHost, places()).gateway).toMatch(/it made one up when it started/);
    expect(told(facts({}), inContainer({}), places()).gateway).toMatch(/it made one up when it started/);
  });
  test('equal tokens in two places as one', () => {
    const all = facts({ 'gateway.config.token': A });
    expect(told(all, inContainer({ OPENCLAW_GATEWAY_TOKEN: A }), places()).other).toEqual([null, null]);
    // Quotes that an engine left on are part of the value.
    expect(told(all, inContainer({ OPENCLAW_GATEWAY_TOKEN: `"${A}"` }), places()).other).toEqual([
      `"${A}"`,
      'container',
    ]);
  });
  test('an unknown one where its settings can’t be read, whatever else is set', () => {
    const all = { ...facts({}), 'gateway.config.token': unknown('no permission') };
    expect(told(all, inContainer({ OPENCLAW_GATEWAY_TOKEN: B }), places())).toMatchObject({
      gateway: 'no permission',
      other: 'no permission',
    });
  });
  test('perhaps another one where its environment is not told of', () => {
    const seen = noSecretPlaces('nothing tells of it');
    expect(told(facts({ 'gateway.config.token': A }), onHost, seen)).toMatchObject({
      gateway: [A, 'config'],
      other: 'nothing tells of it',
    });
  });
});

describe('the CLI sends', () => {
  const seen = places({ environment: [place('environment', B)] });
  const both = { 'client.config.token': A, 'client.config.remoteToken': C };
  const sent = (version: string, more: Partial<Record<FactId, unknown>> = {}, where = seen) =>
    told(facts({ ...both, 'openclaw.installed': version, ...more }), onHost, where).client;

  test('its environment first up to 2026.7.x, its settings first from 2026.7.2-beta.7 on', () => {
    for (const version of ['2026.1.29', '2026.3.13', '2026.7.1', '2026.7.35'])
      expect(sent(version)).toEqual([B, 'environment']);
    for (const version of ['2026.7.2-beta.7', '2026.8.1', '2026.9.6']) expect(sent(version)).toEqual([A, 'config']);
  });
  test('gateway.remote.token in remote mode', () => {
    const remote = { 'client.config.mode': 'remote' };
    for (const version of ['2026.1.29', '2026.3.13', '2026.9.6']) expect(sent(version, remote)).toEqual([C, 'config']);
    const without = { ...remote, 'client.config.remoteToken': null };
    expect(sent('2026.9.6', without)).toEqual([B, 'environment']);
    expect(sent('2026.2.19', without)).toEqual([null, null]);
  });
  test('nothing but its environment to a gateway that OPENCLAW_GATEWAY_URL names', () => {
    expect(sent('2026.9.6', {}, { ...seen, hasUrl: true })).toEqual([B, 'environment']);
    expect(sent('2026.9.6', {}, places({ hasUrl: true }))).toEqual([null, null]);
  });
  test('what a .env file has, after the environment', () => {
    const files = [place('env-file', C)];
    expect(sent('2026.7.1', {}, places({ files }))).toEqual([C, 'env-file']);
    expect(sent('2026.7.1', {}, { ...seen, files })).toEqual([B, 'environment']);
  });
  test('the one that it is in any version, where its own isn’t known; else that isn’t known', () => {
    const all = facts({ 'client.config.token': B });
    expect(told(all, onHost, seen).client).toEqual([B, 'environment']);
    expect(told(facts(both), onHost, seen).client).toMatch(/depends on the version of the CLI/);
  });
  test('the one that the user hands in', () => {
    expect(told(facts(both), onHost, seen, C).client).toEqual([C, 'token-file']);
    expect(givenToken(C)['client.tokenSource']).toMatchObject({ value: '--token-file' });
  });
});

describe('what a person reads the token with', () => {
  const show = (version: string, gateway: Gateway, more: Partial<Record<FactId, unknown>> = {}) => {
    const fact = secretFacts(
      facts({ 'gateway.config.token': A, 'gateway.releases': [version], ...more }),
      gateway,
      places(),
    )['gateway.showToken'];
    return fact?.status === 'known' ? fact.value.join(' ') : undefined;
  };
  test('is what the version has', () => {
    expect(show('2026.2.19', onHost)).toBe('openclaw config get gateway.auth.token');
    expect(show('2026.3.13', onHost)).toBeUndefined();
    expect(show('2026.7.1', onHost)).toBeUndefined();
    expect(show('2026.9.6', onHost)).toBe('openclaw gateway auth-token --show');
  });
  test('has a terminal in a container, for it refuses to print elsewhere', () => {
    const exec = { 'gateway.exec': ['docker', 'exec', 'gwa', 'openclaw'] };
    expect(show('2026.9.6', inContainer({}), exec)).toBe('docker exec -it gwa openclaw gateway auth-token --show');
    const compose = { 'gateway.exec': ['docker', 'compose', '--project-name', 'p', 'exec', '-T', 'gw', 'openclaw'] };
    expect(show('2026.9.6', inContainer({}), compose)).toBe(
      'docker compose --project-name p exec gw openclaw gateway auth-token --show',
    );
  });
  test('is the environment of a container where it stands there', () => {
    const env = { OPENCLAW_GATEWAY_TOKEN: B };
    expect(show('2026.7.1', inContainer(env), { 'gateway.config.token': null })).toBe(
      'docker exec gwa printenv OPENCLAW_GATEWAY_TOKEN',
    );
  });
});

test('what is no stand-in is never taken for one', () => {
  const learnt = secretFacts(facts({}), inContainer({ OPENCLAW_GATEWAY_TOKEN: 'plain-text-1' }), places());
  expect(JSON.stringify(learnt)).not.toContain('plain-text-1');
});
