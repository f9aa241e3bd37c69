import { exitCodes } from '../exit-code.ts';
import type { Rule } from '../model/rule.ts';
import type { Options } from '../options.ts';
export async function rulesCommand(_o: Options, _r: readonly Rule[]): Promise<number> {
  return exitCodes.unusable;
}
