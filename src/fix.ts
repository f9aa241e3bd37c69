import { exitCodes } from './exit-code.ts';
import type { Redactor } from './host/clean.ts';
import type { Options } from './options.ts';
import type { Session } from './session.ts';
export async function fixCommand(_o: Options, _s: Session, _r: Redactor): Promise<number> {
  return exitCodes.unusable;
}
