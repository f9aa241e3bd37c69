/**
 * The port for what the doctor writes: files of the user's that a step changes, and its own notes of what it did. It
 * stands apart from the host, so that no probe has it and no recording holds what is read here: the text is the real
 * one, secrets among it. A recorded patient has none.
 */
export interface Disk {
  /** A small text file as it is. The path in the result is the file itself where the one asked for is a link to it. */
  read(request: { readonly path: string }): Promise<WholeFile>;
  /** Puts another text in the place of a file at once, and what was there beside it. Mode and owner stay. */
  replace(request: ReplaceRequest): Promise<ReplaceResult>;
  /** Puts a file back that `replace` has kept, if both are still as they were left. */
  restore(request: RestoreRequest): Promise<RestoreResult>;
  /** Writes one of the doctor's own notes, which nobody else may read. */
  keep(request: { readonly path: string; readonly text: string }): Promise<KeepResult>;
  /** The names in a folder of notes; none where there is no such folder. */
  names(request: { readonly path: string }): Promise<readonly string[]>;
  remove(request: { readonly path: string }): Promise<void>;
}

export type WholeFile =
  | {
      readonly status: 'ok';
      readonly path: string;
      readonly text: string;
      /** Of its bytes, in hexadecimal. */
      readonly sha256: string;
      /** Nobody but this user, or root, can have written it. */
      readonly isOwn: boolean;
    }
  | NotDone;

export interface ReplaceRequest {
  /** The file itself, no link to it. */
  readonly path: string;
  /** What it must still be. */
  readonly sha256: string;
  readonly text: string;
  /** Where the file as it is now is kept: a name that nothing has yet. */
  readonly backup: string;
}

export type ReplaceResult = { readonly status: 'ok'; readonly sha256: string } | NotDone;

export interface RestoreRequest {
  readonly path: string;
  readonly backup: string;
  /** What `replace` wrote: a file that somebody has changed since is theirs. */
  readonly written: string;
  /** What it kept. */
  readonly kept: string;
}

export type RestoreResult = { readonly status: 'ok' } | NotDone;
export type KeepResult = { readonly status: 'ok' } | NotDone;

/** Nothing has changed. The reason is a sentence without its full stop. */
export interface NotDone {
  readonly status: 'absent' | 'changed' | 'denied' | 'failed';
  readonly reason: string;
}
