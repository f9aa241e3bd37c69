import { shapeOf } from '../model/catalogue.ts';
import type { Evidence } from '../model/report.ts';
import { valueText } from './text.ts';

/** What is shown of a fact, in the reader's words: `the address that the gateway saw: 172.17.0.1 (gateway.log)`. */
export function seenText({ fact, value, source }: Evidence): string {
  const words = typeof value === 'boolean' ? (value ? 'yes' : 'no') : valueText(value);
  return `${factName(fact)}: ${words} (${source})`;
}

/** What a reader calls a fact, or the field of an item that a rule picked; its id where there is no name for it. */
export function factName(fact: string): string {
  const [first = '', ...rest] = fact.split('.');
  const field = rest.join('.');
  const [, side, key] = /^(gateway|client)\.config\.(\w+)$/.exec(fact) ?? [];
  if (side !== undefined && key !== undefined) return settingName(side, key, fact);
  if (shapeOf(fact)) return NAMES[fact] ?? fact;
  return ITEM_NAMES[first]?.[field] ?? FIELD_NAMES[field] ?? fact;
}

/** A setting is called by its key in openclaw.json, which the catalogue tells. */
function settingName(side: string, key: string, fact: string): string {
  if (key === 'file') return `settings of the ${side}`;
  if (key === 'error') return `mistake in the settings of the ${side}`;
  const [path] = /^[a-z][\w.]+/i.exec(shapeOf(fact)?.about ?? '') ?? [];
  return path?.includes('.') ? `${path}, set for the ${side}` : fact;
}

const NAMES: Readonly<Record<string, string>> = {
  'approve.unknownAt': 'last approval with an id that no request had',
  'approve.unknownNodeAt': 'last approval of a node with an id that no request had',
  'backups.old': 'copies that earlier fixes kept',
  browsers: 'approved browsers',
  'client.dials': 'kind of address that the client dials',
  'client.host': 'host that the client dials',
  'client.port': 'port that the client dials',
  'client.stateDir': 'state folder of the client',
  'client.tokenSource': 'where the client’s token comes from',
  'client.url': 'gateway address that the client dials',
  'client.urlSource': 'what gives that address',
  'compose.file': 'compose file',
  'compose.mount': 'state mount in the compose file',
  'compose.mountSource': 'source of that mount',
  containers: 'containers with OpenClaw',
  'devices.left': 'devices that look like a newer one',
  'devices.paired': 'approved devices',
  'devices.pending': 'requests that wait for approval',
  engines: 'container engines',
  'engines.down': 'container engines that do not run',
  'front.kind': 'what stands before the gateway',
  'front.name': 'what stands before the gateway',
  'gateway.bind': 'what the gateway listens on',
  'gateway.bindSource': 'what sets that',
  'gateway.engineProduct': 'container engine',
  'gateway.exitCode': 'exit code of the gateway’s container',
  'gateway.kind': 'where the gateway runs',
  'gateway.name': 'container of the gateway',
  'gateway.natAddresses': 'addresses that stand for this host inside the container',
  'gateway.networkMode': 'network of the container',
  'gateway.owner': 'user that the gateway’s files must belong to',
  'gateway.published': 'published addresses of the gateway',
  'gateway.publishedPort': 'published port of the gateway',
  'gateway.sharers': 'other gateways on the same state folder',
  'gateway.startProblems': 'what keeps the gateway from starting',
  'gateway.stateDir': 'state folder of the gateway',
  'gateway.tokenOtherSource': 'where the other token stands',
  'gateway.tokenSource': 'where the gateway’s token comes from',
  'gateway.user': 'user that the gateway runs as',
  'gateway.version': 'version of the gateway',
  'gateways.at': 'gateways that run',
  'listener.process': 'program that listens on the port',
  'openclaw.installed': 'version of the CLI here',
  'openclaw.traces': 'traces of OpenClaw here',
  'os.container': 'container that the doctor runs in',
  'os.platform': 'operating system',
  'os.wsl': 'WSL distribution',
  'os.wslNetworking': 'networking mode of WSL',
  'page.certificate': 'certificate of the page',
  'page.http': 'what answers at the page’s address',
  'page.originListed': 'the page is among the allowed origins',
  'page.secureContext': 'the browser treats the page as secure',
  'page.url': 'address of the page',
  'path.answer': 'what the address answered',
  'path.broken': 'where the way to the gateway breaks',
  'path.http': 'HTTP answer of the gateway',
  'path.resolve': 'name resolution',
  'path.tcp': 'TCP connection to the gateway',
  'path.tls': 'TLS to the gateway',
  'path.upgrade': 'WebSocket upgrade',
  'path.version': 'version that the gateway’s page tells',
  'proxy.from': 'address of the proxy',
  'proxy.ranges': 'ranges among the trusted proxies',
  'proxy.warned': 'the log warns of an untrusted proxy',
  'proxies.wide': 'wide ranges among the trusted proxies',
  'publish.open': 'addresses of the gateway beyond 127.0.0.1',
  'publish.users': 'who uses such an address',
  refusals: 'connections that were refused',
  'requests.others': 'requests of others',
  'state.configMount': 'what is mounted as openclaw.json',
  'state.folder': 'state folder on its host',
  'state.hostPath': 'state folder that the container is told',
  'state.lost': 'approved devices that were lost',
  'state.mount': 'kind of mount that holds the state',
  'state.owner': 'owner of the state folder',
  'state.placeName': 'what kind of place that folder is in',
  'state.source': 'what is mounted for the state',
  'state.target': 'where that is in the container',
  'state.unseen': 'state folder of the user’s other home',
  'text.approved': 'what was given to be approved',
  'text.approvedIs': 'what that is',
  'text.bind': '"Bind:" in the text',
  'text.chatChannel': 'chat channel that was paired',
  'text.deployment': 'how the gateway is said to run',
  'text.errno': 'connection error in the text',
  'text.ran': 'commands that were run',
  'text.target': '"Gateway target:" in the text',
};

/** Fields of refused connections, of requests and of devices. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  approvedPlatform: 'system of the device when it was approved',
  approvedRoles: 'roles that the device has',
  approvedScopes: 'scopes that the device has',
  auth: 'what the client showed',
  client: 'client',
  deviceId: 'device',
  devices: 'number of devices',
  forwarded: 'client address that the proxy told',
  host: 'host that the client asked for',
  minutes: 'minutes since the client last asked',
  name: 'name of the device',
  nodeRequestId: 'request of the node',
  origin: 'page that asked',
  path: 'path that it names',
  platform: 'system of the client',
  proxyTrusted: 'the gateway trusts that proxy',
  reason: 'words of the refusal',
  remote: 'address that the gateway saw',
  remoteIp: 'address that the gateway saw',
  remoteIs: 'kind of that address',
  port: 'port',
  requestId: 'request that waits',
  roles: 'roles that the client asked for',
  scopes: 'scopes that the client asked for',
  secure: 'the browser treats the page as secure',
  symptom: 'refused as',
  text: 'what was said',
  who: 'client',
  why: 'what pairing lacks',
};

/** Fields that mean something else in the items of that name. */
const ITEM_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kept: { days: 'days after its approval' },
  lapsed: { requestId: 'request that has died' },
  old: { newerSince: 'approval of the newer device', newer: 'newer device', seen: 'last seen' },
  problem: {
    better: 'the mount’s source as it should be',
    entry: 'the mount as it is written',
    part: 'part of it that is wrong',
  },
  several: { alike: 'browsers that look alike, approved within a day' },
  stray: { from: 'what is mounted beside the state folder', target: 'where that is in the container' },
};
