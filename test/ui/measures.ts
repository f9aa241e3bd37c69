import { shippedRules } from 'virtual:shipped-rules';
import { bySettings } from '../../src/facts/by-settings.ts';
import { releaseFacts } from '../../src/facts/releases.ts';
import { openMeasures } from '../../src/hardening/open.ts';
import { Redactor } from '../../src/host/clean.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import { DEVICE, NOW, OTHER_REQUEST, otherPending, paired } from './fakes.ts';

const seen = <T>(value: T) => known(value, 'x');

export const COMPOSE = `services:
  openclaw-gateway:
    ports:
      - "18789:18789" # the page
    volumes:
      - openclaw-state:/home/node/.openclaw
volumes:
  openclaw-state: {}
`;

/** A gateway in a container, published everywhere, whose user once tried a setting that this version passes over. */
export const looseFacts: Facts = {
  'gateway.kind': seen('container'),
  'gateway.name': seen('gwa'),
  'gateway.where': seen('host'),
  'gateway.version': seen('2026.9.6'),
  'gateway.networkMode': seen('bridge'),
  'gateway.engine': seen('docker'),
  'gateway.engineDesktop': seen(false),
  'gateway.port': seen(18789),
  'gateway.publishedPort': seen(18789),
  'gateway.published': seen(['0.0.0.0:18789->18789']),
  'gateway.natAddresses': seen(['172.17.0.1']),
  'gateway.exec': seen(['docker', 'exec', 'gwa', 'openclaw']),
  'gateway.recreate': seen(['docker', 'compose', 'up', '--detach', 'openclaw-gateway']),
  'gateway.stateDir': seen('/home/node/.openclaw'),
  'gateway.composeProject': seen('claw'),
  'gateway.config.allowedOrigins': seen(['http://localhost:18789']),
  'gateway.config.trustedProxies': seen([]),
  'gateway.config.tailscaleMode': seen(null),
  'gateway.config.tls': seen(null),
  'gateway.config.allowInsecureAuth': seen(null),
  'gateway.config.dangerouslyDisableDeviceAuth': seen(true),
  'client.dials': seen('loopback'),
  'client.devices': seen([DEVICE]),
  engines: seen([
    {
      kind: 'docker',
      command: ['docker'],
      version: '26',
      product: 'Docker Engine',
      desktop: false,
      elsewhere: null,
      rootless: false,
      compose: true,
      composeCommand: ['docker', 'compose'],
    },
  ]),
  'state.mount': seen('volume'),
  'state.source': seen('claw_openclaw-state'),
  'compose.file': seen('/srv/claw/docker-compose.yml'),
  'compose.text': seen(COMPOSE),
  'compose.service': seen('openclaw-gateway'),
  'compose.error': seen(null),
  'devices.pending': seen([]),
  'devices.paired': seen([{ ...paired, remoteIp: '172.17.0.1', seenAt: NOW }]),
  refusals: seen([]),
  'text.says': seen([]),
};

/** The same once all that was advised is done. */
export const firmFacts: Facts = {
  ...looseFacts,
  'gateway.published': seen(['127.0.0.1:18789->18789']),
  'gateway.config.dangerouslyDisableDeviceAuth': seen(null),
};

/** A browser waits whom nobody here knows. */
export const strangeFacts: Facts = {
  ...firmFacts,
  'devices.pending': seen([{ ...otherPending, requestId: OTHER_REQUEST }]),
};

/** How the shipped measures stand by these facts, as a look brings them. */
export async function measuresOf(facts: Facts) {
  const harden = await openMeasures({ folders: [], rules: shippedRules, redactor: new Redactor(), hand: undefined });
  return harden(bySettings({ ...releaseFacts(facts), ...facts }));
}
