import { type Facts, known } from '../model/fact.ts';

/** What a text tells in passing of version, deployment and settings: facts for what nobody stated. */
export function toldInPassing(text: string, source: string): Facts {
  const facts: Record<string, unknown> = {};
  const version = versionIn(text);
  if (version !== undefined) facts['gateway.version'] = known(version, source);
  const deployment = deploymentIn(text);
  if (deployment !== undefined) Object.assign(facts, deploymentFacts(deployment, source));
  for (const [name, value] of Object.entries(settingsIn(text))) facts[`gateway.config.${name}`] = known(value, source);
  return facts as Facts;
}

/** A deployment in somebody's word, and whether the gateway runs in a container there. */
export function deploymentFacts(deployment: string, source: string): Facts {
  const kind = CONTAINERS.test(deployment) ? 'container' : HOSTS.test(deployment) ? 'process' : undefined;
  return {
    'text.deployment': known(deployment, source),
    ...(kind === undefined ? {} : { 'gateway.kind': known(kind, source) }),
  };
}

const CONTAINERS = /docker|podman|compose|container|kubernetes|k8s/i;
const HOSTS = /^(?:bare|native|npm|systemd|launchd|launchagent|scheduled task|local|host|lan|vps|wsl)/i;

const VERSION = /(?<![\w.-])v?(20\d\d\.\d{1,2}\.\d{1,2}(?:-[a-z0-9.]{1,12})?)(?![\w-])/gi;

/** Another version stands here for comparison: the one from before, or one on which it works. */
const COMPARED =
  /(?:\b(?:fine|works?|worked|ok|good|okay)\b[^.\n]{0,20}|\b(?:from|back to|downgrad\w*(?: to)?|until|before|was on|previous(?:ly)?|since|after|for)\b[^.\n]{0,12}|->\s*|→\s*)$/i;

/** The one OpenClaw version that a text names, where it names one only, leaving out those it compares with. */
export function versionIn(text: string): string | undefined {
  const named = new Set<string>();
  for (const { 1: version = '', index } of text.matchAll(VERSION)) {
    if (!COMPARED.test(text.slice(Math.max(0, index - 40), index))) named.add(version);
  }
  return named.size === 1 ? [...named][0] : undefined;
}

/** Each client by what only it is called or says; the first that a text names is the one that it is about. */
const CLIENTS: readonly (readonly [string, RegExp])[] = [
  [
    'node-host',
    /\bnode host gateway (?:connect failed|closed|reconnect)|^\[node-host\]|\bopenclaw node run\b|\bclient=node-host\b/im,
  ],
  ['gateway-client', /\bclient=gateway-client\b|\bsessions_(?:spawn|send)\b|\bsub-?agents?\b|\bcron jobs?\b/i],
  ['third-party', /\bthird[- ]party\b|\bmission control\b|第三方/i],
  ['openclaw-ios', /\b(?:iphone|ipad|ios app)\b/i],
  ['openclaw-android', /\bandroid\b/i],
  ['openclaw-macos', /\bmac(?:os)? app\b/i],
  [
    'cli',
    /^Source: (?:local|config|env|cli|missing)\b|\bFailed to start CLI\b|\bdevices (?:list|approve)\b[^.\n]{0,30}\b(?:says?|fails?|prints?|is|refused)\b/im,
  ],
  ['openclaw-control-ui', /^disconnected \(\d{4}\)|\b(?:dashboard|control ui|browser|web ?ui|localStorage)\b/im],
];

/** The client that a text is about, by what only that one says or is called: its id as the gateway knows it. */
export function clientIn(text: string): string | null {
  return CLIENTS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

const DEPLOYMENT =
  /\b(docker desktop|docker|podman|kubernetes|k8s|railway|coolify|fly\.io|northflank|zeabur|unraid|truenas|synology|home assistant|tailscale|nginx|caddy|traefik|cloudflare|reverse[- ]proxy|systemd|launchd|LaunchAgent|scheduled task)\b/i;
const DENIED = /\b(?:no|not|without|never|isn['’]t|kein|keine|ohne)\s+(?:\w+\s+)?$/i;

/** The kind of deployment that a text names, in its own word. */
export function deploymentIn(text: string): string | undefined {
  const found = DEPLOYMENT.exec(text);
  return found && !DENIED.test(text.slice(Math.max(0, found.index - 24), found.index))
    ? found[1]?.toLowerCase()
    : undefined;
}

/** Settings as people write them in a sentence, by the key below `gateway` that stands for them. */
const SETTINGS: readonly (readonly [string, RegExp])[] = [
  ['bind', /\b(?:gateway\.)?bind\s?[=:]?\s?["'`]?(loopback|lan|tailnet|auto|custom)\b/i],
  ['mode', /\bgateway\.mode\s?(?:is|=|:)?\s?["'`]?(local|remote)\b|\bmode is (remote)\b/i],
  ['authMode', /\bauth(?:\.mode| mode)\s?(?:is|=|:)?\s?["'`]?(none|token|password|trusted-proxy)\b/i],
  ['tailscaleMode', /\btailscale\.mode\s?(?:is|=|:)?\s?["'`]?(off|serve|funnel)\b/i],
];
const FLAGS = ['allowInsecureAuth', 'dangerouslyDisableDeviceAuth'] as const;

/** The gateway's settings that a text tells in a sentence, by the names of facts below `gateway.config`. */
export function settingsIn(text: string): Readonly<Record<string, string | boolean>> {
  const told: Record<string, string | boolean> = {};
  for (const [name, pattern] of SETTINGS) {
    const found = pattern.exec(text);
    const value = found?.slice(1).find((part) => part !== undefined);
    if (value !== undefined) told[name] = value.toLowerCase();
  }
  for (const name of FLAGS) {
    if (new RegExp(`\\b${name}["'\`]?\\s?(?:is |set to |[=:] ?)?(?:true|on|enabled|set)\\b`, 'i').test(text))
      told[name] = true;
  }
  return told;
}
