import { isRange, isWithin } from '../gateway/addresses.ts';
import { holdsFor } from '../gateway/releases.ts';
import { parseRange, parseVersion, type Version } from '../gateway/version.ts';
import type { Fact } from '../model/fact.ts';
import type { Condition, Test } from '../model/rule.ts';

/** A fact that made a condition hold or not, and of a list the item that did. */
export interface Rest {
  readonly fact: string;
  readonly item?: string;
}

/** The outcome of a condition, and what it rests on. */
export type Judgement =
  | { readonly truth: true | false; readonly rests: readonly Rest[] }
  | { readonly truth: 'unknown'; readonly missing: readonly string[] };

/** How a condition finds the fact that it names. */
export type Lookup = (name: string) => Fact;

/**
 * Judges `condition` by three values: a conjunction is false as soon as one part is, and unknown only if a part that
 * would decide is.
 */
export function judge(condition: Condition, look: Lookup): Judgement {
  if ('all' in condition) return combine(condition.all, look, false);
  if ('any' in condition) return combine(condition.any, look, true);
  if ('not' in condition) {
    const inner = judge(condition.not, look);
    return inner.truth === 'unknown' ? inner : { truth: !inner.truth, rests: inner.rests };
  }
  return judgeTest(condition, look);
}

/** `decider` decides at once: false for a conjunction, true for a disjunction. */
function combine(parts: readonly Condition[], look: Lookup, decider: boolean): Judgement {
  const rests: Rest[] = [];
  const missing: string[] = [];
  for (const part of parts) {
    const judgement = judge(part, look);
    if (judgement.truth === decider) return judgement;
    if (judgement.truth === 'unknown') missing.push(...judgement.missing);
    else rests.push(...judgement.rests);
  }
  if (missing.length > 0) return { truth: 'unknown', missing: [...new Set(missing)] };
  return { truth: !decider, rests };
}

function judgeTest({ fact: name, op, operand }: Test, look: Lookup): Judgement {
  const operator = operators[op];
  if (!operator) throw new Error(`no operator ${op}: rules are validated when read`);
  const fact = look(name);
  if (op === 'known')
    return { truth: (fact.status === 'known') === operand, rests: fact.status === 'known' ? [{ fact: name }] : [] };
  if (fact.status === 'unknown') return { truth: 'unknown', missing: [name] };
  const truth = operator.test(fact.value, operand, look);
  return truth === 'unknown' ? { truth, missing: [name] } : { truth, rests: restsOn(name, fact.value, operand, truth) };
}

/** That a list lacks an item shows nothing; that it has one shows that item, not the others. */
function restsOn(name: string, value: unknown, operand: unknown, truth: boolean): readonly Rest[] {
  if (!Array.isArray(value) || typeof operand !== 'string' || operand === '') return [{ fact: name }];
  if (truth && value.includes(operand)) return [{ fact: name, item: operand }];
  return [];
}

export interface Operator {
  readonly about: string;
  /** The operand as JSON Schema, for editors. */
  readonly takes: Readonly<Record<string, unknown>>;
  /** What is wrong with an operand, or undefined where nothing is. */
  readonly check: (operand: unknown) => string | undefined;
  readonly test: (value: unknown, operand: unknown, look: Lookup) => boolean | 'unknown';
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value) || value === null;
const wants = (what: string, is: (operand: unknown) => boolean) => (operand: unknown) =>
  is(operand) ? undefined : what;
const strings = (operand: unknown): operand is string[] =>
  Array.isArray(operand) && operand.length > 0 && operand.every((item) => typeof item === 'string');

