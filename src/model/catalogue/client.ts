import { settings } from './settings.ts';
import { flag, list, number, type Shape, text, texts } from './shape.ts';

/** The machine, the client on it, the way to the gateway and the page. */
export const clientFacts = {
  // The machine
  'os.platform': text('the operating system, in the words of Node: linux, darwin, win32'),
  'os.shell': text('the kind of shell that commands are typed in here: sh, powershell, cmd'),
  'os.wsl': text('the WSL distribution that the doctor runs in; null: not in WSL'),
  'os.wslNetworking': text("WSL's networking mode: nat, mirrored, virtioproxy, none; null: no WSL"),
  'os.wslInterop': flag('programs of Windows can be started from that distribution'),
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
  'client.tunnel': flag("what it dials is the near end of an SSH tunnel to the gateway's host"),
  'client.localPort': number('the port on which the CLI here looks for a gateway of its own'),
  'client.dials': text('what kind of address that is: loopback, own, private, public, name'),
  'client.stateDir': text('the state folder of this user'),
  'client.hasState': flag('that folder is there'),
  'client.command': texts('the argv of the openclaw CLI, as it finds this state'),
  'client.devices': texts('the devices as which programs of this user show themselves, by that state'),
  'client.stateDistro': text('the WSL distribution that it was found in, from Windows; null: it is on this system'),
  ...settings('client', "client's"),

  // The way there, stage by stage; each word says how the stage went
  'path.resolve': text('name resolution: ok, failed'),
  'path.addresses': texts('the addresses that the name stands for'),
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
  'page.originListed': flag('gateway.controlUi.allowedOrigins names the page that the browser shows; null: not known'),
  'page.http': text('what answers there: ok (OpenClaw), proxy-attribution, other, failed'),
  'page.certificate': text("the page's certificate: ok, self-signed, expired, wrong-name, untrusted; null: plain HTTP"),
} as const satisfies Readonly<Record<string, Shape>>;
