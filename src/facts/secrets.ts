import { holdsFor, releasesOf } from '../gateway/releases.ts';
import type { Version } from '../gateway/version.ts';
import { type Fact, type Facts, factOf, known, unknown, valueIn } from '../model/fact.ts';
import { STAND_IN } from '../model/stand-in.ts';
import type { SecretPlace, SecretPlaces } from '../probes/secrets.ts';
import type { Gateway } from './choose.ts';
import { possibleReleases } from './releases.ts';

/**
 * Which secret the gateway wants and which the CLI here sends, each as its stand-in, and where they come from. A gateway
 * of every version takes `--token`, then openclaw.json, then its environment. The CLI takes its environment before
 * openclaw.json up to 2026.7.x, and after it from 2026.7.2-beta.7 on (openclaw/openclaw#114462): read in the sources of
 * 2026.1.29 to 2026.9.6, run with 2026.1.29, 2026.3.13, 2026.7.1 and 2026.9.6.
 */
export function secretFacts(facts: Facts, gateway: Gateway, places: SecretPlaces, given?: string): Facts {
  const kind = kindOf(facts);
  const wanted = wantedSecret(facts, gateway, placesOf(gateway, places), kind);
  return {
    ...(given === undefined ? asFacts('client.token', sentSecret(facts, places, kind)) : givenToken(given)),
    ...asFacts('gateway.token', wanted.taken),
    ...asFacts('gateway.tokenOther', wanted.other),
    'gateway.showToken': showToken(facts, gateway, wanted.taken, kind),
    'gateway.withoutVariable': withoutVariable(facts, gateway, kind),
  };
}

/** The token in `--token-file`, by its stand-in, as the one that the client sends. */
export function givenToken(standIn: string): Facts {
  return asFacts('client.token', known(secret(standIn, 'token-file', '--token-file'), '--token-file'));
}

type Kind = 'token' | 'password';

/** One secret: its stand-in, the kind of place that it comes from, and that place for a reader. */
interface Secret {
  readonly value: string;
  readonly from: string;
  readonly source: string;
}

const secret = (value: string, from: string, source: string): Secret => ({ value, from, source });

function kindOf(facts: Facts): Kind {
  const mode = valueIn(facts, 'gateway.config.authMode');
  if (mode === 'token' || mode === 'password') return mode;
  const onlyPassword =
    valueIn(facts, 'gateway.config.hasPassword') === true && valueIn(facts, 'gateway.config.hasToken') !== true;
  return onlyPassword ? 'password' : 'token';
}

function asFacts(id: 'client.token' | 'gateway.token' | 'gateway.tokenOther', fact: Fact<Secret | null>): Facts {
  if (fact.status === 'unknown') return { [id]: fact, [`${id}Source`]: fact, [`${id}From`]: fact };
  const { value = null, source = null, from = null } = fact.value ?? {};
  // Of «gateway.auth.token in FILE» the file is where it was seen.
  const place = (source ?? fact.source).replace(/^.*? in /, '');
  return {
    [id]: known(value, place),
    [`${id}Source`]: known(source, place),
    [`${id}From`]: known(from, place),
  };
}

/** The places besides openclaw.json that can give the gateway a secret. */
interface GatewayPlaces {
  readonly list: readonly SecretPlace[];
  /** Why no secret is known where none of them names one. */
  readonly reason: string;
  /** Why there may be further places; absent: these are all that can be seen. */
  readonly unseen?: string;
}

function placesOf(gateway: Gateway, places: SecretPlaces): GatewayPlaces {
  switch (gateway.kind) {
    case 'container': {
      const { container } = gateway;
      const where = `the environment of the container ${container.name}`;
      const command = `the command of the container ${container.name}`;
      const options = { token: optionIn(container.argv, 'token'), password: optionIn(container.argv, 'password') };
      const own: SecretPlace = { from: 'container', where, command, variables: container.env, options };
      const reason = `neither its settings nor ${where} name one: it made one up when it started, or has it from a .env file in its state folder`;
      return { list: [own], reason };
    }
    case 'process': {
      const reason =
        'no setting and no service names one: it made one up when it started, or has it from the shell that started it';
      const { services, environment, files, inContainer, unseen } = places;
      // Beside the gateway in one container, the doctor's environment is that of the container.
      const around = environment.map((place) => ({ ...place, from: 'container' as const }));
      const list = [...services, ...(inContainer ? around : []), ...files];
      return { list, reason, ...(unseen === undefined ? {} : { unseen }) };
    }
    case 'elsewhere':
    case 'none': {
      const reason = `its settings can't be seen from here: ${gateway.why}`;
      return { list: [], reason, unseen: reason };
    }
    case 'unknown':
      return { list: [], reason: gateway.reason, unseen: gateway.reason };
    default:
      return gateway satisfies never;
  }
}

