import type { Answer } from '../../../src/gateway/model/answer.ts';
import type { Attempt, Client, Device, FirstFrame, Socket } from '../../../src/gateway/model/attempt.ts';
import { judgeConnection } from '../../../src/gateway/model/judge.ts';
import { type Dialler, seenAddress, type Target, type Topology } from '../../../src/gateway/topology.ts';
import { attemptOf, KINDS, type Kind, type Over, PORT } from './attempts.ts';

export interface Case {
  readonly name: string;
  /** The network namespace that the probe runs in. */
  readonly from: string;
  readonly args: readonly string[];
}

/** The cases of suite.sh in its order: its lines `c <case> <namespace> <arguments of wsprobe.mjs>`. */
export function casesOf(script: string): readonly Case[] {
  const shell: Record<string, string> = { P: String(PORT), T: 'token', I: 'ids' };
  for (const [, name = '', value = ''] of script.matchAll(/^(L|LAN|PUB|PUBLAN)=(\S+)/gm))
    shell[name] = value.replace('$P', String(PORT));
  return script.split('\n').flatMap((line) => {
    const [, name, from, rest] = /^c (\S+)\s+(\S+) (.*)$/.exec(line) ?? [];
    if (name === undefined || from === undefined || rest === undefined) return [];
    const words = [...rest.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word);
    const args = words.map((word) => word.replace(/\$([A-Z]+)/g, (_, key: string) => shell[key] ?? `$${key}`));
    return [{ name, from, args }];
  });
}

/** What a gateway of that version answers to the cases, one after the other, each device remembered by its file. */
export function answersOf(cases: readonly Case[], version: string): ReadonlyMap<string, Answer> {
  const paired = new Map<string, Over['pairing']>();
  return new Map(
    cases.map(({ name, from, args }) => {
      const options = optionsOf(args);
      const file = options.get('id') ?? name;
      const attempt = attemptFor(version, from, options, paired.get(file));
      const answer = judgeConnection(attempt);
      const { role, scopes, platform } = attempt.client;
      if (attempt.device && answer.kind === 'accepted' && answer.isDeviceTokenIssued)
        paired.set(file, { roles: [role], scopes, platform });
      return [name, answer];
    }),
  );
}

type Options = ReadonlyMap<string, string>;

function attemptFor(version: string, from: string, options: Options, pairing: Over['pairing'] | undefined): Attempt {
  const url = new URL(options.get('url') ?? '');
  const kind = (options.get('client') ?? 'cli') as Kind;
  const tamper = options.get('tamper');
  const sent = (name: string) => (options.has(name) ? (options.get(name) === 'token' ? 'right' : 'wrong') : null);
  const headers: Record<string, string> = { host: options.get('host') ?? url.host };
  for (const [name, value] of options) {
    if (name === 'origin') headers[name] = value;
    if (name.startsWith('header ')) headers[name.slice(7)] = value;
  }
  return attemptOf(version, kind in KINDS ? kind : 'cli', {
    socket: socketOf(from, url.hostname),
    headers,
    frame: frameOf(options),
    client: clientOf(version, kind, options),
    device: options.has('no-device') ? null : deviceOf(tamper, options.get('v')),
    credentials: {
      token: sent('token'),
      password: sent('password'),
      deviceToken: sent('device-token'),
      bootstrapToken: sent('bootstrap'),
    },
    ...(pairing ? { pairing } : {}),
  });
}

function clientOf(version: string, kind: string, options: Options): Partial<Client> {
  const role = options.get('role');
  return {
    protocol: { min: Number(options.get('min') ?? 1), max: Number(options.get('max') ?? 9) },
    build: hasBuildId(version) && options.has('$BUILD') ? 'same' : 'none',
    ...(kind in KINDS ? {} : { id: kind }),
    ...(role === undefined ? {} : { role }),
  };
}

/** suite.sh sends a build id where the gateway's page has one: of the versions that it was run on, 2026.9.6 only. */
function hasBuildId(version: string): boolean {
  return version === '2026.9.6';
}

