import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Composed, composed, composeText } from '../lab/compose.ts';
import { gatewayToken, stateFolder } from '../lab/gateway.ts';
import type { Cause } from './cause.ts';
import { type ContainerLab, clientOf, pairedIn } from './containers.ts';

/** Causes by which a gateway forgets whom it has approved once its container is removed and made anew. */
export function storageCauses(lab: () => ContainerLab): readonly Cause[] {
  return [
    {
      rule: 'state-dir/volume-path-mismatch',
      behind: 'pairing-approval/pending-approval-docker',
      who: 'a CLI that was approved before the container was made anew',
      maxKeys: 20,
      provoke: () => forgotten(lab()),
    },
    {
      rule: 'state-dir/state-not-durable',
      who: 'a paired CLI, whose gateway has a volume without a name',
      maxKeys: 12,
      provoke: async () => (await keptIn(lab(), 'nameless', `${stateFolder} # all of it`)).provoked,
    },
    {
      rule: 'state-dir/state-on-synced-folder',
      who: 'a paired CLI, whose gateway keeps its state in Dropbox',
      maxKeys: 12,
      provoke: () => synced(lab()),
    },
    {
      rule: 'state-dir/config-single-file-mount',
      who: 'a paired CLI, whose gateway has openclaw.json mounted alone',
      maxKeys: 12,
      provoke: () => singleFile(lab()),
    },
  ];
}

async function forgotten(lab: ContainerLab) {
  const { claw, client, provoked } = await keptIn(lab, 'elsewhere', './state:/root/.openclaw # where the guide had it');
  await anew(claw);
  if (await client.tries()) throw new Error('it is still known');
  const { newcomer } = provoked;
  // Its comments and its order are the user's.
  const mended = composeText(lab.version, claw.port, `./state:${stateFolder} # where the guide had it`);
  const lasts = async () => (await readFile(claw.file, 'utf8')) === mended && (await newcomer.lasts());
  return { ...provoked, newcomer: { ...newcomer, minds: /The mount is at/, lasts } };
}

async function synced(lab: ContainerLab) {
  const folder = join(lab.place.home, 'cloud', 'Dropbox', 'openclaw');
  await ownFolder(folder);
  return (await keptIn(lab, 'cloud', `./Dropbox/openclaw:${stateFolder}`)).provoked;
}

async function singleFile(lab: ContainerLab) {
  const folder = join(lab.place.home, 'single', 'openclaw');
  await ownFolder(folder);
  const file = join(folder, 'openclaw.json');
  await writeFile(file, JSON.stringify({ gateway: { mode: 'local', auth: { mode: 'token', token: gatewayToken } } }));
  await chown(file, 1000, 1000);
  return (await keptIn(lab, 'single', `./openclaw/openclaw.json:${stateFolder}/openclaw.json`)).provoked;
}

/** A gateway whose compose file mounts `mount`, and a client that it has let in. */
async function keptIn({ engine, version, place }: ContainerLab, name: string, mount: string) {
  const folder = join(place.home, name);
  await mkdir(folder, { recursive: true });
  const claw = await composed({ engine, folder, text: (port) => composeText(version, port, mount) });
  const client = clientOf(claw.url);
  await pairedIn(await claw.up(), client);
  const lasts = async () => {
    await anew(claw);
    return client.tries();
  };
  const newcomer = { tries: client.tries, deviceId: client.deviceId, lasts };
  return { claw, client, provoked: { args: ['--url', claw.url], newcomer, end: claw.stop } };
}

async function anew(claw: Composed): Promise<void> {
  await claw.down();
  await claw.up();
}

/** One that the gateway's user may write to, as that of a user 1000 of the host is. */
async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chown(folder, 1000, 1000);
}