function optionIn(argv: readonly string[], name: Kind): string | undefined {
  const at = argv.findIndex((part) => part === `--${name}` || part.startsWith(`--${name}=`));
  const value = argv[at]?.includes('=') ? argv[at]?.slice(name.length + 3) : at >= 0 ? argv[at + 1] : undefined;
  return value !== undefined && isComparable(value) ? value : undefined;
}

/** A stand-in, the quotes that an environment keeps among it, or what OpenClaw shows for a secret that it hides. */
function isComparable(value: string): boolean {
  return WHOLE.test(value);
}

const WHOLE = new RegExp(`^(?:["']?${STAND_IN}["']?|__OPENCLAW_REDACTED__)$`);

interface Wanted {
  readonly taken: Fact<Secret | null>;
  readonly other: Fact<Secret | null>;
}

function wantedSecret(facts: Facts, gateway: Gateway, { list, reason, unseen }: GatewayPlaces, kind: Kind): Wanted {
  const mode = factOf(facts, 'gateway.config.authMode');
  if (mode.status === 'known' && (mode.value === 'none' || mode.value === 'trusted-proxy')) {
    const none = known(null, mode.source);
    return { taken: none, other: none };
  }
  const option = list.flatMap(({ options, command }) => {
    const value = options[kind];
    return value === undefined ? [] : [secret(value, 'option', `--${kind} in ${command}`)];
  });
  const set = settingOf(facts, `gateway.config.${kind}`, list);
  const fromPlaces = list.flatMap((place) => inPlace(place, kind, facts));
  const first = option[0];
  // What stands in openclaw.json counts before the environment: without knowing it nothing is known.
  if (!first && set.status === 'unknown') {
    const why = gateway.kind === 'container' || gateway.kind === 'process' ? set.reason : reason;
    return { taken: unknown(why), other: unknown(why) };
  }
  const configured = set.status === 'known' && set.value ? [set.value] : [];
  const [taken, ...rest] = [...option, ...configured, ...fromPlaces];
  if (!taken) return { taken: unknown(reason), other: unknown(reason) };
  const other = rest.find(({ value }) => value !== taken.value) ?? null;
  const isAll = other !== null || unseen === undefined;
  return {
    taken: known(taken, taken.source),
    other: isAll ? known(other, other?.source ?? taken.source) : unknown(unseen),
  };
}

/** The old names of the variables count up to 2026.3.x, after the new ones. */
function inPlace({ from, where, variables }: SecretPlace, kind: Kind, facts: Facts): Secret[] {
  const old =
    holdsFor('<2026.4.10', possibleReleases(facts)) === true ? [`CLAWDBOT_GATEWAY_${kind.toUpperCase()}`] : [];
  for (const name of [`OPENCLAW_GATEWAY_${kind.toUpperCase()}`, ...old]) {
    const value = variables[name] ?? '';
    if (isComparable(value)) return [secret(value, from, `${name} in ${where}`)];
  }
  return [];
}

type SecretSetting = `${'gateway' | 'client'}.config.${'token' | 'password' | 'remoteToken' | 'remotePassword'}`;

/** A secret in openclaw.json, a variable in it filled in. */
function settingOf(facts: Facts, id: SecretSetting, places: readonly SecretPlace[]): Fact<Secret | null> {
  const fact = factOf(facts, id);
  if (fact.status === 'unknown') return fact;
  const variable = /^\$\{(\w+)\}$/.exec(fact.value ?? '')?.[1];
  if (variable === undefined)
    return known(fact.value === null ? null : secret(fact.value, 'config', fact.source), fact.source);
  const place = places.find(({ variables }) => isComparable(variables[variable] ?? ''));
  const value = place?.variables[variable];
  if (!place || value === undefined)
    return unknown(`${fact.source} names the variable ${variable}, whose value is not known here`);
  const source = `${variable} in ${place.where}, which ${fact.source} names`;
  return known(secret(value, place.from, source), source);
}

/** In which order the CLI looks; the first place that has a secret counts. */
type Order = readonly ('environment' | 'auth' | 'remote')[];

