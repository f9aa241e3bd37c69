import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { ensurePackages } from './debian.ts';
import type { Engine } from './engine.ts';
import { freePort, type Gateway, gatewayIn, gatewayToken, waitUntilReady } from './gateway.ts';
import { imageName } from './image.ts';
import { adminPath } from './paths.ts';
import { timed } from './progress.ts';

/** A gateway that its user runs by compose, from a file of their own. */
export interface Composed {
  readonly file: string;
  readonly port: number;
  readonly url: string;
  readonly token: string;
  /** Makes the container anew where the file says otherwise than it is, starts it, and waits until it is ready. */
  up(): Promise<Gateway>;
  /** Removes the container; what the file declares as volumes stays. */
  down(): Promise<void>;
  /** Removes all of it. */
  stop(): Promise<void>;
}

interface ComposedOptions {
  readonly engine: Engine;
  /** Of the compose file; its name is that of the project. */
  readonly folder: string;
  /** The text of the file, for the port of this host that is to be published. */
  readonly text: (port: number) => string;
}

/** As a user writes it; `mount` is what they keep the state in. */
export const composeText = (version: string, port: number, mount: string) => `version: "3.8"
# The assistant of the house. Its token is in the password safe, too.
services:
  openclaw-gateway:
    image: ${imageName(version)}
    init: true
    command: [node, openclaw.mjs, gateway, run, --allow-unconfigured, --bind, lan]
    environment:
      OPENCLAW_GATEWAY_TOKEN: ${gatewayToken}
    ports:
      - "127.0.0.1:${port}:18789" # this machine only
    volumes:
      # All that it knows.
      - ${mount}
    restart: unless-stopped
`;

/** The service in `text` is called `openclaw-gateway`. Compose is whichever this machine has. */
export async function composed({ engine, folder, text }: ComposedOptions): Promise<Composed> {
  const compose = await ensureCompose();
  const port = await freePort();
  const file = join(folder, 'docker-compose.yml');
  await writeFile(file, text(port));
  const run = async (...args: string[]) => {
    const [program = '', ...rest] = [...compose, ...args];
    const env = { DOCKER_HOST: engine.dockerHost, PATH: adminPath };
    await execa(program, rest, { cwd: folder, env, stdin: 'ignore', timeout: 120_000 });
  };
  const reached = { url: `ws://127.0.0.1:${port}`, port, token: gatewayToken };
  return {
    file,
    ...reached,
    async up() {
      await run('up', '--detach');
      const filter = `label=com.docker.compose.project=${basename(folder)}`;
      const { stdout } = await engine.docker(['ps', '--filter', filter, '--format', '{{.Names}}']);
      const gateway = gatewayIn(engine, { name: stdout.trim(), ...reached });
      await waitUntilReady(engine, gateway);
      return gateway;
    },
    down: () => run('down'),
    stop: () => run('down', '--volumes'),
  };
}

/** As a part of docker where it is one, else Debian's own program, which is installed. */
async function ensureCompose(): Promise<readonly string[]> {
  const part = await execa('docker', ['compose', 'version'], { reject: false, stdin: 'ignore', timeout: 20_000 });
  if (part.exitCode === 0) return ['docker', 'compose'];
  await timed('docker-compose', () => ensurePackages(['docker-compose']));
  return ['docker-compose'];
}
