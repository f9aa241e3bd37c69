import type { Container } from './inspect.ts';

export type Role = 'gateway' | 'client';

/** Whether a container runs OpenClaw, and as what; undefined where nothing says so. */
export function roleOf(container: Container): Role | undefined {
  const command = container.argv.join(' ');
  const isGateway =
    container.argv.includes('gateway') && /openclaw|clawdbot|moltbot|dist\/(?:index|entry)\.m?js/.test(command);
  if (isGateway || container.compose?.service === 'openclaw-gateway') return 'gateway';
  const image = /(?:^|[/:_-])(?:openclaw|clawdbot|moltbot)/i.test(container.image);
  const service = /openclaw/i.test(container.compose?.service ?? '');
  const env = Object.keys(container.env).some((name) => /^(?:OPENCLAW|CLAWDBOT)_/.test(name));
  const mounted = container.mounts.some(({ target }) => /\/\.(?:openclaw|clawdbot|moltbot)(?:\/|$)/.test(target));
  if (!image && !service && !env && !mounted) return undefined;
  // An image whose default command is the gateway, or one that publishes the gateway's port, is one.
  const publishes = container.ports.some(({ containerPort }) => containerPort === portOf(container));
  return publishes && !/^(?:sleep|tail|sh|bash)$/.test(container.argv[0] ?? '') ? 'gateway' : 'client';
}

/** The argv that runs an openclaw command in the container: what its gateway itself was started with. */
export function cliOf(container: Container): readonly string[] {
  const at = container.argv.indexOf('gateway');
  const start = at > 0 ? container.argv.slice(0, at) : [];
  const isOpenclaw = start.length > 0 && /openclaw|dist\/(?:index|entry)\.m?js/.test(start.join(' '));
  return isOpenclaw ? start : ['openclaw'];
}

/** The port that its gateway listens on, inside. */
export function portOf(container: Container): number {
  const option = optionOf(container, '--port');
  const fromEnv = /(\d+)$/.exec(container.env.OPENCLAW_GATEWAY_PORT ?? '')?.[1];
  return Number(option ?? fromEnv ?? 18789);
}

/** What `--bind` says in its command; undefined: nothing. */
export function bindOf(container: Container): string | undefined {
  return optionOf(container, '--bind');
}

/** The state folder as the gateway in the container sees it. */
export function stateDirOf(container: Container): string {
  const { OPENCLAW_STATE_DIR, OPENCLAW_PROFILE } = container.env;
  const home = homeOf(container) ?? `/home/${container.user.split(':')[0]}`;
  if (OPENCLAW_STATE_DIR) return OPENCLAW_STATE_DIR.replace(/^~(?=\/|$)/, home);
  const profile = optionOf(container, '--profile') ?? OPENCLAW_PROFILE;
  return `${home}/.openclaw${profile && profile !== 'default' ? `-${profile}` : ''}`;
}

/** The home folder of the user that the container runs as; null where only its image could tell. */
export function homeOf(container: Container): string | null {
  const { OPENCLAW_HOME, HOME } = container.env;
  const set = OPENCLAW_HOME || HOME;
  if (set) return set;
  switch (ownerOf(container)) {
    case '0:0':
      return '/root';
    case '1000:1000':
      return '/home/node';
    default:
      return null;
  }
}

/** Who owns what the gateway writes, as UID:GID; null where only its image could tell. */
export function ownerOf({ user }: Container): string | null {
  const [name = '', group] = user.split(':');
  if (name === '' || name === 'root') return '0:0';
  if (name === 'node') return '1000:1000';
  return /^\d+$/.test(name) ? `${name}:${/^\d+$/.test(group ?? '') ? group : name}` : null;
}

function optionOf(container: Container, name: string): string | undefined {
  const at = container.argv.findIndex((part) => part === name || part.startsWith(`${name}=`));
  const part = container.argv[at];
  return part?.includes('=')
    ? part.slice(name.length + 1)
    : container.argv[at + 1] && at >= 0
      ? container.argv[at + 1]
      : undefined;
}