/** wsprobe.mjs reads its arguments so: a value, unless the next is an option or missing. */
function optionsOf(args: readonly string[]): Options {
  const options = new Map<string, string>();
  for (const [index, arg] of args.entries()) {
    if (arg === '$BUILD') options.set('$BUILD', '');
    if (!arg.startsWith('--')) continue;
    const next = args[index + 1] ?? '';
    const [name, ...value] = next.split(':');
    if (arg === '--header') options.set(`header ${name?.toLowerCase()}`, value.join(':'));
    else options.set(arg.slice(2), next.startsWith('--') || next === '$BUILD' ? '' : next);
  }
  return options;
}

/** topo.sh: a gateway behind a bridge, its port forwarded by socat, which is what docker-proxy does without iptables. */
const BRIDGE: Topology = {
  kind: 'in-container',
  bind: 'lan',
  host: { address: '10.77.0.1' },
  network: {
    kind: 'docker-bridge',
    gateway: '172.28.0.1',
    address: '172.28.0.2',
    userlandProxy: true,
    iptables: false,
  },
  publishedAt: '0.0.0.0',
};
/** The same gateway as a machine on another network, 10.88.0.0/24, without anything between. */
const DIRECT: Topology = { kind: 'on-host', bind: 'lan', host: { address: '10.88.0.1' } };

const DIALLERS: Readonly<Record<string, Dialler>> = {
  occt: { kind: 'beside-gateway' },
  host: { kind: 'host' },
  oclan: { kind: 'lan', address: '10.88.0.2' },
};
const TARGETS: Readonly<Record<string, Target>> = {
  '127.0.0.1': '127.0.0.1',
  localhost: '127.0.0.1',
  '[::1]': '::1',
  '172.28.0.2': 'container',
  '10.77.0.1': 'host-address',
  '10.88.0.1': 'host-address',
};

function socketOf(namespace: string, host: string): Partial<Socket> {
  const from = DIALLERS[namespace];
  const to = TARGETS[host];
  if (!from || !to) throw new Error(`nobody knows the way from ${namespace} to ${host}`);
  const seen = seenAddress(host === '10.88.0.1' ? DIRECT : BRIDGE, from, to);
  // Whether anybody listens on an address of the gateway's own is for the gateway to tell.
  if (seen.kind !== 'seen') return { peer: '::1', dialled: '::1' };
  return { peer: seen.address, dialled: seen.dialled };
}

function frameOf(options: Options): Partial<FirstFrame> {
  const first = options.get('first');
  if (options.has('silent')) return { kind: 'silence' };
  if (options.has('method')) return { kind: 'other-method' };
  if (first === undefined) return {};
  if (first === 'BINARY') return { kind: 'binary', bytes: 3 };
  if (first === 'BIG') return { kind: 'connect-without-params', bytes: 200_065 };
  if (!first.startsWith('{')) return { kind: 'not-json', bytes: first.length };
  const frame = JSON.parse(first) as { readonly type: string };
  return { kind: frame.type === 'req' ? 'connect-without-params' : 'not-a-request', bytes: first.length };
}

function deviceOf(tamper: string | undefined, version: string | undefined): Partial<Device> {
  const signature = tamper === 'sig' ? 'invalid' : ((version ?? 'v2') as Device['signature']);
  const nonces: Readonly<Record<string, Device['nonce']>> = { nonce: 'wrong', 'nonce-blank': 'blank' };
  const isAbsent = tamper === 'nonce-missing' || version === 'v1';
  const skews: Readonly<Record<string, number>> = { ts: -20 * 60_000, 'ts-future': 20 * 60_000 };
  return {
    signature,
    nonce: isAbsent ? 'absent' : (nonces[tamper ?? ''] ?? 'right'),
    clockSkewMs: skews[tamper ?? ''] ?? 0,
    isIdOfKey: tamper !== 'id' && tamper !== 'key',
  };
}
