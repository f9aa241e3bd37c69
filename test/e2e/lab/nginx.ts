import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePackages } from './debian.ts';
import { freePort } from './gateway.ts';
import { adminPath } from './paths.ts';
import { timed } from './progress.ts';
import { until } from './until.ts';

/** A real nginx in front of a gateway of this host, on every address. */
export interface Nginx {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts one as most guides set it up: it passes upgrades on, and the client's address in X-Forwarded-For. */
export async function startNginx(gatewayPort: number): Promise<Nginx> {
  await timed('nginx', () => ensurePackages(['nginx-light']));
  const folder = await mkdtemp(join(tmpdir(), 'doctor-nginx-'));
  let port = await freePort();
  // The gateway may not listen on its own yet.
  while (port === gatewayPort) port = await freePort();
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration(folder, port, gatewayPort));
  const subprocess = execa('nginx', ['-p', folder, '-c', file, '-e', join(folder, 'error.log')], {
    env: { PATH: adminPath },
    reject: false,
    stdin: 'ignore',
    timeout: 0,
  });
  const stop = async () => {
    subprocess.kill('SIGTERM');
    await subprocess;
    await rm(folder, { recursive: true, force: true });
  };
  const failure = async (what: string) =>
    new Error(`nginx ${what}: ${await readFile(join(folder, 'error.log'), 'utf8').catch(() => 'it wrote no log')}`);
  const listens = async () => {
    if (typeof subprocess.exitCode === 'number') throw await failure(`ended with ${subprocess.exitCode}`);
    return (await accepts(port)) || undefined;
  };
  try {
    await until(listens, { timeoutMs: 20_000, late: () => failure('does not listen after 20 s') });
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

/** All that it writes lies in `folder`. */
const configuration = (folder: string, port: number, gatewayPort: number) => `
daemon off;
user root;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  server {
    listen ${port};
    location / {
      proxy_pass http://127.0.0.1:${gatewayPort};
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header Host $http_host;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}
`;

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1');
    const finish = (does: boolean) => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
