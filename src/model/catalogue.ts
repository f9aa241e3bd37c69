/**
 * Every fact that a probe may give and a rule may ask for: its id, its shape, what it means.
 * Types, the validation of rules and the list in the documentation all come from this one table.
 * `null` is a known value: the thing was looked for and isn't there.
 */

type Shape =
  | { readonly kind: 'text' | 'number' | 'flag' | 'texts'; readonly about: string }
  | { readonly kind: 'list'; readonly about: string; readonly of: Readonly<Record<string, Shape>> };

type Value<S extends Shape> = S extends { kind: 'text' }
  ? string | null
  : S extends { kind: 'number' }
    ? number | null
    : S extends { kind: 'flag' }
      ? boolean | null
      : S extends { kind: 'texts' }
        ? readonly string[]
        : S extends { kind: 'list'; of: infer F extends Readonly<Record<string, Shape>> }
          ? readonly { readonly [K in keyof F]: Value<F[K]> }[]
          : never;

const text = (about: string) => ({ kind: 'text', about }) as const;
const number = (about: string) => ({ kind: 'number', about }) as const;
const flag = (about: string) => ({ kind: 'flag', about }) as const;
const texts = (about: string) => ({ kind: 'texts', about }) as const;
const list = <const F extends Readonly<Record<string, Shape>>>(about: string, of: F) =>
  ({ kind: 'list', about, of }) as const;

/** The settings of one `openclaw.json` that matter for a connection. */
const settings = <P extends 'gateway' | 'client'>(prefix: P, whose: string) =>
  ({
    [`${prefix}.config.file`]: text(`the ${whose} openclaw.json; null where there is none`),
    [`${prefix}.config.error`]: text(
      `why the ${whose} openclaw.json can't be parsed, with line and column; null: it can`,
    ),
    [`${prefix}.config.mode`]: text(`gateway.mode in the ${whose} openclaw.json: local, remote`),
    [`${prefix}.config.bind`]: text(`gateway.bind there: loopback, lan, tailnet, auto, custom`),
    [`${prefix}.config.port`]: number(`gateway.port there`),
    [`${prefix}.config.authMode`]: text(`gateway.auth.mode there: none, token, password, trusted-proxy`),
    [`${prefix}.config.hasToken`]: flag(`gateway.auth.token is set there`),
    [`${prefix}.config.remoteUrl`]: text(`gateway.remote.url there`),
    [`${prefix}.config.tls`]: flag(`gateway.tls.enabled there`),
    [`${prefix}.config.trustedProxies`]: texts(`gateway.trustedProxies there`),
    [`${prefix}.config.allowedOrigins`]: texts(`gateway.controlUi.allowedOrigins there`),
    [`${prefix}.config.allowInsecureAuth`]: flag(`gateway.controlUi.allowInsecureAuth there`),
    [`${prefix}.config.dangerouslyDisableDeviceAuth`]: flag(`gateway.controlUi.dangerouslyDisableDeviceAuth there`),
    [`${prefix}.config.tailscaleMode`]: text(`gateway.tailscale.mode there: off, serve, funnel`),
    [`${prefix}.config.logFile`]: text(`logging.file there`),
  }) as { readonly [K in `${P}.config.${TextSetting}`]: { kind: 'text'; about: string } } & {
    readonly [K in `${P}.config.${FlagSetting}`]: { kind: 'flag'; about: string };
  } & { readonly [K in `${P}.config.${ListSetting}`]: { kind: 'texts'; about: string } } & {
    readonly [K in `${P}.config.port`]: { kind: 'number'; about: string };
  };
type TextSetting = 'file' | 'error' | 'mode' | 'bind' | 'authMode' | 'remoteUrl' | 'tailscaleMode' | 'logFile';
type FlagSetting = 'hasToken' | 'tls' | 'allowInsecureAuth' | 'dangerouslyDisableDeviceAuth';
type ListSetting = 'trustedProxies' | 'allowedOrigins';

