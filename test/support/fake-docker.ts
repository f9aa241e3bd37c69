import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTar } from 'nanotar';

/** A machine with a gateway in a container, as `docker` tells of it: a program of that name that answers from files. */
export interface FakeDocker {
  /** For whoever shall find it: nothing else of this machine is. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly composeFile: string;
  /** Somebody changes the compose file meanwhile. */
  editCompose(): void;
  /** A device waits for approval, from the engine's bridge. */
  ask(): void;
  /** Another gateway's container runs beside it. */
  addGateway(): void;
  /** From now on a command that has all these words waits until `release`; it notes its process id first. */
  hold(...words: readonly string[]): void;
  release(): void;
  /** The process ids of the commands that were held. */
  held(): readonly number[];
  /** The approved device has connected. */
  connect(): void;
  remove(): void;
}

export const CONTAINER = 'claw-openclaw-gateway-1';
export const REQUEST_ID = 'af964ec2-97e0-4757-83de-47a050036ff7';
const DEVICE_ID = 'c22d9be97c88f4e1020a18b9d91c8109167e4e2335b4f4d962971bd9db4aada6';
const BRIDGE = '172.18.0.1';

/** Its answers to what the doctor asks; whatever else is asked for went well. */
const PROGRAM = `#!/bin/sh
world=\${0%/bin/docker}
held() { for word in $(cat "$world/hold"); do case " $* " in *" $word "*) ;; *) return 1 ;; esac; done; }
if [ -e "$world/hold" ] && held "$@"; then
  echo $$ > "$world/held/$$"
  while [ -e "$world/hold" ]; do sleep 0.1; done
fi
case "$1" in
  ps) cat "$world/ps.jsonl" ;;
  info) echo '{"ServerVersion":"28.0.0","OperatingSystem":"Debian GNU/Linux 12"}' ;;
  context) echo unix:///var/run/docker.sock ;;
  inspect) cat "$world/inspect.json" ;;
  stop) sed -i 's/"Running":true/"Running":false/' "$world/inspect.json" ;;
  cp)
    case "$2" in
      */devices) cat "$world/devices.tar" ;;
      */package.json) cat "$world/package.tar" ;;
      */openclaw.json) cat "$world/config.tar" ;;
      *) [ "$3" = - ] && { echo 'Error: Could not find the file in container' >&2; exit 1; }; exit 0 ;;
    esac ;;
  *) case "$*" in *"devices approve"*) cp "$world/approved.tar" "$world/devices.tar"; echo Approved ;; esac ;;
esac
`;

/** `port`: where the gateway answers on this machine. */
export function fakeDocker(port: number): FakeDocker {
  const world = mkdtempSync(join(tmpdir(), 'doctor-docker-'));
  const at = (name: string) => join(world, name);
  for (const folder of ['bin', 'held', 'home', 'claw']) mkdirSync(at(folder));
  writeFileSync(at('bin/docker'), PROGRAM);
  chmodSync(at('bin/docker'), 0o755);
  const composeFile = at('claw/docker-compose.yml');
  writeFileSync(composeFile, COMPOSE);
  const write = (name: string, files: Readonly<Record<string, unknown>>) => {
    const entries = Object.entries(files).map(([path, data]) => ({ name: path, data: JSON.stringify(data) }));
    writeFileSync(at(name), createTar(entries));
  };
  const devices = (name: string, pending: object, paired: object) =>
    write(name, { 'devices/pending.json': pending, 'devices/paired.json': paired });
  const tell = (containers: readonly { readonly Id: string }[]) => {
    writeFileSync(
      at('ps.jsonl'),
      containers.map(({ Id }) => `${JSON.stringify({ ID: Id, Image: 'openclaw' })}\n`).join(''),
    );
    writeFileSync(at('inspect.json'), JSON.stringify(containers));
  };
  const gateway = containerOf(CONTAINER, port, composeFile, at('claw'));
  tell([gateway]);
  write('package.tar', { 'package.json': { name: 'openclaw', version: '2026.5.7' } });
  write('config.tar', { 'openclaw.json': { gateway: { mode: 'local', bind: 'lan' } } });
  devices('devices.tar', {}, {});
  const paired = (more: object) => ({ [DEVICE_ID]: { ...DEVICE, approvedAtMs: Date.now(), ...more } });
  return {
    env: {
      CI: undefined,
      DOCKER_HOST: undefined,
      HOME: at('home'),
      LANG: 'C.UTF-8',
      OPENCLAW_GATEWAY_PORT: String(port),
      PATH: `${at('bin')}:/usr/bin:/bin`,
      XDG_STATE_HOME: at('home/state'),
    },
    composeFile,
    editCompose: () => writeFileSync(composeFile, COMPOSE.replace('2026.5.7', '2026.5.8')),
    ask: () => {
      devices('devices.tar', { [REQUEST_ID]: { ...DEVICE, requestId: REQUEST_ID, ts: Date.now() } }, {});
      devices('approved.tar', {}, paired({}));
    },
    addGateway: () => tell([gateway, containerOf('other-openclaw-gateway-1', port, composeFile, at('claw'))]),
    hold: (...words) => writeFileSync(at('hold'), words.join('\n')),
    release: () => rmSync(at('hold'), { force: true }),
    held: () => readdirSync(at('held')).map(Number),
    connect: () => devices('devices.tar', {}, paired({ lastSeenAtMs: Date.now() + 1000 })),
    remove: () => rmSync(world, { recursive: true, force: true }),
  };
}

const DEVICE = {
  deviceId: DEVICE_ID,
  displayName: 'laptop',
  platform: 'linux',
  clientId: 'cli',
  clientMode: 'cli',
  role: 'operator',
  roles: ['operator'],
  scopes: ['operator.read', 'operator.write'],
  remoteIp: BRIDGE,
};

const COMPOSE = `services:
  openclaw-gateway:
    image: openclaw:2026.5.7
    volumes:
      - /home/node/.openclaw
`;

/** As `docker inspect` tells it: its state is in a volume without a name. */
function containerOf(name: string, port: number, file: string, folder: string) {
  return {
    Id: Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64),
    Name: `/${name}`,
    Path: 'node',
    Args: ['openclaw.mjs', 'gateway', 'run', '--bind', 'lan', '--port', '18789'],
    State: { Running: true, ExitCode: 0, StartedAt: new Date().toISOString() },
    Config: {
      Env: ['HOME=/home/node'],
      Image: 'openclaw:2026.5.7',
      User: 'node',
      WorkingDir: '/app',
      Labels: {
        'com.docker.compose.project': 'claw',
        'com.docker.compose.service': 'openclaw-gateway',
        'com.docker.compose.project.config_files': file,
        'com.docker.compose.project.working_dir': folder,
      },
    },
    HostConfig: { NetworkMode: 'claw_default' },
    NetworkSettings: {
      Networks: { claw_default: { Gateway: BRIDGE, IPAddress: '172.18.0.2' } },
      Ports: { '18789/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
    },
    Mounts: [
      {
        Type: 'volume',
        Name: 'a'.repeat(64),
        Source: '/var/lib/docker/volumes/a',
        Destination: '/home/node/.openclaw',
        RW: true,
      },
    ],
  };
}
