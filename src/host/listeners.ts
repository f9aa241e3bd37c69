import type { ListenersResult } from './host.ts';
import { withTimeout } from './network.ts';

/** Who listens on `port`, as far as this user may see. */
export async function listeners({ port, timeoutMs }: { port: number; timeoutMs: number }): Promise<ListenersResult> {
  const { default: systeminformation } = await import('systeminformation');
  const all = systeminformation.networkConnections().then(
    (connections): ListenersResult => ({
      status: 'ok',
      listeners: connections
        .filter((connection) => connection.state === 'LISTEN' && Number(connection.localPort) === port)
        .map((connection) => ({ address: connection.localAddress, process: connection.process })),
    }),
    (error: Error): ListenersResult => ({ status: 'failed', reason: error.message }),
  );
  return withTimeout(all, timeoutMs, () => ({ status: 'failed', reason: `no answer within ${timeoutMs} ms` }));
}
