import { join } from 'node:path';
import type { Connection, ConnectOptions } from './client.ts';
import type { LanPeer } from './namespaces.ts';
import { nodeBinary } from './paths.ts';

/** How a try to connect from the other machine ended; one that was let in has been closed again. */
export type LanConnection =
  | Exclude<Connection, { status: 'connected' }>
  | Omit<Extract<Connection, { status: 'connected' }>, 'close'>;

/** Connects from the other machine of the LAN, as `connect` does from this one. */
export async function connectFromLan(peer: LanPeer, options: ConnectOptions): Promise<LanConnection> {
  const argv = [nodeBinary, '--input-type=module', '--eval', program];
  const { stdout, stderr } = await peer.run(argv, { env: { CONNECT: JSON.stringify(options) } });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The request that a refusal names. Throws where it names none. */
export function requestIdOf(connection: Connection | LanConnection): string {
  const id = connection.status === 'refused' ? connection.error?.details?.requestId : undefined;
  if (id === undefined) throw new Error(`no request waits after: ${JSON.stringify(connection)}`);
  return id;
}

const program = `
  import { connect } from '${join(import.meta.dirname, 'client.ts')}';
  const { close, ...connection } = await connect(JSON.parse(process.env.CONNECT));
  await close?.();
  console.log(JSON.stringify(connection));`;