function sentSecret(facts: Facts, places: SecretPlaces, kind: Kind): Fact<Secret | null> {
  const list = [...places.environment, ...places.files];
  const environment: Fact<Secret | null> =
    places.unseen === undefined
      ? known(list.flatMap((place) => inPlace(place, kind, facts))[0] ?? null, 'the environment')
      : unknown(places.unseen);
  const suffix = kind === 'token' ? 'Token' : 'Password';
  const found = {
    environment,
    auth: settingOf(facts, `client.config.${kind}`, list),
    remote: settingOf(facts, `client.config.remote${suffix}`, list),
  };
  const isRemote = valueIn(facts, 'client.config.mode') === 'remote';
  const results = ordersOf(clientVersions(facts), isRemote, kind, places.hasUrl).map((order) => first(order, found));
  const values = new Set(results.map((fact) => (fact.status === 'known' ? (fact.value?.value ?? null) : undefined)));
  const [result] = results;
  if (result && values.size === 1) return result;
  return unknown('the places that name one differ, and which of them counts depends on the version of the CLI');
}

function first(order: Order, found: Readonly<Record<Order[number], Fact<Secret | null>>>): Fact<Secret | null> {
  for (const place of order) {
    const fact = found[place];
    if (fact.status === 'unknown' || fact.value !== null) return fact;
  }
  return known(null, 'neither the environment nor openclaw.json names one');
}

/** The orders of the versions that the CLI may be. */
function ordersOf(versions: readonly Version[], isRemote: boolean, kind: Kind, hasUrl: boolean): readonly Order[] {
  const orders = versions.map((version): Order => {
    const is = (range: string) => holdsFor(range, [version]) === true;
    // A gateway named by OPENCLAW_GATEWAY_URL gets nothing but what the environment has.
    if (hasUrl && is('>=2026.3.2')) return ['environment'];
    if (isRemote) {
      if (kind === 'password') return ['environment', 'remote', ...(is('>=2026.2.26') ? (['auth'] as const) : [])];
      return is('>=2026.2.26') ? ['remote', 'environment', 'auth'] : ['remote'];
    }
    if (is('>=2026.7.2-beta.7')) return ['auth', 'environment', 'remote'];
    return ['environment', 'auth', ...(is('>=2026.2.26') ? (['remote'] as const) : [])];
  });
  const texts = [...new Set(orders.map((order) => order.join(' ')))];
  return texts.map((text) => text.split(' ') as unknown as Order);
}

/** The CLI on this machine; where none is installed, one of the gateway's version. */
function clientVersions(facts: Facts): readonly Version[] {
  return releasesOf(valueIn(facts, 'openclaw.installed') ?? '') ?? possibleReleases(facts);
}

/** `config get` prints no secret since 2026.2.22; from 2026.8.1 on `gateway auth-token` does, to a terminal only. */
function showToken(facts: Facts, gateway: Gateway, taken: Fact<Secret | null>, kind: Kind): Fact<readonly string[]> {
  const exec = valueIn(facts, 'gateway.exec');
  const from = taken.status === 'known' ? taken.value?.from : undefined;
  const source = taken.status === 'known' ? taken.source : 'the gateway’s version';
  const by = (version: string) => holdsFor(version, possibleReleases(facts)) === true;
  if (gateway.kind === 'container' && from === 'container') {
    const { container } = gateway;
    const variable = `OPENCLAW_GATEWAY_${kind.toUpperCase()}`;
    return known([...container.engine.command, 'exec', container.name, 'printenv', variable], source);
  }
  const isBesideIt = exec !== undefined && (from === undefined || from === 'config' || from === 'env-file');
  if (isBesideIt && kind === 'token' && by('>=2026.8.1'))
    return known([...onTerminal(exec, gateway), 'gateway', 'auth-token', '--show'], source);
  if (isBesideIt && from !== 'env-file' && by('<2026.2.22'))
    return known([...exec, 'config', 'get', `gateway.auth.${kind}`], source);
  return unknown('no command of this version prints it: it is read where it stands');
}

/** A variable that is set and blank counts as none, and keeps what a .env file has for it out. */
function withoutVariable(facts: Facts, gateway: Gateway, kind: Kind): Fact<readonly string[]> {
  const exec = factOf(facts, 'gateway.exec');
  if (exec.status === 'unknown') return exec;
  const blank = `OPENCLAW_GATEWAY_${kind.toUpperCase()}=`;
  if (gateway.kind !== 'container') {
    const isPosix = valueIn(facts, 'os.platform') !== 'win32';
    return isPosix ? known(['env', blank, ...exec.value], exec.source) : unknown('Windows has no command for that');
  }
  const at = exec.value.indexOf('exec');
  return known([...exec.value.slice(0, at + 1), '--env', blank, ...exec.value.slice(at + 1)], exec.source);
}

/** The argv with a terminal to talk to, which the doctor has none to give. */
function onTerminal(exec: readonly string[], gateway: Gateway): readonly string[] {
  if (gateway.kind !== 'container') return exec;
  if (exec.includes('-T')) return exec.filter((part) => part !== '-T');
  const at = exec.indexOf('exec');
  return [...exec.slice(0, at + 1), '-it', ...exec.slice(at + 1)];
}
