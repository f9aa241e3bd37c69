import type { Host, Machine } from '../../src/host/host.ts';

type Effects = Partial<Omit<Host, 'machine' | 'now'>>;

export const linux: Machine = {
  platform: 'linux',
  nodeVersion: '24.0.0',
  uid: 1000,
  home: '/home/you',
  env: { HOME: '/home/you', PATH: '/usr/bin' },
  addresses: [
    { name: 'lo', address: '127.0.0.1', internal: true },
    { name: 'eth0', address: '192.168.50.10', internal: false },
  ],
};

export const windows: Machine = {
  platform: 'win32',
  nodeVersion: '24.0.0',
  uid: null,
  home: 'C:\\Users\\You',
  env: { USERPROFILE: 'C:\\Users\\You', Path: 'C:\\Windows' },
  addresses: [{ name: 'Ethernet', address: '192.168.1.23', internal: false }],
};

export const macos: Machine = {
  ...linux,
  platform: 'darwin',
  home: '/Users/you',
  env: { HOME: '/Users/you', PATH: '/usr/local/bin' },
};

/** 2026-11-22T12:45:00Z */
export const NOW = Date.UTC(2026, 10, 22, 12, 45);

/** A machine on which nothing is there and nobody answers, but for the effects given. */
export function fakeHost(effects: Effects = {}, machine: Machine = linux, now = NOW): Host {
  return {
    machine,
    now: () => now,
    exec: async () => ({ status: 'missing' }),
    readText: async () => ({ status: 'absent' }),
    grep: async () => ({ status: 'absent' }),
    list: async () => ({ status: 'absent' }),
    lookup: async ({ host }) => ({ status: 'ok', addresses: [host], ms: 0.1 }),
    connect: async () => ({ status: 'refused', reason: 'connect ECONNREFUSED', ms: 0.2 }),
    request: async () => ({ status: 'failed', reason: 'nobody answers', ms: 0.2 }),
    archive: async () => ({ status: 'absent' }),
    database: async () => ({ status: 'absent' }),
    listeners: async () => ({ status: 'ok', listeners: [] }),
    ...effects,
  };
}

/** `exec` by what each command line prints; what isn't listed isn't installed. */
export function commands(
  answers: Readonly<Record<string, string | { code: number; stderr: string } | 'timeout'>>,
): Host['exec'] {
  return async ({ argv, keep }) => {
    const answer = answers[argv.join(' ')];
    if (answer === undefined)
      return Object.keys(answers).some((line) => line.split(' ')[0] === argv[0])
        ? exited(1, '', 'unknown command')
        : { status: 'missing' };
    if (answer === 'timeout') return { status: 'timeout', stdout: '', stderr: '' };
    if (typeof answer !== 'string') return exited(answer.code, '', answer.stderr);
    const kept = keep
      ? answer
          .split('\n')
          .filter((line) => keep.anchors.some((anchor) => line.includes(anchor)))
          .join('\n')
      : answer;
    return exited(0, kept, '');
  };
}

function exited(code: number, stdout: string, stderr: string) {
  return { status: 'exited', code, stdout, stderr, truncated: false } as const;
}

/** `readText` and `list` over a few files. */
export function files(contents: Readonly<Record<string, string>>): Pick<Host, 'readText' | 'list'> {
  return {
    readText: async ({ path }) => {
      const text = contents[path];
      return text === undefined ? { status: 'absent' } : { status: 'ok', text, size: text.length, truncated: false };
    },
    list: async ({ path, only }) => {
      const separator = path.includes('\\') ? '\\' : '/';
      const prefix = path.endsWith(separator) ? path : `${path}${separator}`;
      const below = Object.keys(contents).filter((file) => file.startsWith(prefix));
      if (below.length === 0) return { status: 'absent' };
      const names = [...new Set(below.map((file) => file.slice(prefix.length).split(separator)[0] ?? ''))];
      const entries = names
        .filter((name) => only?.includes(name) ?? true)
        .map((name) => ({
          name,
          kind: below.includes(`${prefix}${name}`) ? ('file' as const) : ('directory' as const),
          size: 0,
          uid: 1000,
          mode: 0o600,
          changedAt: 0,
        }));
      return { status: 'ok', entries };
    },
  };
}