/** The closed set of operators. Each says what is wrong with an operand that it can't take. */
export const operators: Readonly<Record<string, Operator>> = {
  equals: {
    about: 'the value is this one; null: it is known to be absent',
    takes: { type: ['string', 'number', 'boolean', 'null'] },
    check: wants('takes a text, a number, true, false or null', isScalar),
    test: (value, operand) => value === operand,
  },
  oneOf: {
    about: 'the value is one of these',
    takes: { type: 'array', minItems: 1, items: { type: ['string', 'number', 'boolean', 'null'] } },
    check: wants(
      'takes a list of values',
      (operand) => Array.isArray(operand) && operand.length > 0 && operand.every(isScalar),
    ),
    test: (value, operand) => (operand as unknown[]).includes(value),
  },
  present: {
    about: 'true: there is a value; false: it is known that there is none',
    takes: { type: 'boolean' },
    check: wants('takes true or false', (operand) => typeof operand === 'boolean'),
    test: (value, operand) =>
      !(value === null || value === '' || (Array.isArray(value) && value.length === 0)) === operand,
  },
  known: {
    about: 'true: the fact could be learnt; false: it could not. The one operator that is never unknown',
    takes: { type: 'boolean' },
    check: wants('takes true or false', (operand) => typeof operand === 'boolean'),
    test: () => 'unknown',
  },
  contains: {
    about: 'the list holds this item, or the text this part',
    takes: { type: 'string', minLength: 1 },
    check: wants('takes a text', (operand) => typeof operand === 'string' && operand !== ''),
    test: (value, operand) => (Array.isArray(value) || typeof value === 'string') && value.includes(operand as string),
  },
  startsWith: {
    about: 'the text begins with one of these',
    takes: { type: ['string', 'array'], items: { type: 'string' } },
    check: wants('takes a text or a list of texts', (operand) => typeof operand === 'string' || strings(operand)),
    test: (value, operand) =>
      typeof value === 'string' && [operand].flat().some((prefix) => value.startsWith(prefix as string)),
  },
  atLeast: {
    about: 'the number is this or more',
    takes: { type: 'number' },
    check: wants('takes a number', (operand) => typeof operand === 'number'),
    test: (value, operand) => typeof value === 'number' && value >= (operand as number),
  },
  atMost: {
    about: 'the number is this or less',
    takes: { type: 'number' },
    check: wants('takes a number', (operand) => typeof operand === 'number'),
    test: (value, operand) => typeof value === 'number' && value <= (operand as number),
  },
  within: {
    about: 'the address lies in one of these ranges',
    takes: { type: 'array', minItems: 1, items: { type: 'string' } },
    check: wants('takes a list of addresses or CIDR ranges', (operand) => strings(operand) && operand.every(isRange)),
    test: (value, operand) => typeof value === 'string' && isWithin(value, operand as string[]),
  },
  version: {
    about:
      'the OpenClaw version is in this range, or every one of a list is; unknown for some of a list, and for what is no release',
    takes: { $ref: '#/$defs/range' },
    check: wants(
      'takes a range such as ">=2026.4.7 <2026.8.1"',
      (operand) => typeof operand === 'string' && parseRange(operand) !== undefined,
    ),
    test: (value, operand) => {
      const versions = [value].flat().map((text) => (typeof text === 'string' ? parseVersion(text) : undefined));
      return versions.includes(undefined) ? 'unknown' : holdsFor(operand as string, versions as Version[]);
    },
  },
  sameAs: {
    about: 'the value equals the value of another fact',
    takes: { $ref: '#/$defs/fact' },
    check: wants('takes the name of a fact', (operand) => typeof operand === 'string'),
    test: (value, operand, look) => {
      const other = look(operand as string);
      return other.status === 'known' ? value === other.value : 'unknown';
    },
  },
  in: {
    about: 'the value is in the list that another fact holds',
    takes: { $ref: '#/$defs/fact' },
    check: wants('takes the name of a fact', (operand) => typeof operand === 'string'),
    test: (value, operand, look) => {
      const other = look(operand as string);
      return other.status === 'known' ? Array.isArray(other.value) && other.value.includes(value) : 'unknown';
    },
  },
};
