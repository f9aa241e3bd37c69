import type { Newcomer } from './walk.ts';

/** One cause of the founding guide, as a real gateway shows it. */
export interface Cause {
  readonly rule: string;
  /** Who is refused, in a few words. */
  readonly who: string;
  /** What is diagnosed and mended before it. */
  readonly behind?: string;
  /** More keys than these are too many. */
  readonly maxKeys: number;
  /** Makes it happen. */
  provoke(): Promise<Provoked>;
}

export interface Provoked {
  /** With what the doctor is started. */
  readonly args?: readonly string[];
  /** Variables of the shell that it is started in. */
  readonly env?: Readonly<Record<string, string>>;
  readonly newcomer: Newcomer;
  /** Ends what was started for it. */
  end?(): Promise<void>;
}
