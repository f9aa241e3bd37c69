import { type ConnectOptions, type Identity, newIdentity } from '../lab/client.ts';
import { connectFromLan, type LanConnection, requestIdOf } from '../lab/lan-client.ts';
import type { HostLab } from './host-lab.ts';
import { runOpenclaw } from './openclaw.ts';

/** A client on another machine of the LAN. */
export interface LanClient {
  readonly identity: Identity;
  ask(more?: Partial<ConnectOptions>): Promise<LanConnection>;
}

export function lanClient({ gateway, peer }: HostLab): LanClient {
  const identity = newIdentity();
  const url = `ws://${peer.hostAddress}:${gateway.port}`;
  return { identity, ask: (more = {}) => connectFromLan(peer, { url, token: gateway.token, identity, ...more }) };
}

/** One that was approved for `scopes`, and has connected. */
export async function pairedClient(lab: HostLab, scopes: readonly string[]): Promise<LanClient> {
  const client = lanClient(lab);
  await runOpenclaw(lab, ['devices', 'approve', requestIdOf(await client.ask({ scopes }))]);
  const connected = await client.ask({ scopes });
  if (!isIn(connected)) throw new Error(`not let in once approved: ${JSON.stringify(connected)}`);
  return client;
}

export const isIn = ({ status }: LanConnection) => status === 'connected';
