import type { Setting } from '../facts/setting.ts';
import { STAND_IN } from '../model/stand-in.ts';

/** A setting as `config set` takes it; undefined where it holds a secret, of which only a stand-in is known. */
export function argumentOf(value: Exclude<Setting, null>): string | undefined {
  const text = typeof value === 'string' && !READS_AS_OTHER.test(value) ? value : JSON.stringify(value);
  return SECRET.test(text) ? undefined : text;
}

const SECRET = new RegExp(`${STAND_IN}|__OPENCLAW_REDACTED__`);

/** What JSON5 would take for something else than this very text, or a shell of options for one of them. */
const READS_AS_OTHER = /^(?:\s|[-+.\d"'[{/]|(?:true|false|null|NaN|Infinity)$|$)/;
