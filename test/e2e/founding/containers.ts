import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../doctor.ts';
import { type ConnectOptions, connect, newIdentity } from '../lab/client.ts';
import type { Engine } from '../lab/engine.ts';
import { freePort, type Gateway, gatewayToken, startGateway, stateFolder } from '../lab/gateway.ts';
import { imageName } from '../lab/image.ts';
import { requestIdOf } from '../lab/lan-client.ts';
import { until } from '../lab/until.ts';
import type { Cause } from './cause.ts';

export interface ContainerLab {
  readonly version: string;
  readonly engine: Engine;
  readonly place: Place;
  /** With a volume of its own for its state. */
  readonly gateway: Gateway;
}

const READ = ['operator.read'];

/** Causes of gateways that run in a container. */
export function containerCauses(lab: () => ContainerLab): readonly Cause[] {
  return [
    {
      rule: 'pairing-approval/pending-approval-docker',
      who: 'a CLI on the engine’s host, through a published port',
      maxKeys: 8,
      provoke: () => published(lab()),
    },
    {
      rule: 'shared-secret/auth-rate-limited',
      who: 'a paired CLI behind the bridge, where a script tried wrong tokens',
      maxKeys: 10,
      provoke: () => lockedOut(lab()),
    },
    {
      rule: 'state-dir/volume-permissions',
      who: 'a CLI whose gateway may not write its state',
      maxKeys: 15,
      provoke: () => rootsFolder(lab()),
    },
  ];
}

/** A client of this host, which a gateway in a container sees as the bridge. */
export function clientOf(url: string) {
  const identity = newIdentity();
  const ask = (more: Partial<ConnectOptions> = {}) =>
    connect({ url, token: gatewayToken, identity, scopes: READ, timeoutMs: 10_000, ...more });
  const tries = async () => {
    const answer = await ask();
    if (answer.status === 'connected') await answer.close();
    return answer.status === 'connected';
  };
  return { identity, ask, tries, deviceId: () => identity.deviceId };
}

/** Has a client approved, from inside the gateway's container. */
export async function pairedIn(gateway: Gateway, client: ReturnType<typeof clientOf>): Promise<void> {
  await gateway.exec(['openclaw', 'devices', 'approve', requestIdOf(await client.ask())]);
  if (!(await client.tries())) throw new Error('it was not let in once approved');
}

async function published({ gateway }: ContainerLab) {
  const { tries, deviceId } = clientOf(gateway.url);
  if (await tries()) throw new Error('it was let in');
  return { args: ['--container', gateway.name], newcomer: { tries, deviceId } };
}

/** A client that was let in before, until another one behind the same address had tried ten wrong tokens. */
async function lockedOut({ gateway }: ContainerLab) {
  const client = clientOf(gateway.url);
  await pairedIn(gateway, client);
  const script = clientOf(gateway.url);
  for (let wrong = 0; wrong < 11; wrong++) await script.ask({ token: 'wrong' });
  if (await client.tries()) throw new Error('it was let in');
  return {
    args: ['--container', gateway.name],
    newcomer: {
      takes: ['Restart the gateway, which forgets the lock'],
      deeds: [{ words: /Stop the client that tries with a wrong token first/, do: async () => undefined }],
      tries: client.tries,
      deviceId: client.deviceId,
    },
  };
}

/** A folder that the engine made, as the bind mount of one that wasn't there: the gateway ends at once. */
async function rootsFolder({ engine, version, place }: ContainerLab) {
  const name = 'denied';
  const port = await freePort();
  const folder = join(place.home, 'claw', 'state');
  await mkdir(join(place.home, 'claw'), { recursive: true });
  await engine.docker(['rm', '--force', name], { reject: false });
  await engine.docker([
    ...['run', '--detach', '--init', '--name', name, '--publish', `127.0.0.1:${port}:18789`],
    ...['--env', `OPENCLAW_GATEWAY_TOKEN=${gatewayToken}`, '--volume', `${folder}:${stateFolder}`, imageName(version)],
    ...['node', 'openclaw.mjs', 'gateway', 'run', '--allow-unconfigured', '--bind', 'lan'],
  ]);
  const ended = async () => {
    const { stdout } = await engine.docker(['inspect', '--format', '{{.State.Running}}', name]);
    return stdout.trim() === 'false' || undefined;
  };
  await until(ended, { timeoutMs: 120_000, everyMs: 500, late: () => new Error(`${name} still runs`) });
  const { tries, deviceId } = clientOf(`ws://127.0.0.1:${port}`);
  return {
    args: ['--container', name],
    newcomer: { tries, deviceId, deeds: [{ words: /Give it half a minute/, do: () => ready(port) }] },
    end: async () => void (await engine.docker(['rm', '--force', '--volumes', name], { reject: false })),
  };
}

function ready(port: number): Promise<boolean> {
  const isReady = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    return /"ready"\s*:\s*true/.test((await answer?.text()) ?? '') || undefined;
  };
  return until(isReady, { timeoutMs: 120_000, everyMs: 500, late: () => new Error('the gateway is not ready') });
}

export async function startContainerLab(engine: Engine, version: string, home: string): Promise<ContainerLab> {
  const gateway = await startGateway({ engine, version, name: 'founding' });
  return { version, engine, place: { dockerHost: engine.dockerHost, home }, gateway };
}
