/** Where ssh connects to. */
export interface SshTarget {
  /** Null: whom the user's own settings name. */
  readonly user: string | null;
  /** A name, an address, or an alias of the user's settings. */
  readonly host: string;
  readonly port: number | null;
}

const NAMED = /^(?:([A-Za-z0-9_][\w.+-]{0,63})@)?(\[[0-9a-f:.]{2,45}\]|[A-Za-z0-9][\w.-]{0,252})(?::(\d{1,5}))?$/i;
const BARE_V6 = /^(?:([A-Za-z0-9_][\w.+-]{0,63})@)?([0-9a-f]{0,4}:[0-9a-f:.]{2,45})$/i;

/** `host`, `user@host`, `user@host:port`; undefined for anything else, such as what ssh would take for an option. */
export function parseSshTarget(text: string): SshTarget | undefined {
  const [, user, host, port] = NAMED.exec(text) ?? BARE_V6.exec(text) ?? [];
  if (host === undefined || Number(port ?? 22) > 65_535 || Number(port ?? 22) === 0) return undefined;
  return { user: user ?? null, host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? null : Number(port) };
}

/** The argv that connects there, the target last; `identity`: a file with a key. */
export function sshArgv({ user, host, port }: SshTarget, identity: string | null = null): readonly string[] {
  return [
    'ssh',
    ...(port === null || port === 22 ? [] : ['-p', String(port)]),
    ...(identity === null ? [] : ['-i', identity]),
    user === null ? host : `${user}@${host}`,
  ];
}
