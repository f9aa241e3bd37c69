import type { Host } from '../host/host.ts';

/** What the user asked for, as far as it changes what is looked at. */
export interface Aim {
  /** The gateway's URL: `--url`. */
  readonly url?: string;
  /** What the browser shows in its address bar: `--page`. */
  readonly page?: string;
  /** The gateway's container: `--container`. */
  readonly container?: string;
  /** The gateway's host as ssh reaches it: `--ssh`. */
  readonly ssh?: string;
  /** The user agreed to a login on the gateway's host, where settings or a tunnel name it. */
  readonly logsIn?: boolean;
  readonly stateDir?: string;
  readonly profile?: string;
  /** The stand-in of the token in `--token-file`: no probe sends it, it is only compared. */
  readonly token?: string;
  /** One probe's deadline in milliseconds. */
  readonly timeoutMs: number;
  /** No network: files and local engines only. */
  readonly offline: boolean;
}

export const defaultAim: Aim = { timeoutMs: 5000, offline: false };

/** Runs a probe by its name under a deadline of its own; one that throws or hangs costs its own facts and nothing else. */
export type Prober = <T>(
  name: string,
  work: (context: Context) => Promise<T>,
  otherwise: (reason: string) => T,
) => Promise<T>;

/** What every probe is given. */
export interface Context {
  readonly host: Host;
  readonly aim: Aim;
}
