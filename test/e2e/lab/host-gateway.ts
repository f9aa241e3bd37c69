import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { freePort, gatewayToken } from './gateway.ts';
import { openclawBinFolder } from './openclaw.ts';
import { until } from './until.ts';

/** A real gateway that runs on this host itself, as a user whose home is `home`. */
export interface HostGateway {
  readonly port: number;
  readonly token: string;
  stop(): Promise<void>;
}

/** Starts it bound to every interface, and waits until it says that it is ready. */
export async function startHostGateway(version: string, home: string): Promise<HostGateway> {
  const port = await freePort();
  const openclaw = join(openclawBinFolder(version), 'openclaw');
  const args = ['gateway', 'run', '--allow-unconfigured', '--bind', 'lan', '--port', String(port)];
  const env = { HOME: home, TMPDIR: home, OPENCLAW_GATEWAY_TOKEN: gatewayToken, NO_COLOR: '1' };
  const subprocess = execa(openclaw, args, { env, reject: false, stdin: 'ignore', buffer: false });
  subprocess.stdout?.pipe(createWriteStream(join(home, 'gateway.out')));
  const isReady = async () => {
    if (subprocess.exitCode !== null && subprocess.exitCode !== undefined)
      throw new Error('the gateway on this host ended');
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.text(),
      () => '',
    );
    return /"ready"\s*:\s*true/.test(answer) ? true : undefined;
  };
  await until(isReady, {
    timeoutMs: 150_000,
    everyMs: 500,
    late: () => new Error('the gateway on this host is not ready after 150 s'),
  });
  return {
    port,
    token: gatewayToken,
    async stop() {
      subprocess.kill('SIGTERM', new Error('stopped'));
      await subprocess;
    },
  };
}
