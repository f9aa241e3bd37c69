import type { Engine } from '../../src/model/catalogue.ts';
import type { Container } from '../../src/probes/inspect.ts';

/** Docker on this host, without compose. */
export const docker: Engine = {
  kind: 'docker',
  command: ['docker'],
  version: '28',
  product: 'Docker Engine',
  desktop: false,
  elsewhere: null,
  rootless: false,
  compose: false,
  composeCommand: [],
};

/** A gateway's container on Docker's bridge, as user node, with nothing published or mounted. */
export const containerOf = (more: Partial<Container> = {}): Container => ({
  id: 'a',
  name: 'gwa',
  engine: docker,
  running: true,
  exitCode: 0,
  startedAt: '',
  image: 'openclaw:local',
  imageVersion: null,
  argv: ['node', 'openclaw.mjs', 'gateway', '--bind', 'lan'],
  folder: '/app',
  user: 'node',
  env: { HOME: '/home/node' },
  networkMode: 'bridge',
  networks: [],
  ports: [],
  mounts: [],
  isRemovedAtStop: false,
  compose: null,
  ...more,
});
