import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place } from '../doctor.ts';
import { freePort, gatewayToken } from '../lab/gateway.ts';
import { type HostGateway, startHostGateway } from '../lab/host-gateway.ts';
import { type LanPeer, startLanPeer } from '../lab/namespaces.ts';
import { type Nginx, startNginx } from '../lab/nginx.ts';
import { openclawBinFolder } from '../lab/openclaw.ts';

/** A gateway on this host, a machine on its LAN, and the home from which the doctor is started. */
export interface HostLab {
  readonly version: string;
  readonly place: Place;
  readonly gateway: HostGateway;
  readonly nginx: Nginx;
  readonly peer: LanPeer;
  /** Forgets what was refused before, as logs do that are rotated. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

export interface HostLabOptions {
  readonly dockerHost: string;
  readonly version: string;
  readonly bind?: 'lan' | 'loopback';
  /** What stands under `gateway` in its openclaw.json; `pages` are the addresses of its page. */
  readonly settings?: (pages: readonly string[]) => object;
}

/** With nginx in front of it, which passes pages on to it. */
export async function startHostLab(options: HostLabOptions): Promise<HostLab> {
  const { dockerHost, version, bind = 'lan', settings = () => ({}) } = options;
  const home = await mkdtemp(join(tmpdir(), 'doctor-founding-'));
  const [peer, port] = [await startLanPeer(), await freePort()];
  const nginx = await startNginx(port);
  const hosts = [`${peer.hostAddress}:${port}`, `${peer.hostAddress}:${nginx.port}`, `localhost:${port}`];
  const pages = hosts.map((address) => `http://${address}`);
  // As onboarding writes it: the CLI beside the gateway takes its token from there.
  const auth = { mode: 'token', token: gatewayToken };
  const config = { gateway: { auth, ...settings(pages) } };
  const gateway = await startHostGateway(version, home, { bind, port, config });
  return {
    version,
    place: { dockerHost, home, path: openclawBinFolder(version) },
    gateway,
    nginx,
    peer,
    async forget() {
      for (const file of gateway.logFiles) await truncate(file).catch(() => undefined);
    },
    async stop() {
      await nginx.stop();
      await peer.stop();
      await gateway.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