export const catalogue = {
  // The machine
  'os.platform': text('the operating system, in the words of Node: linux, darwin, win32'),
  'os.wsl': text('the WSL distribution that the doctor runs in; null: not in WSL'),
  'os.wslNetworking': text("WSL's networking mode: nat, mirrored, virtioproxy, none; null: no WSL"),
  'os.container': text('the kind of container that the doctor runs in: docker, podman, other; null: in none'),
  'os.home': text('the home folder that counts: of the invoking user where run through sudo'),
  'os.addresses': texts("this machine's own addresses, loopback left out"),
  'node.version': text('the version of the Node that runs the doctor'),
  'openclaw.installed': text('the version of the openclaw package on the PATH; null: there is none'),
  'openclaw.traces': texts('what on this machine shows that OpenClaw is or was here'),

  // The client's side
  'client.url': text('the gateway URL that the client dials'),
  'client.urlSource': text('what says so: --url, OPENCLAW_GATEWAY_URL, gateway.remote.url, the default'),
  'client.host': text('its host name or address'),
  'client.port': number('its port'),
  'client.localPort': number('the port on which the CLI here looks for a gateway of its own'),
  'client.dials': text('what kind of address that is: loopback, own, private, public, name'),
  'client.stateDir': text('the state folder of this user'),
  'client.hasState': flag('that folder is there'),
  'client.command': texts('the argv of the openclaw CLI, as it finds this state'),
  'client.stateDistro': text('the WSL distribution that it was found in, from Windows; null: it is on this system'),
  ...settings('client', "client's"),

  // The way there, stage by stage; each word says how the stage went
  'path.resolve': text('name resolution: ok, failed'),
  'path.tcp': text('TCP connect: ok, refused, timeout, unreachable, failed'),
  'path.tls': text('TLS: ok, none (plain ws), untrusted, failed'),
  'path.http': text(
    'HTTP: ok (OpenClaw answers), reset, other (something else answers), timeout, proxy-attribution, failed',
  ),
  'path.upgrade': text('WebSocket upgrade: ok, reset, refused, proxy-attribution, timeout, failed'),
  'path.stages': list('the same for the reader, in order', {
    stage: text('resolve, tcp, tls, http, upgrade'),
    status: text('ok, failed, unknown, skipped'),
    detail: text('what was tried and what came of it'),
    ms: number('how long it took, in ms; null: it was not tried'),
  }),
  'path.broken': text('the first stage of the way that failed; null: none did, or none was tried'),
  'path.answer': text('what the HTTP answer looked like, shortened'),
  'path.version': text('the version that the gateway’s page tells'),
  'path.ready': flag('the gateway says that it is ready; false: it is still starting'),
  'listener.process': text('the program that listens on the port, where the operating system tells'),

  // The page
  'page.url': text('the address that the browser shows'),
  'page.secureContext': flag('a browser treats that address as a secure context: HTTPS or a loopback host'),
  'page.certificate': text("the page's certificate: ok, self-signed, expired, wrong-name, untrusted; null: plain HTTP"),

  // Engines and containers
  engines: list('container engines that answered', {
    kind: text('docker or podman'),
    command: texts('the argv that reaches it'),
    version: text("the engine's version"),
    product: text('what it says it is: Docker Engine, Docker Desktop, OrbStack, Rancher Desktop, Podman'),
    desktop: flag('containers run in a virtual machine beside this system'),
    elsewhere: text('the host that it runs on, where that is another one; null: this one'),
    rootless: flag('the engine runs without root'),
    compose: flag('`compose` works with it'),
  }),
  'engines.down': texts('engines that are installed and do not run'),
  containers: list('containers that run OpenClaw, as gateway or as client', {
    name: text('its name'),
    engine: text('docker or podman'),
    role: text('gateway or client'),
    running: flag('it runs now'),
    exitCode: number('the exit code of the last run'),
    image: text('its image'),
    published: texts('published ports, as 127.0.0.1:18789->18789'),
    networkMode: text('bridge, host, none, pasta, slirp4netns, container:…, or the name of a network'),
  }),
  gateways: list('the gateways found in containers', {
    name: text('the name of its container'),
    running: flag('it runs now'),
    published: texts('the addresses that lead to it'),
  }),
  'gateways.at': texts('those that run, each with its name and where it is published'),

  // The one gateway that the client's URL leads to
  'gateway.kind': text(
    'container: in a container of an engine reached from here; process: on this host; elsewhere; null: none',
  ),
  'gateway.name': text("the container's name; null: no container"),
  'gateway.where': text('the place of its commands: host, container:NAME, gateway-host'),
  'gateway.running': flag('its container or process runs'),
  'gateway.exitCode': number('the exit code of its container'),
  'gateway.version': text('the OpenClaw version that it runs'),
  'gateway.releases': texts('the known releases that it may be, as far as version and behaviour tell'),
  'gateway.newerThanKnown': flag('it is newer than the newest release that the doctor knows, and judged as that'),
  'gateway.engine': text('docker or podman; null: no container'),
  'gateway.engineProduct': text('Docker Engine, Docker Desktop, OrbStack, Rancher Desktop, Podman'),
  'gateway.engineDesktop': flag('its engine runs containers in a virtual machine'),
  'gateway.exec': texts('the argv that runs an openclaw command beside the gateway, up to the subcommand'),
  'gateway.sidecar': texts(
    "the argv that runs an openclaw command in a new container on the gateway's network namespace",
  ),
  'gateway.restart': texts('the argv that restarts its container'),
  'gateway.start': texts('the argv that starts its stopped container'),
  'gateway.logs': texts('the argv that shows its newest log lines'),
  'gateway.networkMode': text('bridge, host, pasta, slirp4netns, …'),
  'gateway.hostNetwork': flag("it shares the host's network, or runs on the host itself"),
  'gateway.natAddresses': texts('the addresses that it sees instead of clients on this host'),
  'gateway.bind': text('what it listens on inside: loopback, lan, auto, tailnet, custom'),
  'gateway.bindSource': text('what says so'),
  'gateway.port': number('the port that it listens on, inside its container'),
  'gateway.publishedPort': number('the port of this host that leads to it; null: none is published'),
  'gateway.published': texts('the addresses that lead to it'),
  'gateway.composeProject': text('its compose project; null: started without compose'),
  'gateway.composeService': text('its compose service'),
  'gateway.composeFile': text('its compose file'),
  'gateway.stateDir': text('its state folder, as it sees it'),
  ...settings('gateway', "gateway's"),

  // Pairing state
  'devices.store': text('where pairing is kept: sqlite, json; null: nowhere yet'),
  'devices.pending': list('requests that wait for approval', {
    requestId: text('the id that `devices approve` takes'),
    deviceId: text('the device: 64 hexadecimal digits'),
    name: text('the name that the device gives itself'),
    client: text('cli, openclaw-control-ui, node-host, …'),
    mode: text('cli, webchat, node, backend, …'),
    platform: text('what the device says it runs on'),
    roles: texts('the roles it asks for: a device that asks twice for different ones gets both'),
    scopes: texts('the scopes it asks for'),
    remoteIp: text('the address that the gateway saw'),
    isRepair: flag('the device is known: this asks for more, or for a changed identity'),
    askedAt: number('when it first asked, in ms since 1970'),
    renewedAt: number('when it last asked'),
    expired: flag('it has outlived the five minutes that a request lives unrenewed'),
  }),
  'devices.paired': list('devices that are approved', {
    deviceId: text('the device'),
    name: text('the name that it gives itself'),
    client: text('cli, openclaw-control-ui, node-host, …'),
    roles: texts('its roles'),
    scopes: texts('its approved scopes'),
    remoteIp: text('the address that the gateway saw'),
    approvedAt: number('when it was approved, in ms since 1970'),
    seenAt: number('when it last connected'),
  }),

  // Shared secrets: each a stand-in, the same for the same secret
  'client.token': text('the token that the CLI here sends; null: none'),
  'client.tokenSource': text('where it comes from'),
  'gateway.token': text('the token that the gateway wants; null: none is set'),
  'gateway.tokenSource': text('where that comes from'),
  'gateway.tokenOther': text('another token that is set for the gateway and that it does not take; null: none differs'),
  'gateway.tokenOtherSource': text('where that one stands'),

  // What the gateway answered to clients
  refusals: list('connections that were refused, newest first', {
    at: number('when, in ms since 1970; null: not told'),
    symptom: text(
      'pairing-required, missing-scope, origin-not-allowed, device-identity-required, token-missing, token-mismatch, …: the words of gateway/symptoms.ts; other',
    ),
    reason: text('the words in which it was refused'),
    why: text('not-paired, scope-upgrade, role-upgrade, metadata-upgrade; null: not told'),
    mixed: flag('it is told beside other errors, so that it may not be the one that still stands'),
    remote: text('the address that the gateway saw; null: not told'),
    remoteIs: text(
      'nat: stands for clients on this host; own: an address of this host; container: another container; private; public; loopback',
    ),
    forwarded: text('the forwarded client address that a proxy told; null: none'),
    origin: text('the page that asked; null: no browser'),
    secure: flag('a browser treats that page as a secure context: HTTPS or a loopback host; null: no page'),
    host: text('the host that was asked for'),
    hostIs: text('what kind of host that is: loopback, private, tailnet, public, name; null: not told'),
    originListed: flag('gateway.controlUi.allowedOrigins names that page; null: not known, or no page'),
    proxyTrusted: flag('gateway.trustedProxies names the address; null: not known, or no proxy'),
    auth: text('what it showed: none, token, password, device-token, …; null: not told'),
    client: text('cli, openclaw-control-ui, node-host, …; null: not told'),
    who: text('the client in words: "the CLI", "a browser"'),
    deviceId: text('the device; null: it showed none'),
    requestId: text('the request that waits for approval'),
    roles: texts('the roles it asked for'),
    scopes: texts('the scopes it asked for'),
    approvedRoles: texts('the roles that the device has'),
    approvedScopes: texts('the scopes that the device has'),
    notLocal: text('why the gateway did not take it as local, by the model of it; null: it did, or that is not known'),
    live: flag('its request waits in the pending list now; null: the list is not known'),
    past: flag('the device was paired or accepted since, or it is too long ago to tell of now'),
    source: text('where it was seen'),
  }),
  'refusals.past': number('refusals that are past: their device was accepted since, or nobody asks any more'),
  'proxy.warned': flag('the gateway’s log says that proxy headers came from an address that it does not trust'),
  'proxy.from': text('that address; null: it does not say'),

  // What a text that somebody handed in says
  'text.errno': text('the connection error that it quotes: ECONNREFUSED, ECONNRESET, …'),
  'text.closeCode': number('the WebSocket close code that it quotes'),
  'text.target': text('the "Gateway target:" that it quotes'),
  'text.other': texts('errors in it that are known, and that no rule of this version is about'),
  'text.ran': texts('the openclaw commands that it quotes as run'),
  'text.deployment': text('how the gateway is run, in the words of who wrote it'),
} as const satisfies Readonly<Record<string, Shape>>;

type Catalogue = typeof catalogue;

export type FactId = keyof Catalogue;

/** The value of a known fact. */
export type FactValue<K extends FactId> = Value<Catalogue[K]>;

/** One item of a fact that is a list. */
export type Item<K extends FactId> = FactValue<K> extends readonly (infer I)[] ? I : never;

export type Pending = Item<'devices.pending'>;
export type Paired = Item<'devices.paired'>;
export type Refusal = Item<'refusals'>;
export type Engine = Item<'engines'>;

/** What the value of `id` looks like, or undefined where there is no such fact. */
export function shapeOf(id: string): Shape | undefined {
  return (catalogue as Readonly<Record<string, Shape>>)[id];
}
export type { Shape };
