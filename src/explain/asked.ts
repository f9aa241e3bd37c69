import { symptomsIn } from '../gateway/symptoms.ts';
import type { Rule } from '../model/rule.ts';
import { UsageError } from '../options.ts';
import { nearest } from '../rules/nearest.ts';
import { codes, reasons } from './found.ts';
import { closeCodes, httpAnswers } from './numbers.ts';

/** What somebody asks to have explained. */
export type Asked =
  | { readonly kind: 'rule'; readonly rule: Rule; readonly variant: string | null }
  | { readonly kind: 'code' | 'reason' | 'text'; readonly name: string }
  | { readonly kind: 'close' | 'http'; readonly number: number };

/** `closed (1008)`, `code 1008`, `1008`; `HTTP 403`, `403 Forbidden`. */
const CLOSE = /^(?:(?:websocket |gateway )?(?:closed?|disconnected|close code|code)\b[\s:=(]*)?(\d{4})\)?$/i;
const HTTP = /^(?:HTTP(?:\/[\d.]+)?\s*)?([1-5]\d\d)\b(?:\s+(.*))?$/i;

/** Tells what X is. Throws UsageError where it looks like an id or a code and is none, with the nearest that is. */
export function askedFor(x: string, rules: readonly Rule[]): Asked {
  const asked = ruleNamed(x, rules) ?? nameIn(x) ?? numberIn(x);
  if (asked) return asked;
  // A single word in which nothing is known is a name that was mistyped.
  if (!/\s/.test(x) && symptomsIn(x).length === 0 && !/^E[A-Z]{5,}$/.test(x))
    throw new UsageError(unknownName(x, rules));
  return { kind: 'text', name: x };
}

/** `group/label`, `label`, either with `:variant` behind it. */
function ruleNamed(x: string, rules: readonly Rule[]): Asked | undefined {
  const [name = '', variant] = x.split(':');
  const rule = rules.find(({ id }) => id === name || labelOf(id) === name);
  if (!rule) return undefined;
  if (variant === undefined) return { kind: 'rule', rule, variant: null };
  const names = rule.variants.map((one) => one.name);
  if (names.includes(variant)) return { kind: 'rule', rule, variant };
  const near = nearest(variant, names);
  throw new UsageError(
    `${rule.id} has no variant "${variant}"${near ? `: did you mean ${near}?` : `; there are: ${names.join(', ')}`}`,
  );
}

function nameIn(x: string): Asked | undefined {
  const code = codes.find((one) => one === x.toUpperCase());
  if (code !== undefined) return { kind: 'code', name: code };
  const reason = reasons.find((one) => one === x);
  if (reason !== undefined) return { kind: 'reason', name: reason };
  const header = /^trusted_proxy_missing_header(?:_|$)/.exec(x);
  return header ? { kind: 'reason', name: reasons.find((one) => one.startsWith(header[0])) ?? x } : undefined;
}

function numberIn(x: string): Asked | undefined {
  const close = Number(CLOSE.exec(x)?.[1]);
  if (close in closeCodes) return { kind: 'close', number: close };
  const [, status, rest = ''] = HTTP.exec(x) ?? [];
  const isOther = symptomsIn(rest).some(({ symptom }) => !['proxy-attribution', 'unauthorized'].includes(symptom));
  return status !== undefined && Number(status) in httpAnswers && !isOther
    ? { kind: 'http', number: Number(status) }
    : undefined;
}

function unknownName(x: string, rules: readonly Rule[]): string {
  if (/^\d{3,4}$/.test(x)) {
    const known = Object.keys(x.length === 3 ? httpAnswers : closeCodes);
    return `nothing of OpenClaw's ends with ${x}; there are: ${known.join(', ')}`;
  }
  const names = [...rules.map(({ id }) => id), ...rules.map(({ id }) => labelOf(id)), ...codes, ...reasons];
  const near = nearest(x, names);
  const hint = near ? `: did you mean ${near}?` : '; openclaw-doctor rules list shows the rules';
  return `"${x}" is no rule, code or reason that is known${hint}`;
}

const labelOf = (id: string) => id.split('/')[1] ?? id;
